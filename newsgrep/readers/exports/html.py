"""Exports of press databases as web pages: the lines that a reader sees are those of the text export."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from newsgrep.article import Article
from newsgrep.readers import ReadOptions, SourceFile, html, read_document
from newsgrep.readers.exports import READER as TEXT
from newsgrep.readers.exports import articles_in, keyed
from newsgrep.readers.fragments import text_of
from newsgrep.readers.pages.tree import parse

_MARKUP = re.compile(rb"(?:\xef\xbb\xbf|\s)*+<")
_MARKS = (
    b"enArticle",
    b"Factiva",
    b"DOCFULL>",
    b"Nexis",
    b"DocPublicationName",
    b"ProQuest",
    b">End of Document<",
)
"""What the services write at the beginning of their pages; whether it is an export is seen when it is read."""
_RULE = "_" * 20


class HtmlExportReader:
    """The articles of an export; see the module."""

    name = TEXT.name

    def claims(self, head: bytes, name: str) -> bool:  # noqa: ARG002  the content says it
        """By marks of the services in a page."""
        return _MARKUP.match(head) is not None and any(mark in head for mark in _MARKS)

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article]:
        """Give the articles; what only looks like an export is a web page."""
        data = read_document(stream)
        if drafts := articles_in(_lines(data, file.charset)):
            yield from keyed(drafts, file, options)
        else:
            stream.seek(0)
            for article in html.READER.read(file, stream, options):
                yield article._replace(format=html.READER.name)


READER = HtmlExportReader()


def _lines(data: bytes, charset: str | None) -> list[str]:
    """The lines of the page as they are seen, rules drawn."""
    from lxml.html import tostring  # noqa: PLC0415  not on the search path

    tree = parse(data, charset).tree
    for rule in tree.iter("hr"):
        rule.tag, rule.text = "p", _RULE
    return text_of(tostring(tree, encoding="unicode")).split("\n")
