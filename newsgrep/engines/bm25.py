"""BM25: the score of one word, or one phrase, in one article.

    idf    = ln(1 + (N - n + 0.5) / (n + 0.5))
    weight * idf * tf * (K1 + 1) / (tf + norm)
    norm   = K1 * (1 - B + B * length / mean)

N is the number of all articles, n the number of those in which the term occurs; lengths are exact. K1, B and
TITLE_SHARE were chosen by nDCG@10 over judged collections of news and abstracts. Numbers and arrays give the
same results to the bit: float64, by the same operations.
"""

from math import log
from typing import TYPE_CHECKING, TypeVar

from newsgrep.immutable import NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Numbers = TypeVar("Numbers", float, "NDArray[np.float64]")
"""One number, or a float64 array of any shape; results have the same type and shape."""

K1 = 1.2
B = 0.5
TITLE_SHARE = 0.3
_ROUNDING = 1 + 1e-9
"""A factor that exceeds the relative rounding error of a score, or of a sum of scores."""
_SMALLEST = 1e-300
"""A summand that exceeds the rounding error of subnormal numbers."""


def not_below(value: Numbers) -> Numbers:
    """A bound, raised by more than its rounding error."""
    return value * _ROUNDING + _SMALLEST


def idf(articles: int, occurring: int) -> float:
    """The inverse document frequency of a term that occurs in `occurring` of all articles."""
    return log(1 + (articles - occurring + 0.5) / (occurring + 0.5))


def rate(count: Numbers, length: Numbers, mean: float) -> Numbers:
    """A number that is monotonic in the score, for any weight. `mean`: the mean length of the articles."""
    return count / (length + mean * (1 - B) / B)


class Weight(NamedTuple):
    """The factors of a score: `scale` is weight * idf, `mean` the mean length of the field in tokens."""

    scale: float
    mean: float

    def norm(self, length: Numbers) -> Numbers:
        """The length norm of an article, see the module."""
        return K1 * (1 - B + B * length / self.mean)

    def score(self, count: Numbers, norm: Numbers) -> Numbers:
        """The score of an article with this count and norm; 0.0 for a count of 0."""
        return self.most * (count / (count + norm))

    @property
    def most(self) -> float:
        """What scores come near to with high counts."""
        return self.scale * (K1 + 1)

    def bound(self, highest: Numbers, mean: float) -> Numbers:
        """An upper bound of the scores of articles whose highest `rate` at another mean length is `highest`.

        From one mean to a smaller one a rate grows by at most their ratio; to a larger one it does not grow.
        """
        reached = highest * max(1.0, mean / self.mean)
        return self.limit * (reached / (reached + K1 * B / self.mean))

    @property
    def limit(self) -> float:
        """An upper bound of all scores, safe against rounding."""
        return not_below(self.most)
