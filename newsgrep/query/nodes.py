"""The query as a tree of immutable values, independent of any engine and of tokens.

A *glob* is text in which `*` stands for any characters, none included, and `?` for exactly one; a backslash
takes the next character as it is. `extent` is the place in the query text, (start, end) in characters, for
error messages; it takes no part in comparison.
"""

from typing import Literal, TypeAlias

from newsgrep.article import ArticleId, ValueField
from newsgrep.immutable import Immutable

Extent: TypeAlias = tuple[int, int]
TextField: TypeAlias = Literal["title", "author"]


class _Node(Immutable):
    _not_compared = frozenset({"extent"})


class Word(_Node):
    """A bare word, matched by stem; `text` is literal. One of several tokens is a phrase of them, by stem."""

    text: str
    extent: Extent = (0, 0)


class StemOf(Word):
    """A word as an article has it: matched by its stem, and by nothing that a typed word may mean beside. No text parses to it."""


class Pattern(_Node):
    """A bare word with wildcards, matched by surface; `glob` is a glob."""

    glob: str
    extent: Extent = (0, 0)


class Fuzzy(_Node):
    """A word spelled nearly so: at most `edits` edits (None: 0, 1 or 2 by the word's length)."""

    text: str
    edits: int | None = None
    extent: Extent = (0, 0)


class Phrase(_Node):
    """Quoted words, matched by surface: in this order and consecutive, or with `slop` in any order.

    `glob` is what stands between the quotes, as a glob. `slop` is the number of other words allowed among
    them, 1 to 50.
    """

    glob: str
    slop: int | None = None
    extent: Extent = (0, 0)


class Near(_Node):
    """Any of `left` and any of `right`, with at most `slop` other words between them.

    They stand in any order, or, if `ordered`, in this one. Each side is one or more words and exact phrases.
    """

    left: tuple["Word | Pattern | Fuzzy | Phrase", ...]
    right: tuple["Word | Pattern | Fuzzy | Phrase", ...]
    slop: int
    ordered: bool = False
    extent: Extent = (0, 0)


class And(_Node):
    parts: tuple["Node", ...]
    extent: Extent = (0, 0)


class Or(_Node):
    parts: tuple["Node", ...]
    extent: Extent = (0, 0)


class Not(_Node):
    part: "Node"
    extent: Extent = (0, 0)


class Boost(_Node):
    """`part`, its weight in the ranking multiplied by `weight` (above 0)."""

    part: "Node"
    weight: float
    extent: Extent = (0, 0)


class Within(_Node):
    """`part`, an expression of words, looked for in the title or in an author's name alone."""

    name: TextField
    part: "Node"
    extent: Extent = (0, 0)


class Value(_Node):
    """A whole value of a field, ignoring case and normal form; `glob` is a glob, whose `*` crosses `/`."""

    name: ValueField
    glob: str
    extent: Extent = (0, 0)


class Ids(_Node):
    """The articles of these ids, compared exactly: no globs, no folding of case. No text parses to it."""

    ids: frozenset[ArticleId]
    extent: Extent = (0, 0)


class Dates(_Node):
    """Published from `first` to `last`, both inclusive, YYYYMMDD (None: open).

    A date known to the month or the year matches when it overlaps; with `sure`, when it lies wholly inside.
    """

    first: int | None
    last: int | None
    sure: bool = False
    extent: Extent = (0, 0)


class Undated(_Node):
    """Articles of which no date is known."""

    extent: Extent = (0, 0)


class Everything(_Node):
    """Every article: what an empty query with a filter asks for."""

    extent: Extent = (0, 0)


Leaf: TypeAlias = Word | Pattern | Fuzzy | Phrase
Node: TypeAlias = (
    Word
    | Pattern
    | Fuzzy
    | Phrase
    | Near
    | And
    | Or
    | Not
    | Boost
    | Within
    | Value
    | Ids
    | Dates
    | Undated
    | Everything
)
