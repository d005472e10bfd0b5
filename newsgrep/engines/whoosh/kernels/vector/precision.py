"""Two precisions: scores are double, exact to the bit; single is quicker, and enough to leave out what is not among the best."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.whoosh.bm25 import Weight
from newsgrep.engines.whoosh.kernels import Scored
from newsgrep.engines.whoosh.posting_arrays import Numbers

Floats: TypeAlias = NDArray[np.floating]
SingleNorms: TypeAlias = NDArray[np.float32]
"""For each article the norm of its length, see `bm25`."""

_ROUNDING = 1e-6
"""More than single precision loses of a score, and of a sum of scores, for each of its parts."""
LOST = 1e-30
"""More than is lost of a score, beside that of a weight of 1, because single precision holds nothing so small."""

_LEAST_UNIT = 1e-250
"""Scores far below that are not exact in double precision either; in this unit they are below `LOST`, and none is left out."""


class ExactNorms:
    """The norms of articles' lengths, by the articles' numbers."""

    dtype = np.dtype(np.float64)

    def __init__(self, lengths: NDArray[np.uint32], weight: Weight) -> None:
        self._lengths = lengths
        self._weight = weight

    def __getitem__(self, numbers: Numbers) -> NDArray[np.float64]:
        norms: NDArray[np.float64] = self._weight.norm(self._lengths[numbers])
        return norms


Norms: TypeAlias = ExactNorms | SingleNorms


def relative(scored: Sequence[Scored]) -> tuple[list[Scored], float]:
    """What scores, with weights of at most 1, which single precision can hold; and what they were divided by."""
    unit = max((_LEAST_UNIT, *(part.weight.scale for part in scored)))
    return [
        part._replace(weight=part.weight._replace(scale=part.weight.scale / unit)) for part in scored
    ], unit


def may_lose(scored: Sequence[Scored]) -> float:
    """More than single precision loses of the sum of these, as a part of it."""
    return _ROUNDING * (len(scored) + 1)
