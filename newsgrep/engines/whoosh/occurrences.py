"""Where the words of a query stand in the index, and how often.

A leaf of a query becomes an `Occurs`: phrases, each of them a word or more, that stand together in one field.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from newsgrep.engines.whoosh.segment_reader import SegmentReader, TextFieldReader
from newsgrep.engines.whoosh.snapshot import Snapshot
from newsgrep.errors import QueryError
from newsgrep.query.nodes import Fuzzy, Near, Pattern, Phrase, Word
from newsgrep.text import Approximate, Glob, QueryTerms, Slot, Stems, Surfaces
from newsgrep.text.proximity import phrase_beginnings, window_beginnings

MAX_WORDS = 10_000
"""A wildcard or fuzzy word that stands for more words than this is refused."""


@dataclass(frozen=True, slots=True)
class Term:
    """What may stand at one position: any of these terms of the field's words, or of its stems."""

    kind: Literal["words", "stems"]
    forms: tuple[str, ...]


ExactPhrase: TypeAlias = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Occurs:
    """The one phrase, somewhere in the field; or, with `slack`, all of them with so many other words among."""

    field: str
    phrases: tuple[ExactPhrase, ...]
    slack: int | None = None

    @property
    def terms(self) -> Iterator[Term]:
        """All its terms, in the query's order."""
        return (term for phrase in self.phrases for term in phrase)


class Occurrences:
    """Answers what stands where in a snapshot; what was found once is kept."""

    def __init__(self, snapshot: Snapshot, terms: QueryTerms) -> None:
        self._snapshot = snapshot
        self._query_terms = terms
        self._expanded: dict[tuple[str, Slot], Term] = {}
        self._frequencies: dict[tuple[int, Occurs], dict[int, int]] = {}

    def occurs(self, leaf: Word | Pattern | Fuzzy | Phrase | Near, field: str) -> Occurs:
        """What a leaf of the query asks for in a field. Raises QueryError as `Engine.search` says."""
        if isinstance(leaf, Near):
            sides = (self._phrase(leaf.left, field), self._phrase(leaf.right, field))
            return Occurs(field, sides, leaf.slack)
        phrase = self._phrase(leaf, field)
        if isinstance(leaf, Phrase) and leaf.slack is not None:
            return Occurs(field, tuple((term,) for term in phrase), leaf.slack)
        return Occurs(field, (phrase,))

    def frequencies(self, number: int, occurs: Occurs) -> dict[int, int]:
        """Article number to how often, for the articles of segment `number` in which it occurs at all."""
        key = (number, occurs)
        if key not in self._frequencies:
            self._frequencies[key] = _frequencies(self._snapshot.readers[number], occurs)
        return self._frequencies[key]

    def document_frequency(self, occurs: Occurs) -> int:
        """In how many articles it occurs."""
        return sum(len(self.frequencies(number, occurs)) for number in range(len(self._snapshot.readers)))

    def _phrase(self, leaf: Word | Pattern | Fuzzy | Phrase, field: str) -> ExactPhrase:
        return tuple(self._term(slot, field, leaf) for slot in self._query_terms.slots(leaf))

    def _term(self, slot: Slot, field: str, leaf: Word | Pattern | Fuzzy | Phrase) -> Term:
        if isinstance(slot, Surfaces):
            return Term("words", slot.forms)
        if isinstance(slot, Stems):
            return Term("stems", slot.forms)
        key = (field, slot)
        if key not in self._expanded:
            words = sorted(_words_matching(self._snapshot, slot, field))
            if len(words) > MAX_WORDS:
                written = leaf.glob if isinstance(leaf, Pattern | Phrase) else leaf.text
                raise QueryError(
                    f'"{written}" stands for {len(words):,} words; at most {MAX_WORDS:,} are looked for',
                    "",
                    *leaf.extent,
                )
            self._expanded[key] = Term("words", tuple(words))
        return self._expanded[key]


def _words_matching(snapshot: Snapshot, slot: Glob | Approximate, field: str) -> set[str]:
    """The words of live articles that a wildcard or a fuzzy word stands for."""
    found: set[str] = set()
    for reader in snapshot.readers:
        words = reader.text_field(field).words
        for number in words.with_prefix(slot.prefix if isinstance(slot, Glob) else ""):
            word = words.term(number)
            if word not in found and slot.matches(word) and reader.live_postings(words, number):
                found.add(word)
    return found


def _frequencies(reader: SegmentReader, occurs: Occurs) -> dict[int, int]:
    field = reader.text_field(occurs.field)
    if occurs.slack is None and len(occurs.phrases[0]) == 1:
        return _term_frequencies(reader, field, occurs.phrases[0][0])
    places = [_phrase_places(reader, field, phrase) for phrase in occurs.phrases]
    articles = set(places[0]).intersection(*places[1:])
    frequencies = {}
    for article in sorted(articles):
        if occurs.slack is None:
            count = len(places[0][article])
        else:
            sides = [
                [(start, len(phrase)) for start in starts[article]]
                for starts, phrase in zip(places, occurs.phrases, strict=True)
            ]
            count = len(window_beginnings(sides, occurs.slack))
        if count:
            frequencies[article] = count
    return frequencies


def _term_frequencies(reader: SegmentReader, field: TextFieldReader, term: Term) -> dict[int, int]:
    lexicon = field.words if term.kind == "words" else field.stems
    frequencies: dict[int, int] = {}
    for form in term.forms:
        number = lexicon.find(form)
        if number is None:
            continue
        counts = reader.live_postings(lexicon, number)
        if not frequencies:
            frequencies = counts
        else:
            for article, count in counts.items():
                frequencies[article] = frequencies.get(article, 0) + count
    return frequencies


def _phrase_places(
    reader: SegmentReader, field: TextFieldReader, phrase: ExactPhrase
) -> dict[int, list[int]]:
    """Article number to the ascending positions where the phrase begins, where it stands at all."""
    positions = [_term_positions(reader, field, term) for term in phrase]
    starts = {}
    for article in set(positions[0]).intersection(*positions[1:]):
        found = phrase_beginnings([of_term[article] for of_term in positions])
        if found:
            starts[article] = found
    return starts


def _term_positions(reader: SegmentReader, field: TextFieldReader, term: Term) -> dict[int, list[int]]:
    positions: dict[int, list[int]] = {}
    shared = False
    for number in _word_numbers(field, term):
        for article, places in field.words.postings(number).positions_by_article():
            if article in reader.deleted:
                continue
            if article in positions:
                positions[article].extend(places)
                shared = True
            else:
                positions[article] = list(places)
    if shared:
        for places in positions.values():
            places.sort()
    return positions


def _word_numbers(field: TextFieldReader, term: Term) -> Iterator[int]:
    lexicon = field.words if term.kind == "words" else field.stems
    for form in term.forms:
        number = lexicon.find(form)
        if number is not None:
            yield from (number,) if term.kind == "words" else field.surfaces(number)
