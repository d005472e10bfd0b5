"""`newsgrep forget`: take a folder or file out of the index."""

import sys

import click

from newsgrep.cli.opening import open_archive
from newsgrep.cli.options import PATH, index_option, wait_option
from newsgrep.cli.terminal import is_terminal, print_message
from newsgrep.cli.wording import counted


def _complete(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    from newsgrep.cli.completing import complete_root  # noqa: PLC0415  only for a shell

    return complete_root(ctx, incomplete)


@click.command(
    epilog="""\b
Examples:
  newsgrep forget 'old-clippings'
  newsgrep forget 'seeds' --wait 10
""",
)
@click.argument("path", type=PATH, shell_complete=_complete)
@wait_option
@index_option
def command(path: str, *, wait: float) -> int:
    """Take a folder or file that was indexed out of the index; the articles themselves stay where they are."""
    with open_archive() as archive:
        removed = archive.forget(path, wait=wait)
        above = archive.root_above(path)
    articles = counted(removed, "article") if is_terminal(sys.stdout) else f"{removed} articles"
    sys.stdout.write(f"{articles} removed\n")
    if above is not None:
        print_message(
            f"it lies in {above}, with which newsgrep index adds it again, unless --exclude leaves it out"
        )
    return 0
