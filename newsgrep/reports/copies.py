"""Near copies among the matches of a query: their texts, compared, and which of them are copies of each other."""

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from types import TracebackType
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from newsgrep.article import Article
from newsgrep.engines.contract import Snapshot
from newsgrep.engines.fetching import with_articles
from newsgrep.errors import UsageError
from newsgrep.results import Match, Order
from newsgrep.text import AnalysedQuery
from newsgrep.text.shingle_store import ShingleStore
from newsgrep.text.shingles import Shingler
from newsgrep.text.similarity_join import Criteria, Pairs, shared_by

Numbers = NDArray[np.int64]
Progress = Callable[[int, int], None]
"""Is called with how many articles have been read, and how many there are."""

_ARTICLES_AT_ONCE = 1000
_LEAST_AT = 0.5
_CONTAINED = 0.9
_UNDATED = -1


class CopyOptions(NamedTuple):
    """Which articles are copies of each other.

    `at` is the least similarity, from 0.5 to 1. `cut`: also if the text of one has nine tenths of the shingles of the
    other, and that has 50 or more. `within_days`: only if their dates are at most so many days apart, where of a
    month or a year the first day counts; undated ones never are. `across`: only of different sources.
    """

    at: float = 0.8
    cut: bool = False
    within_days: int | None = None
    across: bool = False

    def checked(self) -> Self:
        """The same. Raises UsageError for a value that is none of these."""
        if not _LEAST_AT <= self.at <= 1:
            raise UsageError(f"the least similarity of copies is from {_LEAST_AT} to 1, not {self.at:g}")
        if self.within_days is not None and self.within_days < 0:
            raise UsageError("a number of days cannot be negative")
        return self

    @property
    def criteria(self) -> Criteria:
        """When two texts are similar."""
        return Criteria(self.at, _CONTAINED if self.cut else None)


class Collation:
    """The matches of a query and their texts' shingles. Matches are numbered from the earliest; undated ones are last, ties go by id.

    Use it in a `with` statement. It raises what a snapshot does, and StorageError.
    """

    def __init__(self, snapshot: Snapshot, query: AnalysedQuery, progress: Progress) -> None:
        self._answer = snapshot.search(query, order=Order.OLDEST)
        self._snapshot = snapshot
        self.store = ShingleStore()
        """The set of shingles of each match."""
        with ExitStack() as undo:
            undo.callback(self.store.close)
            days, sources = self._read(snapshot, query, progress)
            undo.pop_all()
        self.days = np.array(days, np.int64)
        """A number for the date of each match; they differ by days."""
        self.is_dated: NDArray[np.bool_] = self.days != _UNDATED
        """Whether each match has a date."""
        self.sources = np.array(sources, np.int64)
        """A number for the source of each match."""
        self.has_text: NDArray[np.bool_] = self.store.sizes > 0
        """Whether the text of each match has a word."""
        self.texts = self.store.firsts
        """For each match the first with the same shingles."""

    def _read(
        self, snapshot: Snapshot, query: AnalysedQuery, progress: Progress
    ) -> "tuple[array[int], array[int]]":
        """Put the texts of all matches into the store; gives numbers for their dates and for their sources."""
        days, sources = array("q"), array("q")  # of a million articles, lists would take 70 MB more
        codes: dict[str | None, int] = {}
        shingler = Shingler(query.analyzer)
        for articles in _batches(with_articles(snapshot, self._answer)):
            self.store.add(shingler.sets([article.text for article in articles]))
            days.extend(
                article.date.to_date().toordinal() if article.date else _UNDATED for article in articles
            )
            sources.extend(codes.setdefault(article.source, len(codes)) for article in articles)
            progress(len(days), self._answer.total)
        self.store.finish()
        return days, sources

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.store.close()

    def __len__(self) -> int:
        return len(self.texts)

    def may_be_copies(self, number: int, others: Numbers, options: CopyOptions) -> NDArray[np.bool_]:
        """Whether a match's date and source allow it to be a copy of these others."""
        allowed = np.ones(len(others), np.bool_)
        if options.within_days is not None:
            apart = np.abs(self.days[others] - self.days[number])
            allowed &= (apart <= options.within_days) & self.is_dated[others] & self.is_dated[number]
        if options.across:
            allowed &= self.sources[others] != self.sources[number]
        return allowed

    def compared(self, left: Numbers, right: Numbers) -> Pairs:
        """Pairs of matches of these numbers, with how many shingles they share."""
        return Pairs(left, right, shared_by(self.store, self.texts[left], self.texts[right]))

    def likeness(self, pairs: Pairs) -> tuple[list[float], list[float]]:
        """The Jaccard coefficient of each pair of matches, and the part of the smaller set that is in the other."""
        left, right = self.store.sizes[pairs.left], self.store.sizes[pairs.right]
        similarity = pairs.shared / (left + right - pairs.shared)
        contained = pairs.shared / np.minimum(left, right)
        return similarity.tolist(), contained.tolist()

    def days_apart(self, pairs: Pairs) -> list[int | None]:
        """How many days lie between the dates of each pair of matches; None where one has none."""
        days = np.abs(self.days[pairs.left] - self.days[pairs.right]).tolist()
        known = (self.is_dated[pairs.left] & self.is_dated[pairs.right]).tolist()
        return [number if is_known else None for number, is_known in zip(days, known, strict=True)]

    def matches(self, numbers: Collection[int]) -> dict[int, Match]:
        """The matches of these numbers, without their texts."""
        return {number: match for number, match in enumerate(self._answer) if number in numbers}

    def articles(self, numbers: Collection[int]) -> dict[int, Article]:
        """The articles of these numbers."""
        matches = self.matches(numbers)
        articles = (article for _, article in with_articles(self._snapshot, matches.values()))
        return dict(zip(matches, articles, strict=True))


def _batches(articles: Iterable[tuple[Match, Article]]) -> Iterator[list[Article]]:
    articles = iter(articles)
    while batch := [article for _, article in islice(articles, _ARTICLES_AT_ONCE)]:
        yield batch
