"""What the cluster engine does by itself: how it sends what it writes, and what it leaves to the cluster."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from conftest import SCALE
from handle import ClusterHandle, Handle, open_whoosh
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.article import Article, ArticleId
from newsgrep.cluster_address import ClusterAddress
from newsgrep.engines.occurs import Occurs
from newsgrep.engines.opensearch.connection import Cluster, Operation, RefusedError, operation
from newsgrep.engines.opensearch.documents import article_of
from newsgrep.engines.opensearch.indices import make_indices
from newsgrep.engines.opensearch.schema import Indices
from newsgrep.engines.opensearch.searching.reading import TextReader
from newsgrep.engines.opensearch.searching.translation import Translation
from newsgrep.engines.opensearch.searching.wildcards import divided
from newsgrep.engines.opensearch.sending import send
from newsgrep.errors import IndexDamagedError, StorageError
from newsgrep.query import parse
from newsgrep.query.globs import compile_glob
from newsgrep.query.nodes import Node
from newsgrep.results import Order

MANY = 1_500
"""More words than a query of the cluster may name."""
WORDS = [f"w{number}{ending}" for number in range(MANY // 2) for ending in ("ing", "ed")]
ADDRESS = ClusterAddress.parse("opensearch://localhost:1/news")


@given(
    glob=st.text("ab*?", min_size=1, max_size=5),
    words=st.sets(st.text("ab", min_size=1, max_size=5)),
    most=st.integers(1, 4),
)
def test_a_divided_wildcard_stands_for_the_same_words_by_few(glob: str, words: set[str], most: int) -> None:
    matcher = compile_glob(glob, str)
    own = sorted(filter(matcher.matches, words))
    parts = [set(filter(compile_glob(one, str).matches, words)) for one in divided(matcher, own, most)]
    assert set().union(*parts) == set(own)
    assert all(len(part) <= most for part in parts)


class Recorded(Cluster):
    """A cluster whose bulks are kept; `answers` has the statuses of the items of each, 201 if there are none."""

    def __init__(self, *answers: list[int]) -> None:
        super().__init__(ADDRESS, seconds=0.01)
        self.bulks: list[list[bytes]] = []
        self._answers = iter(answers)

    def request(self, method: str, path: str, body: Any = None, **_: Any) -> Any:
        assert (method, path) == ("POST", "/_bulk")
        self.bulks.append(body.splitlines())
        statuses = next(self._answers, [201] * (len(self.bulks[-1]) // 2))
        fault = {"type": "rejected", "reason": "the queue is full"}
        return {
            "items": [
                {"index": {"status": status, **({"error": fault} if status >= 400 else {})}}
                for status in statuses
            ]
        }


def operations(number: int) -> list[Operation]:
    return [operation({"index": {"_id": str(one)}}, {"value": one}) for one in range(number)]


def test_only_refused_operations_are_sent_again() -> None:
    cluster = Recorded([201, 429, 201], [201])
    cluster.bulk(operations(3))
    assert [len(lines) // 2 for lines in cluster.bulks] == [3, 1]
    assert json.loads(cluster.bulks[1][1]) == {"value": 1}


def test_copies_have_what_was_refreshed_whatever_a_cluster_does_by_default() -> None:
    made: dict[str, Any] = {}

    class Empty(Cluster):
        def request(self, method: str, path: str, body: Any = None, **_: Any) -> Any:
            if method == "GET":
                raise RefusedError(404, "index_not_found_exception", "there is none")
            made[path] = body["settings"]["index"]["replication.type"]

    make_indices(Empty(ADDRESS))
    assert list(made.values()) == ["DOCUMENT"] * len(Indices.of(ADDRESS))


@pytest.mark.parametrize("article", [None, 7, "{", "[]", "{}", "é", "[" * 100_000, '{"id": "a", "date": 7}'])
def test_an_article_that_newsgrep_has_not_written_is_damage(article: object) -> None:
    with pytest.raises(IndexDamagedError):
        article_of({} if article is None else {"article": article})


def test_a_fault_of_a_bulk_on_its_way_reaches_the_sender(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsgrep.engines.opensearch.sending._BULK_OPERATIONS", 2)
    cluster = Recorded([201, 400], [201, 201])
    with pytest.raises(RefusedError):
        send(cluster, operations(4))


def test_a_bulk_is_made_while_another_is_on_its_way_and_never_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsgrep.engines.opensearch.sending._BULK_OPERATIONS", 2)
    made: list[int] = []
    third = Event()
    sent_after: list[int] = []

    class Slow(Recorded):
        def request(self, method: str, path: str, body: Any = None, **rest: Any) -> Any:
            assert third.wait(60)
            sent_after.append(len(made))
            return super().request(method, path, body, **rest)

    def making() -> Iterator[Operation]:
        for number, one in enumerate(operations(6)):
            made.append(number)
            if number == 2:
                third.set()
            yield one

    send(Slow(), making())
    assert sent_after[0] >= 3, "the first was still on its way when the third operation was made"
    assert sent_after[1] <= 6
    assert len(sent_after) == 3


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[ClusterHandle]:
    opened = ClusterHandle(tmp_path / "index")
    yield opened
    opened.close()


def asked(text: str) -> Node:
    return parse(text, today=date(2025, 5, 6))


def article(identifier: str, text: str) -> Article:
    return Article(ArticleId(identifier), identifier, text, f"of {text.partition(' ')[0]}")


def many_words() -> list[Article]:
    """Articles in which words stand in all orders, at several distances."""
    texts = []
    for number in range(60):
        some = WORDS[number * 25 : number * 25 + 25]
        between = " ".join(f"{word} {'other ' * (number % 4)}end" for word in some)
        texts.append(f"end other {between}" if number % 2 else f"{between} {some[0]}")
    return [article(f"a{number}", text) for number, text in enumerate(texts)]


def test_words_that_were_not_sent_are_sent_by_the_next_write(
    engine: ClusterHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulk = Cluster.bulk

    def breaking(cluster: Cluster, some: list[Operation]) -> None:
        monkeypatch.setattr(Cluster, "bulk", bulk)
        raise StorageError("no answer")

    monkeypatch.setattr(Cluster, "bulk", breaking)
    with pytest.raises(StorageError):
        engine.write([article("a", "tariffs")])
    engine.add(article("a", "tariffs"))
    assert [match.id for match in engine.search(asked("tar*"))] == ["a"]


QUERIES = (
    *(
        "w*",
        "*ing",
        "w*ing",
        '"w* end"',
        '"end * w*"',
        '"w* end other"~3',
        "w*9* NEAR/2 end",
        "*ed NEAR/3 *ing",
    ),
    *("end BEFORE/1 w*", '("w* end" OR other) NEAR/2 *ed', "w??ing BEFORE/4 *e*", "title:w*", "w* OR other"),
)


@pytest.mark.parametrize("order", [Order.RELEVANCE, Order.ID][:SCALE])
def test_broad_wildcards_are_the_embedded_engines_and_no_article_is_read_to_find_them(
    engine: ClusterHandle, tmp_path: Path, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("articles are read")

    monkeypatch.setattr(Translation, "_read", refuse)
    embedded = open_whoosh(tmp_path / "embedded")
    for one in (engine, embedded):
        one.add(*many_words())
    for text in QUERIES if SCALE > 1 else QUERIES[::3]:
        ours, theirs = (answer_of(one, text, order) for one in (engine, embedded))
        assert ours[0] == theirs[0], text
        assert [match[0] for match in ours[1]] == [match[0] for match in theirs[1]], text
        assert [match[1] for match in ours[1]] == pytest.approx([match[1] for match in theirs[1]], rel=1e-9)
    embedded.close()


def answer_of(engine: Handle, text: str, order: Order) -> tuple[int, list[tuple[str, float]]]:
    answer = engine.search(asked(text), order=order)
    return answer.total, [(match.id, match.score) for match in answer]


def test_few_pages_are_asked_for_if_nothing_else_scores(
    engine: ClusterHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be counted stands in few articles of very many: others are not read to know that it is not in them."""
    engine.add(
        *(article(f"a{number:03}", "bank other" if number % 90 else "bank rate") for number in range(400))
    )
    searched: list[Mapping[str, Any]] = []
    search = Cluster.search

    def counted(cluster: Cluster, body: Mapping[str, Any], *rest: Any, **more: Any) -> Any:
        searched.append(body)
        return search(cluster, body, *rest, **more)

    monkeypatch.setattr(Cluster, "search", counted)
    answer = engine.search(asked("id:a* OR bank NEAR/2 rate"), limit=10)
    assert [match.id for match in answer] == [
        *("a000", "a090", "a180", "a270", "a360"),
        *("a001", "a002", "a003", "a004", "a005"),
    ]
    assert len(searched) == 1


def test_one_word_with_a_distance_is_counted_by_the_cluster(
    engine: ClusterHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.add(article("once", "bank of it"), article("twice", "bank of banks, a bank"))
    alone = answer_of(engine, '"bank"', Order.RELEVANCE)
    monkeypatch.setattr(TextReader, "frequencies", None)
    assert answer_of(engine, '"bank"~5', Order.RELEVANCE) == alone


def test_only_articles_with_both_sides_are_read(
    engine: ClusterHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Intervals have no word for any word."""
    engine.add(
        article("near", "it fell nine or cents a share"),
        article("far", f"it fell nine or cents {'other ' * 9} share"),
        article("no phrase", "nine cents or so a share"),
        article("one side", "nine or cents"),
    )
    read: list[str] = []
    frequencies = TextReader.frequencies

    def counted(reader: TextReader, articles: list[Article], wanted: list[Occurs]) -> Any:
        read.extend(one.id for one in articles)
        return frequencies(reader, articles, wanted)

    monkeypatch.setattr(TextReader, "frequencies", counted)
    answer = engine.search(asked('title:x* OR "nine * cents" NEAR/5 share'), order=Order.ID, limit=0)
    assert answer.total == 1
    assert read == ["far", "near"]
