"""A lexicon is the same, byte for byte, whether its common terms are written one by one or many at once."""

from pathlib import Path
from random import Random

import numpy as np
import pytest
from one_by_one import OneByOneWriter, read_lists

from newsgrep.article import Article, ArticleId
from newsgrep.engines.whoosh.format.layout import SectionFile, SectionFileWriter
from newsgrep.engines.whoosh.format.lexicon import Lexicon
from newsgrep.engines.whoosh.writing import lexicon_merging, lexicon_writer, segment_writer
from newsgrep.engines.whoosh.writing.inversion import PostingColumns
from newsgrep.engines.whoosh.writing.lexicon_writer import LexiconShape, LexiconWriter
from newsgrep.engines.whoosh.writing.segment_writer import SegmentWriter
from newsgrep.text import Analyzer
from newsgrep.text.runs import starts_of

TERMS = 60


def postings(articles: int) -> tuple[PostingColumns, LexiconShape]:
    """Lists of all lengths, with counts and lengths of all sizes, of which many score the same."""
    chance = np.random.default_rng(articles)
    frequencies = np.maximum(1, (articles * chance.random(TERMS) ** 12).astype(np.int64))
    numbers = [np.sort(chance.choice(articles, size, replace=False)) for size in frequencies.tolist()]
    postings = int(frequencies.sum())
    counts = chance.choice([1, 2, 3, 254, 255, 256], postings, p=[0.5, 0.3, 0.17, 0.01, 0.01, 0.01])
    counts[chance.integers(postings)] = 70_000
    lengths = chance.choice([0, 1, 40, 300, 70_000], articles)
    columns = PostingColumns(
        frequencies,
        np.concatenate(numbers).astype(np.uint32),
        counts.astype(np.uint32),
        np.arange(int(counts.sum()), dtype=np.uint32),
    )
    shape = LexiconShape(
        articles, counted=True, positioned=True, wide=True, lengths=lengths.astype(np.uint32)
    )
    return columns, shape


def write(path: Path, columns: PostingColumns, shape: LexiconShape, kind: type[LexiconWriter]) -> None:
    """Write a lexicon in two batches."""
    assert columns.counts is not None
    assert columns.positions is not None
    starts, places = starts_of(columns.frequencies), starts_of(columns.counts)
    with SectionFileWriter(path) as file, kind(file, "l", shape) as writer:
        for first, stop in ((0, TERMS // 2), (TERMS // 2, TERMS)):
            part = slice(starts[first], starts[stop])
            batch = PostingColumns(
                columns.frequencies[first:stop],
                columns.articles[part],
                columns.counts[part],
                columns.positions[places[part.start] : places[part.stop]],
            )
            writer.add([b"%03d" % number for number in range(first, stop)], batch)


@pytest.mark.parametrize("at_once", [1, 500, 1 << 18])
@pytest.mark.parametrize("articles", [1, 64, 65, 100, 1000, 70_000])
def test_common_terms_written_at_once_and_one_by_one_are_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, articles: int, at_once: int
) -> None:
    monkeypatch.setattr(lexicon_writer, "_COMMON_POSTINGS_AT_ONCE", at_once)
    columns, shape = postings(articles)
    write(tmp_path / "at once", columns, shape, LexiconWriter)
    write(tmp_path / "one by one", columns, shape, OneByOneWriter)
    assert (tmp_path / "at once").read_bytes() == (tmp_path / "one by one").read_bytes()
    assert len(Lexicon(SectionFile(tmp_path / "at once"), "l").common) > 0


@pytest.mark.parametrize("terms", [range(TERMS), range(1), range(13, 37), range(40, 40), range(59, 60)])
@pytest.mark.parametrize("articles", [1, 100, 70_000])
def test_lists_read_at_once_and_one_by_one_are_the_same(tmp_path: Path, articles: int, terms: range) -> None:
    write(tmp_path / "lexicon", *postings(articles), LexiconWriter)
    lexicon = Lexicon(SectionFile(tmp_path / "lexicon"), "l")
    found, wanted = lexicon_merging.read_lists(lexicon, terms), read_lists(lexicon, terms)
    for name in ("frequencies", "articles", "counts", "positions"):
        assert getattr(found, name).tolist() == getattr(wanted, name).tolist(), name


@pytest.mark.parametrize("articles", [3, 90, 400])
def test_a_segment_by_either_writer_is_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, articles: int
) -> None:
    chance = Random(articles)  # noqa: S311  the same each time
    words = [f"word{chance.randint(0, 2000)}" for _ in range(2000)]
    written = [
        Article(
            id=ArticleId(f"{number}.txt"),
            path=f"{number}.txt",
            text=" ".join(chance.choices(words, k=chance.choice([0, 5, 200, 3000]))),
            title=" ".join(chance.choices(words, k=4)),
            tags=tuple(chance.sample(words[:9], 2)),
        )
        for number in range(articles)
    ]
    writer = SegmentWriter(tmp_path, Analyzer("english"))
    at_once = writer.write(written)
    monkeypatch.setattr(segment_writer, "LexiconWriter", OneByOneWriter)
    one_by_one = writer.write(written)
    assert at_once
    assert one_by_one
    assert (tmp_path / at_once).read_bytes() == (tmp_path / one_by_one).read_bytes()
