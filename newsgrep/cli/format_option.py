"""The options that choose an output format. No renderer is imported: `newsgrep index` prints nothing but a line."""

from collections.abc import Callable
from typing import Any

import click

from newsgrep.cli.options import Command
from newsgrep.errors import UsageError

_FORMATS = "newsgrep.formats"


def keep_format(ctx: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.meta.setdefault(_FORMATS, {}).setdefault(value, parameter.opts[0])


def format_option(*names: str, format: str | None = None, **more: Any) -> Callable[[Command], Command]:  # noqa: A002, ANN401  as users call it; Click's
    """An option that chooses an output format: `format`, else that which is its value. See `chosen_format`."""
    flag: dict[str, Any] = {"is_flag": True, "flag_value": format, "default": None} if format else {}
    return click.option(*names, expose_value=False, callback=keep_format, **flag, **more)


json_option = format_option("--json", format="json", help="Print JSON.")


def chosen_format() -> str | None:
    """The output format that the options choose. Raises UsageError where they choose two."""
    chosen: dict[str, str] = click.get_current_context().meta.get(_FORMATS, {})
    if len(chosen) > 1:
        first, second, *_ = chosen.values()
        raise UsageError(f"{first} and {second} do not go together; give one of them")
    return next(iter(chosen), None)
