"""`newsgrep similar`: articles like one."""

import sys

import click

from newsgrep.cli.opening import open_archive
from newsgrep.cli.options import index_option
from newsgrep.renderers import Layout, renderer


@click.command()
@click.argument("reference")
@click.option("-n", type=int)
@index_option
def command(reference: str, n: int | None) -> int:
    """Find articles like one."""
    with open_archive() as archive:
        likeness = archive.likeness(reference)
        results = archive.search(likeness.query, limit=n)
        return 0 if renderer("lines")(results, sys.stdout, Layout()) else 1
