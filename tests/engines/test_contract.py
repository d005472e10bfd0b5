"""What every engine promises, held against the brute-force oracle. A new engine joins `ENGINES`."""

from collections.abc import Callable, Iterator
from functools import wraps
from operator import itemgetter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TypeAlias
from zlib import crc32

import pytest
from bounding import rank_by_bounds
from conftest import SCALE
from handle import ClusterHandle, Handle, open_whoosh
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from inverted_oracle import InvertedOracle
from oracle import Oracle
from strategies import IDS, articles, crowd, facets, leaves, orders, queries, words

from newsgrep.article import Article, ArticleId, DateOrigin, Precision, PublicationDate
from newsgrep.engines.collectors import Count, First, StemFrequencies, Tally, TermCounts, Unit
from newsgrep.engines.whoosh.format import term_batches
from newsgrep.errors import QueryError
from newsgrep.facets import Facet
from newsgrep.query import nodes
from newsgrep.query.rewriting import LeafField
from newsgrep.results import Order
from newsgrep.text import AnyWord, Approximate

OpenIndex: TypeAlias = Callable[[Path], Handle]
Commit: TypeAlias = tuple[list[list[Article]], list[ArticleId]]
"""Segments, and the ids removed."""

CLUSTER = "opensearch"
ENGINES: dict[str, OpenIndex] = {
    "whoosh, plain kernels": lambda folder: open_whoosh(folder, vector=False),
    "whoosh, vector kernels": lambda folder: open_whoosh(folder, vector=True),
    CLUSTER: ClusterHandle,
}


def each_fifth_over_a_cluster(test: Callable[..., None]) -> Callable[..., None]:
    """Try a fifth of the examples over a cluster, where they take longest; all in `make long`."""

    @wraps(test)
    def tried(name: str, **drawn: object) -> None:
        if name != CLUSTER or SCALE > 1 or crc32(repr(drawn).encode("utf-8", "surrogatepass")) % 5 == 0:
            test(name=name, **drawn)

    return tried


segments = st.lists(articles, max_size=4)
histories = st.lists(
    st.tuples(st.lists(segments, max_size=3), st.lists(st.sampled_from(IDS), max_size=2)), max_size=4
)


@pytest.fixture(params=ENGINES)
def open_index(request: pytest.FixtureRequest) -> OpenIndex:
    return ENGINES[request.param]


@pytest.fixture
def engine(open_index: OpenIndex, tmp_path: Path) -> Iterator[Handle]:
    opened = open_index(tmp_path / "index")
    yield opened
    opened.close()


def play(engine: Handle, history: list[Commit]) -> dict[ArticleId, Article]:
    """Commit a history; gives what must be there after it."""
    expected: dict[ArticleId, Article] = {}
    for written, removed in history:
        for identifier in removed:
            expected.pop(identifier, None)
        for segment in written:
            expected |= {article.id: article for article in segment}
        engine.commit([part for segment in written if (part := engine.write(segment))], removed)
    return expected


def article(identifier: str, text: str = "", title: str | None = None) -> Article:
    return Article(ArticleId(identifier), identifier, text, title)


def day(article: Article) -> int:
    return article.date.day if article.date else 0


def ids(engine: Handle, query: nodes.Node, **options: object) -> list[str]:
    return [match.id for match in engine.search(query, **options)]  # type: ignore[arg-type]  # any option


@pytest.mark.parametrize("name", ENGINES)
@given(history=histories, asked=st.lists(st.tuples(queries, orders), min_size=1, max_size=6))
@settings(max_examples=30 * SCALE)
@each_fifth_over_a_cluster
def test_answers_are_the_oracles(
    name: str, history: list[Commit], asked: list[tuple[nodes.Node, Order]]
) -> None:
    """Ids, totals, order and scores, after any history of writes, updates and deletions."""
    with TemporaryDirectory() as folder:
        engine = ENGINES[name](Path(folder))
        oracle = Oracle(list(play(engine, history).values()))
        for query, order in asked:
            answer = engine.search(query, order=order)
            wanted = oracle.search(query, order)
            found = list(answer)
            assert [match.id for match in found] == [identifier for identifier, _ in wanted]
            assert [match.score for match in found] == pytest.approx([score for _, score in wanted], rel=1e-9)
            assert answer.total == engine.count(query) == len(wanted)
        engine.close()


