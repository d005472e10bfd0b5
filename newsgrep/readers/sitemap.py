"""News sitemaps, in which sites list their newest articles for Google News: a title and a date for each address.

There is no text in them. Sitemaps of other kinds list addresses only, and no articles.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from newsgrep.article import Article, DateOrigin
from newsgrep.index_report import Skipped
from newsgrep.readers import ReadOptions, SourceFile
from newsgrep.readers.draft import Draft, written
from newsgrep.readers.fragments import plain_text
from newsgrep.readers.items import articles_of_items
from newsgrep.readers.pages.tree import original
from newsgrep.readers.xml_documents import Element, elements, first_text, root_name, texts

_ROOTS = frozenset({"urlset", "sitemapindex"})
_ADDRESSES = frozenset({"url"})
_COMMA = re.compile(r"\s*,\s*")


class SitemapReader:
    """An article for each address with news; see the module."""

    name = "sitemap"

    def claims(self, head: bytes, name: str) -> bool:  # noqa: ARG002  the root element says it all
        """By the root element."""
        return root_name(head) in _ROOTS

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Skipped]:
        """Give an article for each address that has a title."""
        return articles_of_items(_drafts(stream), file, options)


READER = SitemapReader()


def _drafts(stream: BinaryIO) -> Iterator[Draft]:
    for address in elements(stream, _ADDRESSES):
        title = first_text(address, "news/title")
        if title:
            yield _draft(address, plain_text(title))


def _draft(address: Element, title: str) -> Draft:
    url = original(first_text(address, "loc"))
    return Draft(
        title=title,
        dates=written(texts(address, "news/publication_date"), DateOrigin.FEED),
        key=url,
        url=url,
        source=first_text(address, "news/publication/name"),
        language=first_text(address, "news/publication/language"),
        tags=_COMMA.split(first_text(address, "news/keywords") or ""),
    )
