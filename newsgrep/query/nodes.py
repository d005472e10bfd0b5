"""The query as a tree of immutable values, independent of any engine and of tokens.

A *glob* is text in which `*` stands for any characters, none included, and `?` for exactly one; a backslash
takes the next character as it is. `extent` is the place in the query text, (start, end) in characters, for
error messages; it takes no part in comparison.
"""

from operator import attrgetter
from typing import Any, ClassVar, Literal, NoReturn, Self, TypeAlias, dataclass_transform

from newsgrep.article import ArticleId, ValueField

Extent: TypeAlias = tuple[int, int]
TextField: TypeAlias = Literal["title", "author"]


@dataclass_transform(frozen_default=True)
class _Node:
    """What dataclasses would give the nodes, without the code that they generate and compile at every start."""

    __match_args__: ClassVar[tuple[str, ...]]
    _values: ClassVar[Any]
    """Gives what is compared."""

    def __init_subclass__(cls) -> None:
        cls.__match_args__ = tuple(cls.__annotations__)  # type: ignore[misc]  # mypy knows it for each
        compared = [name for name in cls.__match_args__ if name != "extent"]
        cls._values = attrgetter(*compared) if compared else type

    def __init__(self, *values: Any, **named: Any) -> None:  # noqa: ANN401  what each declares
        self.__dict__.update(zip(self.__match_args__, values, strict=False), **named)

    def with_(self, **changes: Any) -> Self:  # noqa: ANN401  what each declares
        """The same node with other values."""
        return type(self)(**{**self.__dict__, **changes})

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{name} of a node cannot be changed")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._values(self) == self._values(other)

    def __hash__(self) -> int:
        return hash((type(self), self._values(self)))

    def __repr__(self) -> str:
        compared = [getattr(self, name) for name in self.__match_args__ if name != "extent"]
        return f"{type(self).__name__}({', '.join(map(repr, compared))})"


class Word(_Node):
    """A bare word, matched by stem; `text` is literal. One of several tokens is a phrase of them, by stem."""

    text: str
    extent: Extent = (0, 0)


class StemOf(Word):
    """A word as an article has it: matched by its stem, and by nothing that a typed word may mean beside. No text parses to it."""

    text: str
    extent: Extent = (0, 0)


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
