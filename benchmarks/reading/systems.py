"""What newsgrep, htmldate and trafilatura find in a page."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

TODAY = date(2026, 1, 1)
"""The same in each run: no page that is judged is of a later day."""


class Found(NamedTuple):
    date: str | None = None
    origin: str = "-"
    title: str | None = None
    authors: tuple[str, ...] = ()
    text: str = ""


def _newsgrep(page: Path) -> Found:
    from newsgrep.readers import ReadOptions, SourceFile, UnreadableFileError
    from newsgrep.readers.expansion import Expansion
    from newsgrep.readers.html import read_page

    data = page.read_bytes()
    file = SourceFile("page.html", "page.html", "page.html", Expansion(len(data)))
    try:
        article = read_page(data, file, ReadOptions(today=TODAY))
    except UnreadableFileError:
        return Found()
    day, origin = (str(article.date), article.date.origin.value) if article.date else (None, "-")
    return Found(day, origin, article.title, article.authors, article.text)


def _htmldate(page: Path, *, extensive: bool) -> Found:
    from htmldate import find_date

    data = page.read_bytes()
    return Found(find_date(data, extensive_search=extensive, original_date=True, max_date=TODAY.isoformat()))


def _fast(page: Path) -> Found:
    return _htmldate(page, extensive=False)


def _extensive(page: Path) -> Found:
    return _htmldate(page, extensive=True)


def _trafilatura(page: Path) -> Found:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    document = bare_extraction(page.read_bytes(), with_metadata=True, include_comments=False)
    if not isinstance(document, Document):
        return Found()
    authors = tuple(name.strip() for name in (document.author or "").split(";") if name.strip())
    return Found(document.date, "-", document.title, authors, document.text or "")


OURS = "newsgrep"
SYSTEMS: dict[str, Callable[[Path], Found]] = {
    OURS: _newsgrep,
    "htmldate, fast": _fast,
    "htmldate, extensive": _extensive,
    "trafilatura": _trafilatura,
}
