"""Writes a lexicon in batches of terms; `format.lexicon` describes its sections."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Self

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.bm25 import rate
from newsgrep.engines.whoosh.format.layout import SectionFileWriter
from newsgrep.engines.whoosh.format.lexicon import (
    ARTICLES_IN_16_BITS,
    BLOCK_ARTICLES,
    COMMON_SHARE,
    LARGE_COUNT,
    MAX_IN_BOUND,
)
from newsgrep.engines.whoosh.writing.inversion import Numbers, PostingColumns, packed
from newsgrep.errors import StorageError
from newsgrep.text.runs import changes, groups_of, starts_of

_BYTES_IN_MEMORY = 1 << 22
_BYTES_COPIED_AT_ONCE = 1 << 22
_COMMON_POSTINGS_AT_ONCE = 1 << 18
"""Each takes some sixty bytes of arrays."""


@dataclass(frozen=True, slots=True)
class LexiconShape:
    """Which columns a lexicon has. `articles` is the number of articles of its segment.

    `counted`, `positioned`: postings have counts, and positions. `wide`: some positions are above 65,535.
    `signed`: terms have signatures. `lengths`: the length of each article in tokens, uint32; if given, common
    terms have bounds.
    """

    articles: int
    counted: bool = False
    positioned: bool = False
    wide: bool = False
    signed: bool = False
    lengths: Numbers | None = None


class LexiconWriter:
    """Collects the columns of a lexicon in bounded memory and writes them to a segment's file.

    Raises StorageError.

    Use it in a `with` statement; the lexicon is written at its end.
    """

    def __init__(self, file: SectionFileWriter, name: str, shape: LexiconShape) -> None:
        self._file = file
        self._name = name
        self._shape = shape
        self._blocks = -(-shape.articles // BLOCK_ARTICLES)
        self._terms = self._bytes = self._postings = self._positions = self._common_postings = 0
        self._bounds_length = 0
        types = {"terms": "B", "ends": "I", "starts": "Q", "articles": "H"}
        types |= {"common": "I", "common_postings": "Q", "bitmaps": "Q"}
        if shape.articles > ARTICLES_IN_16_BITS:
            types |= {"articles_high": "B"}
        if shape.signed:
            types |= {"signatures": "I"}
        if shape.counted:
            types |= {"counts": "B", "large": "Q", "large_counts": "I"}
        if shape.positioned:
            types |= {"position_starts": "Q", "positions": "I" if shape.wide else "H"}
        if shape.lengths is not None:
            types |= {"bounds": "I", "bounds_length": "Q"}
            self._bounds_length = round(
                float(shape.lengths.sum()) / max(1, int(np.count_nonzero(shape.lengths)))
            )
        self._columns = {column: (typecode, _Spool(file.folder)) for column, typecode in types.items()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            for _, spool in self._columns.values():
                spool.close()

    def add(self, terms: Sequence[bytes], columns: PostingColumns) -> None:
        """Add the next terms, in order, with their postings."""
        starts = starts_of(columns.frequencies)
        self._add_terms(terms)
        self._put("starts", starts[:-1] + self._postings)
        self._add_common(columns)
        if columns.counts is not None:
            self._add_counts(columns.counts)
        if columns.positions is not None and columns.counts is not None:
            self._put("position_starts", starts_of(columns.counts)[starts[:-1]] + self._positions)
            self._put("positions", columns.positions)
            self._positions += len(columns.positions)
        self._terms += len(terms)
        self._postings += len(columns.articles)

    def _finish(self) -> None:
        ends = {"starts": self._postings, "common_postings": self._common_postings}
        ends |= {"position_starts": self._positions, "bounds_length": self._bounds_length}
        for column, number in ends.items():
            if column in self._columns:
                self._put(column, np.array([number]))
        for column, (typecode, spool) in self._columns.items():
            self._file.add_parts(f"{self._name}.{column}", typecode, spool.parts())

    def _add_terms(self, terms: Sequence[bytes]) -> None:
        if not terms:
            return
        lengths = np.fromiter(map(len, terms), np.int64, len(terms))
        ends = np.cumsum(lengths)
        text = np.frombuffer(b"".join(terms), np.uint8)
        self._put("terms", text)
        self._put("ends", ends + self._bytes)
        if self._shape.signed:
            bits = np.where(text & 0xC0 == 0x80, 0, np.uint32(1) << (text & 31))  # noqa: PLR2004  see `signature`
            # `reduceat` needs terms that are not empty, and none is.
            self._put("signatures", np.bitwise_or.reduceat(bits, ends - lengths))
        self._bytes += len(text)

    def _add_counts(self, counts: Numbers) -> None:
        large = np.flatnonzero(counts >= LARGE_COUNT)
        self._put("counts", np.minimum(counts, LARGE_COUNT))
        self._put("large", large + self._postings)
        self._put("large_counts", counts[large])

    def _add_common(self, columns: PostingColumns) -> None:
        """Add the articles: bitmaps for common terms, numbers for the others."""
        common = columns.frequencies * COMMON_SHARE > self._shape.articles
        numbers = np.flatnonzero(common)
        if not len(numbers):
            self._put_articles(columns.articles)
            return
        frequencies = columns.frequencies[numbers]
        is_common = np.repeat(common, columns.frequencies)
        self._put_articles(columns.articles[~is_common])
        self._put("common", numbers + self._terms)
        self._put("common_postings", starts_of(frequencies)[:-1] + self._common_postings)
        self._common_postings += int(frequencies.sum())
        articles = columns.articles[is_common]
        counts = columns.counts[is_common] if columns.counts is not None else None
        starts = starts_of(frequencies)
        for terms in groups_of(starts, _COMMON_POSTINGS_AT_ONCE):
            part = slice(starts[terms.start], starts[terms.stop])
            of_part = counts[part] if counts is not None else None
            self._add_blocks(frequencies[terms], articles[part], of_part)

    def _add_blocks(self, frequencies: NDArray[np.int64], articles: Numbers, counts: Numbers | None) -> None:
        """Add the bitmaps of common terms, and their bounds: all at once, for one term is a dozen operations.

        In a segment of few long articles most terms are common; one by one they take four times as long.
        """
        first_blocks = np.arange(len(frequencies)) * self._blocks
        blocks = np.repeat(first_blocks, frequencies) + articles // BLOCK_ARTICLES
        begins = np.flatnonzero(changes(blocks))
        bitmaps = np.zeros(len(frequencies) * self._blocks, np.uint64)
        bitmaps[blocks[begins]] = np.bitwise_or.reduceat(
            np.uint64(1) << (articles % BLOCK_ARTICLES).astype(np.uint64), begins
        )
        self._put("bitmaps", bitmaps)
        if self._shape.lengths is None or counts is None:
            return
        lengths = self._shape.lengths[articles]
        rates = rate(counts.astype(np.float64), lengths.astype(np.float64), self._bounds_length)
        highest = np.repeat(np.maximum.reduceat(rates, begins), np.diff(np.append(begins, len(blocks))))
        chosen = np.flatnonzero(rates == highest)
        bounds = np.zeros(len(bitmaps), np.uint32)
        bounds[blocks[chosen]] = np.minimum(counts[chosen], MAX_IN_BOUND) << 16 | np.minimum(
            lengths[chosen], MAX_IN_BOUND
        )
        self._put("bounds", bounds)

    def _put_articles(self, articles: Numbers) -> None:
        self._put("articles", articles & (ARTICLES_IN_16_BITS - 1))
        if "articles_high" in self._columns:
            self._put("articles_high", articles >> 16)

    def _put(self, name: str, numbers: NDArray[np.generic]) -> None:
        typecode, spool = self._columns[name]
        spool.add(packed(numbers, typecode))


class _Spool:
    """A sequence of bytes, kept in memory, or in a temporary file if it is large."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._in_memory: list[memoryview] = []
        self._size = 0
        self._file: IO[bytes] | None = None

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            with suppress(OSError):  # a full disk has already raised an error
                self._file.close()

    def add(self, part: memoryview) -> None:
        """Append a part. Raises StorageError."""
        self._in_memory.append(part)
        self._size += len(part)
        if self._size > _BYTES_IN_MEMORY:
            with self._storage_errors():
                if self._file is None:
                    self._file = TemporaryFile(dir=self._folder)  # noqa: SIM115  closed by `close`
                self._file.writelines(self._in_memory)
            self._in_memory, self._size = [], 0

    def parts(self) -> Iterator[bytes | memoryview]:
        """All parts, in order. Raises StorageError."""
        if self._file is not None:
            with self._storage_errors():
                self._file.seek(0)
            yield from iter(partial(self._file.read, _BYTES_COPIED_AT_ONCE), b"")
        yield from self._in_memory

    @contextmanager
    def _storage_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StorageError(f"cannot write into {self._folder}: {error.strerror}") from error
