"""A cluster of three JVMs loses one node after the other, the manager first, by SIGKILL: nobody notices.

Run at length only: three JVMs take long to start.
"""

import json
import threading
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from math import isclose
from operator import attrgetter
from random import Random
from typing import TypeAlias
from uuid import uuid4

import pytest
import reuters
import shared_cluster
from conftest import SCALE
from inverted_oracle import InvertedOracle
from random_queries import Asked, Asker

from cluster.jars import UnavailableError
from cluster.nodes import LocalCluster, running
from newsgrep.article import Article, ArticleId
from newsgrep.cluster_address import ClusterAddress
from newsgrep.engines.opensearch.commits import Commits
from newsgrep.engines.opensearch.connection import Cluster
from newsgrep.engines.opensearch.index import ClusterIndex
from newsgrep.engines.opensearch.indices import make_indices
from newsgrep.engines.opensearch.schema import Indices
from newsgrep.errors import QueryError
from newsgrep.query import nodes
from newsgrep.results import Order
from newsgrep.text import AnalysedQuery, Analyzer

pytestmark = [
    reuters.needs_reuters,
    pytest.mark.skipif(SCALE == 1, reason="three JVMs take long to start: run by `make long`"),
]

ARTICLES = reuters.ALL if SCALE >= 10 else 400 * SCALE
OF_A_SEGMENT, OF_A_COMMIT = (500, 2_000) if SCALE >= 10 else (20, 100)
QUESTIONS = 5 * SCALE
ASKING = 3
"""Threads that ask."""
TODAY = date(1987, 6, 20)
ANALYZER = Analyzer("english")
EVERYTHING = AnalysedQuery(nodes.Everything(), ANALYZER)
NODES = range(3)

Given: TypeAlias = tuple[int, list[tuple[str, float]]]
"""The total, and what was given of it."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    try:
        with shared_cluster.room_for_three(), running(one_process=False) as cluster:
            yield cluster
    except UnavailableError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return reuters.articles(ARTICLES)


@pytest.fixture(scope="module")
def oracle(articles: list[Article]) -> InvertedOracle:
    return InvertedOracle(articles)


@pytest.fixture(scope="module")
def index(cluster: LocalCluster, articles: list[Article]) -> Iterator[ClusterIndex]:
    """All articles, in a cluster whose nodes all live."""
    with new_index(cluster) as index:
        write(index, articles, OF_A_COMMIT, lambda _: None)
        yield index


@contextmanager
def new_index(cluster: LocalCluster) -> Iterator[ClusterIndex]:
    address = ClusterAddress.parse(f"opensearch://{','.join(cluster.addresses)}/kills-{uuid4().hex[:12]}")
    client = Cluster(address)
    make_indices(client, shards=3, replicas=1)
    index = ClusterIndex(client, Commits(client), "english")
    yield index
    client.request("DELETE", f"/{','.join(Indices.of(address))}")
    index.close()


def write(
    index: ClusterIndex, articles: Sequence[Article], of_a_commit: int, before: Callable[[int], None]
) -> None:
    """Write and commit all articles: half of each segment are first written with another text. `before` is called before each segment."""
    writer = index.writer()
    segments = []
    for number, first in enumerate(range(0, len(articles), OF_A_SEGMENT)):
        before(number)
        some = articles[first : first + OF_A_SEGMENT]
        segments.append(writer.write([*(one._replace(text="replaced") for one in some[::2]), *articles[:5]]))
        segments.append(writer.write(some))
        if len(segments) * OF_A_SEGMENT >= 2 * of_a_commit:
            writer.commit([one for one in segments if one], [])
            segments = []
    gone = ArticleId("is taken out again")
    segments.append(writer.write([articles[0]._replace(id=gone)]))
    writer.commit([one for one in segments if one], [])
    writer.commit([], [gone])


def in_turn(cluster: LocalCluster) -> Iterator[int]:
    """The numbers of the nodes, the manager's first."""
    asked = f"http://{cluster.addresses[0]}/_cat/cluster_manager?format=json"
    with urllib.request.urlopen(asked) as answer:
        manager = int(json.load(answer)[0]["node"].removeprefix("node-")) - 1
    yield manager
    yield from (node for node in NODES if node != manager)


def kill(cluster: LocalCluster, node: int) -> None:
    cluster.processes[node].kill()
    cluster.processes[node].wait()


def revive(cluster: LocalCluster, node: int) -> None:
    cluster.restart(node)
    cluster.wait_until_green()


def ids(index: ClusterIndex) -> list[str]:
    return [match.id for match in index.snapshot().search(EVERYTHING, order=Order.ID)]


