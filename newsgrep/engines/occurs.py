"""What a leaf of a query looks for in a field: one phrase, or several near each other. A phrase has one or more words."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from newsgrep.errors import QueryError
from newsgrep.immutable import NamedTuple
from newsgrep.query.nodes import Leaf, Near, Pattern, Phrase
from newsgrep.text import AnalysedQuery, AnyWord, Approximate, Glob, KnownSlot, Slot

MAX_WORDS = 10_000
"""A wildcard or fuzzy word that matches more words of an index than this is refused."""

ExactPhrase: TypeAlias = tuple[Slot, ...]
Side: TypeAlias = tuple[ExactPhrase, ...]
"""Different phrases, of which any may occur."""


class Occurs(NamedTuple):
    """An occurrence in a field: of one phrase; or of all sides, with at most `slop` other words among them.

    Two sides occur in any order, or in this one if `ordered`. More than two are single words, in any order.
    """

    field: str
    sides: tuple[Side, ...]
    slop: int | None = None
    ordered: bool = False

    @classmethod
    def of(cls, leaf: Leaf | Near, field: str, query: AnalysedQuery) -> "Occurs":
        """The occurrence in a field that a leaf of the query means."""
        if isinstance(leaf, Near):
            sides = (_side(leaf.left, query), _side(leaf.right, query))
            return cls(field, sides, leaf.slop, leaf.ordered)
        slots = query.slots(leaf)
        if isinstance(leaf, Phrase) and leaf.slop is not None:
            return cls(field, tuple(((slot,),) for slot in slots), leaf.slop)
        return cls(field, ((slots,),))

    @property
    def slots(self) -> Iterator[KnownSlot]:
        """The slots of all words, in the query's order; any one word is none."""
        return (
            slot for side in self.sides for phrase in side for slot in phrase if not isinstance(slot, AnyWord)
        )

    @property
    def word(self) -> KnownSlot | None:
        """The slot of its word, if it has only one word."""
        return next(self.slots) if self.slop is None and len(self.sides[0][0]) == 1 else None


def _side(leaves: Sequence[Leaf], query: AnalysedQuery) -> Side:
    return tuple(dict.fromkeys(query.slots(leaf) for leaf in leaves))


def unknown_words(leaf: Leaf | Near, query: AnalysedQuery) -> Iterator[tuple[Leaf, Glob | Approximate]]:
    """The wildcards and fuzzy words of a leaf, whose words only an index knows; each with its own leaf."""
    for one in (*leaf.left, *leaf.right) if isinstance(leaf, Near) else (leaf,):
        for slot in query.slots(one):
            if isinstance(slot, Glob | Approximate):
                yield one, slot


def too_many_words(leaf: Leaf, words: int) -> QueryError:
    """The refusal of a leaf with a wildcard or fuzzy word that matches so many words of an index."""
    written = leaf.glob if isinstance(leaf, Pattern | Phrase) else leaf.text
    message = f'"{written}" stands for {words:,} words; at most {MAX_WORDS:,} are looked for'
    return QueryError(message, "", *leaf.extent)
