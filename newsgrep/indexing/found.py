"""What a file gives while it is read: its articles and skipped parts, and what of them is settled."""

from collections.abc import Iterator
from typing import BinaryIO

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.indexing.digests import NO_ARTICLES, ArticleDigests, Change, Comparison, KnownKeys
from newsgrep.indexing.manifest_database import skipped_from_text
from newsgrep.indexing.settled import Settled
from newsgrep.readers import ReadOptions, SourceFile, read_file

LARGE = 1 << 20
"""Bytes: a file that is not larger is read whole, for its digest and for its articles, whatever it was before."""


class FoundInFile:
    """What a file has given, as far as it is read.

    `articles` and `skipped` are what it gave before, as its row has them; `settled` says what of that it is known to give
    again, for it begins with the same bytes: None for nothing.
    """

    def __init__(self, articles: ArticleDigests, skipped: str, settled: Settled | None) -> None:
        self._before = settled
        self._kept, others = articles.split(settled.articles) if settled else (NO_ARTICLES, articles)
        self.articles = Comparison(others, self._kept)
        self.skipped: list[Skipped] = skipped_from_text("", skipped)[: settled.skipped] if settled else []
        self.replaced = settled.replaced if settled else 0
        """The number of articles with replaced characters."""
        self.settled = ""
        """What is settled now, as a row has it."""

    def add(self, article: Article, key: str, digest: bytes) -> Change:
        """Add an article by its key and digest; gives what has happened to it."""
        self.replaced += bool(article.replaced)
        return self.articles.add(key, digest)

    def parts(
        self, file: SourceFile, stream: BinaryIO, size: int, options: ReadOptions
    ) -> Iterator[Article | Skipped]:
        """The parts that are not known, each of which is to be added before the next is taken.

        `size` is that of the content in bytes. Raises what `read_file` does.
        """
        if size <= LARGE:
            return read_file(file, stream, options)
        return self._parts_of_large(file, stream, size, options)

    def _parts_of_large(
        self, file: SourceFile, stream: BinaryIO, size: int, options: ReadOptions
    ) -> Iterator[Article | Skipped]:
        from newsgrep.readers.growing import BEGINNING, Content, GrowingDocument  # noqa: PLC0415  for few files

        before = self._before
        since = before.place if before else BEGINNING
        refused = before.refused if before else ()
        content = Content(stream, size, since, KnownKeys(self._kept, refused))
        document = GrowingDocument(file, content, options)
        yield from document.settled()
        if place := document.place():
            counts = (self.articles.article_count, len(self.skipped), self.replaced)
            self.settled = Settled(size, place, *counts, [*refused, *document.refused]).to_text()
        yield from document.rest()
