"""The oracle for thousands of articles against the one that tries everything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inverted_oracle import InvertedOracle
from oracle import Oracle
from strategies import articles, orders, queries

from newsgrep.article import Article
from newsgrep.query import nodes
from newsgrep.results import Order


@given(
    archive=st.lists(articles, max_size=6, unique_by=lambda article: article.id),
    asked=st.lists(st.tuples(queries, orders), min_size=1, max_size=6),
)
def test_both_oracles_give_the_same(archive: list[Article], asked: list[tuple[nodes.Node, Order]]) -> None:
    tries_everything, inverted = Oracle(archive), InvertedOracle(archive)
    for query, order in asked:
        wanted, found = tries_everything.search(query, order), inverted.search(query, order)
        assert [identifier for identifier, _ in found] == [identifier for identifier, _ in wanted]
        assert [score for _, score in found] == pytest.approx([score for _, score in wanted], rel=1e-12)
