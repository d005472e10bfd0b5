"""Articles that a search found, as a section of a page."""

from collections.abc import Iterable

from newsgrep.renderers.pages import Articles, Entry
from newsgrep.renderers.pages.links import Links
from newsgrep.renderers.safety import one_line
from newsgrep.renderers.shortening import shortened
from newsgrep.results import Hit

_FIRST_WORDS = 100
"""Columns of the screen."""


def article_list(heading: str, hits: Iterable[Hit], links: Links) -> Articles:
    """The articles in the order of the search, each with its link."""
    return Articles(heading, [_entry(hit, links) for hit in hits])


def _entry(hit: Hit, links: Links) -> Entry:
    article = hit.article
    title = one_line(article.title or "") or shortened(one_line(hit.excerpt_text), _FIRST_WORDS)
    known = (str(article.date or "undated"), article.source, hit.location)
    return Entry(
        title, links.to(article.url, article.path), [part for part in known if part], article.language
    )
