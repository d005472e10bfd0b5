"""Looks up the words of a query in the lexicons of an index."""

from collections.abc import Callable, Sequence
from functools import cached_property

from newsgrep.engines.occurs import MAX_WORDS, Occurs, Side, too_many_words, unknown_words
from newsgrep.engines.whoosh.format.lexicon import Lexicon
from newsgrep.engines.whoosh.searching.kernels import Phrase as TermsOfPhrase
from newsgrep.engines.whoosh.searching.kernels import PositionTerms, TermKernels, term_kernels
from newsgrep.engines.whoosh.searching.segments import Segments, SegmentTerms, Terms
from newsgrep.query.globs import GlobMatcher
from newsgrep.query.nodes import Leaf, Near
from newsgrep.text import AnalysedQuery, AnyWord, KnownSlot, Stems, Surfaces


class Lookup:
    """Looks up the words of a query in the lexicons of the segments, and caches the results.

    `vector` chooses the kernels that expand wildcards and fuzzy words.
    """

    def __init__(self, segments: Segments, query: AnalysedQuery, *, vector: bool) -> None:
        self.segments = segments
        self._query = query
        self._vector = vector
        self._terms: dict[tuple[str, str, KnownSlot], Terms] = {}

    def occurs(self, leaf: Leaf | Near, field: str) -> Occurs:
        """The occurrence in a field that a leaf of the query means. Raises QueryError as `Snapshot` says."""
        occurs = Occurs.of(leaf, field, self._query)
        for one, slot in unknown_words(leaf, self._query):
            self._refuse_too_many(slot, field, one)
        return occurs

    def values(self, field: str, glob: GlobMatcher) -> Terms:
        """The values of a value field that match a glob."""
        from newsgrep.engines.whoosh.searching.expansion import matching_terms  # noqa: PLC0415  most queries have no values

        lexicons = (reader.value_field(field).folded for reader in self.segments.readers)
        return Terms(
            SegmentTerms(segment, lexicon, numbers)
            for segment, lexicon in enumerate(lexicons)
            if len(numbers := matching_terms(self._kernels, lexicon, glob))
        )

    def terms(self, field: str, slot: KnownSlot) -> Terms:
        """The terms of a slot: stems for `Stems`, else words."""
        return self._found("terms", field, slot, self._look_up)

    def position_terms(self, field: str, slot: KnownSlot) -> PositionTerms:
        """The terms of a slot as words, because stems have no positions."""
        terms = self.terms(field, slot)
        if not isinstance(slot, Stems):
            return PositionTerms(terms, terms)
        return PositionTerms(self._found("words", field, slot, self._words_of_stems), terms)

    def _found(
        self, what: str, field: str, slot: KnownSlot, look_up: Callable[[str, KnownSlot], Terms]
    ) -> Terms:
        """What `look_up` finds: from the cache of this query, or of all queries to these segments."""
        key = (what, field, slot)
        found = self._terms.get(key)
        if found is None:
            found = self.segments.found.get(key)
            if found is None:
                found = look_up(field, slot)
                self.segments.found.keep(key, found)
            self._terms[key] = found
        return found

    def _look_up(self, field: str, slot: KnownSlot) -> Terms:
        return Terms(
            SegmentTerms(segment, lexicon, numbers)
            for segment, lexicon in enumerate(self._lexicons(field, slot))
            if len(numbers := self._numbers(lexicon, slot))
        )

    def _words_of_stems(self, field: str, slot: KnownSlot) -> Terms:
        """The words of the stems of a slot."""
        words = []
        for segment, _, stems in self.terms(field, slot):
            reader = self.segments.readers[segment].text_field(field)
            numbers = sorted(number for stem in stems for number in reader.stems.surfaces(stem))
            words.append(SegmentTerms(segment, reader.words, numbers))
        return Terms(words)

    def side_terms(self, field: str, side: Side) -> list[TermsOfPhrase]:
        """The terms of the phrases of a side. Those of one word are joined: any of them is one word."""
        words = [
            slot for phrase in side if len(phrase) == 1 for slot in phrase if not isinstance(slot, AnyWord)
        ]
        phrases: list[TermsOfPhrase] = [
            [None if isinstance(slot, AnyWord) else self.position_terms(field, slot) for slot in phrase]
            for phrase in side
            if len(phrase) > 1
        ]
        return [[self._any_of(field, words)], *phrases] if words else phrases

    def _any_of(self, field: str, slots: Sequence[KnownSlot]) -> PositionTerms:
        """The terms of several slots, as alternatives for one position."""
        if len(slots) == 1:
            return self.position_terms(field, slots[0])
        found: dict[int, set[int]] = {}
        for slot in slots:
            for segment, _, numbers in self.position_terms(field, slot).words:
                found.setdefault(segment, set()).update(numbers)
        readers = self.segments.readers
        words = Terms(
            SegmentTerms(segment, readers[segment].text_field(field).words, sorted(found[segment]))
            for segment in sorted(found)
        )
        return PositionTerms(words, words)

    @cached_property
    def _kernels(self) -> TermKernels:
        return term_kernels(vector=self._vector)

    def _lexicons(self, field: str, slot: KnownSlot) -> Sequence[Lexicon]:
        """For each segment, the lexicon in which a slot is looked up."""
        fields = [reader.text_field(field) for reader in self.segments.readers]
        return [one.stems for one in fields] if isinstance(slot, Stems) else [one.words for one in fields]

    def _numbers(self, lexicon: Lexicon, slot: KnownSlot) -> Sequence[int]:
        if isinstance(slot, Stems | Surfaces):
            return sorted([number for form in slot.forms if (number := lexicon.find(form)) is not None])
        from newsgrep.engines.whoosh.searching.expansion import expand  # noqa: PLC0415  most queries have only words

        return expand(self._kernels, lexicon, slot)

    def _refuse_too_many(self, slot: KnownSlot, field: str, leaf: Leaf) -> None:
        from newsgrep.engines.whoosh.searching.expansion import count_words  # noqa: PLC0415  as above

        words = count_words(self.segments, self.terms(field, slot))
        if words > MAX_WORDS:
            raise too_many_words(leaf, words)
