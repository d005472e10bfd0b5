"""The archive: a folder that can be searched, and the reports on it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from newsgrep.archive.search import CONTEXT, Query, Results, errors_refer_to
from newsgrep.archive.searched_folder import SearchedFolder, member
from newsgrep.article import Article, ArticleId
from newsgrep.engines.fetching import with_articles
from newsgrep.errors import (
    NoSuchArticleError,
    UsageError,
)
from newsgrep.query import nodes
from newsgrep.results import (
    Order,
)
from newsgrep.text import AnalysedQuery

if TYPE_CHECKING:
    from pathlib import Path

    from newsgrep.archive.likeness import Likeness
    from newsgrep.archive.question import Question
    from newsgrep.archive.verification import Difference
    from newsgrep.engines.collectors import Unit
    from newsgrep.facets import Period
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


class Archive(SearchedFolder):
    """An open archive. Searching uses the newest commit; indexing needs the lock, which one process can hold.

    Close it, or use it in a `with` statement. Every method may raise IndexDamagedError, IndexFormatError and
    StorageError.
    """

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

    def export(self, query: "str | Query") -> Iterator[Article]:
        """All articles that match, whole: the oldest first, undated ones last. They are read as they are asked for. Raises QueryError."""
        parsed = self._parsed(query)
        with errors_refer_to(parsed.text):
            snapshot = self._snapshot
            answer = snapshot.search(parsed.analysed, order=Order.OLDEST)
        return (article for _, article in with_articles(snapshot, answer))

    def save_manifest(
        self,
        path: "str | Path",
        queries: "Mapping[str, str | Query]",
        about: Mapping[str, object] = MappingProxyType({}),
    ) -> None:
        """Write a manifest of all that matches some queries, by their labels; see `verify`. `about` is kept in it.

        It replaces a file, at once or not at all. Raises QueryError, UsageError.
        """
        from newsgrep.archive.verification import save_manifest  # noqa: PLC0415  not on the search path

        parsed = {label: self._parsed(query) for label, query in queries.items()}
        save_manifest(self._cwd / path, about, self._snapshot, self.config, parsed)

    def verify(self, manifest: "str | Path") -> "Difference":
        """The articles that are no longer as a manifest says. Raises UsageError for a file that is none."""
        from newsgrep.archive.verification import verify  # noqa: PLC0415  not on the search path

        return verify(self._cwd / manifest, self._snapshot, self.config, self._analyse)

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
        self._prepare_home()
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

    def copy(
        self,
        target: "str | Path",
        *,
        shards: int | None = None,
        replicas: int | None = None,
        wait: float = 0.0,
        progress: "Progress" = lambda *_: None,
    ) -> "IndexReport":
        """Make another index hold what this one holds: in a folder, or at an address in a cluster; see `archive.copying`."""
        from newsgrep.archive.copying import copy_index  # noqa: PLC0415  not on the search path

        self._check_open()
        return copy_index(
            self.address, str(target), shards=shards, replicas=replicas, wait=wait, progress=progress
        )

    def corrections(self) -> "Corrections":
        """The corrections by hand that hold, and the problems of rows that cannot be used. Raises UsageError."""
        from newsgrep.indexing.corrections_file import load_corrections  # noqa: PLC0415  not on the search path

        return load_corrections(self.state, self._today)

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

        order = member(KwicOrder, order)
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
        unit: "Unit | str" = "articles",
        near: int | None = None,
        *,
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

        unit = member(Unit, unit, (Unit.ARTICLES, Unit.WORDS))
        choice = Choice(all_words, both, member(TermOrder, order))
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
        of: "str | Query | None" = None,
        unit: str = "articles",
        *,
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


def _labelled(
    queries: "str | Query | Sequence[str | Query] | Mapping[str, str | Query]",
) -> "Mapping[str, str | Query]":
    """Queries by their labels, which are their texts if they have none. Raises UsageError for two of the same text."""
    if isinstance(queries, Mapping):
        return queries
    listed = [queries] if isinstance(queries, str | Query) else queries
    labelled: dict[str, str | Query] = {}
    for query in listed:
        label = query if isinstance(query, str) else query.text or "*"
        if label in labelled:
            raise UsageError(f'two queries are "{label}"; give them labels: a mapping of label to query')
        labelled[label] = query
    return labelled
