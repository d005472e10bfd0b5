"""Values are written as in the live article of the least id, whatever was deleted, replaced and merged."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import pytest
from conftest import SCALE
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import folded, values
from strategies import IDS, articles

from newsgrep.article import Article, ArticleId, DateOrigin, Precision
from newsgrep.engines.fields import VALUE_FIELDS
from newsgrep.engines.whoosh.collecting.spellings import spellings
from newsgrep.engines.whoosh.format.deletions import write_deletions
from newsgrep.engines.whoosh.format.lexicon import Lexicon
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.engines.whoosh.format.strings import Strings
from newsgrep.engines.whoosh.writing.merge_sources import Source
from newsgrep.engines.whoosh.writing.segment_merging import merge_segments
from newsgrep.engines.whoosh.writing.segment_writer import SegmentWriter
from newsgrep.facets import FacetField, Period
from newsgrep.text import Analyzer

FIELDS: tuple[FacetField, ...] = get_args(FacetField)
ANALYZER = Analyzer("english")


def written_in(live: list[Article], field: FacetField) -> dict[str | None, str]:
    """Brute force: every value, folded, as the first article that has it writes it first."""
    found: dict[str | None, str] = {}
    for article in sorted(live, key=lambda one: one.id):
        for value in values(article, field):
            found.setdefault(folded(value), value)
    return found


def segment(folder: Path, written: list[Article], live: set[ArticleId]) -> SegmentReader:
    """A segment of articles, of which those of other ids than `live` are deleted."""
    file = SegmentWriter(folder, ANALYZER).write(written)
    assert file
    whole = SegmentReader(folder / file, None)
    deleted = [number for number in range(len(whole)) if ArticleId(whole.ids[number]) not in live]
    if not deleted:
        return whole
    write_deletions(folder / f"{file}.deleted", deleted, {})
    return SegmentReader(folder / file, folder / f"{file}.deleted")


@given(
    archive=st.lists(articles, min_size=1, max_size=8, unique_by=lambda article: article.id),
    cuts=st.lists(st.integers(0, 8), max_size=3).map(sorted),
    removed=st.sets(st.sampled_from(IDS), max_size=5),
    merged=st.integers(0, 4),
)
@settings(max_examples=40 * SCALE)
def test_values_are_written_as_the_live_article_of_the_least_id_writes_them_first(
    archive: list[Article], cuts: list[int], removed: set[ArticleId], merged: int
) -> None:
    live = [article for article in archive if article.id not in removed]
    parts = [archive[first:stop] for first, stop in zip([0, *cuts], [*cuts, 8], strict=True)]
    with TemporaryDirectory() as name:
        folder = Path(name)
        readers = [segment(folder, part, {one.id for one in live}) for part in parts if part]
        sources = [Source(reader, reader.deleted) for reader in readers[:merged]]
        if any(len(source.reader) > len(source.deleted) for source in sources):
            readers[:merged] = [SegmentReader(folder / merge_segments(folder, sources), None)]
        for field in FIELDS:
            wanted = written_in(live, field)
            found = spellings(readers, field, [None, *wanted])
            assert {value: found.get(value, value) for value in wanted} == wanted
            assert None not in found


def test_a_period_is_written_as_it_is() -> None:
    assert spellings([], Period.MONTH, ["2025-05", None]) == {}


def test_values_that_are_not_kept_as_written_are_always_lower_case() -> None:
    """What `schema` says of the fields whose values are counted, and not kept as they are written."""
    doubtful = Article(ArticleId("a"), "a", "", undated="?", replaced=1)
    vocabularies: dict[str, list[str]] = {
        "origin": [*DateOrigin],
        "precision": [*Precision],
        "flag": [*doubtful.flags],
    }
    assert {name for name in FIELDS if not VALUE_FIELDS[name].written} == set(vocabularies)
    for words in vocabularies.values():
        assert words
        assert [word.casefold() for word in words] == words


def test_what_is_looked_at_follows_what_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 3,000 values a few are asked for: no list is read of those with one spelling, and few terms are."""
    names = [f"Tag {number}" for number in range(3000)]
    readers = [
        segment(
            tmp_path,
            [Article(ArticleId(f"{part}{number:04}"), "p", "x", tags=(name, "news")) for number, name in enumerate(names)],
            {ArticleId(f"{part}{number:04}") for number in range(3000)},
        )
        for part in "ab"
    ]  # fmt: skip
    encoded = Strings.encoded
    looks: list[int] = []

    def counted(strings: Strings, number: int) -> bytes:
        looks.append(number)
        return encoded(strings, number)

    def refused(*_: object) -> None:
        raise AssertionError("a list of articles is read")

    monkeypatch.setattr(Strings, "encoded", counted)
    monkeypatch.setattr(Lexicon, "runs", refused)
    monkeypatch.setattr(Strings, "slice", refused)
    assert spellings(readers, "tag", ["tag 7", "tag 2999"]) == {"tag 7": "Tag 7", "tag 2999": "Tag 2999"}
    assert len(looks) < 100
