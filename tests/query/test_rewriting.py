"""Walks over a tree: every kind of node has its place in each."""

from typing import get_args

from newsgrep.article import ArticleId
from newsgrep.query.nodes import (
    And,
    Boost,
    Dates,
    Everything,
    Fuzzy,
    Ids,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Undated,
    Value,
    Within,
    Word,
)
from newsgrep.query.printer import to_text
from newsgrep.query.rewriting import (
    has_dates,
    leaves,
    parts_of,
    walk,
    with_sure_dates,
    without_dates,
    words_of,
)

A, B, C = Word("a"), Pattern("b*"), Fuzzy("c")
QUOTED, RANGE = Phrase("d e"), Dates(20250101, None)
SURE = RANGE.with_(sure=True)
WITHOUT_WORDS = (Value("source", "ap"), Ids(frozenset({ArticleId("a.txt")})), RANGE, Undated(), Everything())
TREE = And(
    (
        Or((A, Boost(Within("title", And((B, Boost(C, 3)))), 2))),
        Not(Or((Near((A, B), (QUOTED,), 5), RANGE))),
        Within("author", Not(A)),
        *WITHOUT_WORDS,
    )
)


def test_every_kind_of_node_is_in_the_tree_and_is_walked_over() -> None:
    below: list[Node] = [TREE]
    for node in below:
        below += parts_of(node)
    assert {type(node) for node in below} == set(get_args(Node))
    assert all(to_text(node) for node in below)
    assert with_sure_dates(TREE) == And((*TREE.parts[:5], SURE, *TREE.parts[6:]))


def test_leaves_come_in_order_with_field_weight_and_negation() -> None:
    assert list(leaves(TREE)) == [
        (A, "body", 1, False),
        (B, "title", 2, False),
        (C, "title", 6, False),
        (Near((A, B), (QUOTED,), 5), "body", 1, True),
        (A, "author", 1, True),
    ]


def test_words_are_those_of_near_too() -> None:
    assert list(words_of(TREE)) == [A, B, C, A, B, QUOTED, A]


def test_parts_of_a_field_are_walked_with_the_field() -> None:
    tree = Within("title", And((A, Boost(B, 2))))
    assert list(walk(Not(tree))) == [
        (0, Not(tree)),
        (1, tree),
        (2, Within("title", A)),
        (2, Within("title", Boost(B, 2))),
    ]
    assert list(walk(Not(tree), negated=False)) == [(0, Not(tree))]


def test_dates_are_changed_outside_not_alone() -> None:
    tree = And((A, Not(RANGE), Boost(Or((RANGE, A)), 2)))
    assert with_sure_dates(tree) == And((A, Not(RANGE), Boost(Or((SURE, A)), 2)))
    assert without_dates(tree) == And((A, Not(RANGE), Boost(A, 2)))
    assert without_dates(Boost(And((RANGE, RANGE)), 2)) is None
    assert has_dates(tree)
    assert not has_dates(And((A, Not(RANGE))))
