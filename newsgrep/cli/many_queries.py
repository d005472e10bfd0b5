"""Several queries in one run: `-e QUERY` and `-f FILE`, beside the query that stands in words."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, NamedTuple, TextIO

import click

from newsgrep.archive import Archive, Query
from newsgrep.cli.query_options import QueryOptions, query_options
from newsgrep.errors import QueryError, UsageError


class ManyQueries(NamedTuple):
    """The queries of a command by label, in the order given, each with all filters.

    The label is that of the file, else the query's text, `*` where there is none. `places` are those of queries from files, as `FILE:LINE`.
    `labelled`: the user has given a file or several queries, and wants to know which of them found what.
    """

    by_label: Mapping[str, QueryOptions]
    places: Mapping[str, str]
    labelled: bool

    def parse(self, archive: Archive, *, any_word: bool = False) -> dict[str, Query]:
        """The queries as the archive understands them; `any_word`: as with --any. Raises QueryError."""
        return {label: self._parse(archive, label, any_word=any_word) for label in self.by_label}

    def _parse(self, archive: Archive, label: str, *, any_word: bool) -> Query:
        try:
            return self.by_label[label].parse(archive, any_word=any_word)
        except QueryError as error:
            if label not in self.places:
                raise
            message = f"{self.places[label]}: {error}"
            raise QueryError(message, error.query, error.start, error.end) from error


_OPTIONS = (
    click.option(
        "-e",
        "expressions",
        multiple=True,
        metavar="QUERY",
        help="A query; several -e are several queries, and the results say which of them found what.",
    ),
    click.option(
        "-f",
        "--file",
        "files",
        multiple=True,
        type=click.File(encoding="utf-8", errors="surrogateescape"),
        metavar="FILE",
        help="Queries from FILE, or from stdin for -: a query, or a label, a tab and a query, on each line; # begins a comment.",
    ),
)


def many_queries_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the arguments and options of a query, and -e and -f: its function gets `ManyQueries` first."""

    @wraps(command)
    def with_queries(
        query: QueryOptions,
        expressions: tuple[str, ...],
        files: tuple[TextIO, ...],
        **options: Any,  # noqa: ANN401  Click's values
    ) -> Any:  # noqa: ANN401  Click's values
        return command(_many(query, expressions, files), **options)

    for option in reversed(_OPTIONS):
        with_queries = option(with_queries)
    return query_options(with_queries)


def _many(query: QueryOptions, expressions: tuple[str, ...], files: tuple[TextIO, ...]) -> ManyQueries:
    if not expressions and not files:
        return ManyQueries({" ".join(query.query) or "*": query}, {}, labelled=False)
    from newsgrep.cli.query_files import given_queries  # noqa: PLC0415  most commands have one query

    _check(query, files)
    given = given_queries(expressions, files)
    return ManyQueries(
        {label: query._replace(query=(text,)) for label, text, _ in given},
        {label: place for label, _, place in given if place},
        labelled=bool(files) or len(given) > 1,
    )


def _check(query: QueryOptions, files: tuple[TextIO, ...]) -> None:
    if query.query:
        raise UsageError(
            f"\"{query.query[0]}\" stands beside -e or -f; each query takes an -e: -e 'crude oil' -e wheat"
        )
    within = click.get_current_context().params["within"]
    if [file.fileno() for file in (*files, *filter(None, [within]))].count(0) > 1:
        raise UsageError("only one of -f - and --within - can read stdin")
