"""The command line: one module a verb, imported when its verb is typed."""

from importlib import import_module

import click

from newsgrep.cli.options import index_option, pager_option

VERBS = ("index", "search", "show", "open", "stats", "coverage", "skipped", "forget", "set", "completions")


class _Verbs(click.Group):
    """The verbs, each in a module of its name with a `command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  Click's signature
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  Click's signature
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"newsgrep.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in VERBS and not name.startswith("-"):
            import difflib  # noqa: PLC0415  only for a mistyped command

            near = difflib.get_close_matches(name, VERBS, 1)
            advice = f'did you mean "{near[0]}"?' if near else f"the commands are {', '.join(VERBS)}"
            raise click.UsageError(f'no such command "{name}"; {advice}', ctx)
        return super().resolve_command(ctx, args)


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
@click.version_option(package_name="newsgrep", message="newsgrep %(version)s")
def cli() -> None:
    """Find which saved news articles say something, when, and in what words."""
