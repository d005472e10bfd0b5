"""What several verbs share: where the index is, what day it is, and their options."""

import math
import os
from collections.abc import Callable
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import Any, TypeVar

import click

from newsgrep.archive import NAME, Archive
from newsgrep.errors import NoIndexError, UsageError

Command = TypeVar("Command", bound=Callable[..., Any])
_INDEX = "newsgrep.index"
_FORMS = "newsgrep.forms"
_MOST = 10**18


def _keep_index(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.meta[_INDEX] = value


def _keep_form(ctx: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.meta.setdefault(_FORMS, {}).setdefault(value, parameter.opts[0])


def form_option(*names: str, form: str | None = None, **more: Any) -> Callable[[Command], Command]:  # noqa: ANN401  Click's
    """An option that says in which form to print: in `form`, else in that which is its value. See `said_form`."""
    flag: dict[str, Any] = {"is_flag": True, "flag_value": form, "default": None} if form else {}
    return click.option(*names, expose_value=False, callback=_keep_form, **flag, **more)


def said_form() -> str | None:
    """The form that the command says. Raises UsageError where it says two."""
    said: dict[str, str] = click.get_current_context().meta.get(_FORMS, {})
    if len(said) > 1:
        first, second, *_ = said.values()
        raise UsageError(f"{first} and {second} do not go together; give one of them")
    return next(iter(said), None)


class ShortOptionsCommand(click.Command):
    """A command whose short options are looked for first.

    Click takes each for a long one, finds none, and prepares to say which others are spelled nearly so: with imports
    that take as long as the search itself.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take an -h among other letters for part of a word, `-china`, and not for a wish for help."""
        for argument in takewhile("--".__ne__, args):
            if (
                argument.startswith("-")
                and "h" in argument
                and argument[1:].isalpha()
                and len(argument) > len("-h")
            ):
                raise click.NoSuchOption(argument, ctx=ctx)
        return super().parse_args(ctx, args)

    def make_parser(self, ctx: click.Context) -> Any:  # noqa: ANN401  Click's parser has no public name
        """Give Click's parser, with its short options among the long ones."""
        parser = super().make_parser(ctx)
        parser._long_opt.update(parser._short_opt)  # noqa: SLF001  Click has no public way
        return parser


PATH = click.Path(readable=False)
"""What is a path, or may be one: nothing is asked of it here, but shells complete it."""

index_option = click.option(
    "--index",
    metavar="DIR",
    type=PATH,
    expose_value=False,
    callback=_keep_index,
    help="The index: a .newsgrep folder, or the folder that holds it.",
)
"""For the group and for every verb: before the verb or after it. `named_index` gives what was said."""


class Count(click.IntRange):
    """A whole number, of any length; one beyond a quintillion is as good as that, and sums of two fit in 64 bits."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401  Click's
        """Give the number."""
        digits = str(value).lstrip("0")
        if digits.isdecimal() and len(digits) >= len(str(_MOST)):
            return _MOST
        return min(super().convert(value, param, ctx), _MOST)


class Seconds(click.FloatRange):
    """A time to wait, from 0 to inf."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401  Click's
        """Give the number."""
        seconds = super().convert(value, param, ctx)
        if math.isnan(seconds):
            self.fail(f"{value!r} is not a number of seconds.", param, ctx)
        return seconds


color_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Colour text; auto: on a terminal.",
)
null_option = click.option(
    "-0",
    "--null",
    is_flag=True,
    help="NUL ends each name in lists, read or printed: for find -print0, xargs -0.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
wait_option = click.option(
    "--wait", type=Seconds(min=0), default=0.0, metavar="SECONDS", help="Wait for another writer."
)


def named_index() -> str | None:
    """What --index says, before the verb or after it."""
    value: str | None = click.get_current_context().meta.get(_INDEX)
    return value


def today() -> date:
    """The day that relative dates refer to: NEWSGREP_TODAY, else today. Raises UsageError."""
    said = os.environ.get("NEWSGREP_TODAY")
    if not said:
        return date.today()  # noqa: DTZ011  the user's own day
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise UsageError(f'NEWSGREP_TODAY must be a day such as 2025-05-06, not "{said}"') from None


def open_archive() -> Archive:
    """The archive that the command is about. Raises NoIndexError."""
    return Archive.open(named_index(), today=today(), resident=False)


def open_or_create_archive(language: str | None) -> tuple[Archive, bool]:
    """As `open_archive`; where there is no index, one is made. Says whether it was."""
    try:
        return open_archive(), False
    except NoIndexError:
        return Archive.create(_future_folder(), language=language, today=today()), True


def existing_or_future_archive() -> Archive:
    """As `open_archive`; where there is no index, an archive as it would be made."""
    try:
        return open_archive()
    except NoIndexError:
        return Archive.future(_future_folder(), today=today())


def _future_folder() -> Path:
    """The folder that would hold a new index."""
    named = Path(named_index() or os.environ.get("NEWSGREP_INDEX") or ".")
    return named.parent if named.name == NAME else named
