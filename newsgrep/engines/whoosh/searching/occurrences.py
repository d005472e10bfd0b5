"""The frequencies of a query's words, phrases and windows in articles."""

from typing import Generic

from newsgrep.engines.occurs import Occurs
from newsgrep.engines.whoosh.searching.kernels import Articles, Frequencies, Kernels
from newsgrep.engines.whoosh.searching.lookup import Lookup
from newsgrep.text import KnownSlot


class Occurrences(Generic[Articles, Frequencies]):
    """Computes frequencies in the segments of `lookup` with a set of kernels, and caches them."""

    def __init__(self, lookup: Lookup, kernels: Kernels[Articles, Frequencies]) -> None:
        self.lookup = lookup
        self.kernels = kernels
        self._frequencies: dict[Occurs, Frequencies] = {}
        self.within: Articles | None = None
        """If not None, phrases and words near each other are from now on looked for only in these articles, of which none is deleted."""

    def frequencies(self, occurs: Occurs) -> Frequencies:
        """The frequencies of an occurrence: its articles, and how often it occurs in each."""
        found = self._frequencies.get(occurs)
        if found is None:
            found = self._frequencies[occurs] = self._compute(occurs)
        return found

    def articles(self, occurs: Occurs) -> Articles:
        """The articles with an occurrence, deleted ones included."""
        return self.kernels.articles(self.frequencies(occurs))

    def document_frequency(self, field: str, slot: KnownSlot) -> int:
        """The document frequency of a slot, not counting deleted articles."""
        terms = self.lookup.terms(field, slot)
        if terms.one_per_segment:
            return self.lookup.segments.live_frequency(terms)
        return self.kernels.count(self.kernels.live(self.articles(Occurs(field, (((slot,),),)))))

    def _compute(self, occurs: Occurs) -> Frequencies:
        if occurs.word is not None:
            return self.kernels.frequencies(self.lookup.terms(occurs.field, occurs.word))
        sides = [self.lookup.side_terms(occurs.field, side) for side in occurs.sides]
        if occurs.slop is None:
            return self.kernels.phrase(sides[0][0], self.within)
        if len(sides) == 2:  # noqa: PLR2004  a pair
            return self.kernels.pair(sides[0], sides[1], occurs.slop, self.within, ordered=occurs.ordered)
        return self.kernels.window([word for ((word,),) in sides if word], occurs.slop, self.within)
