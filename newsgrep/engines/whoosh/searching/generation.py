"""One generation of the index, open: what every answer is computed over, whatever is committed meanwhile."""

from functools import cached_property
from pathlib import Path
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
from newsgrep.errors import IndexDamagedError, IndexFormatError

if TYPE_CHECKING:
    from newsgrep.engines.whoosh.searching.kernels.vector import VectorKernels

_ATTEMPTS = 10


class Generation:
    """A generation of the index, open: its segments, in the catalogue's order.

    `identity` is that of the catalogue's file: an index that is made anew counts its generations from 1 again.
    """

    def __init__(self, catalogue: Catalogue, segments: Segments, identity: tuple[int, int]) -> None:
        self.catalogue = catalogue
        self.segments = segments
        self.identity = identity

    @property
    def readers(self) -> tuple[SegmentReader, ...]:
        """The segments."""
        return self.segments.readers

    @cached_property
    def vector_kernels(self) -> "VectorKernels":
        """The kernels on numpy, with what they gather of the segments."""
        from newsgrep.engines.whoosh.searching.kernels import vector_kernels  # noqa: PLC0415  only searching needs them

        return vector_kernels(self.segments)

    @property
    def articles(self) -> int:
        """How many articles there are."""
        return sum(entry.articles for entry in self.catalogue.segments)

    def mean_length(self, field: str) -> float:
        """The mean length in tokens: of bodies over all articles, of titles over those that have one."""
        segments = self.catalogue.segments
        if field == "title":
            titles = sum(entry.titles for entry in segments)
            return sum(entry.title_tokens for entry in segments) / titles if titles else 0.0
        return sum(entry.tokens for entry in segments) / self.articles if self.articles else 0.0

    def find(self, identifier: ArticleId) -> tuple[SegmentReader, int] | None:
        """Where the article of this id is: its segment and its number there."""
        for reader in self.readers:
            number = reader.find(identifier)
            if number is not None:
                return reader, number
        return None


def open_generation(folder: Path, language: str, analysis: int, previous: Generation | None) -> Generation:
    """Open the newest generation, segments that `previous` holds open being used again.

    A writer may delete the files of a generation while they are being opened, two commits later: then the
    newer catalogue is read. Raises IndexDamagedError, IndexFormatError and StorageError.
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
                raise IndexDamagedError(
                    f"{error.filename}: missing; rebuild the index with: newsgrep index --rebuild"
                ) from error
    raise IndexDamagedError(f"{folder}: changes faster than it can be read")


def _open(
    folder: Path, generation: int, language: str, analysis: int, previous: Generation | None
) -> tuple[Catalogue, Segments]:
    if generation == 0:
        return Catalogue(0, language, analysis), Segments(())
    catalogue = load_catalogue(folder, generation)
    if (catalogue.language, catalogue.analysis) != (language, analysis):
        raise IndexFormatError(
            f"{folder}: written by other rules (language {catalogue.language}, version {catalogue.analysis} of"
            " the tokens); rebuild it with: newsgrep index --rebuild"
        )
    held: dict[SegmentEntry, SegmentReader] = {}
    if previous is not None:
        held = dict(zip(previous.catalogue.segments, previous.readers, strict=True))
    readers = [
        held.get(entry)
        or SegmentReader(folder / entry.file, folder / entry.deleted if entry.deleted else None)
        for entry in catalogue.segments
    ]
    return catalogue, Segments(readers)
