"""Stored articles: JSON, each compressed on its own, with dictionaries of what many have in common.

Sections of the segment file:

    stored                  B  the records, in any order: Zstandard frames of JSON
    stored.starts           Q  for each article: where its record begins
    stored.lengths          I  for each article: the length of its record in bytes
    stored.dictionary       H  for each article: the number of its dictionary, from 1; 0 for none
    stored.dictionaries     B  Zstandard dictionaries, concatenated
    stored.dictionary_ends  I  for each dictionary: where it ends

A new segment has one dictionary, trained on some of its articles. A merged segment has those of its sources.
"""

from collections.abc import Sequence
from functools import lru_cache

import zstandard

from newsgrep.article import Article
from newsgrep.engines.records import decode_article
from newsgrep.engines.whoosh.format.layout import SectionFile

DICTIONARY_FROM = 256
"""The least number of articles for a dictionary: fewer would save less than its size."""
_DICTIONARY_BYTES = 32 * 1024
_SAMPLES = 400
_LEVEL = 3
_MOST_DECOMPRESSORS = 256
"""Each takes 100 to 200 kB with its dictionary, and a merged segment has one for each run that wrote it."""
_LARGEST_RECORD = 1 << 30


def compress(records: Sequence[bytes]) -> tuple[list[bytes], bytes]:
    """The compressed records, and their dictionary; b"" for none."""
    dictionary = _train(records)
    compressor = zstandard.ZstdCompressor(
        level=_LEVEL, dict_data=zstandard.ZstdCompressionDict(dictionary) if dictionary else None
    )
    return [compressor.compress(record) for record in records], dictionary


def _train(records: Sequence[bytes]) -> bytes:
    if len(records) < DICTIONARY_FROM:
        return b""
    samples: list[bytes | bytearray | memoryview] = list(records[:: max(1, len(records) // _SAMPLES)])
    try:
        return zstandard.train_dictionary(_DICTIONARY_BYTES, samples).as_bytes()
    except zstandard.ZstdError:  # the samples are too few or too similar
        return b""


class StoredArticles:
    """Reads the stored articles of a segment."""

    def __init__(self, file: SectionFile) -> None:
        self._file = file
        self.records = file.section("stored")
        self.starts = file.section("stored.starts")
        self.lengths = file.section("stored.lengths")
        self.dictionary_numbers = file.section("stored.dictionary")
        self._decompressor = lru_cache(_MOST_DECOMPRESSORS)(self._make_decompressor)

    def article(self, number: int) -> Article:
        """An article as it was stored."""
        try:
            decompressor = self._decompressor(self.dictionary_numbers.at(number))
            record = self.record(number)
            if zstandard.frame_content_size(record) > _LARGEST_RECORD:
                raise self._file.damaged(f"article {number} is too large")
            data = decompressor.decompress(record, max_output_size=_LARGEST_RECORD)
            return decode_article(data)
        except (
            *(ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError),
            *(MemoryError, zstandard.ZstdError),
        ) as error:
            raise self._file.damaged(f"article {number} cannot be read") from error

    def record(self, number: int) -> memoryview:
        """The compressed record of an article."""
        start = self.starts.at(number)
        return self.records.part(start, start + self.lengths.at(number))

    def dictionary(self, number: int) -> memoryview:
        """A dictionary; numbers begin at 1."""
        ends = self._file.section("stored.dictionary_ends")
        texts = self._file.section("stored.dictionaries")
        view: memoryview = texts[ends[number - 2] if number > 1 else 0 : ends[number - 1]]
        return view

    def _make_decompressor(self, number: int) -> zstandard.ZstdDecompressor:
        if not number:
            return zstandard.ZstdDecompressor()
        dictionary = zstandard.ZstdCompressionDict(self.dictionary(number).tobytes())
        return zstandard.ZstdDecompressor(dict_data=dictionary)