@pytest.mark.parametrize("name", ENGINES)
@given(history=histories, query=queries, facets=facets)
@settings(max_examples=30 * SCALE)
@each_fifth_over_a_cluster
def test_counts_are_the_oracles(
    name: str, history: list[Commit], query: nodes.Node, facets: list[Facet]
) -> None:
    with TemporaryDirectory() as folder:
        engine = ENGINES[name](Path(folder))
        oracle = Oracle(list(play(engine, history).values()))
        wanted = tuple(Tally(tuple(facets), unit) for unit in Unit)
        total, *tallies = engine.collect(query, Count(), *wanted)
        assert total == len(oracle.matching(query))
        assert tallies == [oracle.tally(query, one) for one in wanted]
        engine.close()


@pytest.mark.parametrize("name", ENGINES)
@given(history=histories, query=queries, facet=facets.map(itemgetter(0)), order=orders)
@settings(max_examples=15 * SCALE)
@each_fifth_over_a_cluster
def test_the_first_of_each_value_is_the_oracles(
    name: str, history: list[Commit], query: nodes.Node, facet: Facet, order: Order
) -> None:
    with TemporaryDirectory() as folder:
        engine = ENGINES[name](Path(folder))
        oracle = Oracle(list(play(engine, history).values()))
        (first,) = engine.collect(query, First(facet, order))
        assert [(value, match.id) for value, match in first.items()] == oracle.first(query, facet, order)
        matches = {match.id: match for match in engine.search(query, order=order)}
        assert all(match == matches[match.id] for match in first.values())
        engine.close()


@pytest.mark.parametrize("name", ENGINES)
@given(history=histories, query=queries, facet=facets.map(itemgetter(0)), seed=st.integers())
@settings(max_examples=15 * SCALE)
@each_fifth_over_a_cluster
def test_the_random_order_is_that_of_its_seed(
    name: str, history: list[Commit], query: nodes.Node, facet: Facet, seed: int
) -> None:
    with TemporaryDirectory() as folder:
        engine = ENGINES[name](Path(folder))
        oracle = Oracle(list(play(engine, history).values()))
        snapshot, analysed = engine.snapshot(), engine.analysed(query)
        wanted = [identifier for identifier, _ in oracle.search(query, Order.RANDOM, seed)]
        for limit in (None, 2):
            drawn = snapshot.search(analysed, order=Order.RANDOM, seed=seed, limit=limit)
            assert [match.id for match in drawn] == wanted[:limit]
        (first,) = snapshot.collect(analysed, First(facet, Order.RANDOM, seed))
        each = [(value, match.id) for value, match in first.items()]
        assert each == oracle.first(query, facet, Order.RANDOM, seed)
        engine.close()


@pytest.mark.parametrize("name", ENGINES)
@given(
    history=histories,
    query=queries,
    there=queries,
    unit=st.sampled_from([Unit.ARTICLES, Unit.WORDS]),
    least=st.integers(1, 3),
)
@settings(max_examples=15 * SCALE)
@each_fifth_over_a_cluster
def test_counts_of_words_are_the_oracles(
    name: str, history: list[Commit], query: nodes.Node, there: nodes.Node, unit: Unit, least: int
) -> None:
    with TemporaryDirectory() as folder:
        engine = ENGINES[name](Path(folder))
        oracle = Oracle(list(play(engine, history).values()))
        assert counted(engine, query, there, unit, least) == oracle.term_counts(query, there, unit, least)
        engine.close()


@pytest.mark.parametrize("at_once", [1, 30, 1 << 20])
@given(seed=st.integers(0, 1 << 32), query=words, unit=st.sampled_from([Unit.ARTICLES, Unit.WORDS]))
@settings(
    max_examples=3 * SCALE,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # what is patched is the same for all
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a smaller seed is no smaller example
)
def test_counts_of_common_and_rare_words_in_batches_are_the_oracles(
    monkeypatch: pytest.MonkeyPatch, at_once: int, seed: int, query: nodes.Node, unit: Unit
) -> None:
    for name in ("_BATCH_POSTINGS", "_BATCH_POSITIONS", "_BATCH_TERMS"):
        monkeypatch.setattr(term_batches, name, at_once)
    with TemporaryDirectory() as folder:
        engine = open_whoosh(Path(folder))
        history = crowded(Random(seed), 3)  # noqa: S311  a repeatable draw
        oracle = Oracle(list(play(engine, history).values()))
        everything = nodes.Everything()
        assert counted(engine, query, everything, unit) == oracle.term_counts(query, everything, unit, 1)
        engine.close()


