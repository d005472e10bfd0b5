"""A folder that can be searched: the queries to it, and what they find."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TypeVar

from newsgrep.archive.indexed_folder import IndexedFolder
from newsgrep.archive.locations import Located
from newsgrep.archive.search import CONTEXT, Query, Results, errors_refer_to
from newsgrep.article import Article
from newsgrep.errors import (
    NoSuchArticleError,
    QueryError,
    UsageError,
)
from newsgrep.home import piped_path
from newsgrep.query import combine, literal, nodes, parse
from newsgrep.query.rewriting import has_dates, with_sure_dates, without_dates
from newsgrep.results import (
    MarkedSpans,
    Order,
)
from newsgrep.text import AnalysedQuery, Analyzer, SpanFinder

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsgrep.archive.explanation import Explained
    from newsgrep.archive.references import References
    from newsgrep.archive.suggestion import Hint
    from newsgrep.facets import FacetField
    from newsgrep.facts import DateNotes, IndexFacts

Named = TypeVar("Named", bound=StrEnum)

_KEPT_QUERIES = 128
_LONGEST_KEPT = 256
"""Longer queries, in characters, are parsed anew: they may take a megabyte each."""
_FAR = 1 << 32
"""There are fewer articles in an index, and so as an offset or a limit it means the same as any larger number."""


class SearchedFolder(IndexedFolder):
    """An indexed folder, and the searches in it."""

    def parse(
        self,
        query: str | Sequence[str],
        *,
        any_word: bool = False,
        sure: bool = False,
        fixed: bool = False,
        since: str | date | None = None,
        until: str | date | None = None,
        on: str | date | None = None,
    ) -> Query:
        """Parse a query: one text, or several, joined by spaces. `fixed`: each text is a literal phrase.

        `since`, `until` and `on` are date expressions, or days. `sure`: a date known to the month or year must lie
        wholly inside. `any_word`: the words are joined by OR, not AND. Raises QueryError.
        """
        arguments = (query,) if isinstance(query, str) else tuple(query)
        if since is None and until is None and on is None and sum(map(len, arguments)) <= _LONGEST_KEPT:
            kept = self._kept_queries
            return kept(self._today, self._analyzer, arguments, any_word=any_word, sure=sure, fixed=fixed)
        from newsgrep.query.dates import filters_by_date  # noqa: PLC0415  few queries have dates

        today = self._today
        first, last, only = map(_date_expression, (since, until, on))
        filters = filters_by_date(first, last, only, today, sure=sure)
        return self._parse(
            today, self._analyzer, arguments, filters, any_word=any_word, sure=sure, fixed=fixed
        )

    @cached_property
    def _kept_queries(self) -> "Callable[..., Query]":
        """`_parse`, which keeps the last queries: to parse it takes a fifth of a search for a rare word.

        A process that stays is asked the same again, for the next hits, in another order, or how many there are.
        """
        return lru_cache(_KEPT_QUERIES)(self._parse)

    def _parse(
        self,
        today: date,
        analyzer: Analyzer,
        arguments: Sequence[str],
        filters: Sequence[nodes.Node] = (),
        *,
        any_word: bool,
        sure: bool,
        fixed: bool,
    ) -> Query:
        text = " ".join(arguments)
        if not text.strip() and not filters:
            raise QueryError("the query is empty; say what to look for, or a filter such as --since", text)
        words = None
        if text.strip():
            words = (
                literal(arguments, any_word=any_word)
                if fixed
                else parse(text, today=today, any_word=any_word, sure=sure)
            )
        parsed = Query(text, AnalysedQuery(combine(words, filters), analyzer), fixed, tuple(filters))
        with errors_refer_to(text):
            parsed.analysed.check()
        return parsed

    def search(  # noqa: PLR0913  all of them are named, and options of the command
        self,
        query: "str | Query" = "",
        *,
        since: str | date | None = None,
        until: str | date | None = None,
        on: str | date | None = None,
        any_word: bool = False,
        order: Order | str = Order.RELEVANCE,
        limit: int | None = None,
        offset: int = 0,
        context: int = CONTEXT,
        seed: int = 0,
        one_per_file: bool = False,
        each: str | None = None,
        fold: bool = False,
    ) -> Results:
        """Find articles. `since`, `until`, `on` and `any_word` are those of `parse`, and for a text only.

        `order` is relevance, date (oldest first), -date, id or random, which is drawn by `seed`. `context` is the length
        of excerpts in words. `one_per_file`: only the first match of each file; `each`: of each value of a field or a
        period, such as source or month; `fold`: of near copies the earliest. `limit` and `offset` count those. Raises
        QueryError, and UsageError for an unknown order or field or a negative number.
        """
        order = member(Order, order)
        if offset < 0 or context < 0 or (limit is not None and limit < 0):
            raise UsageError("limit, offset and context cannot be negative")
        offset = min(offset, _FAR)
        limit = None if limit is None else min(limit, _FAR)
        if isinstance(query, str):
            parsed = self.parse(query, since=since, until=until, on=on, any_word=any_word)
        elif since is None and until is None and on is None and not any_word:
            parsed = query
        else:
            raise UsageError("since, until, on and any_word are said to parse, if the query is parsed before")
        with errors_refer_to(parsed.text):
            snapshot = self._snapshot
            leading: tuple[str, ...] = ()
            if one_per_file or each is not None or fold:
                from newsgrep.archive.choosing import Choice, chosen_answer  # noqa: PLC0415  most searches give all

                choice = Choice(one_per_file, each, fold)
                leading = choice.leading
                answer = chosen_answer(snapshot, parsed.analysed, choice, order, seed, (offset, limit))
            else:
                answer = snapshot.search(parsed.analysed, order=order, limit=limit, offset=offset, seed=seed)
            return Results(
                snapshot,
                answer,
                SpanFinder(parsed.analysed),
                self._locations,
                context=context,
                bounds=(offset, limit),
                leading=leading,
            )

    def count(self, query: "str | Query") -> int:
        """The exact number of articles that match. Raises QueryError."""
        parsed = self._parsed(query)
        with errors_refer_to(parsed.text):
            return self._snapshot.search(parsed.analysed, limit=0).total

    def within(self, query: Query, references: Iterable[str]) -> Query:
        """The query, restricted to the articles of references, see `show`; unknown ones are ignored."""
        ids = nodes.Ids(self._references.ids(references))
        return query._replace(analysed=query.part(combine(query.node, [ids])), filters=(*query.filters, ids))

    def references_from_anywhere(self, references: Iterable[str]) -> tuple[str, ...]:
        """References that mean the same in any working directory."""
        return tuple(map(self._references.from_anywhere, references))

    def others(self, query: Query, loose: Query) -> Query:
        """The query for what matches `loose`, a query for any of the same words, and not `query`."""
        return loose._replace(analysed=loose.part(nodes.And((loose.node, nodes.Not(query.node)))))

    def date_notes(self, query: Query) -> "DateNotes | None":
        """The articles for which the query's filter by date may mislead; None if it has no such filter."""
        if not has_dates(query.node):
            return None
        from newsgrep.facts import DateNotes  # noqa: PLC0415  few queries have dates

        unfiltered = without_dates(query.node) or nodes.Everything()
        undated = nodes.And((unfiltered, nodes.Undated(), nodes.Not(query.node)))
        sure = with_sure_dates(query.node)
        with errors_refer_to(query.text):
            snapshot = self._snapshot
            undated_total, total, sure_total = (
                snapshot.search(query.part(node), limit=0).total for node in (undated, query.node, sure)
            )
            return DateNotes(undated_total, total - sure_total)

    def explain(self, query: Query) -> "list[Explained]":
        """How each part of the query's tree is understood, the whole first."""
        from newsgrep.archive.explanation import explain  # noqa: PLC0415  seldom needed

        with errors_refer_to(query.text):
            return explain(query, self._snapshot)

    def suggest(self, query: Query) -> "Hint":
        """What may have been meant by a query that finds nothing."""
        from newsgrep.archive.suggestion import suggest  # noqa: PLC0415  only when nothing was found

        return suggest(query, self._snapshot)

    def show(self, reference: str) -> list[Article]:
        """The articles that a reference names.

        A reference is an id, a location, the path of a file (relative to the working directory or to the
        archive), or the name of piped input. Raises NoSuchArticleError.
        """
        articles = self._references.find(reference)
        if not articles:
            raise NoSuchArticleError(f"no such article: {reference}")
        return articles

    def mark(self, query: "str | Query", article: Article) -> MarkedSpans:
        """The places of a query's words in an article. Raises QueryError."""
        parsed = self._parsed(query)
        with errors_refer_to(parsed.text):
            return SpanFinder(parsed.analysed).find(article)

    def stats(self) -> "IndexFacts":
        """Facts about the articles in the index."""
        return self._snapshot.facts()

    def values(self, field: "FacetField") -> dict[str, int]:
        """The values of a field in the whole archive, each with the number of its articles."""
        from newsgrep.engines.collectors import Tally  # noqa: PLC0415  not on the search path

        (tally,) = self._snapshot.collect(self._analyse(nodes.Everything()), Tally((field,)))
        return {value: articles for (value,), articles in tally.items() if value is not None}

    def path(self, match: Located) -> str:
        """The file's path relative to the working directory."""
        return self._locations.path(match)

    def location(self, match: Located) -> str:
        """The file's path relative to the working directory, and `#key` in a container."""
        return self._locations.location(match)

    def piped_name(self, article: Article) -> str | None:
        """The name of the piped input that an article came from; None if it came from a file."""
        name = article.id.partition("#")[0]
        return name if piped_path(self.home, name) == self.folder / article.path else None

    @property
    def _references(self) -> "References":
        from newsgrep.archive.references import References  # noqa: PLC0415  not on the search path

        return References(self._snapshot, self._analyse, self._cwd, self.home, lambda: self.config.roots)

    def _parsed(self, query: "str | Query") -> Query:
        return self.parse(query) if isinstance(query, str) else query

    def _parsed_or_all(self, query: "str | Query | None") -> Query:
        return Query("", self._analyse(nodes.Everything())) if query is None else self._parsed(query)

    def _analyse(self, node: nodes.Node) -> AnalysedQuery:
        return AnalysedQuery(node, self._analyzer)


def _date_expression(when: str | date | None) -> str | None:
    return f"{when:%Y-%m-%d}" if isinstance(when, date) else when


def member(kind: type[Named], name: str, among: Iterable[Named] | None = None) -> Named:
    """The one of these, else of all, that has the name. Raises UsageError."""
    among = list(kind if among is None else among)
    if name in among:
        return kind(name)
    what = "unit" if kind.__name__ == "Unit" else "order"
    raise UsageError(f'no such {what}: "{name}"; there are {", ".join(among)}')
