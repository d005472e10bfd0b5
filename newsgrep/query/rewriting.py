"""Walks over a tree of nodes, and the same tree with other dates.

All go through `parts_of`, which knows every kind of node.
"""

from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias, assert_never

from newsgrep.query.nodes import (
    And,
    Boost,
    Dates,
    Everything,
    Fuzzy,
    Ids,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    TextField,
    Undated,
    Value,
    Within,
    Word,
)

LeafField: TypeAlias = Literal["body"] | TextField


QueryLeaf: TypeAlias = tuple[Leaf | Near, LeafField, float, bool]
"""Words of a query as they are searched for, NEAR or BEFORE with its two sides being one leaf; the field where they are looked for (the body's
words are the text's and the title's); the product of the weights around them; whether they stand inside a
NOT.
"""


def parts_of(node: Node) -> tuple[Node, ...]:
    """The nodes directly below one, in the query's order."""
    match node:
        case And(parts) | Or(parts):
            return parts
        case Not(part) | Boost(part) | Within(_, part):
            return (part,)
        case Near(left, right):
            return *left, *right
        case Word() | Pattern() | Fuzzy() | Phrase():
            return ()
        case Value() | Ids() | Dates() | Undated() | Everything():
            return ()
    assert_never(node)


def words_of(node: Node) -> Iterator[Leaf]:
    """All words, wildcards and phrases, in the query's order: those beside NEAR and BEFORE by themselves."""
    if isinstance(node, Leaf):
        yield node
    for part in parts_of(node):
        yield from words_of(part)


def walk(node: Node, *, negated: bool = True, depth: int = 0) -> Iterator[tuple[int, Node]]:
    """(depth, part) of every part, the whole first; `negated` says whether to enter NOT.

    A part of a field is given with its field, so that it means the same by itself.
    """
    yield depth, node
    if isinstance(node, Not) and not negated:
        return
    inner = parts_of(node)
    if isinstance(node, Within):
        parts = parts_of(node.part) if isinstance(node.part, And | Or) else ()
        inner = tuple(Within(node.name, part) for part in parts)
    for part in inner:
        yield from walk(part, negated=negated, depth=depth + 1)


def leaves(
    node: Node, field: LeafField = "body", weight: float = 1.0, *, negated: bool = False
) -> Iterator[QueryLeaf]:
    """The leaves with words, in the query's order; no values, dates or ids."""
    if isinstance(node, Leaf | Near):
        yield node, field, weight, negated
        return
    if isinstance(node, Within):
        field = node.name
    if isinstance(node, Boost):
        weight *= node.weight
    for part in parts_of(node):
        yield from leaves(part, field, weight, negated=negated or isinstance(node, Not))


def with_sure_dates(node: Node) -> Node:
    """The same tree with every range of dates sure, but for those that are negated."""
    return _with_dates(node, lambda dates: dates.with_(sure=True)) or node


def without_dates(node: Node) -> Node | None:
    """The same tree without its ranges of dates, except negated ones; None if nothing else is in it."""
    return _with_dates(node, lambda _: None)


def _with_dates(node: Node, change: Callable[[Dates], Node | None]) -> Node | None:
    """The tree with each range of dates changed, or left out where `change` gives None."""
    match node:
        case Dates():
            return change(node)
        case And(parts) | Or(parts):
            kept = tuple(part for inner in parts if (part := _with_dates(inner, change)) is not None)
            return node.with_(parts=kept) if len(kept) > 1 else next(iter(kept), None)
        case Boost(part):
            inner = _with_dates(part, change)
            return None if inner is None else node.with_(part=inner)
        case Not() | Near() | Within() | Word() | Pattern() | Fuzzy() | Phrase():
            return node
        case Value() | Ids() | Undated() | Everything():
            return node
    assert_never(node)


def has_dates(node: Node) -> bool:
    """Say whether the query has a range of dates outside NOT."""
    return any(isinstance(part, Dates) for _, part in walk(node, negated=False))
