"""Writes articles as a segment file: sorts, analyses, inverts and stores them.

The articles of a segment are numbered from 0, sorted by date, undated ones first, and then by id. So a range
of dates is a range of numbers. Sections besides those of the lexicons (`format.lexicon`) and stored articles
(`format.stored`):

    ids, ids.ends             B, I  the id of each article, UTF-8, and where each ends
    ids.hashes                I     CRC-32 of each id, ascending
    ids.hashed                I     for each of these: the number of its article
    paths, paths.ends         B, I  the paths of the source files, UTF-8, sorted by code point, each once
    path_numbers              I     for each article: the number of its path, from 0
    first_days, last_days     I     the first and last day that its date may mean, YYYYMMDD; 0 for undated
    imprecise                 I     the numbers of the articles whose two days differ
    NAME.lengths              I     for each text field: the number of tokens of each article
"""

import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from uuid import uuid4

import numpy as np

from newsgrep.article import Article
from newsgrep.engines.fields import TEXT_FIELDS, VALUE_FIELDS, ValueField
from newsgrep.engines.records import encode_article
from newsgrep.engines.whoosh.format.layout import SectionFileWriter
from newsgrep.engines.whoosh.format.lexicon import encode_term
from newsgrep.engines.whoosh.format.names import SEGMENT_PREFIX, SEGMENT_SUFFIX
from newsgrep.engines.whoosh.format.stored import compress
from newsgrep.engines.whoosh.writing.inversion import (
    Numbers,
    PostingColumns,
    invert_words,
    packed,
    rank_terms,
    sum_to_stems,
)
from newsgrep.engines.whoosh.writing.lexicon_writer import LexiconShape, LexiconWriter
from newsgrep.text import Analyzer
from newsgrep.text.bulk import BulkAnalyzer, TokenArrays
from newsgrep.text.runs import starts_of
from newsgrep.text.values import fold_value

_MAX_SHORT = 0xFFFF
_BATCH_STRINGS = 1 << 12


class SegmentWriter:
    """Writes segments into a folder. The analysis of words is cached from one segment to the next."""

    def __init__(self, folder: Path, analyzer: Analyzer) -> None:
        self._folder = folder
        self._analyzer = analyzer
        self._bulk = BulkAnalyzer(analyzer)

    def write(self, articles: Iterable[Article]) -> str | None:
        """Write a segment of the articles; returns its file name, None for no articles.

        If several articles have the same id, only the last is written. Raises StorageError.
        """
        ordered = list({article.id: article for article in articles}.values())
        if not ordered:
            return None
        ordered.sort(key=lambda article: (article.date.day if article.date else 0, encode_term(article.id)))
        if self._bulk.is_full:
            self._bulk.forget()
        name = new_segment_name()
        with SectionFileWriter(self._folder / name) as file:
            self._write_fields(file, ordered)
            _write_articles(file, ordered)
        return name

    def surfaces(self, articles: Sequence[Sequence[str]]) -> Iterator[set[str]]:
        """The distinct indexed words of each article, given as the parts of a field."""
        if self._bulk.is_full:
            self._bulk.forget()
        tokens = self._bulk.tokens(articles)
        ends = np.cumsum(tokens.lengths)
        for numbers in np.split(tokens.surfaces, ends[:-1]) if len(ends) else ():
            yield {self._bulk.surfaces[number] for number in numbers.tolist() if number}

    def stem(self, surface: str) -> str:
        """The stem of a word."""
        return self._analyzer.stem(surface)

    def _write_fields(self, file: SectionFileWriter, articles: list[Article]) -> None:
        for name, value_field in VALUE_FIELDS.items():
            _write_values(file, name, value_field, articles)
        body, author = (
            self._bulk.tokens(map(TEXT_FIELDS[name].parts, articles)) for name in ("body", "author")
        )
        # The title is the body's first part: it need not be analysed again.
        for name, tokens in (("body", body), ("title", body.first_parts), ("author", author)):
            self._write_words(file, name, tokens)

    def _write_words(self, file: SectionFileWriter, name: str, tokens: TokenArrays) -> None:
        articles = len(tokens.lengths)
        file.add(f"{name}.lengths", "I", packed(tokens.lengths, "I"))
        token_articles = np.repeat(np.arange(articles, dtype=np.uint32), tokens.lengths)
        surface_numbers, positions = tokens.surfaces, tokens.positions
        indexed = surface_numbers > 0  # an overlong token has a position, but is not indexed
        if not indexed.all():
            token_articles, surface_numbers, positions = (
                column[indexed] for column in (token_articles, surface_numbers, positions)
            )
        used = np.flatnonzero(np.bincount(surface_numbers, minlength=len(self._bulk.surfaces)))
        surfaces = [self._bulk.surfaces[number] for number in used.tolist()]
        terms, ranks = rank_terms(surfaces)
        rank_of = np.zeros(len(self._bulk.surfaces), np.uint32)
        rank_of[used] = ranks
        words = invert_words(rank_of[surface_numbers], token_articles, positions, len(terms))
        wide = bool(len(positions)) and int(positions.max()) > _MAX_SHORT
        shape = LexiconShape(articles, counted=True, positioned=True, wide=wide, signed=True)
        write_lexicon(file, f"{name}.words", shape, terms, words)
        stem_texts = self._analyzer.stems(surfaces)
        numbers: dict[str, int] = {stem: number for number, stem in enumerate(dict.fromkeys(stem_texts))}
        stem_terms, stem_ranks = rank_terms(list(numbers))
        stem_of_word = np.empty(len(terms), np.uint32)
        stem_of_word[ranks] = stem_ranks[
            np.fromiter(map(numbers.__getitem__, stem_texts), np.int64, len(surfaces))
        ]
        stems = sum_to_stems(words, stem_of_word, len(stem_terms))
        shape = LexiconShape(articles, counted=True, lengths=tokens.lengths)
        write_lexicon(file, f"{name}.stems", shape, stem_terms, stems)
        write_surfaces(file, f"{name}.stems", stem_of_word, len(stem_terms))


