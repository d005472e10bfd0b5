"""The command line: one module a verb, imported when its verb is typed."""

from importlib import import_module

import click

from newsgrep import __version__
from newsgrep.cli.options import HELP, index_option, pager_option

VERBS = (
    "index",
    "search",
    "show",
    "open",
    "timeline",
    "counts",
    "terms",
    "kwic",
    "similar",
    "dups",
    "new",
    "export",
    "verify",
    "stats",
    "coverage",
    "skipped",
    "forget",
    "set",
    "copy",
    "completions",
)


class _Verbs(click.Group):
    """The verbs, each in a module of its name with a `command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  Click's signature
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  Click's signature
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"newsgrep.cli.{cmd_name}").command
        if not command.short_help:  # else Click cuts the help's first sentence
            command.short_help = (command.help or "").partition("\n")[0]
        return command

    def get_help_option(self, ctx: click.Context) -> click.Option:  # noqa: ARG002  Click's signature
        return HELP

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in VERBS and not name.startswith("-"):
            import difflib  # noqa: PLC0415  only for a mistyped command

            if near := difflib.get_close_matches(name, VERBS, 1):
                raise click.UsageError(f'no such command "{name}"; did you mean "{near[0]}"?', ctx)
            raise click.UsageError(
                f'no such command "{name}"; to search for it: newsgrep search {_as_typed(args)}', ctx
            )
        return super().resolve_command(ctx, args)


def _as_typed(words: list[str]) -> str:
    """Words of a query as one argument of a shell; options as they are."""
    import shlex  # noqa: PLC0415  only for a mistyped command

    first_option = next((place for place, word in enumerate(words) if word.startswith("-")), len(words))
    query = " ".join(words[:first_option])
    return " ".join([shlex.quote(query), *map(shlex.quote, words[first_option:])])


def _show_version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001  Click's signature
    if value and not ctx.resilient_parsing:
        click.echo(f"newsgrep {__version__}")
        ctx.exit()


@click.group(
    cls=_Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Examples:
  newsgrep index seeds
  newsgrep search 'tariffs'
  newsgrep search 'tariff* NOT canada' --since 2025-04 | cut -f1,3
""",
)
@index_option
@pager_option
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help="Show the version and exit.",
)
def cli() -> None:
    """Find which saved news articles say something, when, and in what words."""
