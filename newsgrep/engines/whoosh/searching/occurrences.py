"""In which articles the words of a query stand, and how often."""

from typing import Generic

from newsgrep.engines.whoosh.searching.kernels import Articles, Frequencies, Kernels
from newsgrep.engines.whoosh.searching.lookup import Lookup, Occurs
from newsgrep.engines.whoosh.searching.segments import are_single
from newsgrep.text import Slot


class Occurrences(Generic[Articles, Frequencies]):
    """Answers what stands where in the segments of `lookup`, by their kernels; what was found once is kept."""

    def __init__(self, lookup: Lookup, kernels: Kernels[Articles, Frequencies]) -> None:
        self.lookup = lookup
        self.kernels = kernels
        self._frequencies: dict[Occurs, Frequencies] = {}

    def frequencies(self, occurs: Occurs) -> Frequencies:
        """In which articles it occurs, and how often."""
        found = self._frequencies.get(occurs)
        if found is None:
            found = self._frequencies[occurs] = self._find(occurs)
        return found

    def articles(self, occurs: Occurs) -> Articles:
        """In which articles it occurs, deleted ones included."""
        return self.kernels.articles(self.frequencies(occurs))

    def document_frequency(self, field: str, slot: Slot) -> int:
        """In how many articles, not deleted, a word of the query occurs."""
        terms = self.lookup.terms(field, slot)
        if are_single(terms):
            readers = self.lookup.segments.readers
            return sum(
                readers[segment].live_frequency(lexicon, numbers[0]) for segment, lexicon, numbers in terms
            )
        return self.kernels.count(self.kernels.live(self.articles(Occurs(field, ((slot,),)))))

    def _find(self, occurs: Occurs) -> Frequencies:
        if occurs.word is not None:
            return self.kernels.occurring(self.lookup.terms(occurs.field, occurs.word))
        sides = [[self.lookup.wanted(occurs.field, slot) for slot in phrase] for phrase in occurs.phrases]
        if occurs.slop is None:
            return self.kernels.phrase(sides[0])
        return self.kernels.window(sides, occurs.slop)
