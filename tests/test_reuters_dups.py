"""Near copies in real news: the numbers that comparing all 19,043 articles of Reuters with each other has given.

They were computed apart from the project, by an inverted index of all runs.
"""

from collections.abc import Iterator

import pytest
import reuters
from handle import Handle, open_whoosh

from newsgrep.query import nodes
from newsgrep.reports.copies import CopyOptions
from newsgrep.reports.dups import CopyPair, dups, pairs
from newsgrep.reports.folding import fold

pytestmark = reuters.needs_reuters


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handle]:
    opened = open_whoosh(tmp_path_factory.mktemp("reuters"))
    opened.add(*reuters.bare_articles())
    yield opened
    opened.close()


def found(engine: Handle, options: CopyOptions) -> list[CopyPair]:
    return list(pairs(engine.snapshot(), engine.analysed(nodes.Everything()), options))


def test_pairs(engine: Handle) -> None:
    usual = found(engine, CopyOptions())
    assert len(usual) == 493
    assert sum(pair.similarity == 1 for pair in usual) == 367
    assert len(found(engine, CopyOptions(at=1.0))) == 367
    assert len(found(engine, CopyOptions(at=0.5))) == 790


def test_shortened_copies(engine: Handle) -> None:
    cut = found(engine, CopyOptions(cut=True))
    assert len(cut) == 493 + 145
    assert sum(pair.similarity < 0.8 for pair in cut) == 145
    assert all(pair.contained >= 0.9 for pair in cut if pair.similarity < 0.8)


def test_clusters(engine: Handle) -> None:
    clusters = dups(engine.snapshot(), engine.analysed(nodes.Everything()), CopyOptions())
    assert (len(clusters), sum(len(cluster.copies) for cluster in clusters)) == (464, 944)
    bundesbank = next(cluster for cluster in clusters if cluster.first.id == "1971")
    assert bundesbank.first.title == "BUNDESBANK LEAVES CREDIT POLICIES UNCHANGED"
    assert [str(copy.date) for copy in bundesbank.copies][:2] == ["1987-03-05", "1987-03-19"]
    assert [copy.id for copy in bundesbank.copies][:2] == ["1971", "7031"]
    assert [copy.similarity for copy in bundesbank.copies] == [1.0] * 4


def test_folding(engine: Handle) -> None:
    folded = fold(engine.snapshot(), engine.analysed(nodes.Everything()))
    assert engine.snapshot().search(folded.query, limit=0).total == 18_563
    assert (len(folded.behind), sum(folded.behind.values())) == (464, 480)
