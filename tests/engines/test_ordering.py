"""What an answer does not show is not ranked."""

from pathlib import Path
from typing import Any

import pytest
from handle import open_whoosh

from newsgrep.article import Article, ArticleId
from newsgrep.engines.whoosh.searching.kernels.base import BaseKernels
from newsgrep.engines.whoosh.searching.ranking import Ranking
from newsgrep.query.nodes import And, Not, Or, Phrase, Word


@pytest.mark.parametrize(("limit", "offset", "shown"), [(0, 0, 0), (3, 2, 0), (None, 2, 0), (3, 1, 1)])
def test_only_an_answer_with_matches_is_ranked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int | None, offset: int, shown: int
) -> None:
    ranked: list[int] = []
    best = Ranking.best

    def noted(ranking: Ranking[int, object], articles: int, most: int) -> list[tuple[float, int]]:
        ranked.append(most)
        return best(ranking, articles, most)

    monkeypatch.setattr(Ranking, "best", noted)
    engine = open_whoosh(tmp_path)
    engine.add(*(Article(ArticleId(name), name, "crude oil") for name in "ab"))
    answer = engine.search(Word("oil"), limit=limit, offset=offset)
    assert answer.total == 2
    assert len(list(answer)) == shown
    assert len(ranked) == shown


@pytest.mark.parametrize("kernels", ["plain", "vector"])
def test_phrases_are_looked_for_in_the_titles_of_matches_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kernels: str
) -> None:
    looked_at: list[int] = []
    among = BaseKernels.among

    def noted(operations: BaseKernels[Any, Any, Any, Any, Any], within: object, articles: object) -> object:
        found = among(operations, within, articles)
        looked_at.append(operations.count(found))
        return found

    monkeypatch.setattr(BaseKernels, "among", noted)
    engine = open_whoosh(tmp_path, vector=kernels == "vector")
    titles = ["crude oil", "oil, not crude", "crude oil again"]
    engine.add(
        *(Article(ArticleId(title), title, f"text {n % 2}", title=title) for n, title in enumerate(titles))
    )
    query = And((Phrase("crude oil"), Word("1")))
    assert [match.id for match in engine.search(query)] == []
    assert looked_at == [3]
    looked_at.clear()
    query = And((Phrase("crude oil"), Or((Word("0"), Word("1"))), Not(Word("again"))))
    assert [match.id for match in engine.search(query)] == ["crude oil"]
    assert looked_at == [3, 1]
