"""What an answer does not show is not ranked."""

from pathlib import Path

import pytest
from handle import open_whoosh

from newsgrep.article import Article, ArticleId
from newsgrep.engines.whoosh.searching.ranking import Ranking
from newsgrep.query.nodes import Word


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
