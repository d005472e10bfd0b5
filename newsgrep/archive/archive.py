"""The archive: an indexed folder, and the searches in it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from newsgrep.archive.folder import IndexedFolder
from newsgrep.archive.locations import Located
from newsgrep.archive.search import CONTEXT, Query, Results, errors_refer_to
from newsgrep.article import Article, ArticleId
from newsgrep.engines.fetching import with_articles
from newsgrep.errors import (
    NoSuchArticleError,
    QueryError,
    UsageError,
)
from newsgrep.home import NAME, absolute, piped_path
from newsgrep.query import combine, literal, nodes, parse
from newsgrep.query.rewriting import has_dates, with_sure_dates, without_dates
from newsgrep.results import (
    MarkedSpans,
    Order,
)
from newsgrep.text import AnalysedQuery, SpanFinder

if TYPE_CHECKING:
    from newsgrep.archive.explanation import Explained
    from newsgrep.archive.likeness import Likeness
    from newsgrep.archive.question import Question
    from newsgrep.archive.references import References
    from newsgrep.archive.suggestion import Hint
    from newsgrep.archive.verification import Difference
    from newsgrep.engines.collectors import Unit
    from newsgrep.facets import FacetField, Period
    from newsgrep.facts import DateNotes, IndexFacts
    from newsgrep.index_report import IndexReport
    from newsgrep.indexing.corrections import Corrections
    from newsgrep.reports.collocates import CollocateRow
    from newsgrep.reports.copies import Progress
    from newsgrep.reports.counts import CountRow
    from newsgrep.reports.coverage import Coverage
    from newsgrep.reports.dups import Cluster, CopyPair
    from newsgrep.reports.kwic import KwicLine, KwicOrder, Occurrences
    from newsgrep.reports.term_groups import TermGroup
    from newsgrep.reports.terms import TermOrder, TermRow

Named = TypeVar("Named", bound=StrEnum)

_FAR = 1 << 32
"""There are fewer articles in an index, and so as an offset or a limit it means the same as any larger number."""


class Archive(IndexedFolder):
    """An open archive. Searching uses the newest commit; indexing needs the lock, which one process can hold.

    Close it, or use it in a `with` statement. Every method may raise IndexDamagedError, IndexFormatError and
    StorageError.
    """

    @classmethod
    def future(cls, folder: str | Path, *, today: date | None = None) -> Self:
        """The archive that `create` would make or open in a folder. Nothing is made."""
        return cls(absolute(Path(folder)) / NAME, today=today)

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
        arguments = [query] if isinstance(query, str) else list(query)
        text = " ".join(arguments)
        filters: list[nodes.Node] = []
        if since is not None or until is not None or on is not None:
            from newsgrep.query.dates import filters_by_date  # noqa: PLC0415  few queries have dates

            first, last, only = map(_date_expression, (since, until, on))
            filters += filters_by_date(first, last, only, self._today, sure=sure)
        if not text.strip() and not filters:
            raise QueryError("the query is empty; say what to look for, or a filter such as --since", text)
        words = None
        if text.strip():
            words = (
                literal(arguments, any_word=any_word)
                if fixed
                else parse(text, today=self._today, any_word=any_word, sure=sure)
            )
        parsed = Query(text, self._analyse(combine(words, filters)), fixed, tuple(filters))
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
        order = _member(Order, order)
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

    def similar(
        self,
        article: Article | str,
        within_days: int | None = None,
        *,
        among: "str | Query | None" = None,
        limit: int | None = None,
        offset: int = 0,
        context: int = CONTEXT,
    ) -> Results:
        """Find articles like one, the most similar first; the article itself is left out.

        `article` need not be in the archive, or is a reference to one, see `show`. `within_days`: only articles published at most so
        many days before or after it. `among`: only matches of this query. Raises NoSuchArticleError, UsageError, QueryError.
        """
        query = self.likeness(article, within_days, among=among).query
        return self.search(query, limit=limit, offset=offset, context=context)

    def likeness(
        self, article: Article | str, within_days: int | None = None, *, among: "str | Query | None" = None
    ) -> "Likeness":
        """What `similar` looks for: the stems, and the query for them."""
        from newsgrep.archive.likeness import likeness, only_one  # noqa: PLC0415  not on the search path

        known = only_one(article, self.show(article)) if isinstance(article, str) else article
        parsed = None if among is None else self._parsed(among)
        return likeness(known, self._snapshot, self._analyse(nodes.Everything()), within_days, parsed)

    def new(
        self,
        name: str,
        query: "str | Question | None" = None,
        *,
        all_at_first: bool = False,
        wait: float = 0.0,
        **options: Any,  # noqa: ANN401  those of search
    ) -> AbstractContextManager[Results]:
        """The matches of a saved query that are new since the last call, in a `with` block: left without an error, they count as seen.

        The first call needs the query, and saves it. All its matches count as seen, unless `all_at_first` is given. Later no other query
        is accepted. Relative dates are understood anew at each call. `wait` is in seconds, for another process that
        asks the same. `options` are order, limit, context and one_per_file of `search`; only what they show counts as seen. Raises
        UsageError, QueryError, IndexBusyError.
        """
        from newsgrep.archive.new import ask  # noqa: PLC0415  not on the search path

        return ask(self, name, query, all_at_first=all_at_first, wait=wait, **options)

    def count(self, query: "str | Query") -> int:
        """The exact number of articles that match. Raises QueryError."""
        parsed = self._parsed(query)
        with errors_refer_to(parsed.text):
            return self._snapshot.search(parsed.analysed, limit=0).total

    def export(self, query: "str | Query") -> Iterator[Article]:
        """All articles that match, whole: the oldest first, undated ones last. They are read as they are asked for. Raises QueryError."""
        parsed = self._parsed(query)
        with errors_refer_to(parsed.text):
            snapshot = self._snapshot
            answer = snapshot.search(parsed.analysed, order=Order.OLDEST)
        return (article for _, article in with_articles(snapshot, answer))

    def save_manifest(
        self,
        path: str | Path,
        queries: "Mapping[str, str | Query]",
        about: Mapping[str, object] = MappingProxyType({}),
    ) -> None:
        """Write a manifest of all that matches some queries, by their labels; see `verify`. `about` is kept in it.

        It replaces a file, at once or not at all. Raises QueryError, UsageError.
        """
        from newsgrep.archive.verification import save_manifest  # noqa: PLC0415  not on the search path

        parsed = {label: self._parsed(query) for label, query in queries.items()}
        save_manifest(self._cwd / path, about, self._snapshot, self.config, parsed)

    def verify(self, manifest: str | Path) -> "Difference":
        """The articles that are no longer as a manifest says. Raises UsageError for a file that is none."""
        from newsgrep.archive.verification import verify  # noqa: PLC0415  not on the search path

        return verify(self._cwd / manifest, self._snapshot, self.config, self._analyse)

    def within(self, query: Query, references: Iterable[str]) -> Query:
        """The query, restricted to the articles of references, see `show`; unknown ones are ignored."""
        ids = nodes.Ids(self._references.ids(references))
        return query._replace(analysed=query.part(combine(query.node, [ids])), filters=(*query.filters, ids))

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

    def correct(
        self,
        references: Iterable[str],
        changes: Sequence[tuple[str, str]] = (),
        *,
        withdraw: Sequence[str] = (),
        wait: float = 0.0,
    ) -> "IndexReport":
        """Correct fields of articles by hand, and read their files again. The corrections are kept in `corrections.csv`.

        `changes` are (field, value), as in `("date", "1987-03-05")`; `("tag+", "strike")` adds a tag, `("tag-", "strike")` takes
        one away, an empty value says that there is none. The corrections of the fields of `withdraw` no longer hold.
        Raises NoSuchArticleError, UsageError, IndexBusyError; then nothing is corrected.
        """
        from newsgrep.archive.correcting import field_names, parse_corrections, write_corrections  # noqa: PLC0415  not on the search path

        names = field_names(withdraw)
        paths = self._paths_to_correct(references, known=() if changes else self.corrections().ids())
        added = parse_corrections(paths, changes, self._today)
        self._check_open()
        self._release()
        return write_corrections(self.home, paths, added, names, self._today, wait)

    def _paths_to_correct(
        self, references: Iterable[str], known: Collection[ArticleId]
    ) -> dict[ArticleId, str]:
        """The paths of articles by id; empty for one of the known ids that no article has any more. Raises NoSuchArticleError."""
        paths: dict[ArticleId, str] = {}
        missing = []
        for reference in references:
            articles = self._references.find(reference)
            paths |= {article.id: article.path for article in articles}
            if not articles and reference in known:
                paths[ArticleId(reference)] = ""
            elif not articles:
                missing.append(reference)
        if missing:
            others = f", and {len(missing) - 1} more" if len(missing) > 1 else ""
            raise NoSuchArticleError(f"no such article: {missing[0]}{others}; nothing was corrected")
        return paths

    def corrections(self) -> "Corrections":
        """The corrections by hand that hold, and the problems of rows that cannot be used. Raises UsageError."""
        from newsgrep.indexing.corrections_file import load_corrections  # noqa: PLC0415  not on the search path

        return load_corrections(self.home, self._today)

    def mark(self, query: "str | Query", article: Article) -> MarkedSpans:
        """The places of a query's words in an article. Raises QueryError."""
        parsed = self._parsed(query)
        with errors_refer_to(parsed.text):
            return SpanFinder(parsed.analysed).find(article)

    def stats(self) -> "IndexFacts":
        """Facts about the articles in the index."""
        return self._snapshot.facts()

    def coverage(self, unit: "Period | None" = None) -> "Coverage":
        """The periods, sources, formats and languages in the archive; see `reports.coverage`."""
        from newsgrep.reports.coverage import coverage  # noqa: PLC0415  not on the search path

        return coverage(self._snapshot, self._analyse(nodes.Everything()), unit)

    def dups(
        self,
        query: "str | Query | None" = None,
        at: float = 0.8,
        *,
        cut: bool = False,
        within_days: int | None = None,
        across: bool = False,
        progress: "Progress" = lambda *_: None,
    ) -> "list[Cluster]":
        """Clusters of near copies among the matches of a query, None: all articles; see `reports.dups`.

        The options are those of `reports.copies.CopyOptions`; `progress` is called with how many articles have been read, and how many
        there are. Raises QueryError and UsageError.
        """
        from newsgrep.reports.copies import CopyOptions  # noqa: PLC0415  not on the search path
        from newsgrep.reports.dups import dups  # noqa: PLC0415  likewise

        options = CopyOptions(at, cut, within_days, across).checked()
        parsed = self._parsed_or_all(query)
        with errors_refer_to(parsed.text):
            return dups(self._snapshot, parsed.analysed, options, progress)

    def dup_pairs(
        self,
        query: "str | Query | None" = None,
        *,
        progress: "Progress" = lambda *_: None,
        **options: Any,  # noqa: ANN401  each of its own type
    ) -> "Iterator[CopyPair]":
        """All pairs of near copies among the matches of a query; everything else as in `dups`."""
        from newsgrep.reports.copies import CopyOptions  # noqa: PLC0415  not on the search path
        from newsgrep.reports.dups import pairs  # noqa: PLC0415  likewise

        parsed = self._parsed_or_all(query)
        with errors_refer_to(parsed.text):
            return pairs(self._snapshot, parsed.analysed, CopyOptions(**options).checked(), progress)

    def kwic(
        self,
        query: "str | Query",
        before: int = 10,
        after: int = 10,
        order: "KwicOrder | str" = "date",
        *,
        seed: int = 0,
        limit: int | None = None,
    ) -> "Iterator[KwicLine]":
        """Every occurrence of the query's words, with at most so many words before and after it; see `reports.kwic`.

        `order` is date, left, right or random, which is drawn by `seed`. Raises QueryError and UsageError.
        """
        from newsgrep.reports.kwic import KwicOrder, kwic  # noqa: PLC0415  not on the search path

        order = _member(KwicOrder, order)
        if before < 0 or after < 0 or (limit is not None and limit < 0):
            raise UsageError("before, after and limit cannot be negative")
        parsed = self._parsed(query)
        with errors_refer_to(parsed.text):
            return kwic(
                self._snapshot,
                parsed.analysed,
                self.location,
                before=before,
                after=after,
                order=order,
                seed=seed,
                limit=limit,
            )

    def occurrences(self, query: "str | Query") -> "Occurrences":
        """How many lines `kwic` gives, and of how many articles. Raises QueryError."""
        from newsgrep.reports.kwic import count_occurrences  # noqa: PLC0415  not on the search path

        parsed = self._parsed(query)
        with errors_refer_to(parsed.text):
            return count_occurrences(self._snapshot, parsed.analysed)

    def terms(
        self,
        query: "str | Query",
        against: "str | Query | None" = None,
        *,
        unit: "Unit | str" = "articles",
        near: int | None = None,
        all_words: bool = False,
        both: bool = False,
        order: "TermOrder | str" = "g2",
    ) -> "list[TermRow] | list[CollocateRow]":
        """The words that set the matches apart from the other articles, or from the matches of `against`; see docs/terms.md.

        `unit`: articles are counted, or words. `near`: only words at most so many positions from a match are counted.
        `order` is g2 or ratio. Raises QueryError, and UsageError for values that are none of these, and if there are
        no other articles.
        """
        from newsgrep.engines.collectors import Unit  # noqa: PLC0415  not on the search path
        from newsgrep.reports.collocates import collocates  # noqa: PLC0415  likewise
        from newsgrep.reports.terms import Choice, TermOrder, terms  # noqa: PLC0415  likewise

        unit = _member(Unit, unit, (Unit.ARTICLES, Unit.WORDS))
        choice = Choice(all_words, both, _member(TermOrder, order))
        if near is not None and near < 1:
            raise UsageError("near is a number of positions, from 1")
        parsed = self._parsed(query)
        others = self._others(parsed, against)
        with errors_refer_to(parsed.text):
            if near is None:
                return terms(self._snapshot, parsed.analysed, others, unit, choice)
            return collocates(self._snapshot, parsed.analysed, others, near, choice)

    def counts(
        self,
        queries: "str | Query | Sequence[str | Query] | Mapping[str, str | Query]",
        by: "str | Sequence[str] | None" = ("month",),
        *,
        of: "str | Query | None" = None,
        unit: str = "articles",
        fold: bool = False,
    ) -> "list[CountRow]":
        """How many articles match, of how many: by periods, and values of fields; see `reports.counts`.

        `queries` may have labels. `by` None: the finest period of at most 40 rows. `of`: the query for the whole, else
        all articles under the query's filters. `unit`: articles, or words. `fold`: of near copies among the matches
        only the earliest counts. Raises QueryError and UsageError.
        """
        from newsgrep.archive.counting import count  # noqa: PLC0415  not on the search path

        parsed = {label: self._parsed(query) for label, query in _labelled(queries).items()}
        whole = None if of is None else self._parsed(of)
        return count(self._snapshot, parsed, [by] if isinstance(by, str) else by, whole, unit, fold=fold)

    def term_groups(
        self,
        rows: "Sequence[TermRow | CollocateRow]",
        query: "str | Query",
        against: "str | Query | None" = None,
    ) -> "list[TermGroup]":
        """Rows of `terms`, those that belong together as one: the parts of a name, what stands in the same articles."""
        from newsgrep.reports.term_groups import group_terms  # noqa: PLC0415  not on the search path

        parsed = self._parsed(query)
        others = self._others(parsed, against)
        with errors_refer_to(parsed.text):
            return group_terms(self._snapshot, parsed.analysed, others, rows)

    def _others(self, query: Query, against: "str | Query | None") -> AnalysedQuery:
        """What a query is compared with: what passes its filters, or what matches `against`."""
        if against is None:
            return query.whole
        against = self._parsed(against)
        self.count(against)  # an error in it refers to its own text
        return against.analysed

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

    def relative_to_here(self, path: str) -> str:
        """A path relative to the archive's folder, as a path relative to the working directory."""
        return self._locations.relative_to_here(path)

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


def _member(kind: type[Named], name: str, among: Iterable[Named] | None = None) -> Named:
    """The one of these, else of all, that has the name. Raises UsageError."""
    among = list(kind if among is None else among)
    if name in among:
        return kind(name)
    what = "unit" if kind.__name__ == "Unit" else "order"
    raise UsageError(f'no such {what}: "{name}"; there are {", ".join(among)}')


def _labelled(
    queries: "str | Query | Sequence[str | Query] | Mapping[str, str | Query]",
) -> "Mapping[str, str | Query]":
    """Queries by their labels, which are their texts if they have none."""
    if isinstance(queries, Mapping):
        return queries
    listed = [queries] if isinstance(queries, str | Query) else queries
    return {query if isinstance(query, str) else query.text: query for query in listed}
