"""What may stand on either side of NEAR and BEFORE."""

from typing import assert_never

from newsgrep.errors import QueryError
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
    Undated,
    Value,
    Within,
    Word,
)

NO_CHAIN = "{0} joins two sides only; a third takes a {0} of its own, after AND"


def side_of(node: Node, operator: str) -> tuple[Leaf, ...]:
    """The words and exact phrases of a side, of which any may stand there. `operator` is `NEAR/5`, as written.

    Raises QueryError, whose query text the caller must fill in, for anything else.
    """
    if isinstance(node, Or):
        return tuple(leaf for part in node.parts for leaf in side_of(part, operator))
    if isinstance(node, Leaf) and not (isinstance(node, Phrase) and node.slop):
        return (node,)
    raise QueryError(_refusal(node, operator), "", *node.extent)


def _refusal(node: Node, operator: str) -> str:
    """Why a node cannot be a side, or one of its alternatives, and what to write instead."""
    whole = f"(a {operator} b)"
    match node:
        case Boost():
            return f"a weight stands after the whole: {whole}^2"
        case Within(name):
            return f"a field stands before the whole: {name}:{whole}"
        case Value() | Ids() | Dates() | Undated():
            return f"a filter stands after the whole: {whole} source:reuters"
        case Not():
            return f"NOT stands outside: {whole} NOT c"
        case And():
            return (
                f"words beside {operator} are joined by OR: (a OR b) {operator} c;"
                f" for both write (a {operator} c) AND (b {operator} c)"
            )
        case Near():
            return NO_CHAIN.format(operator.partition("/")[0])
        case Word() | Pattern() | Fuzzy() | Phrase() | Or() | Everything():
            return (
                f"beside {operator} stands a word, a wildcard, a quoted phrase,"
                " or a group of them joined by OR"
            )
    assert_never(node)
