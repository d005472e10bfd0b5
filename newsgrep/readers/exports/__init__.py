"""Exports of press databases (Nexis, Factiva, ProQuest, Europresse): many articles in one text.

What the service prints around each article separates them. The services give the same text as Word, RTF, PDF
and plain text; the readers of these formats call `articles_in` before they take a document for one article.
Cover pages and tables of contents are no articles. The key is ProQuest's number of the document, else its place
in the file, so that ids in order are articles in the export's order. The date is the one printed under the source's name: that of loading is the database's.
"""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from newsgrep.article import Article
from newsgrep.readers import ReadOptions, SourceFile, plain, read_document
from newsgrep.readers.decoding import decode
from newsgrep.readers.draft import Draft, article_of
from newsgrep.readers.exports import europresse, factiva, lexisnexis, nexis_uni, proquest
from newsgrep.readers.exports.marks import begins_like_export
from newsgrep.readers.keys import Keys

_SERVICES = (proquest, factiva, lexisnexis, nexis_uni, europresse)


class ExportReader:
    """Plain text of a press database."""

    name = "export"

    def claims(self, head: bytes, name: str) -> bool:  # noqa: ARG002  the content says it
        """By what the services print in every document, on lines of its own."""
        return begins_like_export(head)

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article]:
        """Give the articles; what only looks like an export is plain text."""
        articles = articles_in(decode(read_document(stream), file.charset).split("\n"))
        if articles:
            yield from keyed(articles, file, options)
        else:
            stream.seek(0)
            for article in plain.READER.read(file, stream, options):
                yield article._replace(format=plain.READER.name)


READER = ExportReader()


def articles_in(lines: Iterable[str]) -> list[Draft]:
    """The articles of an export, empty if it is none. Blank lines stand between paragraphs."""
    stripped = [" ".join(line.split()) for line in lines]
    return next((found for service in _SERVICES if (found := service.articles_in(stripped))), [])


def keyed(drafts: list[Draft], file: SourceFile, options: ReadOptions) -> Iterator[Article]:
    """The articles, each under its own key or its number. A date in the file's name is that of the export."""
    keys = Keys()
    file = file._replace(name="")
    for number, draft in enumerate(drafts, 1):
        yield article_of(draft, file, options, keys.key(draft.key, str(number)))
