"""Copies, their clusters and folding, held against sets of runs compared each with each."""

import gc
import tempfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import SCALE
from copies import archive_of_copies, clusters, copy_pairs, in_order
from handle import Handle, open_whoosh
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrep.article import Article, ArticleId
from newsgrep.errors import UsageError
from newsgrep.query import nodes
from newsgrep.reports.copies import CopyOptions
from newsgrep.reports.dups import dups, pairs
from newsgrep.reports.folding import fold
from newsgrep.text import Analyzer, similarity_join
from newsgrep.text.shingle_store import ShingleStore
from newsgrep.text.similarity_join import Numbers, shared_by

ANALYZER = Analyzer("english")
EVERYTHING = nodes.Everything()

options = st.builds(
    CopyOptions,
    at=st.sampled_from([0.5, 0.6, 2 / 3, 0.8, 0.95, 1.0]),
    cut=st.booleans(),
    within_days=st.sampled_from([None, None, 0, 2, 90]),
    across=st.booleans(),
)


def archive(folder: str, articles: list[Article], removed: list[ArticleId]) -> Handle:
    """The articles in two segments, some of them deleted."""
    engine = open_whoosh(Path(folder))
    halves = articles[::2], articles[1::2]
    engine.commit([segment for half in halves if (segment := engine.write(half))])
    if removed:
        engine.commit([], removed)
    return engine


@settings(max_examples=40 * SCALE)
@given(
    seed=st.integers(0, 1 << 32),
    count=st.integers(0, 40),
    removed=st.integers(0, 3),
    chosen=options,
)
def test_pairs_and_clusters_are_those_of_comparing_each_with_each(
    seed: int, count: int, removed: int, chosen: CopyOptions
) -> None:
    articles = archive_of_copies(seed, count)
    gone = [article.id for article in articles[:removed]]
    kept = articles[removed:]
    with TemporaryDirectory() as folder:
        engine = archive(folder, articles, gone)
        query = engine.analysed(EVERYTHING)
        found = list(pairs(engine.snapshot(), query, chosen))
        clustered = dups(engine.snapshot(), query, chosen)
        engine.close()
    wanted = copy_pairs(kept, chosen, ANALYZER)
    assert [tuple(pair) for pair in found] == [(pair.left.id, pair.right.id, *pair[2:]) for pair in wanted]
    assert [[copy.id for copy in cluster.copies] for cluster in clustered] == clusters(kept, wanted)


@settings(max_examples=40 * SCALE)
@given(seed=st.integers(0, 1 << 32), count=st.integers(0, 40), word=st.sampled_from(["tane", "rilu", None]))
def test_folding_leaves_the_first_of_each_cluster(seed: int, count: int, word: str | None) -> None:
    articles = archive_of_copies(seed, count)
    node: nodes.Node = nodes.Word(word) if word else EVERYTHING
    with TemporaryDirectory() as folder:
        engine = archive(folder, articles, [])
        matching = {match.id for match in engine.search(node)}
        folded = fold(engine.snapshot(), engine.analysed(node))
        left = {match.id for match in engine.snapshot().search(folded.query)}
        engine.close()
    matches = [article for article in articles if article.id in matching]
    found = clusters(matches, copy_pairs(matches, CopyOptions(), ANALYZER))
    assert left == matching - {later for cluster in found for later in cluster[1:]}
    assert folded.behind == {cluster[0]: len(cluster) - 1 for cluster in found}


@settings(max_examples=30 * SCALE)
@given(seed=st.integers(0, 1 << 32), chosen=options)
def test_copies_are_measured_beside_the_first_of_their_cluster(seed: int, chosen: CopyOptions) -> None:
    articles = archive_of_copies(seed, 30)
    by_id = {article.id: article for article in articles}
    with TemporaryDirectory() as folder:
        engine = archive(folder, articles, [])
        found = dups(engine.snapshot(), engine.analysed(EVERYTHING), chosen)
        engine.close()
    for cluster in found:
        first = by_id[cluster.first.id]
        for copy in cluster.copies:
            article = by_id[copy.id]
            assert copy[1:6] == (article.path, article.title, article.date, article.source, article.url)
            both = [first, article] if copy.id != first.id else [first, first._replace(id=ArticleId("again"))]
            everything = CopyOptions(at=0.0)
            measured = copy_pairs(in_order(both), everything, ANALYZER)
            wanted = [(pair.similarity, pair.contained) for pair in measured] or [(0.0, 0.0)]
            assert [(copy.similarity, copy.contained)] == wanted


def test_many_copies_of_one_text_are_one_cluster_without_comparing_all_pairs(tmp_path: Path) -> None:
    """Of twenty thousand copies there are two hundred million pairs."""
    text = "this page is not available in your country or has been removed"
    engine = open_whoosh(tmp_path)
    engine.add(
        *(Article(ArticleId(f"{number:05}"), "", text, source=f"{number % 3}") for number in range(20_000))
    )
    query = engine.analysed(EVERYTHING)
    for chosen in (CopyOptions(), CopyOptions(across=True)):
        (cluster,) = dups(engine.snapshot(), query, chosen)
        assert len(cluster.copies) == 20_000
    assert list(fold(engine.snapshot(), query).behind.items()) == [("00000", 19_999)]
    engine.close()


def test_texts_alike_but_for_a_number_are_connected_without_comparing_all_pairs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of four hundred there are 79,800 pairs, of which each meets many times."""
    compared = 0

    def counting(store: ShingleStore, left: Numbers, right: Numbers) -> Numbers:
        nonlocal compared
        compared += len(left)
        return shared_by(store, left, right)

    monkeypatch.setattr(similarity_join, "shared_by", counting)
    words = " ".join(f"word{number}" for number in range(100))
    engine = open_whoosh(tmp_path)
    engine.add(
        *(Article(ArticleId(f"{number:03}"), "", f"{words} of {number} today") for number in range(400))
    )
    query = engine.analysed(EVERYTHING)
    assert fold(engine.snapshot(), query).behind == {"000": 399}
    assert 0 < compared < 40_000
    assert len(list(pairs(engine.snapshot(), query, CopyOptions()))) == 400 * 399 // 2
    engine.close()


@pytest.mark.parametrize("stage", ["reading", "comparing"])
def test_ctrl_c_leaves_no_file_and_none_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    """Nor does an error: a file that is left open would warn, which is an error here."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    engine = archive(str(tmp_path / "index"), archive_of_copies(1, 30), [])
    before = sorted(tmp_path.iterdir())

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    if stage == "comparing":
        monkeypatch.setattr("newsgrep.text.prefixes.rarest", interrupted)
    progress = interrupted if stage == "reading" else lambda *_: None
    for report in (dups, pairs):
        with pytest.raises(KeyboardInterrupt):
            report(engine.snapshot(), engine.analysed(EVERYTHING), CopyOptions(), progress)
    engine.close()
    gc.collect()
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (CopyOptions(at=0.4), "from 0.5 to 1, not 0.4"),
        (CopyOptions(at=1.1), "from 0.5 to 1, not 1.1"),
        (CopyOptions(within_days=-1), "cannot be negative"),
    ],
)
def test_options_that_make_no_sense_are_refused(chosen: CopyOptions, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        chosen.checked()
