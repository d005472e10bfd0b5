"""Counting by values, without a look at every article."""

from pathlib import Path

import pytest
from handle import open_whoosh

from newsgrep.article import Article, ArticleId
from newsgrep.engines.collectors import Tally
from newsgrep.engines.whoosh.format.stored import StoredArticles
from newsgrep.query import nodes


def test_counting_reads_no_stored_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_whoosh(tmp_path)
    names = ["reuters", "Reuters", "REUTERS"]
    parts = [
        [
            Article(ArticleId(f"{part}{number:03}"), "p", "x", source=names[number % 3], authors=("Ann Lee",))
            for number in range(300)
        ]
        for part in "ab"
    ]
    segments = [segment for part in parts if (segment := engine.write(part))]
    engine.commit(segments, [])
    engine.commit([], [ArticleId("a000")])

    def refused(_: StoredArticles, number: int) -> Article:
        raise AssertionError(f"article {number} is read")

    monkeypatch.setattr(StoredArticles, "article", refused)
    monkeypatch.setattr(StoredArticles, "record", refused)
    wanted = {("Reuters", "Ann Lee"): 599}
    assert engine.collect(nodes.Everything(), Tally(("source", "author"))) == (wanted,)
