"""A corpus: a folder of text files, one for each article, and a table of what is known of them, as corpus tools read it."""

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from newsgrep.article import Article, ArticleId
from newsgrep.renderers import Layout
from newsgrep.renderers.delimited import render_csv
from newsgrep.results import Column, Table

TABLE = "metadata.csv"
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")
_LONGEST = 100
"""In characters: at most 4 bytes each in UTF-8, and names have 255 on most disks, some of them for a number."""
_MOST_BYTES = 200
_OF_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)", re.IGNORECASE)
"""Names that Windows takes for devices, whatever their ending."""
_DIGITS = 10


class CorpusText(NamedTuple):
    """An article, and the name of its file."""

    file: str
    article: Article


CORPUS_COLUMNS: tuple[Column[CorpusText], ...] = (
    Column("file", "path"),
    Column("id", "path", "article.id"),
    Column("title", "text", "article.title"),
    Column("date", "date", lambda row: row.article.date and str(row.article.date)),
    Column("date_precision", "text", lambda row: row.article.date and row.article.date.precision.value),
    Column("date_origin", "text", lambda row: row.article.date and row.article.date.origin.value),
    Column("source", "text", "article.source"),
    Column("authors", "list", "article.authors"),
    Column("section", "text", "article.section"),
    Column("language", "text", "article.language"),
    Column("tags", "list", "article.tags"),
    Column("url", "text", "article.url"),
)


def write_corpus(articles: Iterable[Article], folder: Path) -> int:
    """Write the files of articles, as they come, and the table, into an empty folder; gives how many. Raises OSError."""
    with (folder / TABLE).open("w", encoding="utf-8", errors="replace", newline="") as table:
        return render_csv(Table(CORPUS_COLUMNS, _written(articles, folder)), table, Layout())


def _written(articles: Iterable[Article], folder: Path) -> Iterator[CorpusText]:
    names = FileNames()
    for article in articles:
        name = names.name(article.id)
        # The words that newsgrep counts: the headline's and the text's.
        content = f"{article.title}\n\n{article.text}" if article.title else article.text
        (folder / name).write_text(content, encoding="utf-8", errors="replace", newline="\n")
        yield CorpusText(name, article)


class FileNames:
    """Makes names of text files out of ids: safe on every system, and no two the same, where case does not count either."""

    def __init__(self) -> None:
        self._given: set[bytes] = set()

    def name(self, identifier: ArticleId) -> str:
        """The name for an id. An id whose name is given already has a digest of it behind the name."""
        stem = _stem(identifier)
        if not self._is_new(stem):
            stem = f"{stem}-{sha256(identifier.encode('utf-8', 'surrogatepass')).hexdigest()[:_DIGITS]}"
            number = 2
            unique = stem
            while not self._is_new(unique):
                unique = f"{stem}-{number}"
                number += 1
            stem = unique
        return f"{stem}.txt"

    def _is_new(self, stem: str) -> bool:
        """Keep a name, by half a digest: there may be millions of them."""
        alike = normalize("NFKC", normalize("NFKC", stem).casefold())
        digest = sha256(alike.encode("utf-8", "replace")).digest()[:8]
        is_new = digest not in self._given
        self._given.add(digest)
        return is_new


def _stem(identifier: str) -> str:
    """A name without ending: letters, digits, dots and hyphens of the id, underscores for all else between them."""
    name = normalize("NFC", identifier.removesuffix(".txt"))
    stem = _NOT_IN_NAMES.sub("_", name)[:_LONGEST]
    stem = stem.encode("utf-8", "ignore")[:_MOST_BYTES].decode("utf-8", "ignore").strip("._-") or "article"
    return f"_{stem}" if _OF_DEVICES.match(stem) else stem