def counted(
    engine: Handle, query: nodes.Node, there: nodes.Node, unit: Unit = Unit.ARTICLES, least: int = 1
) -> tuple[dict[str, tuple[int, int]], int, int]:
    """The terms, in their order, with their counts; and both totals."""
    (table,) = engine.collect(query, TermCounts(engine.analysed(there), unit, least))
    rows = zip(table.here.tolist(), table.there.tolist(), strict=True)
    return dict(zip(table.terms, rows, strict=True)), table.here_total, table.there_total


@pytest.mark.parametrize("name", ENGINES)
@given(history=histories, query=queries)
@settings(max_examples=15 * SCALE)
@each_fifth_over_a_cluster
def test_frequencies_of_stems_are_the_oracles(name: str, history: list[Commit], query: nodes.Node) -> None:
    stems = ("tariff", "price", "u.s.", "us", "oil", "1.5bn", "zzz")
    with TemporaryDirectory() as folder:
        engine = ENGINES[name](Path(folder))
        oracle = Oracle(list(play(engine, history).values()))
        for asked in (query, nodes.Everything()):
            counted = engine.collect(asked, StemFrequencies(stems), Count())
            assert counted == (oracle.stem_frequencies(asked, stems), len(oracle.matching(asked)))
            assert engine.collect(asked, StemFrequencies(stems), Tally(()))[0] == counted[0]
        engine.close()


@pytest.mark.parametrize("name", ENGINES)
@given(history=histories, leaf=leaves, field=st.sampled_from(["body", "title", "author"]))
@settings(max_examples=15 * SCALE)
@each_fifth_over_a_cluster
def test_words_that_others_stand_for_are_the_oracles(
    name: str, history: list[Commit], leaf: nodes.Leaf, field: LeafField
) -> None:
    with TemporaryDirectory() as folder:
        engine = ENGINES[name](Path(folder))
        oracle = Oracle(list(play(engine, history).values()))
        for slot in engine.analysed(leaf).slots(leaf):
            if not isinstance(slot, AnyWord):
                assert engine.snapshot().words(slot, field) == oracle.words(slot, field)
        engine.close()


@pytest.mark.parametrize("name", ENGINES)
@given(
    history=histories,
    query=queries,
    order=orders,
    limit=st.none() | st.integers(0, 9),
    offset=st.integers(0, 9),
)
@settings(max_examples=15 * SCALE)
@each_fifth_over_a_cluster
def test_limit_and_offset_cut_the_whole_answer(
    name: str, history: list[Commit], query: nodes.Node, order: Order, limit: int | None, offset: int
) -> None:
    with TemporaryDirectory() as folder:
        engine = ENGINES[name](Path(folder))
        play(engine, history)
        whole = list(engine.search(query, order=order))
        answer = engine.search(query, order=order, limit=limit, offset=offset)
        assert list(answer) == whole[offset:][:limit]
        assert answer.total == len(whole)
        engine.close()


@pytest.mark.parametrize("name", ENGINES)
@given(history=histories)
@settings(max_examples=15 * SCALE)
@each_fifth_over_a_cluster
def test_history_leaves_no_trace(name: str, history: list[Commit]) -> None:
    """Articles, words and counts depend on what is there, not on how it came to be there."""
    with TemporaryDirectory() as long_way, TemporaryDirectory() as short_way:
        one, other = ENGINES[name](Path(long_way)), ENGINES[name](Path(short_way))
        expected = play(one, history)
        play(other, [([list(expected.values())], [])])
        everything = [*expected, ArticleId("never there")]
        assert list(one.articles(everything)) == [*expected.values(), None]
        terms, other_terms = (
            counted(engine, nodes.Word("oil"), nodes.Everything(), Unit.WORDS) for engine in (one, other)
        )
        assert terms == other_terms
        assert list(terms[0]) == sorted(terms[0])
        one_stats, other_stats = one.facts(), other.facts()
        for fact in ("articles", "undated", "first_day", "last_day", "words", "distinct_words", "sources"):
            assert getattr(one_stats, fact) == getattr(other_stats, fact), fact
        one.close()
        other.close()


