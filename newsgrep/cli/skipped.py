"""`newsgrep skipped`: which files are not indexed, and why."""

import sys

import click

from newsgrep.cli.options import index_option, json_option, open_archive
from newsgrep.cli.plan import place
from newsgrep.cli.terminal import say
from newsgrep.renderers.jsons import write_list
from newsgrep.renderers.lines import MISSING
from newsgrep.renderers.safety import one_line, path_in_line


@click.command(
    epilog="""\b
Examples:
  newsgrep skipped
  newsgrep skipped | cut -f2 | sort | uniq -c
""",
)
@json_option
@index_option
def command(*, as_json: bool) -> int:
    """List the files, and parts of files, that are not indexed, each with its reason and the reader that met it."""
    with open_archive() as archive:
        found = archive.skipped()
    if as_json:
        write_list(
            ({**part._asdict(), "path": archive.relative_to_here(part.path)} for part in found), sys.stdout
        )
    else:
        for part in found:
            file = path_in_line(place(part, archive.relative_to_here))
            sys.stdout.write(f"{file}\t{one_line(part.reason)}\t{part.reader or MISSING}\n")
    if not found:
        say("nothing was skipped")
    return 0 if found else 1
