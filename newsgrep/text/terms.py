"""What each word of a query may match: slots, one a position."""

from collections.abc import Iterable, Iterator
from typing import Final, Literal, TypeAlias, assert_never

from newsgrep.errors import QueryError
from newsgrep.immutable import NamedTuple
from newsgrep.query.globs import GlobMatcher, Wildcard, compile_glob, parse_glob
from newsgrep.query.nodes import Fuzzy, Leaf, Near, Node, Pattern, Phrase, StemOf, Word
from newsgrep.query.rewriting import LeafField, leaves, parts_of, words_of
from newsgrep.text.acronyms import alternatives
from newsgrep.text.analyzer import Analyzer
from newsgrep.text.stopwords import is_stop_word
from newsgrep.text.tokens import ANY_CHARACTER, ANY_CHARACTERS

MAX_TERMS: Final = 1_000
_MAX_ANY_WORDS = 50
"""Fewer than the positions between a headline and its text: no phrase reaches from one into the other."""
_TWO_EDITS_FROM = 6
_ONE_EDIT_FROM = 3


class Surfaces(NamedTuple):
    """Any of these surfaces."""

    forms: tuple[str, ...]
    by: Literal["surface"] = "surface"  # else one of them would equal one of stems

    def matches(self, surface: str, stem: str) -> bool:  # noqa: ARG002  all slots are called alike
        return surface in self.forms


class Stems(NamedTuple):
    """Any surface with one of these stems."""

    forms: tuple[str, ...]
    by: Literal["stem"] = "stem"

    def matches(self, surface: str, stem: str) -> bool:  # noqa: ARG002  all slots are called alike
        return stem in self.forms


class Glob(NamedTuple):
    """Any surface that a pattern with wildcards stands for."""

    matcher: GlobMatcher

    @property
    def prefix(self) -> str:
        """What all of them begin with."""
        return self.matcher.prefix

    def matches(self, surface: str, stem: str = "") -> bool:  # noqa: ARG002  all slots are called alike
        return self.matcher.matches(surface)


class Approximate(NamedTuple):
    """Any surface at most `edits` edits away, by optimal string alignment: a swap of neighbours is one."""

    surface: str
    edits: int

    @property
    def prefix(self) -> str:
        """What all of them begin with: nothing, an edit may be anywhere."""
        return ""

    def matches(self, surface: str, stem: str = "") -> bool:  # noqa: ARG002  all slots are called alike
        if abs(len(surface) - len(self.surface)) > self.edits:
            return False
        from rapidfuzz.distance import OSA  # noqa: PLC0415  only fuzzy words need it

        return OSA.distance(self.surface, surface, score_cutoff=self.edits) <= self.edits

    def among(self, surfaces: Iterable[str]) -> list[int]:
        """The places, ascending, of those of many surfaces that match."""
        from rapidfuzz.distance import OSA  # noqa: PLC0415  only fuzzy words need it

        wanted, edits, distance = self.surface, self.edits, OSA.distance
        return [
            place
            for place, surface in enumerate(surfaces)
            if distance(wanted, surface, score_cutoff=edits) <= edits
        ]


class AnyWord:
    """Any one word: what a `*` that stands alone in a phrase, between other words, is. All are equal."""

    # Not a named tuple: making one takes longer than most searches take to parse.
    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AnyWord)

    def __hash__(self) -> int:
        return hash(AnyWord)

    def matches(self, surface: str, stem: str = "") -> bool:  # noqa: ARG002  all slots are called alike
        return True


KnownSlot: TypeAlias = Surfaces | Stems | Glob | Approximate
"""What may stand at one position, as words that can be looked up."""
Slot: TypeAlias = KnownSlot | AnyWord


