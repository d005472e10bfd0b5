"""Where the words of a query stand in the index, and how often.

A leaf of a query becomes an `Occurs`: phrases, each of them a word or more, that stand together in one field.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, TypeAlias

from newsgrep.engines.whoosh.expansion import MAX_WORDS, count_words, expand
from newsgrep.engines.whoosh.kernels import Frequencies, Kernels
from newsgrep.engines.whoosh.lexicon import Lexicon
from newsgrep.engines.whoosh.segment_reader import SegmentReader, TextFieldReader
from newsgrep.errors import QueryError
from newsgrep.query.nodes import Fuzzy, Near, Pattern, Phrase, Word
from newsgrep.text import QueryTerms, Slot, Stems, Surfaces

Leaf: TypeAlias = Word | Pattern | Fuzzy | Phrase | Near
ExactPhrase: TypeAlias = tuple[Slot, ...]


class Occurs(NamedTuple):
    """The one phrase, somewhere in the field; or, with `slack`, all of them with so many other words among."""

    field: str
    phrases: tuple[ExactPhrase, ...]
    slack: int | None = None

    @property
    def slots(self) -> Iterator[Slot]:
        """All its words, in the query's order."""
        return (slot for phrase in self.phrases for slot in phrase)

    @property
    def word(self) -> Slot | None:
        """The one word that it is, if it is no more."""
        return self.phrases[0][0] if self.slack is None and len(self.phrases[0]) == 1 else None


class Occurrences:
    """Answers what stands where in a snapshot's segments; what was found once is kept.

    `make` gives the kernels of a segment; it is not called before something is looked for.
    """

    def __init__(
        self, readers: Sequence[SegmentReader], terms: QueryTerms, make: Callable[[SegmentReader], Kernels]
    ) -> None:
        self._readers = readers
        self._query_terms = terms
        self._make = make
        self._numbers: dict[tuple[str, Slot], list[Sequence[int]]] = {}
        self._frequencies: dict[tuple[int, Occurs], Frequencies] = {}

    @property
    def segments(self) -> int:
        """How many there are."""
        return len(self._readers)

    @cached_property
    def kernels(self) -> list[Kernels]:
        """Those of the segments."""
        return [self._make(reader) for reader in self._readers]

    def occurs(self, leaf: Leaf, field: str) -> Occurs:
        """What a leaf of the query asks for in a field. Raises QueryError as `Engine.search` says."""
        if isinstance(leaf, Near):
            sides = (self._phrase(leaf.left, field), self._phrase(leaf.right, field))
            return Occurs(field, sides, leaf.slack)
        phrase = self._phrase(leaf, field)
        if isinstance(leaf, Phrase) and leaf.slack is not None:
            return Occurs(field, tuple((slot,) for slot in phrase), leaf.slack)
        return Occurs(field, (phrase,))

    def frequencies(self, segment: int, occurs: Occurs) -> Frequencies:
        """In which articles of a segment it occurs, and how often."""
        key = (segment, occurs)
        found = self._frequencies.get(key)
        if found is None:
            found = self._frequencies[key] = self._find(segment, occurs)
        return found

    def document_frequency(self, field: str, slot: Slot) -> int:
        """In how many articles, not deleted, a word of the query occurs."""
        total = 0
        for segment, reader in enumerate(self._readers):
            numbers = self.numbers(segment, field, slot)
            if len(numbers) == 1:
                total += reader.live_frequency(self.lexicon(segment, field, slot), numbers[0])
            elif numbers:
                kernels = self.kernels[segment]
                found = self.frequencies(segment, Occurs(field, ((slot,),))).articles
                total += kernels.count(kernels.live(found))
        return total

    def numbers(self, segment: int, field: str, slot: Slot) -> Sequence[int]:
        """The numbers of the words, or of the stems, that a word of the query stands for, ascending."""
        key = (field, slot)
        if key not in self._numbers:
            if isinstance(slot, Stems | Surfaces):
                self._numbers[key] = [
                    _found(self.lexicon(number, field, slot), slot.forms)
                    for number in range(len(self._readers))
                ]
            else:
                self._numbers[key] = expand(self._readers, field, slot)
        return self._numbers[key][segment]

    def lexicon(self, segment: int, field: str, slot: Slot) -> Lexicon:
        """The lexicon that a word of the query is looked up in."""
        of_field = self._readers[segment].text_field(field)
        return of_field.stems if isinstance(slot, Stems) else of_field.words

    def _phrase(self, leaf: Word | Pattern | Fuzzy | Phrase, field: str) -> ExactPhrase:
        slots = self._query_terms.slots(leaf)
        for slot in slots:
            if not isinstance(slot, Stems | Surfaces):
                self._refuse_too_many(slot, field, leaf)
        return slots

    def _refuse_too_many(self, slot: Slot, field: str, leaf: Word | Pattern | Fuzzy | Phrase) -> None:
        found = [self.numbers(segment, field, slot) for segment in range(len(self._readers))]
        words = count_words(self._readers, field, found)
        if words > MAX_WORDS:
            written = leaf.glob if isinstance(leaf, Pattern | Phrase) else leaf.text
            raise QueryError(
                f'"{written}" stands for {words:,} words; at most {MAX_WORDS:,} are looked for',
                "",
                *leaf.extent,
            )

    def _find(self, segment: int, occurs: Occurs) -> Frequencies:
        kernels = self.kernels[segment]
        if occurs.word is not None:
            lexicon = self.lexicon(segment, occurs.field, occurs.word)
            return kernels.occurring(lexicon, self.numbers(segment, occurs.field, occurs.word))
        words = self._readers[segment].text_field(occurs.field).words
        sides = [[self._words(segment, occurs.field, slot) for slot in phrase] for phrase in occurs.phrases]
        if occurs.slack is None:
            return kernels.phrase(words, sides[0])
        return kernels.window(words, sides, occurs.slack)

    def _words(self, segment: int, field: str, slot: Slot) -> Sequence[int]:
        """The numbers of the words, not of the stems, that a word of the query stands for, ascending."""
        numbers = self.numbers(segment, field, slot)
        if not isinstance(slot, Stems):
            return numbers
        of_field: TextFieldReader = self._readers[segment].text_field(field)
        return sorted(number for stem in numbers for number in of_field.surfaces(stem))


def _found(lexicon: Lexicon, forms: Sequence[str]) -> list[int]:
    return sorted(number for form in forms if (number := lexicon.find(form)) is not None)
