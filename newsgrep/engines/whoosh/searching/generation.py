"""An open generation of the index, over which answers are computed, whatever is committed meanwhile."""

import os
from functools import cached_property
from typing import TYPE_CHECKING

from newsgrep.article import ArticleId
from newsgrep.engines.whoosh.format.catalogue import (
    Catalogue,
    SegmentEntry,
    catalogue_identity,
    load_catalogue,
    newest_generation,
)
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.engines.whoosh.searching.segments import Segments
from newsgrep.errors import IndexDamagedError, IndexFormatError, IndexIncompleteError

if TYPE_CHECKING:
    from pathlib import Path

    from newsgrep.engines.whoosh.searching.kernels.vector import VectorKernels

_ATTEMPTS = 10
_PLACES_KEPT = 1 << 12


class Generation:
    """An open generation: its segments, in the catalogue's order.

    `identity` is that of the catalogue's file. The number alone is not enough: a new index counts from 1
    again.
    """

    def __init__(self, catalogue: Catalogue, segments: Segments, identity: tuple[int, int]) -> None:
        self.catalogue = catalogue
        self.segments = segments
        self.identity = identity
        self._places: dict[ArticleId, tuple[SegmentReader, int]] = {}
        self._mean_lengths: dict[str, float] = {}

    @property
    def readers(self) -> tuple[SegmentReader, ...]:
        """The segments."""
        return self.segments.readers

    @cached_property
    def vector_kernels(self) -> "VectorKernels":
        """The kernels on numpy, with their cached columns of the segments."""
        from newsgrep.engines.whoosh.searching.kernels import vector_kernels  # noqa: PLC0415  only for searching

        return vector_kernels(self.segments)

    @cached_property
    def articles(self) -> int:
        """The number of articles, not counting deleted ones."""
        return sum(entry.articles for entry in self.catalogue.segments)

    def mean_length(self, field: str) -> float:
        """The mean length in tokens: of bodies over all articles, of titles over those with one."""
        mean = self._mean_lengths.get(field)
        if mean is None:
            mean = self._mean_lengths[field] = self._mean_length(field)
        return mean

    def _mean_length(self, field: str) -> float:
        segments = self.catalogue.segments
        if field == "title":
            titles = sum(entry.titles for entry in segments)
            return sum(entry.title_tokens for entry in segments) / titles if titles else 0.0
        return sum(entry.tokens for entry in segments) / self.articles if self.articles else 0.0

    def keep_place(self, identifier: ArticleId, reader: SegmentReader, number: int) -> None:
        """Remember for a while where an article is: it is read soon, and finding it by its id takes as long as reading it."""
        if len(self._places) >= _PLACES_KEPT:
            self._places.clear()
        self._places[identifier] = reader, number

    def find(self, identifier: ArticleId) -> tuple[SegmentReader, int] | None:
        """The segment of the article with this id, and its number there; None if there is no such article."""
        place = self._places.get(identifier)
        if place is not None:
            return place
        for reader in self.readers:
            number = reader.find(identifier)
            if number is not None:
                return reader, number
        return None


def open_generation(
    folder: "str | Path", language: str, analysis: int, previous: Generation | None
) -> Generation:
    """Open the newest generation, reusing open segments of `previous`.

    Two commits later, a writer may delete the files of a generation while they are being opened. Then the
    newest catalogue is read again. Raises IndexDamagedError, IndexFormatError and StorageError.
    """
    for _ in range(_ATTEMPTS):
        generation = newest_generation(folder)
        identity = catalogue_identity(folder, generation)
        if previous is not None and (previous.catalogue.generation, previous.identity) == (
            generation,
            identity,
        ):
            return previous
        try:
            catalogue, segments = _open(folder, generation, language, analysis, previous)
            return Generation(catalogue, segments, identity)
        except FileNotFoundError as error:
            if newest_generation(folder) == generation:
                raise IndexIncompleteError(
                    f"{error.filename}: missing; newsgrep index makes the index anew from the articles"
                ) from error
    raise IndexDamagedError(f"{folder}: changes faster than it can be read")


def _open(
    folder: "str | Path", generation: int, language: str, analysis: int, previous: Generation | None
) -> tuple[Catalogue, Segments]:
    if generation == 0:
        return Catalogue(0, language, analysis), Segments(())
    catalogue = load_catalogue(folder, generation)
    if (catalogue.language, catalogue.analysis) != (language, analysis):
        raise IndexFormatError(
            f"{folder}: written with other rules (language {catalogue.language}, analysis version"
            f" {catalogue.analysis}); rebuild it with: newsgrep index --rebuild"
        )
    opened: dict[SegmentEntry, SegmentReader] = {}
    if previous is not None:
        opened = dict(zip(previous.catalogue.segments, previous.readers, strict=True))
    readers = [
        opened.get(entry)
        or SegmentReader(
            os.path.join(folder, entry.file), os.path.join(folder, entry.deleted) if entry.deleted else None
        )
        for entry in catalogue.segments
    ]
    return catalogue, Segments(readers)
