"""`newsgrep open`: an article where it came from."""

import subprocess
import sys
import webbrowser

import click

from newsgrep.cli.opening import open_archive
from newsgrep.cli.options import PATH, index_option
from newsgrep.cli.terminal import print_message
from newsgrep.renderers.safety import path_in_line

_WEB = ("http://", "https://")
_SECONDS_TO_FAIL = 3


@click.command(
    epilog="""\b
Examples:
  newsgrep open 'seeds/2025-05-06-carney-trump-oval-office.txt'
  newsgrep open "$(newsgrep search --ids -n 1 'tariffs')"
""",
)
@click.argument("reference", type=PATH, metavar="ID|LOCATION|PATH")
@click.option("--file", "as_file", is_flag=True, help="Open its file, even if it has a link.")
@index_option
def command(reference: str, *, as_file: bool) -> int:
    """Open an article's link in the browser, or its file if it has none."""
    with open_archive() as archive:
        article = archive.show(reference)[0]
    target = str(archive.folder / article.path)
    if article.url and article.url.startswith(_WEB) and not as_file:
        target = article.url
    if launch(target):
        return 0
    sys.stdout.write(path_in_line(target) + "\n")
    print_message("nothing on this computer opens it")
    return 2


def launch(target: str) -> bool:
    """Open a link or a file with the desktop's program; whether one has taken it."""
    try:
        opener = subprocess.Popen(["open" if sys.platform == "darwin" else "xdg-open", target])  # noqa: S603  the desktop's own
    except ValueError:  # the link holds NUL, or half a character: no argument of a program can
        return False
    except OSError:
        return target.startswith(_WEB) and webbrowser.open(target)
    try:
        return opener.wait(_SECONDS_TO_FAIL) == 0
    except subprocess.TimeoutExpired:  # it stays while what it has opened is read
        return True
