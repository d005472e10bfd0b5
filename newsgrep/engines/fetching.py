"""The articles of matches, as an engine gives them."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING

from newsgrep.article import Article
from newsgrep.errors import IndexDamagedError
from newsgrep.results import Match

if TYPE_CHECKING:
    from newsgrep.engines.contract import Snapshot

_PAGE_ARTICLES = 100
"""The number of articles in one request to the snapshot, after the first article."""


def with_articles(snapshot: "Snapshot", matches: Iterable[Match]) -> Iterator[tuple[Match, Article]]:
    """The matches, each with its article; fetched in pages. Raises IndexDamagedError if one is missing."""
    matches = iter(matches)
    pages = chain((1,), repeat(_PAGE_ARTICLES))
    while page := list(islice(matches, next(pages))):
        articles = snapshot.articles([match.id for match in page])
        for match, article in zip(page, articles, strict=True):
            if article is None:
                raise IndexDamagedError(
                    f"{match.id}: the article is missing; rebuild with: newsgrep index --rebuild"
                )
            yield match, article
