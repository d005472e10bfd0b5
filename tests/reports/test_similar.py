"""Similar articles, held against plain lists of tokens."""

import math
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import SCALE
from handle import open_whoosh
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import Oracle
from strategies import IDS, articles

from newsgrep.archive.likeness import Likeness, likeness
from newsgrep.article import Article, ArticleId, DateOrigin, Precision, PublicationDate
from newsgrep.query import nodes
from newsgrep.text.stopwords import ENGLISH

archives = st.lists(articles, max_size=6)


def like(
    folder: Path, written: list[Article], removed: list[ArticleId], article: Article
) -> tuple[Likeness, list[tuple[str, float]]]:
    """The likeness of an article, and what its query finds: ids and scores."""
    engine = open_whoosh(folder)
    if segment := engine.write(written):
        engine.commit([segment])
        engine.commit([], removed)
    found = likeness(article, engine.snapshot(), engine.analysed(nodes.Everything()), None, None)
    matches = [(str(match.id), match.score) for match in engine.snapshot().search(found.query.analysed)]
    engine.close()
    return found, matches


def telling(oracle: Oracle, article: Article) -> list[tuple[str, int, int, float]]:
    """Stem, count, document frequency and weight, from the definition."""
    headline, text = oracle.analyzer.body_tokens(article)
    words = [token.surface for token in (*headline, *text)]
    kept = [word for word in words if word and word not in ENGLISH and not word[0].isdigit()]
    times = Counter(map(oracle.analyzer.stem, kept))
    frequency = oracle.stem_frequencies(nodes.Everything(), list(times))
    rows = [
        (stem, number, frequency[stem], number * math.log(len(oracle.entries) / frequency[stem]))
        for stem, number in times.items()
        if frequency[stem] >= 2
    ]
    return sorted(rows, key=lambda row: (-row[3], row[0]))[:50]


@given(written=archives, removed=st.lists(st.sampled_from(IDS), max_size=2), asked=articles, data=st.data())
@settings(max_examples=40 * SCALE)
def test_similar_articles_are_the_oracles(
    written: list[Article], removed: list[ArticleId], asked: Article, data: st.DataObject
) -> None:
    """Stems with their weights; then ids and scores of a query for any of them, each weighted by its count."""
    known = {article.id: article for article in written if article.id not in removed}
    article = data.draw(st.sampled_from([asked._replace(id=ArticleId("not/there")), *known.values()]))
    oracle = Oracle(list(known.values()))
    with TemporaryDirectory() as folder:
        found, matches = like(Path(folder), written, removed, article)
    wanted = telling(oracle, article)
    assert [(one.stem, one.times, one.articles) for one in found.stems] == [row[:3] for row in wanted]
    assert [one.weight for one in found.stems] == pytest.approx([row[3] for row in wanted])
    if wanted:
        # A stem of these words is its own stem, and no other word stands for it.
        any_stem = nodes.Or(tuple(nodes.Boost(nodes.StemOf(row[0]), float(row[1])) for row in wanted))
        others = nodes.And((any_stem, nodes.Not(nodes.Ids(frozenset({article.id})))))
        expected = oracle.search(others)
        assert [identifier for identifier, _ in matches] == [identifier for identifier, _ in expected]
        assert [score for _, score in matches] == pytest.approx([score for _, score in expected])
    else:
        assert matches == []


def make(name: str, text: str, title: str | None = None) -> Article:
    return Article(ArticleId(name), name, text, title)


def test_the_fifty_most_telling_stems_are_taken_and_ties_go_by_code_point(tmp_path: Path) -> None:
    words = [f"x{'abcdefghij'[number // 10]}{'abcdefghij'[number % 10]}q" for number in range(60)]
    written = [make("a", " ".join(reversed(words))), make("b", " ".join(words)), make("c", "other")]
    found, matches = like(tmp_path, written, [], make("new", " ".join([*words, words[59]])))
    assert [one.stem for one in found.stems] == [words[59], *words[:49]]
    assert [identifier for identifier, _ in matches] == ["a", "b"]


def test_a_word_means_its_stem_alone(tmp_path: Path) -> None:
    """A typed `us` finds the U.S. too; the pronoun of an article does not."""
    written = [
        make("a", "they told us"),
        make("b", "the U.S. senate"),
        make("c", "told us"),
        make("d", "U.S. ship"),
    ]
    _, matches = like(tmp_path, written, [], make("new", "us"))
    assert {identifier for identifier, _ in matches} == {"a", "c"}


def test_a_stem_that_is_a_stop_word_counts(tmp_path: Path) -> None:
    """`mores` is none, though its stem is."""
    written = [make("a", "mores change"), make("b", "mores"), make("c", "more"), make("d", "else")]
    found, matches = like(tmp_path, written, [], make("new", "mores"))
    assert [one.word for one in found.stems] == ["mores"]
    assert all(score > 0 for _, score in matches)


def test_the_days_around_a_date_known_to_the_month_are_those_around_the_month() -> None:
    date = PublicationDate(20250501, Precision.MONTH, DateOrigin.RECORD)
    article = make("a", "oil")._replace(date=date)
    with TemporaryDirectory() as folder:
        engine = open_whoosh(Path(folder))
        everything = engine.analysed(nodes.Everything())
        for days, wanted in ((3, (20250428, 20250603)), (10**9, (None, None))):
            node = likeness(article, engine.snapshot(), everything, days, None).query.node
            assert isinstance(node, nodes.And)
            assert nodes.Dates(*wanted) in node.parts
