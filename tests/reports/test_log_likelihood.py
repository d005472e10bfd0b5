"""The statistics of terms against those of scipy."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from newsgrep.engines.collectors import TermTable
from newsgrep.reports.log_likelihood import ERROR_RATE, least_g2, log_likelihood, log_ratio


def table(*terms: tuple[int, int], here_total: int, there_total: int) -> TermTable:
    counts = np.array(terms, np.int64).reshape(-1, 2)
    names = [f"{number:05}" for number in range(len(terms))]
    return TermTable(names, counts[:, 0], counts[:, 1], here_total, there_total)


totals = st.integers(1, 10**9)


@st.composite
def tables(draw: st.DrawFn) -> TermTable:
    """Small ones too, in which most cells are 0, or full."""
    here_total, there_total = draw(totals | st.integers(1, 5)), draw(totals | st.integers(1, 5))
    cells = st.tuples(st.integers(0, here_total), st.integers(0, there_total))
    return table(*draw(st.lists(cells, max_size=20)), here_total=here_total, there_total=there_total)


def test_a_value_that_was_computed_elsewhere() -> None:
    (g2,) = log_likelihood(table((924, 3304), here_total=53323, there_total=2790268))
    assert g2 == pytest.approx(3047.419646, abs=5e-7)


@given(tables())
def test_g2_is_scipys_uncorrected_log_likelihood_ratio(drawn: TermTable) -> None:
    for here, there, g2 in zip(drawn.here, drawn.there, log_likelihood(drawn), strict=True):
        cells = np.array([[here, there], [drawn.here_total - here, drawn.there_total - there]])
        present = cells[cells.sum(axis=1) > 0]  # a row of zeros adds nothing, but scipy refuses it
        wanted = stats.chi2_contingency(present, correction=False, lambda_="log-likelihood").statistic
        assert abs(g2) == pytest.approx(wanted, rel=1e-6, abs=1e-6 * max(1, cells.sum() * 1e-6))


@given(tables())
def test_it_is_negative_where_a_term_is_rarer_here(drawn: TermTable) -> None:
    for here, there, g2, ratio in zip(
        drawn.here.tolist(), drawn.there.tolist(), log_likelihood(drawn), log_ratio(drawn), strict=True
    ):
        rarer = here * drawn.there_total < there * drawn.here_total
        assert g2 <= 0 if rarer else g2 >= 0
        times = ((here + 0.5) / (drawn.here_total + 1)) / ((there + 0.5) / (drawn.there_total + 1))
        assert 2**ratio == pytest.approx(times)


@given(tables())
def test_equal_counts_have_equal_values_to_the_bit(drawn: TermTable) -> None:
    """So that ties are ties, wherever in the table the terms stand."""
    assume(len(drawn.terms))
    places = np.arange(100) % len(drawn.terms)
    many = drawn._replace(
        terms=[str(n) for n in range(100)], here=drawn.here[places], there=drawn.there[places]
    )
    for statistic in (log_likelihood, log_ratio):
        assert statistic(many).tolist() == statistic(drawn)[places].tolist()


@given(st.integers(1, 10**7))
def test_the_threshold_is_that_of_a_two_sided_test_of_each_term(tested: int) -> None:
    one = ERROR_RATE / tested
    assert least_g2(tested) == pytest.approx(stats.norm.ppf(1 - one / 2) ** 2, rel=1e-6)
    assert least_g2(tested) == pytest.approx(stats.chi2.isf(one, df=1), rel=1e-5)
