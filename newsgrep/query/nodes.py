"""The query as a tree of frozen values: what was asked, before any engine or token.

A *glob* is text in which `*` stands for any characters, none included, and `?` for exactly one; a backslash
takes the next character as it is. `extent` is the place in the query text, (start, end) in characters, for
error messages; it takes no part in comparison.
"""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Extent: TypeAlias = tuple[int, int]
TextField: TypeAlias = Literal["title", "author"]
ValueField: TypeAlias = Literal["source", "section", "tag", "lang", "path", "id"]


@dataclass(frozen=True, slots=True)
class Word:
    """A bare word, matched by stem; `text` is literal. One of several tokens is a phrase of them, by stem."""

    text: str
    extent: Extent = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A bare word with wildcards, matched by surface; `glob` is a glob."""

    glob: str
    extent: Extent = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word spelled nearly so: at most `edits` edits (None: 0, 1 or 2 by the word's length)."""

    text: str
    edits: int | None = None
    extent: Extent = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Quoted words, matched by surface: in this order and consecutive, or with `slack` in any order.

    `glob` is what stands between the quotes, as a glob. `slack` is the number of other words allowed among
    them, 1 to 50.
    """

    glob: str
    slack: int | None = None
    extent: Extent = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Near:
    """Both sides, in any order, with at most `slack` other words among them."""

    left: "Word | Pattern | Fuzzy | Phrase"
    right: "Word | Pattern | Fuzzy | Phrase"
    slack: int
    extent: Extent = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Node", ...]
    extent: Extent = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Node", ...]
    extent: Extent = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"
    extent: Extent = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Boost:
    """`part`, its weight in the ranking multiplied by `weight` (above 0)."""

    part: "Node"
    weight: float
    extent: Extent = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Within:
    """`part`, an expression of words, looked for in the title or in an author's name alone."""

    name: TextField
    part: "Node"
    extent: Extent = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Value:
    """A whole value of a field, ignoring case; `glob` is a glob, whose `*` crosses `/`."""

    name: ValueField
    glob: str
    extent: Extent = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Dates:
    """Published from `first` to `last`, both inclusive, YYYYMMDD (None: open).

    A date known to the month or the year matches when it overlaps; with `sure`, when it lies wholly inside.
    """

    first: int | None
    last: int | None
    sure: bool = False
    extent: Extent = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Undated:
    """Articles of which no date is known."""

    extent: Extent = field(default=(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article: what an empty query with a filter asks for."""

    extent: Extent = field(default=(0, 0), compare=False, repr=False)


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
    | Dates
    | Undated
    | Everything
)
