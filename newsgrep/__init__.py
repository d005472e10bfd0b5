"""newsgrep: grep for news archives.

import newsgrep

with newsgrep.open("archive") as archive:
    for hit in archive.search("tariffs", limit=10):
        print(hit.article.date, hit.article.title, hit.location)
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsgrep.archive import Archive

__all__ = ["Archive", "open"]
__version__ = "0.1.0"


def open(index: str | Path | None = None) -> "Archive":  # noqa: A001  as gzip.open, sqlite3.connect: always qualified
    """Open the archive of an index; see `Archive.open`."""
    from newsgrep.archive import Archive  # noqa: PLC0415  importing newsgrep imports nothing heavy

    return Archive.open(index)


def __getattr__(name: str) -> Any:  # noqa: ANN401  module attributes, on first use
    if name == "Archive":
        from newsgrep.archive import Archive  # noqa: PLC0415  importing newsgrep imports nothing heavy

        return Archive
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
