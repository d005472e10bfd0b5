"""The interval of a share against that of statsmodels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from newsgrep.reports.counts import wilson


@given(st.integers(1, 10**7).flatmap(lambda articles: st.tuples(st.integers(0, articles), st.just(articles))))
def test_the_interval_is_that_of_statsmodels(share: tuple[int, int]) -> None:
    matches, articles = share
    wanted = proportion_confint(matches, articles, alpha=0.05, method="wilson")
    assert wilson(matches, articles) == pytest.approx(wanted, abs=1e-8)
