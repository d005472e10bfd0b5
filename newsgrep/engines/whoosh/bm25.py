"""BM25: the score of one word, or one phrase, in one article.

    idf    = ln(1 + (N - n + 0.5) / (n + 0.5))
    weight * idf * tf * (K1 + 1) / (tf + norm)
    norm   = K1 * (1 - B + B * length / mean)

N counts all articles, n those in which it occurs; lengths are exact. K1, B and the title's share of a score were
chosen by nDCG@10 over judged collections of news and abstracts. Of numbers and of arrays the results are the same to
the bit: float64, by the same operations.
"""

from math import log
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Numbers = TypeVar("Numbers", float, "NDArray[np.float64]")
"""One number, or an array of them, float64 of any shape: the results have the same."""

K1 = 1.2
B = 0.5
TITLE_SHARE = 0.3
_ROUNDING = 1 + 1e-9
"""More than rounding loses of a score, or of a sum of scores."""
_SMALLEST = 1e-300
"""More than rounding loses where numbers are so small that they lose digits."""


def not_below(value: Numbers) -> Numbers:
    """A bound, raised by more than rounding may have lost of it."""
    return value * _ROUNDING + _SMALLEST


def idf(articles: int, occurring: int) -> float:
    """How telling it is that something occurs, as it does in `occurring` of all articles."""
    return log(1 + (articles - occurring + 0.5) / (occurring + 0.5))


def rate(count: Numbers, length: Numbers, mean: float) -> Numbers:
    """A number that grows with the score, for any weight, where articles are of this mean length."""
    return count / (length + mean * (1 - B) / B)


class Weight(NamedTuple):
    """What turns counts into scores: weight * idf, and the mean length of the field."""

    scale: float
    mean: float

    def norm(self, length: Numbers) -> Numbers:
        """What `score` must know of an article's length."""
        return K1 * (1 - B + B * length / self.mean)

    def score(self, count: Numbers, norm: Numbers) -> Numbers:
        """The score of an article of this norm; 0.0 for no count."""
        return self.scale * (K1 + 1) * (count / (count + norm))

    def bound(self, highest: Numbers, mean: float) -> Numbers:
        """What no score exceeds, of articles none of which has a `rate` above `highest` at this other mean.

        From one mean to another a rate grows by at most their ratio, and by nothing where the mean grows.
        """
        reached = highest * max(1.0, mean / self.mean)
        return self.limit * (reached / (reached + K1 * B / self.mean))

    @property
    def limit(self) -> float:
        """What no score exceeds, by more than rounding loses."""
        return not_below(self.scale * (K1 + 1))
