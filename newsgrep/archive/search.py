"""A query to an archive, and its results."""

from collections.abc import Iterable, Iterator
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, overload

from newsgrep.archive.locations import Locations
from newsgrep.article import Article
from newsgrep.engines.fetching import with_articles
from newsgrep.errors import NewsgrepError, QueryError
from newsgrep.immutable import NamedTuple
from newsgrep.query import combine, nodes
from newsgrep.query.rewriting import has_dates
from newsgrep.results import Answer, Hit, Match
from newsgrep.text import AnalysedQuery, SpanFinder, choose_excerpt

if TYPE_CHECKING:
    from newsgrep.engines.contract import Snapshot

CONTEXT = 40
"""The length of an excerpt in words."""
_REMARKABLE_WORDS = frozenset({"and", "or", "not", "-", "--"})
_REMARKABLE_SIGNS = frozenset("?!+&|'")
_BATCH_ARTICLES = 32
_BATCH_CHARACTERS = 1 << 18


class Query(NamedTuple):
    """A parsed query: its text, to which the nodes' extents refer, and its tree, with the filters.

    `literal`: the text has no operators, it is looked for as it stands. `filters` are those that stand beside the
    text: since, until, on, within.
    """

    text: str
    analysed: AnalysedQuery
    literal: bool = False
    filters: tuple[nodes.Node, ...] = ()

    @property
    def node(self) -> nodes.Node:
        """The whole tree."""
        return self.analysed.node

    def __repr__(self) -> str:
        return f"<Query {self.text!r}>"

    @property
    def remarks(self) -> tuple[str, ...]:
        """Lines about what could have been meant otherwise, such as an operator in small letters."""
        if self.literal or (
            self.text.isascii()
            and _REMARKABLE_SIGNS.isdisjoint(self.text)
            and _REMARKABLE_WORDS.isdisjoint(self.text.lower().split())
        ):
            return ()
        from newsgrep.query.remarks import remarks  # noqa: PLC0415  few queries are remarkable

        return tuple(remarks(self.text))

    @property
    def is_clear(self) -> bool:
        """Say whether there is nothing to remark, and no date by which an article may be left out or taken in wrongly."""
        return not self.remarks and not has_dates(self.node)

    @property
    def is_plain(self) -> bool:
        """Say whether its text is several words, without an operator, a wildcard, quotes or fields."""
        from newsgrep.query.remarks import is_plain  # noqa: PLC0415  not on the search path

        return not self.literal and is_plain(self.text)

    @property
    def whole(self) -> AnalysedQuery:
        """What its matches are a part of: all that passes the filters beside its text."""
        return self.part(combine(None, self.filters))

    def part(self, node: nodes.Node) -> AnalysedQuery:
        """Another tree with the same words, analysed likewise."""
        return self.analysed.with_node(node)


class Results:
    """The results of a search in one snapshot: an exact `total` at once, the hits lazily.

    It is used as a sequence of hits: `len(results)`, `results[0]`, `results[:10]`. Each use reads the articles
    anew. `bounds` are the offset and the limit of the search.
    """

    def __init__(
        self,
        snapshot: "Snapshot",
        answer: Answer,
        finder: SpanFinder,
        locations: Locations,
        *,
        context: int,
        bounds: tuple[int, int | None],
        leading: tuple[str, ...] = (),
    ) -> None:
        self._bounds = bounds
        self._leading = leading
        self._snapshot = snapshot
        self._answer = answer
        self._finder = finder
        self._locations = locations
        self._context = context

    @property
    def leading(self) -> tuple[str, ...]:
        """The names of the columns that its hits have before those of all hits, see `results.LEADING_COLUMNS`."""
        return self._leading

    @property
    def total(self) -> int:
        """The exact number of matches, before limit and offset; of files or values, if one match of each is a hit."""
        return self._answer.total

    def matches(self) -> Iterator[Match]:
        """The matches in order, without their text; one that is the first of several values once."""
        if "each" not in self._leading:
            return iter(self._answer)
        return iter({match.id: match for match in self._answer}.values())

    def path(self, match: Match) -> str:
        """The path of a match's file, relative to the working directory."""
        return self._locations.path(match)

    def paths(self) -> Iterator[str]:
        """The paths of the files of `matches()`, which cost less without them."""
        if "each" in self._leading:
            return map(self.path, self.matches())
        return map(self._locations.relative_to_here, self._answer.paths())

    def __len__(self) -> int:
        """The number of hits: with the offset and the limit."""
        offset, limit = self._bounds
        left = max(self.total - offset, 0)
        return left if limit is None else min(left, limit)

    def __bool__(self) -> bool:
        return len(self) > 0

    def __repr__(self) -> str:
        return f"<Results: {len(self)} of {self.total}>"

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> list[Hit]: ...
    def __getitem__(self, index: int | slice) -> "Hit | list[Hit]":
        """The hit at a place, or those of a slice. Raises IndexError."""
        if isinstance(index, slice):
            chosen = range(len(self))[index]
            matches = list(islice(self._answer, max(chosen, default=-1) + 1))
            return list(self._hits(matches[place] for place in chosen))
        place = range(len(self))[index]
        return next(self._hits(islice(self._answer, place, place + 1)))

    def __iter__(self) -> Iterator[Hit]:
        """The hits in order, each with its text read and marked."""
        return self._hits(self._answer)

    def _hits(self, matches: Iterable[Match]) -> Iterator[Hit]:
        for batch in self._batches(matches):
            # Each step for the whole batch takes a fifth less time than all steps for each article: the code
            # and the tables of a step stay in the processor's caches.
            marked = [self._finder.find(article) for _, article in batch]
            excerpts = [
                choose_excerpt(article.text, spans.text, self._context)
                for (_, article), spans in zip(batch, marked, strict=True)
            ]
            for (match, article), spans, excerpt in zip(batch, marked, excerpts, strict=True):
                location = self._locations.location(match)
                # All values in order: see `NamedTuple`.
                yield Hit(article, location, match.score, spans, excerpt, None, match.each, match.behind)

    def _batches(self, matches: Iterable[Match]) -> Iterator[list[tuple[Match, Article]]]:
        """The matches with their articles: first one, so that it is shown soon, then growing batches."""
        batch: list[tuple[Match, Article]] = []
        size, characters = 1, 0
        try:
            for match, article in with_articles(self._snapshot, matches):
                batch.append((match, article))
                characters += len(article.text)
                if len(batch) == size or characters > _BATCH_CHARACTERS:
                    yield batch
                    batch, characters = [], 0
                    size = min(2 * size, _BATCH_ARTICLES)
        except NewsgrepError:
            yield batch
            raise
        yield batch


class errors_refer_to:  # noqa: N801  used as a function, as those of contextlib are
    """Add the query's text to errors about a part of it.

    A class, because entering and leaving a generator takes longer: a fiftieth of a search for a rare word.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __enter__(self) -> None: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, QueryError):
            raise QueryError(str(error), self._text, error.start, error.end) from error