@given(
    seed=st.integers(0, 1 << 32),
    commits=st.sampled_from([1, 3, 9]),
    asked=st.lists(
        st.tuples(
            queries,
            st.just(Order.RELEVANCE) | orders,
            st.sampled_from([None, 0, 1, 2, 3, 10, 100]),
            st.sampled_from([0, 0, 1, 30]),
        ),
        min_size=10,
        max_size=30,
    ),
)
@settings(
    max_examples=10 * SCALE,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # what is patched is the same for all
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a smaller seed is no smaller example
)
def test_answers_over_hundreds_of_articles_are_the_oracles(
    seed: int,
    commits: int,
    asked: list[tuple[nodes.Node, Order, int | None, int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As above, where words are common or rare, and blocks of articles are left out by their bounds."""
    rank_by_bounds(monkeypatch)
    history = crowded(Random(seed), commits)  # noqa: S311  a repeatable draw
    with TemporaryDirectory() as folder:
        engines = [open_engine(Path(folder)) for open_engine in ENGINES.values()]
        for engine in engines:
            if not engine.snapshot().generation:  # else it shares the index of another
                articles = play(engine, history)
        oracle = InvertedOracle(list(articles.values()))
        for query, order, limit, offset in asked:
            wanted = oracle.search(query, order)
            answers = [engine.search(query, order=order, limit=limit, offset=offset) for engine in engines]
            found = [list(answer) for answer in answers]
            assert all(one == found[0] for one in found)  # the scores too, to the bit
            assert [match.id for match in found[0]] == [one for one, _ in wanted[offset:][:limit]]
            assert [match.score for match in found[0]] == pytest.approx(
                [score for _, score in wanted[offset:][:limit]], rel=1e-9
            )
            assert {answer.total for answer in answers} == {len(wanted)}
        for engine in engines:
            engine.close()


def crowded(draw: Random, commits: int) -> list[Commit]:
    """Two hundred articles, in commits of one segment each, some replaced later, some deleted.

    Those of one segment are long, those of another short: bounds were computed where the mean was another.
    """
    history: list[Commit] = []
    written: list[Article] = []
    for part in range(commits):
        new = crowd(draw, 200, longest=draw.choice((5, 12, 40)))[part::commits]
        removed = [old.id for old in draw.sample(written, len(written) // 10)]
        history.append(([new], removed))
        written += new
    return history


@pytest.mark.parametrize("rarity", [1, 64])
def test_of_equal_scores_the_newest_come_first_whatever_the_limit(
    engine: Handle, monkeypatch: pytest.MonkeyPatch, rarity: int
) -> None:
    """Every block of articles holds some, all as good: the last to be looked at hold the newest."""
    rank_by_bounds(monkeypatch)
    written = [
        Article(
            ArticleId(f"{number % 7}/{number:03}"),
            "path",
            "oil prices" if number % rarity == 0 else "gas prices",
            date=PublicationDate(20250101 + number // 32, Precision.DAY, DateOrigin.TEXT),
        )
        for number in range(640)
    ]
    engine.add(*written)
    wanted = [one.id for one in sorted(written, key=lambda one: (-day(one), one.id)) if "oil" in one.text]
    for limit in (1, 2, 3, 9, 10, 11, 100, 640):
        assert ids(engine, nodes.Word("oil"), limit=limit) == wanted[:limit]


OIL, CRUDE_OIL, PRICE, PRICES = (
    nodes.Word("oil"),
    nodes.Phrase("crude oil"),
    nodes.Word("price"),
    nodes.Pattern("pric*"),
)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (nodes.Near((OIL,), (PRICE,), 1), ["crude"]),
        (nodes.Near((OIL,), (PRICE,), 2), ["crude", "prices"]),
        (nodes.Near((OIL,), (PRICE,), 2, ordered=True), ["crude"]),
        (nodes.Near((PRICE,), (OIL,), 2, ordered=True), ["prices"]),
        (nodes.Near((PRICE,), (CRUDE_OIL,), 1), ["crude", "prices"]),
        (nodes.Near((CRUDE_OIL, OIL), (PRICES, nodes.Word("gas")), 1, ordered=True), ["crude", "twice"]),
        (nodes.Near((OIL,), (OIL,), 1), ["twice"]),  # no position is both sides
        (nodes.Near((OIL,), (nodes.Fuzzy("oli"), CRUDE_OIL), 1, ordered=True), ["twice"]),
        (nodes.Near((CRUDE_OIL,), (nodes.Phrase("oil prices"), nodes.Phrase("crude*")), 50), []),
        (nodes.Near((PRICES, OIL), (nodes.Word("title"),), 50), ["prices"]),
        (
            nodes.Within("title", nodes.Near((PRICE, OIL), (nodes.Word("title"),), 1, ordered=True)),
            ["prices"],
        ),
        (nodes.Within("title", nodes.Near((nodes.Word("title"),), (PRICE, OIL), 1, ordered=True)), []),
        (nodes.Not(nodes.Near((OIL, PRICE), (PRICE, OIL), 50)), []),
    ],
    ids=str,
)
def test_words_stand_near_each_other_or_in_order(
    engine: Handle, query: nodes.Node, wanted: list[str]
) -> None:
    engine.add(article("crude", "crude oil prices"), article("twice", "oil, oil and gas"))
    engine.add(article("prices", "prices of crude oil", title="Oil title"))
    assert ids(engine, query, order=Order.ID) == wanted


def test_a_group_weighs_as_much_as_its_most_common_alternative(engine: Handle) -> None:
    engine.add(article("a", "oil prices"), article("b", "oil, gas prices"), article("c", "oil"))
    gas = nodes.Word("gas")
    alone, group, turned = (
        next(iter(engine.search(nodes.Near(side, (PRICE,), 5), limit=1))).score
        for side in ((OIL,), (OIL, nodes.Word("petrol")), (nodes.Word("petrol"), OIL))
    )
    assert alone == group == turned
    scores = {match.id: match.score for match in engine.search(nodes.Near((gas, OIL), (PRICE,), 5))}
    assert scores[ArticleId("b")] > scores[ArticleId("a")] == alone  # there a match begins twice


def test_many_commits_of_one_article_each_are_merged(engine: Handle) -> None:
    written = [article(f"{number:03}.txt", f"oil number{number}") for number in range(70)]
    for one in written:
        engine.add(one)
    engine.commit([], [ArticleId("003.txt")])
    assert engine.count(nodes.Word("oil")) == 69
    assert engine.facts().segments < 20
    assert list(engine.articles([ArticleId("069.txt")])) == [written[69]]


def test_an_empty_index_answers(engine: Handle) -> None:
    assert engine.snapshot().generation == 0
    assert ids(engine, nodes.Everything()) == []
    assert engine.collect(nodes.Everything(), Count()) == (0,)
    assert counted(engine, nodes.Everything(), nodes.Everything()) == ({}, 0, 0)
    assert engine.snapshot().words(Approximate("oil", 1)) == []
    assert engine.facts().articles == 0


def test_nothing_written_is_no_segment(engine: Handle) -> None:
    assert engine.write([]) is None


def test_nothing_is_seen_before_its_commit(open_index: OpenIndex, tmp_path: Path) -> None:
    writer, reader = open_index(tmp_path), open_index(tmp_path)
    segment = writer.write([article("a", "oil")])
    assert segment is not None
    assert reader.count(nodes.Word("oil")) == 0
    assert writer.commit([segment], []) == 1
    assert reader.count(nodes.Word("oil")) == 1
    assert reader.snapshot().generation == 1


def test_a_snapshot_and_its_answers_keep_their_commit(engine: Handle) -> None:
    engine.add(article("a", "oil"), article("b", "oil"))
    oil = engine.analysed(nodes.Word("oil"))
    snapshot = engine.snapshot()
    answer = snapshot.search(oil)
    engine.commit([], [ArticleId("a")])
    engine.add(article("b", "gas"), article("c", "oil"))
    found = list(answer)
    assert [match.id for match in found] == ["a", "b"]
    assert [article.text for article in snapshot.articles(match.id for match in found) if article] == [
        "oil",
        "oil",
    ]
    assert snapshot.collect(oil, Count()) == (2,)
    assert snapshot.generation == 1
    assert ids(engine, nodes.Word("oil")) == ["c"]


def test_the_last_of_one_id_counts(engine: Handle) -> None:
    first = engine.write([article("a", "one"), article("a", "two")])
    second = engine.write([article("a", "three")])
    assert first is not None
    assert second is not None
    engine.commit([first, second], [])
    assert [found.text for found in engine.articles([ArticleId("a")]) if found] == ["three"]
    assert engine.facts().articles == 1


def test_segments_merged_before_their_commit_hold_the_same(engine: Handle) -> None:
    engine.add(article("a", "old"), article("b", "old"))
    texts = [
        {"a": "one oil", "c": "one"},
        {"d": "two"},
        {"c": "three oil", "e": "three"},
        {"d": "four"},
        {"e": "five"},
    ]
    written = [engine.write([article(*each) for each in segment.items()]) for segment in texts]
    segments = [segment for segment in written if segment]
    groups = engine.writer.groups(segments)
    assert [segment for group in groups for segment in group] == segments
    assert 1 <= len(groups) <= 2 < len(segments)
    engine.commit([engine.writer.merge(group) for group in groups])
    found = engine.articles(map(ArticleId, "abcde"))
    assert [one.text for one in found if one] == ["one oil", "old", "three oil", "four", "five"]
    assert (engine.facts().articles, engine.count(nodes.Word("two"))) == (5, 0)
    assert ids(engine, nodes.Word("oil"), order=Order.ID) == ["a", "c"]


def test_words_are_counted_by_articles_and_by_occurrences(engine: Handle) -> None:
    engine.add(article("a", "oil oil tariff"), article("b", "Tariffs, tariff", title="Tariffs"))
    oil, everything = nodes.Word("oil"), nodes.Everything()
    assert counted(engine, oil, everything) == ({"oil": (1, 0), "tariff": (1, 1), "tariffs": (0, 1)}, 1, 1)
    assert counted(engine, oil, everything, Unit.WORDS) == (
        {"oil": (2, 0), "tariff": (1, 1), "tariffs": (0, 2)},
        3,
        3,
    )
    assert counted(engine, everything, oil, Unit.WORDS, 2) == (
        {"oil": (2, 0), "tariff": (2, 0), "tariffs": (2, 0)},
        6,
        0,
    )


def test_ids_are_exact(engine: Handle) -> None:
    """No case is folded, and no character stands for others."""
    engine.add(article("d/Story.txt", "oil"), article("d/story.txt", "oil"), article("d/[*]?.txt", "oil"))
    for wanted in ("d/story.txt", "d/[*]?.txt"):
        assert ids(engine, nodes.Ids(frozenset({ArticleId(wanted)}))) == [wanted]
    assert ids(engine, nodes.Ids(frozenset({ArticleId("d/*"), ArticleId("D/STORY.TXT")}))) == []


@pytest.mark.parametrize("wanted", [1, 3, 40, 300])
def test_few_and_many_ids_are_found(engine: Handle, wanted: int) -> None:
    """Deleted and unknown ones are not; in whichever segment they are."""
    written = [article(f"{number:03}.txt", "oil") for number in range(300)]
    engine.add(*written[::2])
    engine.add(*written[1::2])
    engine.commit([], [written[0].id])
    chosen = [written[0], *Random(wanted).sample(written[1:], wanted - 1)]  # noqa: S311  a repeatable draw
    asked = nodes.Ids(frozenset({*(one.id for one in chosen), ArticleId("unknown")}))
    assert ids(engine, asked, order=Order.ID) == sorted(one.id for one in chosen if one is not written[0])


@pytest.mark.parametrize("text", ["...", "-", "\N{EM DASH}"])
def test_a_word_without_letters_or_digits_is_refused(engine: Handle, text: str) -> None:
    engine.add(article("a", "oil"))
    with pytest.raises(QueryError):
        engine.search(nodes.Word(text))


def test_a_wildcard_for_more_than_ten_thousand_words_is_refused(engine: Handle) -> None:
    engine.add(article("a", " ".join(f"w{number}" for number in range(10_000))))
    assert engine.count(nodes.Pattern("w*")) == 1
    engine.add(article("b", "w10000"))
    with pytest.raises(QueryError, match="10,001 words; at most 10,000"):
        engine.search(nodes.Pattern("w*"))
