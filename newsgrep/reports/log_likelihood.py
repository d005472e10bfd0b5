"""How much more often terms stand here than there: the log-likelihood ratio, the size of the effect, what is significant.

The table of a term has four cells: a of c here with the term, b of d there, and those without it.
"""

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.collectors import TermTable

ERROR_RATE = 0.01
"""The probability that any term is listed though none is more frequent anywhere (see `least_g2`)."""

Floats = NDArray[np.float64]


def log_likelihood(table: TermTable) -> Floats:
    """G² = 2 Σ O ln(O/E) over the four cells of each term, negative for terms rarer here: of shape (terms,).

    E are the counts to be expected of independence (Dunning 1993). There is no correction for continuity.
    """
    here, there = table.here.astype(np.float64), table.there.astype(np.float64)
    totals = table.here_total, table.there_total
    g2 = np.zeros(len(here))
    for with_term in (True, False):
        observed = (here, there) if with_term else (totals[0] - here, totals[1] - there)
        together = observed[0] + observed[1]
        for cell, total in zip(observed, totals, strict=True):
            expected = together * (total / sum(totals))
            g2 += cell * np.log(np.divide(cell, expected, out=np.ones_like(cell), where=cell > 0))
    rarer = here * totals[1] < there * totals[0]
    return np.maximum(2 * g2, 0) * np.where(rarer, -1, 1)


def log_ratio(table: TermTable) -> Floats:
    """The binary logarithm of how many times as frequent each term is here, half an article added to each cell."""
    here = (table.here + 0.5) / (table.here_total + 1)
    there = (table.there + 0.5) / (table.there_total + 1)
    return np.log2(here / there)


def least_g2(tested: int) -> float:
    """The least G² that is significant when so many terms are tested: Bonferroni, two-sided, one degree of freedom."""
    return NormalDist().inv_cdf(1 - ERROR_RATE / (2 * tested)) ** 2 if tested else 0.0
