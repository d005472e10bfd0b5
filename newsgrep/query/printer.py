"""A tree of nodes to text that parses to the same tree, unless it has `Ids`, which no text stands for."""

from typing import assert_never

from newsgrep.article import ArticleId
from newsgrep.days import iso
from newsgrep.errors import QueryError
from newsgrep.query import nodes
from newsgrep.query.quotes import QUOTES
from newsgrep.query.scanner import BEGINNING_SIGNS, Lexeme, is_dash, scan

_IDS_SHOWN = 3
_SPECIAL = frozenset(f"\\*?~^():{QUOTES}")


def to_text(node: nodes.Node) -> str:
    """Print a query. `Dates.sure` is left out: it is an option of the whole query, not part of its text."""
    text = _text(node)
    # Between parentheses, a `?` at the end is a wildcard, not the mark of a question.
    return f"({text})" if text.endswith(("?", '?"')) and " " in text else text


def _text(node: nodes.Node) -> str:  # noqa: C901  one line a kind of node
    match node:
        case nodes.And(parts):
            return " AND ".join(_enclosed(part, nodes.And, nodes.Or) for part in parts)
        case nodes.Or(parts):
            return " OR ".join(_enclosed(part, nodes.Or) for part in parts)
        case nodes.Not(part):
            return f"NOT {_enclosed(part, nodes.And, nodes.Or)}"
        case nodes.Near(left, right, slop, ordered):
            return f"{_side(left)} {'BEFORE' if ordered else 'NEAR'}/{slop} {_side(right)}"
        case nodes.Boost(part, weight):
            return f"{_weighable(part)}^{_decimal(weight)}"
        case nodes.Within(name, part):
            text = _text(part)
            return f"{name}:{text}" if isinstance(part, nodes.Leaf) else f"{name}:({text})"
        case nodes.Value(name, glob):
            return f'{name}:"{glob}"'
        case nodes.Ids(ids):
            return _ids(ids)
        case nodes.Dates(first, last):
            return f"date:{_shown(first)}..{_shown(last)}"
        case nodes.Undated():
            return "date:undated"
        case nodes.Everything():
            return "*"
        case nodes.Word() | nodes.Pattern() | nodes.Fuzzy() | nodes.Phrase():
            return _leaf(node)
    assert_never(node)


def _ids(ids: frozenset[ArticleId]) -> str:
    """The first few ids, and how many there are if there are more."""
    shown = ", ".join(sorted(ids)[:_IDS_SHOWN])
    return f"ids:({shown})" if len(ids) <= _IDS_SHOWN else f"ids:({shown}, ... {len(ids):,} in all)"


def _leaf(leaf: nodes.Leaf) -> str:
    match leaf:
        case nodes.Word(text):
            return _escaped(text)
        case nodes.Pattern(glob):
            return glob
        case nodes.Fuzzy(text, edits):
            return f"{_escaped(text)}~{'' if edits is None else edits}"
        case nodes.Phrase(glob, slop):
            return f'"{glob}"' if slop is None else f'"{glob}"~{slop}'


def _side(leaves: tuple[nodes.Leaf, ...]) -> str:
    return _leaf(leaves[0]) if len(leaves) == 1 else f"({' OR '.join(map(_leaf, leaves))})"


def _enclosed(node: nodes.Node, *binding_no_tighter: type[nodes.Node]) -> str:
    text = _text(node)
    return f"({text})" if isinstance(node, binding_no_tighter) else text


def _weighable(node: nodes.Node) -> str:
    text = _text(node)
    return text if isinstance(node, nodes.Leaf | nodes.Within) else f"({text})"


def _escaped(text: str) -> str:
    """A word as it is written so that nothing in it is taken for an operator or the end of the word."""
    escaped = "".join(
        "\\" + character if character in _SPECIAL or character.isspace() else character for character in text
    )
    if is_dash(text[0]) or text[0] in BEGINNING_SIGNS:
        escaped = "\\" + escaped
    signs = "".join(character if character.isalnum() else f"\\{character}" for character in text)
    ways = (escaped, signs, f"\\{signs}", f"{signs[0]}\\{signs[1:]}")
    return next(filter(_is_a_word, ways), escaped)


def _is_a_word(written: str) -> bool:
    """Say whether a text is read as one word: no operator, of other tools or of ours, is in it."""
    try:
        return scan(written) == [Lexeme("WORD", written, 0, len(written))]
    except QueryError:
        return False


def _decimal(number: float) -> str:
    """A number without an exponent."""
    from decimal import Decimal  # noqa: PLC0415  few queries have weights

    return format(Decimal(repr(number)).normalize(), "f")


def _shown(day: int | None) -> str:
    return "" if day is None else iso(day)