class AnalysedQuery:
    """A query with what each of its words may match: analysed once, for the engine and for what marks its words.

    Whether capitals mean anything is decided once, over all its words: a query is one line of text, in which
    operators and names of fields are no words.
    """

    def __init__(self, node: Node, analyzer: Analyzer) -> None:
        self.node = node
        self.analyzer = analyzer
        line = " ".join(map(_literal_text, _written_words(node)))
        self._capitals = analyzer.is_line_of_capitals(line)
        self._slots: dict[Leaf, tuple[Slot, ...]] = {}
        self._surfaces_of: dict[str, list[str]] = {}

    def with_node(self, node: Node) -> "AnalysedQuery":
        """Another tree of this query's words, such as a part of it: each word means what it means here."""
        other = AnalysedQuery.__new__(AnalysedQuery)
        other.__dict__.update(self.__dict__, node=node)
        return other

    def check(self) -> None:
        """Raise QueryError, whose query text the caller must fill in, for what `slots` refuses and for too many terms.

        A term is a token, a value or a range of dates.
        """
        tokens = sum(len(self.slots(leaf)) for leaf in _written_words(self.node))
        if tokens + _count_conditions(self.node) > MAX_TERMS:
            raise QueryError(f"the query has more than {MAX_TERMS:,} terms", "")

    def slots(self, leaf: Leaf) -> tuple[Slot, ...]:
        """What may stand at each position of the leaf: more than one slot means a phrase.

        Raises QueryError, whose query text the caller must fill in, for a leaf without a letter or digit, for
        a fuzzy word of several tokens, and for a `*` as a word that is not between others.
        """
        found = self._slots.get(leaf)
        if found is None:
            found = self._compute(leaf)
            if not found:
                raise QueryError(
                    f'"{_literal_text(leaf)}" has no letter or digit to look for', "", *leaf.extent
                )
            self._slots[leaf] = found
        return found

    def ranked(self) -> list[tuple[Leaf | Near, LeafField, float]]:
        """The leaves that the ranking scores, in the query's order, each with its field and its weight.

        Stop words are left out, unless there is nothing else.
        """
        candidates: list[tuple[Leaf | Near, LeafField, float]] = [
            (leaf, field, weight)
            for leaf, field, weight, negated in leaves(self.node)
            if not negated and field != "author"
        ]
        telling = [one for one in candidates if isinstance(one[0], Near) or not self.is_stop_word(one[0])]
        return telling or candidates

    def is_stop_word(self, leaf: Leaf) -> bool:
        """Say whether the leaf is one stop word: then only the ranking drops it."""
        if not isinstance(leaf, Word | Phrase):
            return False
        surfaces = self._surfaces(_literal_text(leaf))
        return len(surfaces) == 1 and is_stop_word(surfaces[0], self.analyzer.language)

    def _compute(self, leaf: Leaf) -> tuple[Slot, ...]:
        match leaf:
            case StemOf(surface):
                return (Stems((self.analyzer.stem(surface),)),)
            case Word(text):
                return tuple(self._stems(surface) for surface in self._surfaces(text))
            case Fuzzy(text, edits):
                surfaces = self._surfaces(text)
                if len(surfaces) > 1:
                    raise QueryError(f'"{text}" is several words; only one can be fuzzy', "", *leaf.extent)
                return tuple(
                    Approximate(surface, edits_allowed(surface) if edits is None else edits)
                    for surface in surfaces
                )
            case Pattern(glob) | Phrase(glob):
                slots = tuple(self._of_glob(glob))
                if slots == (AnyWord(),):
                    return (Glob(compile_glob("*", str)),)
                _check_any_words(slots, leaf)
                return slots

    def _surfaces(self, text: str) -> list[str]:
        found = self._surfaces_of.get(text)
        if found is None:
            pieces = self.analyzer.word_pieces(text, capitals=self._capitals)
            found = self._surfaces_of[text] = [piece.surface for piece in pieces]
        return found

    def _stems(self, surface: str) -> Stems:
        return Stems(tuple(dict.fromkeys(map(self.analyzer.stem, alternatives(surface)))))

    def _of_glob(self, glob: str) -> Iterator[Slot]:
        text = "".join(_stand_in(part) for part in parse_glob(glob))
        for piece in self.analyzer.word_pieces(text, capitals=self._capitals, wildcards=True):
            if not piece.surface.strip(ANY_CHARACTERS):
                yield AnyWord()
            elif ANY_CHARACTERS in piece.surface or ANY_CHARACTER in piece.surface:
                pattern = piece.surface.replace(ANY_CHARACTERS, "*").replace(ANY_CHARACTER, "?")
                yield Glob(compile_glob(pattern, str))
            else:
                yield Surfaces(alternatives(piece.surface))


def beginnings(slots: Iterable[Slot], analyzer: Analyzer) -> frozenset[str] | None:
    """What the surfaces that match one of the slots begin with: one or two characters, not counting full stops.

    None where that may be anything.
    """
    found: set[str] = set()
    for slot in slots:
        match slot:
            case Surfaces(forms):
                found.update(forms)
            case Stems(forms):
                found.update(map(analyzer.kept_beginning, forms))
            case Glob() | Approximate():
                found.add(slot.prefix)
            case AnyWord():
                found.add("")
            case _:
                assert_never(slot)
    short = frozenset(beginning.replace(".", "")[:2] for beginning in found)
    return None if "" in short else short


def _check_any_words(slots: tuple[Slot, ...], leaf: Pattern | Phrase) -> None:
    """Raise QueryError for a `*` as a word that says nothing, or for more of them in a row than can be looked for."""
    if AnyWord() not in slots:
        return
    if AnyWord() in {slots[0], slots[-1]}:
        message = "a * is any one word between others; at the beginning and the end leave it out"
    elif isinstance(leaf, Phrase) and leaf.slop is not None:
        message = f"with ~{leaf.slop} other words may stand anywhere; leave out the *"
    elif (AnyWord(),) * (_MAX_ANY_WORDS + 1) in zip(
        *(slots[n:] for n in range(_MAX_ANY_WORDS + 1)), strict=False
    ):
        message = f"at most {_MAX_ANY_WORDS} * may stand in a row"
    else:
        return
    raise QueryError(message, "", *leaf.extent)


def _written_words(node: Node) -> Iterable[Leaf]:
    """The words as they are written: those into which a word with dashes was divided have its place, and are left out."""
    words: dict[object, Leaf] = {}
    for number, leaf in enumerate(words_of(node)):
        words.setdefault(leaf.extent if leaf.extent[1] else number, leaf)
    return words.values()


def _count_conditions(node: Node) -> int:
    """The number of values, dates and the like."""
    if isinstance(node, Leaf):
        return 0
    parts = parts_of(node)
    return sum(map(_count_conditions, parts)) if parts else 1


def _literal_text(leaf: Leaf) -> str:
    if isinstance(leaf, Word | Fuzzy):
        return leaf.text
    return "".join(part.value if isinstance(part, Wildcard) else part for part in parse_glob(leaf.glob))


def _stand_in(part: str | Wildcard) -> str:
    if part is Wildcard.STAR:
        return ANY_CHARACTERS
    if part is Wildcard.QUESTION:
        return ANY_CHARACTER
    return " " if part in {ANY_CHARACTERS, ANY_CHARACTER} else str(part)


def edits_allowed(surface: str) -> int:
    """How many edits away a word may be that is meant by this one: 2, 1 or 0, by its length."""
    return 2 if len(surface) >= _TWO_EDITS_FROM else 1 if len(surface) >= _ONE_EDIT_FROM else 0
