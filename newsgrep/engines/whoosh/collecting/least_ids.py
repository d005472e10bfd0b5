"""The least ids of the articles that write a value in a certain way, on numpy."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.whoosh.format.posting_arrays import articles_of_terms
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.text.runs import starts_of


def least_ids(reader: SegmentReader, field: str, surfaces: Sequence[int]) -> list[bytes]:
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