def write_lexicon(
    file: SectionFileWriter, name: str, shape: LexiconShape, terms: Sequence[bytes], columns: PostingColumns
) -> None:
    """Write a whole lexicon at once."""
    with LexiconWriter(file, name, shape) as writer:
        writer.add(terms, columns)


def write_surfaces(file: SectionFileWriter, lexicon: str, term_of_surface: Numbers, terms: int) -> None:
    """Write the surfaces of a lexicon's terms.

    `term_of_surface`: the number of each surface's term, uint32.
    """
    file.add(f"{lexicon}.surfaces", "I", packed(np.argsort(term_of_surface, kind="stable"), "I"))
    ends = np.cumsum(np.bincount(term_of_surface, minlength=terms))
    file.add(f"{lexicon}.surfaces_ends", "I", packed(ends, "I"))


def write_strings(file: SectionFileWriter, name: str, strings: Iterable[bytes]) -> int:
    """Write concatenated strings and where each ends; returns their number. They are not kept in memory."""
    lengths = array("I")

    def parts() -> Iterator[bytes]:
        left = iter(strings)
        while part := list(islice(left, _BATCH_STRINGS)):
            lengths.extend(map(len, part))
            yield b"".join(part)

    file.add_parts(name, "B", parts())
    file.add(f"{name}.ends", "I", packed(np.cumsum(lengths, dtype=np.int64), "I"))
    return len(lengths)


def write_path_numbers(file: SectionFileWriter, numbers: Numbers) -> None:
    """Write the number of each article's path: uint32."""
    file.add("path_numbers", "I", packed(numbers, "I"))


def write_hashes(file: SectionFileWriter, hashes: Numbers) -> None:
    """Write the hashes of ids, sorted, with their articles. `hashes`: uint32, in the articles' order."""
    order = np.argsort(hashes, kind="stable")
    file.add("ids.hashes", "I", packed(hashes[order], "I"))
    file.add("ids.hashed", "I", packed(order, "I"))


def write_days(file: SectionFileWriter, first: Numbers, last: Numbers) -> None:
    """Write the first and last possible day of each article: uint32, YYYYMMDD; 0 for undated."""
    file.add("first_days", "I", packed(first, "I"))
    file.add("last_days", "I", packed(last, "I"))
    file.add("imprecise", "I", packed(np.flatnonzero(first != last), "I"))


def new_segment_name() -> str:
    """A new, unique file name."""
    return f"{SEGMENT_PREFIX}{uuid4().hex}{SEGMENT_SUFFIX}"


def _write_values(file: SectionFileWriter, name: str, field: ValueField, articles: list[Article]) -> None:
    """Write the values of a field, folded, and as each article first writes them."""
    folded: defaultdict[str, list[int]] = defaultdict(list)
    written: defaultdict[str, list[int]] = defaultdict(list)
    for number, article in enumerate(articles):
        surfaces: dict[str, str] = {}
        for value in field.values(article):
            surfaces.setdefault(fold_value(value), value)
        for value, surface in surfaces.items():
            folded[value].append(number)
            written[surface].append(number)
    number_of = _write_lists(file, name, folded, len(articles))
    if field.written:
        surface_numbers = _write_lists(file, f"{name}.written", written, len(articles))
        terms = np.array([number_of[fold_value(surface)] for surface in surface_numbers], np.uint32)
        write_surfaces(file, name, terms, len(number_of))


def _write_lists(
    file: SectionFileWriter, name: str, lists: Mapping[str, list[int]], articles: int
) -> dict[str, int]:
    """Write a lexicon of whole values, from {term: its articles}; returns {term: number}, sorted."""
    terms = sorted(lists)  # by code point, which is the order of their bytes
    columns = PostingColumns(
        np.array([len(lists[term]) for term in terms], np.int64),
        np.array([number for term in terms for number in lists[term]], np.uint32),
    )
    write_lexicon(file, name, LexiconShape(articles), list(map(encode_term, terms)), columns)
    return {term: number for number, term in enumerate(terms)}


def _write_articles(file: SectionFileWriter, articles: list[Article]) -> None:
    ids = [encode_term(article.id) for article in articles]
    write_strings(file, "ids", ids)
    write_hashes(file, np.array([zlib.crc32(one) for one in ids], np.uint32))
    paths = sorted({article.path for article in articles}, key=encode_term)
    write_strings(file, "paths", list(map(encode_term, paths)))
    number_of = {path: number for number, path in enumerate(paths)}
    write_path_numbers(file, np.array([number_of[article.path] for article in articles], np.uint32))
    dates = [article.date for article in articles]
    write_days(
        file,
        np.array([date.day if date else 0 for date in dates], np.uint32),
        np.array([date.last_day if date else 0 for date in dates], np.uint32),
    )
    records, dictionary = compress([encode_article(article) for article in articles])
    lengths = np.fromiter(map(len, records), np.uint32, len(records))
    file.add("stored", "B", *records)
    file.add("stored.starts", "Q", packed(starts_of(lengths)[:-1], "Q"))
    file.add("stored.lengths", "I", packed(lengths, "I"))
    file.add("stored.dictionary", "H", packed(np.full(len(articles), 1 if dictionary else 0), "H"))
    file.add("stored.dictionaries", "B", dictionary)
    file.add("stored.dictionary_ends", "I", packed(np.array([len(dictionary)] if dictionary else []), "I"))
