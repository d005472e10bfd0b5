"""Counting by values, without a look at every article."""

from pathlib import Path

import pytest
from handle import open_whoosh

from newsgrep.article import Article, ArticleId
from newsgrep.engines.collectors import Tally
from newsgrep.engines.whoosh.lexicon import Strings
from newsgrep.query import nodes


def test_values_are_spelled_as_the_least_id_has_them_without_a_look_at_each_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_whoosh(tmp_path)
    names = ["reuters", "Reuters", "REUTERS"]
    parts = [
        [
            Article(ArticleId(f"{part}{number:03}"), "p", "x", source=names[number % 3])
            for number in range(300)
        ]
        for part in "ab"
    ]
    segments = [segment for part in parts if (segment := engine.write(part))]
    engine.commit(segments, [])
    engine.commit([], [ArticleId("a000")])
    looked_at: list[int] = []
    take = Strings.__getitem__

    def counted(strings: Strings, number: int) -> str:
        looked_at.append(number)
        return take(strings, number)

    monkeypatch.setattr(Strings, "__getitem__", counted)
    assert engine.collect(nodes.Everything(), Tally(("source",))) == ({("Reuters",): 599},)
    assert len(looked_at) < 20
