"""Options that several commands share."""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from newsgrep.cluster_address import is_cluster_address
from newsgrep.errors import UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Command = TypeVar("Command", bound=Callable[..., Any])
_INDEX = "newsgrep.index"
_NO_PAGER = "newsgrep.no_pager"
_MOST = 10**18


class _Path(click.types.StringParamType):
    """What shells complete as a path. `click.Path` asks for a translation of its name at once, and so imports `locale`."""

    name = "path"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem]":
        """Let the shell do it."""
        return click.File().shell_complete(ctx, param, incomplete)


PATH = _Path()
"""A path, or what may be one: it need not exist, but shells complete it."""


class Count(click.IntRange):
    """A whole number of any length. One above a quintillion is taken as that: sums of two still fit in 64 bits."""

    name = "whole number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401  Click's
        """Give the number."""
        digits = str(value).lstrip("0")
        if digits.isdecimal() and len(digits) >= len(str(_MOST)):  # perhaps more than Python reads
            return _MOST
        return min(super().convert(value, param, ctx), _MOST)


class Seconds(click.FloatRange):
    """A time to wait; `inf` is one too."""

    name = "number of seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401  Click's
        """Give the number."""
        seconds = super().convert(value, param, ctx)
        if math.isnan(seconds):
            self.fail(f"{value!r} is not a number of seconds.", param, ctx)
        return seconds


def days_of(ctx: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
    """The callback of an option that takes a number of days, as 3d, or of weeks, as 2w; a number alone is one of days."""
    if value is None:
        return None
    written = value.strip()
    number = written[:-1] if written.endswith(("d", "w")) else written
    if not (number.isascii() and number.isdecimal()):
        raise click.BadParameter(f"'{value}' is not a number of days, such as 3d.", ctx, parameter)
    days = _MOST if len(number) >= len(str(_MOST)) else int(number)
    return min(_MOST, days * (7 if written.endswith("w") else 1))


def _keep_index(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.meta[_INDEX] = value


def index_named() -> str | None:
    """The value of --index, before the verb or after it."""
    value: str | None = click.get_current_context().meta.get(_INDEX)
    return value


index_option = click.option(
    "--index",
    metavar="DIR",
    type=PATH,
    expose_value=False,
    callback=_keep_index,
    help="The index to use: a .newsgrep folder, or the folder that holds it. Without it, the nearest one here or above.",
)
"""For the group and for every verb: before the verb or after it. `index_named` gives its value."""


def _keep_no_pager(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001  Click's signature
    if value:
        ctx.meta[_NO_PAGER] = True


def pager_wanted() -> bool:
    """Whether there is no --no-pager, before the verb or after it."""
    return not click.get_current_context().meta.get(_NO_PAGER)


pager_option = click.option(
    "--no-pager",
    is_flag=True,
    expose_value=False,
    callback=_keep_no_pager,
    help="Print without a pager, even what is longer than the screen.",
)
"""For the group and for the verbs that page."""


def _show_help(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001  Click's signature
    if value and not ctx.resilient_parsing:
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()


HELP = click.Option(
    ["-h", "--help"],
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_help,
    help="Show this message and exit.",
)
"""For the group and the verbs, in place of Click's own, which asks for a translation of its help at every start."""


class Verb(click.Command):
    """A command with this option."""

    def get_help_option(self, ctx: click.Context) -> click.Option:  # noqa: ARG002  Click's signature
        """Give -h and --help."""
        return HELP


color_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="When to use colours; auto: on a terminal.",
)
null_option = click.option(
    "-0",
    "--null",
    is_flag=True,
    help="In lists that are read or printed, end each name with NUL, as find -print0 and xargs -0 do.",
)
shards_option = click.option(
    "--shards",
    type=Count(min=1),
    metavar="N",
    help="In a cluster, the parts that a new index is divided into; 3 without it. They cannot be changed later.",
)
replicas_option = click.option(
    "--replicas",
    type=Count(min=0),
    metavar="N",
    help="In a cluster, the copies of each part of a new index, besides the first; 1 without it.",
)


def check_division(place: str, shards: int | None, replicas: int | None) -> None:
    """Raise UsageError if the parts and copies of an index in a cluster are given for a folder."""
    if not is_cluster_address(place) and (shards, replicas) != (None, None):
        raise UsageError(f"--shards and --replicas are for an index in a cluster; {place} is a folder")


wait_option = click.option(
    "--wait",
    type=Seconds(min=0),
    default=0.0,
    metavar="SECONDS",
    help="Wait so long for another newsgrep that is changing the index.",
)
