"""Trees made from a tree: its parts, and what it would be with other dates."""

from collections.abc import Callable, Iterator

from newsgrep.query.nodes import And, Boost, Dates, Near, Node, Not, Or, Within


def with_dates(node: Node, change: Callable[[Dates], Node]) -> Node:
    """The same tree with every range of dates changed, but for those that are negated."""
    match node:
        case And(parts) | Or(parts):
            return node.with_(parts=tuple(with_dates(part, change) for part in parts))
        case Boost(part):
            return node.with_(part=with_dates(part, change))
        case Dates():
            return change(node)
        case _:
            return node


def has_dates(node: Node) -> bool:
    """Say whether a range of dates is asked for."""
    return any(isinstance(part, Dates) for _, part in walk(node, negated=False))


def walk(node: Node, *, negated: bool = True, depth: int = 0) -> Iterator[tuple[int, Node]]:
    """(depth, part) of every part, the whole first; `negated` says whether to enter NOT.

    A part of a field is given with its field, so that it means the same by itself.
    """
    yield depth, node
    match node:
        case And(parts) | Or(parts):
            inner = parts
        case Boost(part):
            inner = (part,)
        case Not(part):
            inner = (part,) if negated else ()
        case Within(name, And(parts) | Or(parts)):
            inner = tuple(Within(name, part) for part in parts)
        case Near(left, right):
            inner = (left, right)
        case _:
            inner = ()
    for part in inner:
        yield from walk(part, negated=negated, depth=depth + 1)


def leaves(node: Node, field: str = "body") -> Iterator[tuple[Node, str]]:
    """The parts that have no parts, negated ones included, and the field each is looked for in."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part, field)
        case Boost(part) | Not(part):
            yield from leaves(part, field)
        case Within(name, part):
            yield from leaves(part, name)
        case _:
            yield node, field
