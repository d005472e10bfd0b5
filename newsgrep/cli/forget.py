"""`newsgrep forget`: take a folder or file out of the index."""

import sys

import click

from newsgrep.cli.options import PATH, index_option, open_archive, wait_option


@click.command(
    epilog="""\b
Examples:
  newsgrep forget 'old-clippings'
  newsgrep forget 'seeds' --wait 10
""",
)
@click.argument("path", type=PATH)
@wait_option
@index_option
def command(path: str, *, wait: float) -> int:
    """Take a folder or file that was indexed out of the index; the articles themselves stay where they are."""
    with open_archive() as archive:
        removed = archive.forget(path, wait=wait)
    sys.stdout.write(f"{removed} articles removed\n")
    return 0
