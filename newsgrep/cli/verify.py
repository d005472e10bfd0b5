"""`newsgrep verify`: whether an answer is still the same as its manifest says."""

import sys
from pathlib import Path

import click

from newsgrep.cli.opening import open_archive
from newsgrep.cli.options import PATH, index_option
from newsgrep.cli.terminal import is_terminal, print_message
from newsgrep.renderers.safety import path_in_line, visible_name


@click.command(
    epilog="""\b
Examples:
  newsgrep search 'tariffs' --manifest tariffs.json -c && newsgrep verify tariffs.json
  newsgrep export 'tariffs' --manifest tariffs.json > tariffs.jsonl && newsgrep verify tariffs.json
""",
)
@click.argument("manifest", type=PATH, metavar="FILE")
@index_option
def command(manifest: str) -> int:
    """Say which articles have gone, were added or changed since a manifest was written by --manifest FILE."""
    with open_archive() as archive:
        difference = archive.verify(Path(manifest))
    shown = visible_name if is_terminal(sys.stdout) else path_in_line
    for kind in ("gone", "added", "changed"):
        for identifier in getattr(difference, kind):
            sys.stdout.write(f"{kind}\t{shown(identifier)}\n")
    if difference.settings:
        print_message(f"the index is not as it was: {'; '.join(difference.settings)}")
    return 1 if difference else 0
