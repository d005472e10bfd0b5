"""What has been read of a file leaves memory while more is read, and all stays as it is."""

from pathlib import Path

import pytest
from handle import open_whoosh

from newsgrep.article import Article, ArticleId
from newsgrep.engines.collectors import TermCounts
from newsgrep.engines.whoosh.format import segment_reader
from newsgrep.engines.whoosh.format.layout import SectionFile
from newsgrep.query import nodes


@pytest.fixture
def released(monkeypatch: pytest.MonkeyPatch) -> list[SectionFile]:
    """The files whose pages are released, one for each time."""
    files: list[SectionFile] = []
    release = SectionFile.release

    def noted(file: SectionFile) -> None:
        files.append(file)
        release(file)

    monkeypatch.setattr(SectionFile, "release", noted)
    return files


def test_pages_are_released_while_articles_and_terms_are_read(
    tmp_path: Path, released: list[SectionFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segment_reader, "_RELEASED_AFTER", 10)
    engine = open_whoosh(tmp_path)
    written = [Article(ArticleId(f"{number:03}"), "p", f"oil number{number}") for number in range(35)]
    engine.add(*written)
    released.clear()
    assert list(engine.articles(one.id for one in written)) == written
    assert len(released) == 3
    released.clear()
    everything = nodes.Everything()
    (table,) = engine.collect(everything, TermCounts(engine.analysed(everything)))
    assert len(released) == 1
    assert len(table.terms) == 36
    engine.close()
