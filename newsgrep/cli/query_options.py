"""The query of a command, or several, and the filters beside: the same wherever articles are looked for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any, TextIO

import click

from newsgrep.archive import Archive, Query
from newsgrep.cli.options import Verb, null_option
from newsgrep.errors import QueryError, UsageError
from newsgrep.immutable import NamedTuple


class QueryOptions(NamedTuple):
    """The values of the options below, as typed. `within` are ids and locations, None for everywhere."""

    query: tuple[str, ...]
    since: str | None
    until: str | None
    on: str | None
    sure: bool
    any_word: bool
    fixed: bool
    within: tuple[str, ...] | None
    null: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed, neither words nor dates: where a query may be left out, that is every article."""
        return not (" ".join(self.query).strip() or self.since or self.until or self.on)

    def parse(self, archive: Archive, *, any_word: bool = False) -> Query:
        """The query, filters included, as the archive understands it; `any_word`: as with --any.

        Raises QueryError.
        """
        query = archive.parse(
            self.query,
            any_word=any_word or self.any_word,
            sure=self.sure,
            fixed=self.fixed,
            since=self.since,
            until=self.until,
            on=self.on,
        )
        return query if self.within is None else archive.within(query, self.within)


class ManyQueries:
    """The queries of a command by label, in the order given, each with all filters.

    The label is that of the file, else the query's text, `*` where there is none. `places` are those of
    queries from files, as `FILE:LINE`. `labelled`: the user has given a file or several queries, and wants to
    know which of them found what.
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


def complete(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """What a shell offers for a word of a query."""
    from newsgrep.cli.completing import complete_query  # noqa: PLC0415  only for a shell

    return complete_query(ctx, incomplete)


DATE_OPTIONS = (
    click.option(
        "--since",
        metavar="DATE",
        help="Only articles published on DATE or later: a day (2025-04-30), a month (2025-04), a year, or 7d for the last 7 days.",
    ),
    click.option("--until", metavar="DATE", help="Only articles published on DATE or earlier."),
    click.option(
        "--on", metavar="DATE", help="Only articles published on DATE: on the day, or in the month or year."
    ),
    click.option(
        "--sure",
        is_flag=True,
        help="Leave out articles whose date is known only to the month or year and may lie outside.",
    ),
)
_OPTIONS = (
    click.argument("query", nargs=-1, shell_complete=complete),
    *DATE_OPTIONS,
    click.option(
        "--any",
        "any_word",
        is_flag=True,
        help="Find articles with any of the words; without it, with all of them.",
    ),
    click.option(
        "-F",
        "--fixed-strings",
        "fixed",
        is_flag=True,
        help="Look for each argument as a phrase; signs in it are no operators.",
    ),
    click.option(
        "-i",
        expose_value=False,
        is_flag=True,
        help="Has no effect: capital and small letters never make a difference.",
    ),
)
_OPTIONS_OF_LISTS = (
    click.option(
        "--within",
        metavar="FILE",
        type=click.File(encoding="utf-8", errors="surrogateescape"),
        help="Search only in the articles listed in FILE, an id or a path on each line; - reads the list from stdin.",
    ),
    null_option,
)
_NO_LIST = {"within": None, "null": False}


def query_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the arguments and options of a query: its function gets a `QueryOptions` first."""
    return _with_query(command, (*_OPTIONS, *_OPTIONS_OF_LISTS))


def query_options_but_lists(command: Callable[..., Any]) -> Callable[..., Any]:
    """As `query_options`, but without --within FILE, for a command whose own --within takes days."""
    return _with_query(command, _OPTIONS)


def _with_query(
    command: Callable[..., Any], given: Sequence[Callable[[Callable[..., Any]], Callable[..., Any]]]
) -> Callable[..., Any]:
    @wraps(command)
    def with_query(**options: Any) -> Any:  # noqa: ANN401  Click's values
        options = {**_NO_LIST, **options}
        typed = {name: options.pop(name) for name in QueryOptions._fields}
        if typed["within"] is not None:
            from newsgrep.cli.lists import listed_names  # noqa: PLC0415  few commands have a list

            typed["within"] = tuple(listed_names(typed["within"], null=typed["null"]))
        return command(QueryOptions(**typed), **options)

    for option in reversed(given):
        with_query = option(with_query)
    return with_query


_MANY_OPTIONS = (
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
    """As `query_options`, and with -e and -f: the command's function gets `ManyQueries` first."""

    @wraps(command)
    def with_queries(
        query: QueryOptions,
        expressions: tuple[str, ...],
        files: tuple[TextIO, ...],
        **options: Any,  # noqa: ANN401  Click's values
    ) -> Any:  # noqa: ANN401  Click's values
        return command(_many(query, expressions, files), **options)

    for option in reversed(_MANY_OPTIONS):
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


_WITH_TEXT = frozenset("ef")
_LETTERS = 2
"""More that stand together, with one among them that takes any text, are a word."""


class QueryCommand(Verb):
    """A command whose arguments are a query, in which `-word` may stand.

    Its short options are looked for first.

    Click looks for a long option first, finds none, and prepares a suggestion, with imports that take as long
    as the search itself.
    """

    def make_parser(self, ctx: click.Context) -> Any:  # noqa: ANN401  Click's parser has no public name
        """Give Click's parser, with its short options among the long ones."""
        parser: Any = super().make_parser(ctx)
        parser._long_opt.update(parser._short_opt)  # noqa: SLF001  it has no public way
        match_letters = parser._match_short_opt  # noqa: SLF001  likewise

        def match(argument: str, state: Any) -> None:  # noqa: ANN401  likewise
            if _is_word(argument[1:]):
                raise click.NoSuchOption(argument, ctx=ctx)
            match_letters(argument, state)

        parser._match_short_opt = match  # noqa: SLF001  likewise
        return parser


def _is_word(letters: str) -> bool:
    """Say whether what stands behind a dash is no options, but a word to leave out: `-china`, `-election`.

    It would be a wish for help, or the letters behind an e or an f would be a query or a file to read queries
    from.
    """
    if not letters.isalpha():
        return False
    return (
        "h" in letters
        or letters[0] in "ef"
        or (len(letters) > _LETTERS and not _WITH_TEXT.isdisjoint(letters))
    )
