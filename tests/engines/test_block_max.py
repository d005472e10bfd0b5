"""What bounds leave out is nothing that is among the best, whatever the weights."""

from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import cast

import pytest
from bounding import rank_by_bounds
from handle import open_whoosh

from newsgrep.article import Article, ArticleId
from newsgrep.engines.whoosh.format.lexicon import BLOCK_ARTICLES
from newsgrep.engines.whoosh.searching.kernels.plain import PlainKernels
from newsgrep.engines.whoosh.searching.segments import Segments
from newsgrep.query.nodes import And, Boost, Node, Not, Or, Pattern, Word

WORDS = [f"w{number}" for number in range(60)]
OIL, GAS = Word("oil"), Word("gas")
QUERIES: dict[str, Node] = {
    "huge": Boost(Or((OIL, GAS)), 1e150),
    "tiny": Boost(Or((OIL, GAS)), 1e-44),
    "below all numbers": Boost(Or((OIL, GAS)), 1e-320),
    "beyond single precision": Boost(Or((OIL, GAS)), 1e39),
    "huge and tiny": Or((Boost(OIL, 1e150), Boost(GAS, 1e-150))),
    "tiny alone": And((Or((Boost(OIL, 1e150), Boost(GAS, 1e-44), Word("w1"))), Not(OIL))),
    "nothing": Boost(Or((OIL, GAS)), 0.0),
    "a wildcard": Pattern("w*"),
    "wildcards": Or((Pattern("w1*"), Boost(Pattern("*2"), 2.0), OIL)),
    "many": Or((Boost(OIL, 1000.0), *(Boost(Word(word), 1e-3) for word in WORDS))),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three segments in which words stand together and apart, in articles of many lengths."""
    folder = tmp_path_factory.mktemp("bounds")
    engine, draw = open_whoosh(folder), Random(7)  # noqa: S311  a repeatable draw
    for segment in range(3):
        articles = []
        for number in range(300):
            words = draw.choices(WORDS, k=draw.choice((3, 30, 300)))
            words += draw.choice((["oil"], ["gas"], [])) * draw.randint(1, 300)
            path = f"{segment}/{number}.txt"
            articles.append(Article(ArticleId(path), path, " ".join(words)))
        written = engine.write(articles)
        engine.commit([written] if written else [], [])
    engine.close()
    return folder


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("limit", [1, 10, 170])
@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES.keys())
def test_the_best_are_the_first_of_all(
    folder: Path, monkeypatch: pytest.MonkeyPatch, query: Node, limit: int
) -> None:
    plain, vector = (open_whoosh(folder, vector=vector) for vector in (False, True))
    everything = list(plain.search(query))
    rank_by_bounds(monkeypatch)
    for engine in (plain, vector):
        assert list(engine.search(query, limit=limit)) == everything[:limit]
    assert len({match.score for match in everything}) > 1 or query == QUERIES["nothing"]


@pytest.mark.parametrize("limit", [1, 10, 170])
def test_many_words_are_scored_alike_without_bounds(folder: Path, limit: int) -> None:
    """Word by word, over their postings: to the bit."""
    plain, vector = (open_whoosh(folder, vector=vector) for vector in (False, True))
    query = Or(tuple(Boost(Word(word), 1 + number / 7) for number, word in enumerate(WORDS)))
    for node in (query, And((query, Not(OIL)))):
        assert list(plain.search(node, limit=limit)) == list(vector.search(node))[:limit]


@pytest.mark.parametrize(
    ("matches", "exhaustive"), [(500, True), (501, False), (1_000, True), (1_001, False)]
)
def test_few_matches_for_the_number_of_blocks_are_all_scored(matches: int, exhaustive: bool) -> None:  # noqa: FBT001  a case
    blocks = 10 if matches in {500, 501} else 8_000
    segments = SimpleNamespace(size=blocks * BLOCK_ARTICLES)
    kernels = PlainKernels(cast("Segments", segments))
    assert kernels.ranks_exhaustively((1 << matches) - 1, 10, 2) is exhaustive
