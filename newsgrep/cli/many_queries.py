"""Several queries in one run: `-e QUERY` and `-f FILE`, beside the query that stands in words."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any, TextIO

import click

from newsgrep.archive import Archive, Query
from newsgrep.cli.query_options import QueryOptions, complete, query_options
from newsgrep.errors import QueryError, UsageError


class ManyQueries:
    """The queries of a command by label, in the order given, each with all filters.

    The label is that of the file, else the query's text, `*` where there is none. `places` are those of queries from files, as `FILE:LINE`.
    `labelled`: the user has given a file or several queries, and wants to know which of them found what.
    """

    # Not a named tuple, which takes longer to make than all else in this module.
    __slots__ = ("by_label", "labelled", "places")

    def __init__(
        self, by_label: Mapping[str, QueryOptions], places: Mapping[str, str], *, labelled: bool
    ) -> None:
        self.by_label = by_label
        self.places = places
        self.labelled = labelled

    @property
    def any(self) -> QueryOptions:
        """One of them, where there are no others, or for what is the same in all: the filters."""
        return next(iter(self.by_label.values()))

    def parse(self, archive: Archive, *, any_word: bool = False) -> dict[str, Query]:
        """The queries as the archive understands them; `any_word`: as with --any. Raises QueryError."""
        parsed = {}
        for label, query in self.by_label.items():
            with self.errors_have_place(label):
                parsed[label] = query.parse(archive, any_word=any_word)
        return parsed

    @contextmanager
    def errors_have_place(self, label: str) -> Iterator[None]:
        """Add to errors about a query which line of which file it is from."""
        try:
            yield
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
        shell_complete=complete,
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
