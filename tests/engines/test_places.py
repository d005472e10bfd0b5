"""Words that stand together are found however often each stands in an article."""

from pathlib import Path

import pytest
from handle import open_whoosh

from newsgrep.article import Article, ArticleId
from newsgrep.engines.whoosh.searching.kernels.vector import places
from newsgrep.query.nodes import Near, Phrase, Word


@pytest.mark.parametrize("most", [0, 1 << 23])
def test_counts_of_every_width_are_summed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(places, "_SUMMED_IN_32_BITS", most)
    plain, vector = (open_whoosh(tmp_path, vector=vector) for vector in (False, True))
    for segment in range(2):
        texts = [
            f"{'oil ' * (97 * number)}and gas {'oil rig ' * (number % 3)}{segment}" for number in range(9)
        ]
        plain.add(*(Article(ArticleId(f"{segment}{n}"), "p", text) for n, text in enumerate(texts)))
    for query, total in (
        (Phrase("oil rig"), 12),
        (Phrase("oil and gas"), 16),
        (Near((Word("gas"),), (Word("rig"),), 2), 12),
    ):
        found = list(vector.search(query))
        assert len(found) == total
        assert found == list(plain.search(query))
