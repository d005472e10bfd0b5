"""newsgrep: grep for news archives.

import newsgrep

with newsgrep.open("archive") as archive:
    for hit in archive.search("tariffs", limit=10):
        print(hit.article.date, hit.article.title, hit.location)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from newsgrep.archive import Archive, Query, Results
    from newsgrep.article import Article, DateOrigin, Precision, PublicationDate
    from newsgrep.errors import NewsgrepError, QueryError
    from newsgrep.results import Hit, Order

__version__ = "0.1.0"

_MODULES = {
    **dict.fromkeys(("Archive", "Query", "Results"), "archive"),
    **dict.fromkeys(("Article", "DateOrigin", "Precision", "PublicationDate"), "article"),
    **dict.fromkeys(("NewsgrepError", "QueryError"), "errors"),
    **dict.fromkeys(("Hit", "Order"), "results"),
}
"""Where each name is defined. They are imported on first use: importing newsgrep imports nothing heavy."""

__all__ = [
    "Archive",
    "Article",
    "DateOrigin",
    "Hit",
    "NewsgrepError",
    "Order",
    "Precision",
    "PublicationDate",
    "Query",
    "QueryError",
    "Results",
    "open",
]


def open(index: "str | Path | None" = None) -> "Archive":  # noqa: A001  as gzip.open, sqlite3.connect: always qualified
    """Open the archive of an index; see `Archive.open`."""
    from newsgrep.archive import Archive  # noqa: PLC0415  importing newsgrep imports nothing heavy

    return Archive.open(index)


def __getattr__(name: str) -> Any:  # noqa: ANN401  module attributes, on first use
    if name in _MODULES:
        return getattr(import_module(f"newsgrep.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
