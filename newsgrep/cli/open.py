"""`newsgrep open`: an article where it came from."""

import click

from newsgrep.cli.options import PATH, index_option, open_archive
from newsgrep.errors import StorageError


@click.command(
    epilog="""\b
Examples:
  newsgrep open 'seeds/2025-05-06-carney-trump-oval-office.txt'
  newsgrep open "$(newsgrep search --ids -n 1 'tariffs')"
""",
)
@click.argument("reference", type=PATH, metavar="ID|LOCATION|PATH")
@click.option("--file", "as_file", is_flag=True, help="Its file, even if it has a link.")
@index_option
def command(reference: str, *, as_file: bool) -> int:
    """Open an article's link in the browser, or its file if it has none."""
    with open_archive() as archive:
        article = archive.show(reference)[0]
        target = str(archive.folder / article.path)
        if article.url and article.url.startswith(("http://", "https://")) and not as_file:
            target = article.url
        if click.launch(target):
            raise StorageError(f"nothing on this computer opens {target}")
        return 0
