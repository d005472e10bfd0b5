"""Bounds put to the test: computed for the fewest articles, and looked at one block at a time."""

import pytest

from newsgrep.engines.whoosh.searching import ranking
from newsgrep.engines.whoosh.searching.kernels.plain import PlainKernels
from newsgrep.engines.whoosh.searching.kernels.vector import VectorKernels


def rank_by_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rank however few articles by the bounds of their blocks."""
    for kernels in (PlainKernels, VectorKernels):
        monkeypatch.setattr(kernels, "ranks_exhaustively", lambda *_: False)
    monkeypatch.setattr(ranking, "_FIRST_BLOCKS", 1)
