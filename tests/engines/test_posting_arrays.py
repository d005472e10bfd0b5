"""The articles of bitmaps, in each of the ways in which they are read."""

import numpy as np
import pytest

from newsgrep.engines.whoosh.format.posting_arrays import numbers_in


@pytest.mark.parametrize("share", [0, 0.001, 0.01, 0.05, 0.1, 0.2, 0.9, 1])
@pytest.mark.parametrize("blocks", [0, 1, 2, 500])
def test_the_numbers_are_those_of_the_bits(share: float, blocks: int) -> None:
    bits = np.random.default_rng(7).random(64 * blocks) < share
    bitmap = np.packbits(bits, bitorder="little").view(np.uint64)
    assert numbers_in(bitmap).tolist() == [number for number, bit in enumerate(bits) if bit]
    some = range(0, blocks, 3)
    inside = [number for block in some for number in range(64 * block, 64 * block + 64) if bits[number]]
    assert numbers_in(bitmap, np.array(some, np.int64)).tolist() == inside
