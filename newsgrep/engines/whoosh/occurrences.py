"""Where the words of a query stand in the index, and how often.

A leaf of a query becomes an `Occurs`: phrases, each of them a word or more, that stand together in one field.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, TypeAlias

from newsgrep.engines.whoosh.expansion import (
    MAX_WORDS,
    count_words,
    expand,
    kernels_for_globs,
    matching_terms,
)
from newsgrep.engines.whoosh.kernels import Frequencies, Kernels, Wanted
from newsgrep.engines.whoosh.lexicon import Lexicon
from newsgrep.engines.whoosh.segments import Segments, SegmentTerms, Terms, are_single
from newsgrep.errors import QueryError
from newsgrep.query.globs import GlobMatcher
from newsgrep.query.nodes import Fuzzy, Near, Pattern, Phrase, Word
from newsgrep.text import AnalysedQuery, Slot, Stems, Surfaces

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

    `make` gives their kernels; it is not called before something is looked for. `vector_terms` says which kernels
    look for words that are not known exactly; None: as costs less.
    """

    def __init__(
        self,
        segments: Segments,
        query: AnalysedQuery,
        make: Callable[[], Kernels],
        *,
        vector_terms: bool | None,
    ) -> None:
        self._segments = segments
        self._vector_terms = vector_terms
        self._query = query
        self._make = make
        self._terms: dict[tuple[str, Slot], list[SegmentTerms]] = {}
        self._frequencies: dict[Occurs, Frequencies] = {}

    @cached_property
    def kernels(self) -> Kernels:
        """Those of the segments."""
        return self._make()

    def occurs(self, leaf: Leaf, field: str) -> Occurs:
        """What a leaf of the query asks for in a field. Raises QueryError as `Snapshot.search` says."""
        if isinstance(leaf, Near):
            sides = (self._phrase(leaf.left, field), self._phrase(leaf.right, field))
            return Occurs(field, sides, leaf.slack)
        phrase = self._phrase(leaf, field)
        if isinstance(leaf, Phrase) and leaf.slack is not None:
            return Occurs(field, tuple((slot,) for slot in phrase), leaf.slack)
        return Occurs(field, (phrase,))

    def frequencies(self, occurs: Occurs) -> Frequencies:
        """In which articles it occurs, and how often."""
        found = self._frequencies.get(occurs)
        if found is None:
            found = self._frequencies[occurs] = self._find(occurs)
        return found

    def document_frequency(self, field: str, slot: Slot) -> int:
        """In how many articles, not deleted, a word of the query occurs."""
        terms = self.terms(field, slot)
        if are_single(terms):
            readers = self._segments.readers
            return sum(
                readers[segment].live_frequency(lexicon, numbers[0]) for segment, lexicon, numbers in terms
            )
        articles = self.frequencies(Occurs(field, ((slot,),))).articles
        return self.kernels.count(self.kernels.live(articles))

    def values(self, field: str, value: GlobMatcher) -> Terms:
        """The values of a value field that a glob stands for."""
        kernels = kernels_for_globs(vector=self._vector_terms)
        lexicons = (reader.value_field(field).folded for reader in self._segments.readers)
        return [
            SegmentTerms(segment, lexicon, numbers)
            for segment, lexicon in enumerate(lexicons)
            if len(numbers := matching_terms(kernels, lexicon, value))
        ]

    def terms(self, field: str, slot: Slot) -> Terms:
        """The words, or the stems, that a word of the query stands for."""
        key = (field, slot)
        found = self._terms.get(key)
        if found is None:
            found = self._terms[key] = [
                SegmentTerms(segment, lexicon, numbers)
                for segment, lexicon in enumerate(self._lexicons(field, slot))
                if len(numbers := self._numbers(lexicon, slot))
            ]
        return found

    def _lexicons(self, field: str, slot: Slot) -> Iterator[Lexicon]:
        """For each segment, where a word of the query is looked up."""
        fields = (reader.text_field(field) for reader in self._segments.readers)
        return (one.stems if isinstance(slot, Stems) else one.words for one in fields)

    def _numbers(self, lexicon: Lexicon, slot: Slot) -> Sequence[int]:
        if isinstance(slot, Stems | Surfaces):
            return sorted(number for form in slot.forms if (number := lexicon.find(form)) is not None)
        return expand(lexicon, slot, vector=self._vector_terms)

    def _phrase(self, leaf: Word | Pattern | Fuzzy | Phrase, field: str) -> ExactPhrase:
        slots = self._query.slots(leaf)
        for slot in slots:
            if not isinstance(slot, Stems | Surfaces):
                self._refuse_too_many(slot, field, leaf)
        return slots

    def _refuse_too_many(self, slot: Slot, field: str, leaf: Word | Pattern | Fuzzy | Phrase) -> None:
        words = count_words(self._segments, self.terms(field, slot))
        if words > MAX_WORDS:
            written = leaf.glob if isinstance(leaf, Pattern | Phrase) else leaf.text
            raise QueryError(
                f'"{written}" stands for {words:,} words; at most {MAX_WORDS:,} are looked for',
                "",
                *leaf.extent,
            )

    def _find(self, occurs: Occurs) -> Frequencies:
        if occurs.word is not None:
            return self.kernels.occurring(self.terms(occurs.field, occurs.word))
        sides = [[self._wanted(occurs.field, slot) for slot in phrase] for phrase in occurs.phrases]
        if occurs.slack is None:
            return self.kernels.phrase(sides[0])
        return self.kernels.window(sides, occurs.slack)

    def _wanted(self, field: str, slot: Slot) -> Wanted:
        """What stands for a word of the query, by its words: stems have no positions."""
        terms = self.terms(field, slot)
        if not isinstance(slot, Stems):
            return Wanted(terms, terms)
        words = []
        for segment, _, stems in terms:
            of_field = self._segments.readers[segment].text_field(field)
            numbers = sorted(number for stem in stems for number in of_field.stems.surfaces(stem))
            words.append(SegmentTerms(segment, of_field.words, numbers))
        return Wanted(words, terms)
