"""The connected components of a graph, whose edges come many at once."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


class Components:
    """Components of nodes numbered from 0."""

    def __init__(self, nodes: int) -> None:
        self.first = np.arange(nodes)
        """For each node the least of its component; shape (nodes,)."""

    def connect(self, left: Numbers, right: Numbers) -> None:
        """Add edges: between `left[i]` and `right[i]`."""
        while True:
            one, other = self.first[left], self.first[right]
            apart = one != other
            if not apart.any():
                return
            low, high = np.minimum(one, other)[apart], np.maximum(one, other)[apart]
            np.minimum.at(self.first, high, low)
            while (self.first[self.first] != self.first).any():
                self.first = self.first[self.first]
