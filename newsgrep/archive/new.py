"""What is new among the matches of a standing query, since it was last asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from newsgrep.archive.question import Question
from newsgrep.archive.search import Query, Results
from newsgrep.archive.standing_queries import Seen, StandingQuery, check_name, load, lock, save
from newsgrep.article import ArticleId
from newsgrep.errors import QueryError, UsageError
from newsgrep.query import combine, nodes
from newsgrep.results import Order

if TYPE_CHECKING:
    from newsgrep.archive.archive import Archive


@contextmanager
def ask(
    archive: "Archive",
    name: str,
    query: str | Question | None,
    *,
    all_at_first: bool,
    wait: float,
    **options: Any,  # noqa: ANN401  those of search
) -> Iterator[Results]:
    """The new articles. When this is left without an error, those shown count as seen. See `Archive.new`."""
    question = _question(archive, query)
    state = archive.state
    with lock(state, name, wait):
        saved = load(state, name)
        standing = saved or _first(name, question)
        _check_same(standing, question)
        with _errors_name(saved):
            parsed = standing.question.parse(archive)
            if not (saved or all_at_first):
                standing = standing._replace(seen=Seen().with_added(_ids(archive, parsed)))
            new = _without(archive, parsed, standing.seen)
            results = archive.search(new, **options)
        yield results
        if results.total or not saved:
            shown = _shown(archive, new, results, whole_files=options.get("one_per_file", False))
            save(state, standing._replace(seen=standing.seen.with_added(shown)))
            archive.share()


def peek(archive: "Archive", name: str, query: str | Question | None = None, **options: Any) -> Results:  # noqa: ANN401  those of search
    """The new articles, none of which counts as seen. Needs no lock, and writes nothing. Raises what `ask` does."""
    check_name(name)
    standing = load(archive.state, name)
    if standing is None:
        raise UsageError(f'no query is saved as "{name}"')
    _check_same(standing, _question(archive, query))
    with _errors_name(standing):
        return archive.search(_without(archive, standing.question.parse(archive), standing.seen), **options)


def _question(archive: "Archive", query: str | Question | None) -> Question | None:
    """The question as it is kept: it is the same on another day, and in another working directory."""
    if not isinstance(query, Question):
        return None if query is None else Question((query,))
    within = None if query.within is None else archive.references_from_anywhere(query.within)
    return query.canonical._replace(within=within)


def _first(name: str, question: Question | None) -> StandingQuery:
    if question is None:
        raise UsageError(f"no query is saved as \"{name}\"; newsgrep new {name} 'QUERY' saves one")
    return StandingQuery(name, question, Seen())


def _check_same(standing: StandingQuery, question: Question | None) -> None:
    if question not in {None, standing.question}:
        raise UsageError(
            f'the query saved as "{standing.name}" is another: {standing.question}'
            f" (newsgrep new --forget {standing.name} drops it)"
        )


@contextmanager
def _errors_name(saved: StandingQuery | None) -> Iterator[None]:
    """Say of which saved query an error is: it was understood when it was saved, and its text is not before the user's eyes."""
    try:
        yield
    except QueryError as error:
        if saved is None:
            raise
        raise QueryError(
            f'the query saved as "{saved.name}": {error}', error.query, error.start, error.end
        ) from error


def _without(archive: "Archive", query: Query, seen: Seen) -> Query:
    """The query, restricted to articles that were not seen."""
    if not len(seen):
        return query
    new = frozenset(identifier for identifier in _ids(archive, query) if identifier not in seen)
    return query._replace(analysed=query.part(combine(query.node, [nodes.Ids(new)])))


def _ids(archive: "Archive", query: Query) -> Iterator[ArticleId]:
    """The ids of all matches."""
    # By date, as they lie in the index: nothing is scored, nothing sorted.
    return (match.id for match in archive.search(query, order=Order.NEWEST).matches())


def _shown(archive: "Archive", query: Query, results: Results, *, whole_files: bool) -> Iterator[ArticleId]:
    """The ids of results; of results that are files, those of all matches in them."""
    if not whole_files:
        return (match.id for match in results.matches())
    paths = {match.path for match in results.matches()}
    matches = archive.search(query, order=Order.NEWEST).matches()
    return (match.id for match in matches if match.path in paths)
