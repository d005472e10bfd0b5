"""The query of a command, and the filters beside it: the same arguments and options wherever articles are looked for."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, NamedTuple

import click

from newsgrep.archive import Archive, Query
from newsgrep.cli.options import null_option


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
        """The query, filters included, as the archive understands it; `any_word`: as with --any. Raises QueryError."""
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


def complete(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """What a shell offers for a word of a query."""
    from newsgrep.cli.completing import complete_query  # noqa: PLC0415  only for a shell

    return complete_query(ctx, incomplete)


_OPTIONS = (
    click.argument("query", nargs=-1, shell_complete=complete),
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


_WITH_TEXT = frozenset("ef")
_LETTERS = 2
"""More that stand together, with one among them that takes any text, are a word."""


class QueryCommand(click.Command):
    """A command whose arguments are a query, in which `-word` may stand. Its short options are looked for first.

    Click looks for a long option first, finds none, and prepares a suggestion, with imports that take as long as the
    search itself.
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

    It would be a wish for help, or the letters behind an e or an f would be a query or a file to read queries from.
    """
    if not letters.isalpha():
        return False
    return (
        "h" in letters
        or letters[0] in "ef"
        or (len(letters) > _LETTERS and not _WITH_TEXT.isdisjoint(letters))
    )


def word_taken_for_options(error: click.ClickException, arguments: Sequence[str]) -> str | None:
    """The word of a `-word` of a query in which Click has met an option that is none, or one with no value of its kind."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if not context or not isinstance(context.command, QueryCommand):
        return None
    words = [argument[1:] for argument in arguments if argument.startswith("-") and argument[1:2] != "-"]
    if isinstance(error, click.NoSuchOption):
        options = [error.option_name]
    elif isinstance(error, click.BadParameter) and error.param:
        options = error.param.opts
        words = [word for word in words if word[:2].isalpha()]
    else:
        return None
    letters = [option[1:] for option in options if not option.startswith("--")]
    return next((word for word in words if len(word) > 1 and any(one in word for one in letters)), None)


def option_of_grep(error: click.ClickException, arguments: Sequence[str]) -> str | None:
    """What to say of an option that only grep has, in a query's command."""
    if not isinstance(error, click.NoSuchOption) or not error.ctx:
        return None
    if not isinstance(error.ctx.command, QueryCommand):
        return None
    from newsgrep.cli.grep_options import answer_for  # noqa: PLC0415  only for a wrong option

    typed = error.option_name
    if not typed.startswith("--"):  # the letter alone, of all that stand together
        together = (one for one in arguments if one.startswith("-") and not one.startswith("--"))
        typed = next((one for one in together if typed[1:] in one), typed)
    answer = answer_for(typed)
    return f"no such option: {typed}; {answer}" if answer else None
