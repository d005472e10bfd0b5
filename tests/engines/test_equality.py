"""The same answers, whatever the history and whichever the kernels: those of exhaustive evaluation.

Reuters articles, asked at random in all that the language has: 10,000 questions over 19,043 articles at
NEWSGREP_TEST_SCALE=10.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import isclose
from pathlib import Path
from typing import TypeAlias

import pytest
import reuters
from bounding import rank_by_bounds
from conftest import SCALE
from handle import Handle, open_whoosh
from inverted_oracle import InvertedOracle
from oracle import Scored
from random_queries import Asked, Asker

from newsgrep.article import Article, ArticleId
from newsgrep.engines.whoosh.writing import commit
from newsgrep.errors import QueryError

pytestmark = reuters.needs_reuters

ARTICLES = reuters.ALL if SCALE >= 10 else 400 * SCALE
QUESTIONS = 1_000 * SCALE if SCALE >= 10 else 80 * SCALE
PARTS = 8 if SCALE >= 10 else 1
TODAY = date(1987, 6, 20)

Given: TypeAlias = tuple[int, list[Scored]]
"""The total, and what was given of it."""


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return reuters.articles(ARTICLES)


@pytest.fixture(scope="module")
def oracle(articles: list[Article]) -> InvertedOracle:
    return InvertedOracle(articles)


@pytest.fixture(scope="module")
def engines(articles: list[Article], tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Handle]]:
    """Indexes of the same articles that came to be in different ways, each under both sets of kernels."""
    folder = tmp_path_factory.mktemp("equality")
    with pytest.MonkeyPatch.context() as patch:
        write(folder / "merged", *edited(articles, 9))
        patch.setattr(commit, "merges", lambda _: ())
        write(folder / "one segment", articles)
        write(folder / "sixteen segments", *(articles[first::16] for first in range(16)))
        write(folder / "deletions", *edited(articles, 3))
    opened = {
        f"{path.name}, {kernels}": open_whoosh(path, vector=kernels == "vector")
        for path in sorted(folder.iterdir())
        for kernels in ("plain", "vector")
    }
    segments = {name: engine.facts().segments for name, engine in opened.items()}
    assert segments["one segment, plain"] == 1
    assert segments["sixteen segments, plain"] == 16
    assert segments["deletions, plain"] == 3
    assert segments["merged, plain"] < 9
    yield opened
    for engine in opened.values():
        engine.close()


def edited(articles: Sequence[Article], parts: int) -> Iterator[list[Article]]:
    """Commits after which the articles are there: what was there before them is replaced, or deleted (see `write`)."""
    for first in range(parts):
        later = articles[(first + 1) % parts :: parts] if first + 1 < parts else ()
        yield [
            *articles[first::parts],
            *(article._replace(text=article.title or "", title=article.text[:40]) for article in later[::5]),
            *(article._replace(id=ArticleId(f"gone/{article.id}")) for article in later[::7]),
        ]


def write(folder: Path, *commits: Sequence[Article]) -> None:
    """Commit after commit; the last also takes out what is not to stay."""
    engine = open_whoosh(folder)
    gone: set[ArticleId] = set()
    for number, articles in enumerate(commits, 1):
        segment = engine.write(articles)
        assert segment is not None
        gone |= {article.id for article in articles if article.id.startswith("gone/")}
        engine.commit([segment], gone if number == len(commits) else ())
    engine.close()


def ask(engine: Handle, asked: Asked) -> Given | None:
    """What an engine gives; None where it refuses."""
    try:
        answer = engine.search(asked.parse(TODAY), order=asked.order, limit=asked.limit, offset=asked.offset)
    except QueryError:
        return None
    return answer.total, [(match.id, match.score) for match in answer]


def answer_exhaustively(oracle: InvertedOracle, asked: Asked) -> Given | None:
    try:
        found = oracle.search(asked.parse(TODAY), asked.order)
    except QueryError:
        return None
    return len(found), found[asked.offset :][: asked.limit]


@pytest.mark.parametrize("part", range(PARTS))
def test_every_history_and_both_sets_of_kernels_give_the_answers_of_exhaustive_evaluation(
    part: int,
    seed: int,
    articles: list[Article],
    oracle: InvertedOracle,
    engines: Mapping[str, Handle],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Totals, ids, order, and scores: to the bit among the engines, to nine digits against the oracle.

    A question goes to every index through the vector kernels, and to each in turn through the plain ones.
    """
    vector = [name for name in engines if name.endswith("vector")]
    plain = [name for name in engines if name.endswith("plain")]
    asker = Asker(articles, seed=seed + part)
    for number in range(-(-QUESTIONS // PARTS)):
        asked = asker.ask()
        if number % 2:  # bounds, block by block, even for rare words
            rank_by_bounds(monkeypatch)
        names = (*vector, plain[number // 2 % len(plain)])
        answers = {name: ask(engines[name], asked) for name in names}
        monkeypatch.undo()
        first = answers[vector[0]]
        assert answers == dict.fromkeys(names, first), asked
        wanted = answer_exhaustively(oracle, asked)
        assert agree(first, wanted), (asked, first, wanted)


def agree(given: Given | None, wanted: Given | None) -> bool:
    """Say whether two answers are the same, but for the last digits of scores."""
    if given is None or wanted is None:
        return given == wanted
    return given[0] == wanted[0] and all(
        one[0] == other[0] and isclose(one[1], other[1], rel_tol=1e-9)
        for one, other in zip(given[1], wanted[1], strict=True)
    )