def questions(articles: Sequence[Article], oracle: InvertedOracle, seed: int) -> list[tuple[Asked, Given]]:
    """Questions, and their answers."""
    asker = Asker(articles, seed=seed)
    answered: list[tuple[Asked, Given]] = []
    while len(answered) < QUESTIONS:
        asked = asker.ask()
        try:
            found = oracle.search(asked.parse(TODAY), asked.order)
        except QueryError:
            continue
        answered.append((asked, (len(found), found[asked.offset :][: asked.limit])))
    return answered


def is_answered(index: ClusterIndex, asked: Asked, wanted: Given) -> bool:
    query = AnalysedQuery(asked.parse(TODAY), ANALYZER)
    answer = index.snapshot().search(query, order=asked.order, limit=asked.limit, offset=asked.offset)
    given = [(match.id, match.score) for match in answer]
    return answer.total == wanted[0] and all(
        one[0] == other[0] and isclose(one[1], other[1], rel_tol=1e-9)
        for one, other in zip(given, wanted[1], strict=True)
    )


def test_nothing_is_lost_or_doubled_if_nodes_die_in_mid_index(
    cluster: LocalCluster, articles: list[Article], oracle: InvertedOracle, seed: int
) -> None:
    """A node dies, and comes back while articles are written; then the next."""
    steps = -(-len(articles) // OF_A_SEGMENT)
    draw = Random(seed)  # noqa: S311  a repeatable draw
    for node in in_turn(cluster):
        killed_at, back_at = steps // 3, 2 * steps // 3

        def before(number: int, node: int = node, killed_at: int = killed_at, back_at: int = back_at) -> None:
            if number == killed_at:
                threading.Timer(draw.uniform(0, 1), kill, (cluster, node)).start()
            elif number == back_at:
                cluster.restart(node)

        with new_index(cluster) as index:
            write(index, articles, OF_A_COMMIT, before)
            cluster.wait_until_green()
            assert ids(index) == sorted(one.id for one in articles)
            for asked, wanted in questions(articles, oracle, seed):
                assert is_answered(index, asked, wanted), asked


class Asking:
    """A thread that asks, until it is told to end. `wrong` are the questions that were answered wrongly, `error` ended it."""

    def __init__(self, address: ClusterAddress, every: Sequence[tuple[Asked, Given]]) -> None:
        self.wrong: list[Asked] = []
        self.error: Exception | None = None
        self._address = address
        self._every = every
        self._rounds = threading.Semaphore(0)
        self._is_ended = False
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def wait(self) -> None:
        """Wait until every question is asked anew."""
        for _ in range(2):
            self._rounds.acquire()

    def end(self) -> None:
        self._is_ended = True
        self._thread.join()

    def _run(self) -> None:
        cluster = Cluster(self._address)
        index = ClusterIndex(cluster, Commits(cluster), "english")
        try:
            while not self._is_ended:
                self.wrong += [
                    asked for asked, wanted in self._every if not is_answered(index, asked, wanted)
                ]
                self._rounds.release()
        except Exception as error:  # noqa: BLE001  the test looks at it
            self.error = error
            self._rounds.release(100)
        finally:
            index.close()


def test_no_answer_is_wrong_and_none_is_missing_if_nodes_die_in_mid_search(
    cluster: LocalCluster, index: ClusterIndex, articles: list[Article], oracle: InvertedOracle, seed: int
) -> None:
    every = questions(articles, oracle, seed)
    asking = [Asking(index_address(index), every[first::ASKING]) for first in range(ASKING)]
    try:
        for node in in_turn(cluster):
            for one in asking:
                one.wait()
            kill(cluster, node)
            for one in asking:
                one.wait()
            revive(cluster, node)
    finally:
        for one in asking:
            one.end()
    assert [(one.wrong, one.error) for one in asking] == [([], None)] * ASKING


@pytest.mark.parametrize("order", [Order.ID, Order.NEWEST, Order.RELEVANCE], ids=attrgetter("value"))
def test_an_answer_is_read_on_though_nodes_die(
    cluster: LocalCluster, index: ClusterIndex, articles: list[Article], oracle: InvertedOracle, order: Order
) -> None:
    """The point in time, in which its pages are read, dies with any node that has a part of it."""
    query = nodes.Or((nodes.Word("the"), nodes.Everything()))
    wanted = [identifier for identifier, _ in oracle.search(query, order)]
    for node in in_turn(cluster):
        snapshot = index.snapshot()
        matches = iter(snapshot.search(AnalysedQuery(query, ANALYZER), order=order))
        read: list[str] = [next(matches).id for _ in range(10)]
        kill(cluster, node)
        read += [match.id for match in matches]
        assert read == wanted
        assert [one.id for one in snapshot.articles(map(ArticleId, wanted[:10])) if one] == wanted[:10]
        revive(cluster, node)


def index_address(index: ClusterIndex) -> ClusterAddress:
    return index._cluster.address  # noqa: SLF001  a test's look at what it was made of
