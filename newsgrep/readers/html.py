"""Web pages: one article a page, however it was saved.

JSON-LD is trusted most, then `<meta>`, then microdata and the visible page; see `pages`.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from newsgrep.article import Article, DateOrigin
from newsgrep.readers import ReadOptions, SourceFile, read_document, suffix_of
from newsgrep.readers.dating import DatedLine, is_settled
from newsgrep.readers.draft import Draft, article_of, written
from newsgrep.readers.pages import elements, json_ld, meta_tags
from newsgrep.readers.pages.article_text import article_text
from newsgrep.readers.pages.dateline import date_by_heading, without_date
from newsgrep.readers.pages.facts import merged
from newsgrep.readers.pages.tree import Element, Page, original, parse

_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".xht", ".shtml"})
_BEFORE = rb"(?:\xef\xbb\xbf)?(?>\s+|<!--.*?-->|<\?xml[^>]*+>)*+"  # never tried in another way
_PAGE = re.compile(_BEFORE + rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_PART = re.compile(
    _BEFORE
    + rb"<(?:article|main|section|div|p|h[1-6]|table|center|title|meta|link|font|br)\b[^>]*>.*</[a-z]",
    re.IGNORECASE | re.DOTALL,
)
_OTHER = re.compile(
    rb"\s*(?:\{\s*[\"}]|\[\s*[{\[]|%PDF|PK\x03\x04|\x1f\x8b|\{\\rtf|<\?xml|<rss|<feed)", re.IGNORECASE
)


class HtmlReader:
    """One article a page; see the module."""

    name = "html"

    def claims(self, head: bytes, name: str) -> bool:
        """By what it begins with: a page, or a part of one; by its name if that is of no other format."""
        if _PAGE.match(head) or _PART.match(head):
            return True
        return suffix_of(name).lower() in _SUFFIXES and not _OTHER.match(head)

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article]:
        """Give the one article."""
        yield read_page(read_document(stream), file, options)


READER = HtmlReader()


def read_page(data: bytes, file: SourceFile, options: ReadOptions) -> Article:
    """The article of a page. Raises UnreadableFileError."""
    page = parse(data, file.charset)
    heading = elements.main_heading(page.tree)
    facts = _facts(page, heading, file.url)
    settled = is_settled(facts.dates, options, facts.language)
    by_heading = DatedLine() if settled else date_by_heading(page.tree, heading, options, facts.language)
    leading, text = without_date(article_text(page.tree, facts.title, facts.text), options, facts.language)
    dates = (*facts.dates, *written([leading, by_heading.written], DateOrigin.TEXT))
    file = file._replace(saved=file.saved or page.saved_on)
    return article_of(facts._replace(text=text, dates=dates), file, options)


def _facts(page: Page, heading: Element | None, url: str | None) -> Draft:
    meta, visible = meta_tags.facts(page.tree), elements.facts(page.tree, heading)
    saved = Draft(url=original(url) or page.saved_from, title=elements.title_element(page.tree))
    others = (meta, visible, saved)
    known = json_ld.Known(
        urls=tuple(one.url for one in others if one.url),
        titles=tuple(one.title for one in others if one.title),
    )
    linked = json_ld.facts(page.tree, known)
    first = linked._replace(url=None, language=None)
    second = Draft(language=visible.language)  # rather than og:locale, which many leave at en_US
    third = Draft(url=linked.url)  # after the canonical link: this may be of the version for telephones
    return merged((first, second, meta, visible, third, saved, Draft(language=linked.language)))
