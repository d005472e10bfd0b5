"""A merged segment is what a segment written from the same articles would be, however little is taken at once."""

from pathlib import Path
from random import Random

import pytest

from newsgrep.article import Article, ArticleId, DateOrigin, Precision, PublicationDate
from newsgrep.engines.whoosh.format import stored, term_batches
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.engines.whoosh.writing import lexicon_merging, merge_sources
from newsgrep.engines.whoosh.writing.merge_sources import Source
from newsgrep.engines.whoosh.writing.segment_merging import merge_segments
from newsgrep.engines.whoosh.writing.segment_writer import SegmentWriter
from newsgrep.text import Analyzer

WORDS = [f"word{number}" for number in range(60)] + ["the", "of", "tariffs", "tariff"]


def cased(word: str, chance: Random) -> str:
    """A value as one article or another writes it."""
    return chance.choice([word, word, word.title(), word.upper()])


def made(number: int, chance: Random) -> Article:
    text = " ".join(chance.choices(WORDS, k=chance.randint(0, 40)))
    day = chance.choice([None, 20250501, 20250502, 19140628])
    return Article(
        id=ArticleId(f"{number % 7}.jsonl#{number:03}"),
        path=f"{number % 7}.jsonl",
        text=text,
        title=" ".join(chance.choices(WORDS, k=3)),
        date=PublicationDate(day, Precision.DAY, DateOrigin.RECORD) if day else None,
        source=cased(chance.choice(WORDS), chance),
        authors=(cased(chance.choice(WORDS), chance),),
        tags=tuple(cased(word, chance) for word in chance.choices(WORDS, k=3)),
    )


def sections(path: Path) -> dict[str, bytes]:
    """All that says nothing of how the articles are compressed."""
    file = SegmentReader(path, None).file
    return {name: file.section(name).all().tobytes() for name in file.names if not name.startswith("stored")}


@pytest.mark.parametrize("at_once", [1, 7, 1 << 20])
@pytest.mark.parametrize("seed", range(3))
def test_a_merged_segment_is_as_one_written_from_its_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int, seed: int
) -> None:
    for name in ("_BATCH_POSTINGS", "_BATCH_POSITIONS", "_BATCH_TERMS"):
        monkeypatch.setattr(term_batches, name, at_once)
    monkeypatch.setattr(lexicon_merging, "_BATCH_RUNS", at_once)
    monkeypatch.setattr(merge_sources, "_BATCH_STRINGS", at_once)
    chance = Random(seed)  # noqa: S311  the same each time
    articles = [made(number, chance) for number in range(90)]
    writer = SegmentWriter(tmp_path, Analyzer("english"))
    chance.shuffle(articles)
    kept: list[Article] = []
    sources = []
    for first in range(0, len(articles), 30):
        part = articles[first : first + 30]
        segment = writer.write(part)
        assert segment
        reader = SegmentReader(tmp_path / segment, None)
        deleted = frozenset(chance.sample(range(30), chance.choice([0, 5, 30])))
        gone = {reader.ids[number] for number in deleted}
        kept += [article for article in part if article.id not in gone]
        sources.append(Source(reader, deleted))
    merged = merge_segments(tmp_path, sources)
    written = writer.write(kept)
    assert written
    assert sections(tmp_path / merged) == sections(tmp_path / written)
    reader = SegmentReader(tmp_path / merged, None)
    by_id = {article.id: article for article in kept}
    assert [reader.article(number) for number in range(len(reader))] == [
        by_id[ArticleId(reader.ids[number])] for number in range(len(reader))
    ]


def test_a_batch_of_terms_has_few_positions_however_long_the_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(term_batches, "_BATCH_POSITIONS", 300)
    writer = SegmentWriter(tmp_path, Analyzer("english"))
    lexicons = []
    for name in ("a", "b"):
        text = " ".join(f"w{number} " * 20 for number in range(50))
        segment = writer.write([Article(ArticleId(name), name, text)])
        assert segment
        lexicons.append(SegmentReader(tmp_path / segment, None).text_field("body").words)
    batches = list(term_batches.term_batches(lexicons))
    assert [sum(map(len, batch)) * 20 <= 300 for batch in batches] == [True] * len(batches)
    assert sum(len(batch[0]) for batch in batches) == len(lexicons[0]) == 50


def test_many_dictionaries_are_read_with_few_decompressors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "DICTIONARY_FROM", 20)
    chance = Random(1)  # noqa: S311  the same each time
    writer = SegmentWriter(tmp_path, Analyzer("english"))
    sources = []
    for run in range(5):
        articles = [made(run * 100 + number, chance) for number in range(100)]
        segment = writer.write(articles)
        assert segment
        sources.append(Source(SegmentReader(tmp_path / segment, None), frozenset()))
    merged = tmp_path / merge_segments(tmp_path, sources)
    whole = SegmentReader(merged, None).stored
    assert len(set(whole.dictionary_numbers.all())) == 5
    monkeypatch.setattr(stored, "_MOST_DECOMPRESSORS", 2)
    read = SegmentReader(merged, None).stored
    for number in range(500):
        assert read.article(number) == whole.article(number)
    assert read._decompressor.cache_info().currsize == 2  # noqa: SLF001  what it keeps is seen nowhere else
