"""Web pages: one article a page, however it was saved.

JSON-LD is trusted most, then `<meta>`, then microdata and the visible page; see `pages`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from newsgrep.article import Article, DateOrigin, Precision, PublicationDate
from newsgrep.readers import ReadOptions, SourceFile, read_document, suffix_of
from newsgrep.readers.dating import date_in_url, read_date
from newsgrep.readers.dating.moments import moment_in_utc
from newsgrep.readers.draft import Draft, WrittenDate, article_of, written
from newsgrep.readers.pages import elements, json_ld, meta_tags
from newsgrep.readers.pages.article_text import article_text
from newsgrep.readers.pages.authors import people
from newsgrep.readers.pages.byline import shown_authors
from newsgrep.readers.pages.dated_places import Usage
from newsgrep.readers.pages.dateline import without_date
from newsgrep.readers.pages.facts import host_name, merged, names
from newsgrep.readers.pages.headings import Titles, headline, main_heading
from newsgrep.readers.pages.lines import ShownPage
from newsgrep.readers.pages.printed_date import date_by_heading, date_in_page
from newsgrep.readers.pages.script_data import published_in_scripts
from newsgrep.readers.pages.tree import Page, original, parse

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
    values = meta_tags.values_of(page.tree)
    titles = Titles(page.tree, values)
    shown = ShownPage(page.tree, main_heading(page.tree, titles))
    facts = _facts(page, shown, titles, meta_tags.facts(page.tree, values), file.url)
    dates = (*facts.dates, *_shown_dates(facts, shown, options))
    text = without_date(
        article_text(page.tree, facts.title, facts.text, shown.heading), options, facts.language
    )
    file = file._replace(saved=file.saved or page.saved_on)
    return article_of(facts._replace(text=text, dates=dates), file, options)


def _shown_dates(facts: Draft, shown: ShownPage, options: ReadOptions) -> tuple[WrittenDate, ...]:
    """The day that is printed by the headline; of a page that tells none otherwise, elsewhere or in its scripts too."""
    usage = Usage(options, facts.language)
    told = [
        (date, value)
        for origin, value in facts.dates
        if (date := read_date(value, origin, options, facts.language))
    ]
    if told and not _leave_open(told, date_in_url(facts.url, options)):
        return ()
    if by_heading := date_by_heading(shown, usage):
        return written([by_heading], DateOrigin.TEXT)
    if printed := None if told else date_in_page(shown, usage):
        return written([printed], DateOrigin.TEXT)
    return () if told else written(published_in_scripts(shown.tree, facts.title), DateOrigin.META)


def _leave_open(told: Sequence[tuple[PublicationDate, object]], in_url: PublicationDate | None) -> bool:
    """Say whether a printed line may tell the day better: than a month, a moment in UTC, two days that differ."""
    days = {
        date.day for date in (*(date for date, _ in told), in_url) if date and date.precision is Precision.DAY
    }
    return len(days) > 1 or any(
        date.precision is not Precision.DAY or moment_in_utc(str(value), date.day) is not None
        for date, value in told
    )


def _facts(page: Page, shown: ShownPage, titles: Titles, meta: Draft, url: str | None) -> Draft:
    visible = elements.facts(page.tree, shown.heading)
    saved = Draft(url=original(url) or page.saved_from, title=titles.element)
    others = (meta, visible, saved)
    known = json_ld.Known(
        urls=tuple(one.url for one in others if one.url),
        titles=tuple(one.title for one in others if one.title),
    )
    linked = json_ld.facts(page.tree, known)
    first = linked._replace(url=None, language=None)
    second = Draft(language=visible.language)  # rather than og:locale, which many leave at en_US
    third = Draft(url=linked.url)  # after the canonical link: this may be of the version for telephones
    drafts = (first, second, meta, visible, third, saved, Draft(language=linked.language))
    facts = merged(drafts)
    sites = (facts.source, meta.source, linked.source, host_name(facts.url))
    return facts._replace(
        title=headline(facts.title, shown.heading, titles, sites),
        authors=_authors(drafts, shown, sites),
    )


def _authors(drafts: Iterable[Draft], shown: ShownPage, sites: tuple[str | None, ...]) -> tuple[str, ...]:
    """The people whom the page names for machines, else in its byline, else whatever it calls its author."""
    told = (people(one.authors, sites) for one in drafts)
    return (
        next(filter(None, told), ())
        or shown_authors(shown, sites)
        or next(filter(None, (names(one.authors) for one in drafts)), ())
    )
