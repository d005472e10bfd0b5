"""How to write the values of a facet: as the article with the least id writes it that has the value."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeAlias

from newsgrep.engines.fields import VALUE_FIELDS
from newsgrep.engines.whoosh.format.lexicon import decode_term, encode_term
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader, ValueFieldReader
from newsgrep.facets import Facet, FacetValue, Period

Row: TypeAlias = tuple[FacetValue, ...]
"""A value of each of several facets."""
_Surface: TypeAlias = tuple[bytes, int]
"""A value as articles write it, and its number in the segment's lexicon of written values."""


def spelled(
    counts: Mapping[Row, int], facets: Sequence[Facet], readers: Sequence[SegmentReader]
) -> dict[Row, int]:
    """The counts, with the values of the facets, which are folded, written as articles write them."""
    written = [
        spellings(readers, facet, {row[column] for row in counts}) for column, facet in enumerate(facets)
    ]
    return {
        tuple([own.get(value, value) for own, value in zip(written, row, strict=True)]): number
        for row, number in counts.items()
    }


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
    if not values:
        return {}
    from newsgrep.engines.whoosh.collecting.least_ids import least_ids  # noqa: PLC0415  imports numpy

    least: dict[bytes, tuple[bytes, bytes]] = {}
    for reader in readers:
        found = sorted(_surfaces(reader.value_field(field), values), key=lambda pair: pair[1])
        ids = least_ids(reader, field, [number for _, (_, number) in found])
        for (value, (surface, _)), identifier in zip(found, ids, strict=True):
            if identifier and (value not in least or identifier < least[value][0]):
                least[value] = (identifier, surface)
    return {value: surface for value, (_, surface) in least.items()}


def _surfaces(field: ValueFieldReader, values: Collection[bytes]) -> Iterator[tuple[bytes, _Surface]]:
    """(value, surface) of the values in a segment."""
    numbers = field.folded.find_several(values)
    owned = [
        (value, surface) for value, number in numbers.items() for surface in field.folded.surfaces(number)
    ]
    surfaces = [surface for _, surface in owned]
    written = field.written.terms.several(surfaces)
    return ((value, (own, surface)) for (value, surface), own in zip(owned, written, strict=True))
