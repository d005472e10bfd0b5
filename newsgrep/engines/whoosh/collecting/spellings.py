"""How to write the values of a facet: as the article with the least id writes it that has the value."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.whoosh.format.fields import VALUE_FIELDS
from newsgrep.engines.whoosh.format.lexicon import decode_term, encode_term
from newsgrep.engines.whoosh.format.posting_arrays import array_of, articles_of_terms
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader, ValueFieldReader
from newsgrep.facets import Facet, FacetValue, Period
from newsgrep.text.runs import ranges_of, starts_of

_Surface: TypeAlias = tuple[bytes, int]
"""A value as articles write it, and its number in the segment's lexicon of written values."""


def spellings(
    readers: Sequence[SegmentReader], facet: Facet, values: Collection[FacetValue]
) -> Mapping[FacetValue, str]:
    """{folded value: value as written}, for values of articles that are not deleted.

    A value that is missing in the mapping is written as it is. No stored article is read. Ids of articles are
    read only for values that are written in several ways.
    """
    if isinstance(facet, Period) or not VALUE_FIELDS[facet].written:
        return {}
    surfaces_of: dict[bytes, set[bytes]] = {
        encode_term(value): set() for value in values if value is not None
    }
    for reader in readers:
        for value, (surface, _) in _surfaces(reader.value_field(facet), surfaces_of):
            surfaces_of[value].add(surface)
    ambiguous = {value for value, surfaces in surfaces_of.items() if len(surfaces) > 1}
    chosen = {value: surfaces.pop() for value, surfaces in surfaces_of.items() if value not in ambiguous}
    chosen |= _surfaces_of_least_ids(readers, facet, ambiguous)
    return {decode_term(value): decode_term(surface) for value, surface in chosen.items()}


def _surfaces_of_least_ids(
    readers: Sequence[SegmentReader], field: str, values: Collection[bytes]
) -> dict[bytes, bytes]:
    """{value: surface}, as the article with the least id writes it; deleted articles are ignored."""
    least: dict[bytes, tuple[bytes, bytes]] = {}
    for reader in readers if values else ():
        found = sorted(_surfaces(reader.value_field(field), values), key=lambda pair: pair[1])
        ids = _least_ids(reader, field, [number for _, (_, number) in found])
        for (value, (surface, _)), identifier in zip(found, ids, strict=True):
            if identifier and (value not in least or identifier < least[value][0]):
                least[value] = (identifier, surface)
    return {value: surface for value, (_, surface) in least.items()}


def _surfaces(field: ValueFieldReader, values: Collection[bytes]) -> Iterator[tuple[bytes, _Surface]]:
    """(value, surface) of the values in a segment."""
    numbers = field.folded.find_several(values)
    terms = np.fromiter(numbers.values(), np.int64, len(numbers))
    starts = np.concatenate([[0], array_of(field.folded.column("surfaces_ends").all())])
    lengths = starts[terms + 1] - starts[terms]
    surfaces = array_of(field.folded.column("surfaces").all())[ranges_of(starts[terms], lengths)].tolist()
    owners = (value for value, length in zip(numbers, lengths.tolist(), strict=True) for _ in range(length))
    return zip(owners, zip(field.written.terms.several(surfaces), surfaces, strict=True), strict=True)


def _least_ids(reader: SegmentReader, field: str, surfaces: Sequence[int]) -> list[bytes]:
    """For each surface, by ascending numbers, the least id of its articles; b"" if all are deleted."""
    frequencies, articles = articles_of_terms(reader.value_field(field).written, surfaces)
    live = reader.cached(_live)[articles]
    numbers, indexes = np.unique(articles[live], return_inverse=True)
    ids_of_numbers = reader.ids.several(numbers.tolist())
    ids = [ids_of_numbers[index] for index in indexes.tolist()]
    surface_of = np.repeat(np.arange(len(surfaces)), frequencies)[live]
    starts = starts_of(np.bincount(surface_of, minlength=len(surfaces))).tolist()
    return [min(ids[first:stop], default=b"") for first, stop in pairwise(starts)]


def _live(reader: SegmentReader) -> NDArray[np.bool_]:
    """For each article of a segment, whether it is not deleted: bool."""
    live = np.ones(len(reader), np.bool_)
    live[list(reader.deleted)] = False
    return live
