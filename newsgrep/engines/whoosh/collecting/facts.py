"""Facts about a generation of the index."""

import numpy as np
from numpy.typing import NDArray

from newsgrep.engines.whoosh.collecting.tallies import tally
from newsgrep.engines.whoosh.format.posting_arrays import Numbers, array_of
from newsgrep.engines.whoosh.searching.generation import Generation
from newsgrep.facts import IndexFacts


def facts(generation: Generation) -> IndexFacts:
    """Facts about all articles of a generation; `bytes` is the size of its files."""
    days = _days(generation)
    dated = days[days > 0]
    sources = tally(generation.segments, _live(generation), ("source",))
    return IndexFacts(
        articles=generation.articles,
        undated=len(days) - len(dated),
        first_day=int(dated.min()) if len(dated) else None,
        last_day=int(dated.max()) if len(dated) else None,
        words=sum(entry.tokens for entry in generation.catalogue.segments),
        distinct_words=len(_words(generation)),
        segments=len(generation.readers),
        bytes=sum(reader.size for reader in generation.readers),
        generation=generation.catalogue.generation,
        sources={source: number for (source,), number in sources.items() if source is not None},
    )


def _live(generation: Generation) -> Numbers:
    """The numbers of all articles that are not deleted: ascending, int64."""
    segments = generation.segments
    numbers = [np.arange(one.start, one.stop) for one in segments.ranges]
    everything = np.concatenate([np.zeros(0, np.int64), *numbers])
    return np.setdiff1d(everything, np.array(segments.deleted, np.int64), assume_unique=True)


def _days(generation: Generation) -> NDArray[np.unsignedinteger]:
    """The first possible day of each article that is not deleted: YYYYMMDD, uint32; 0 for undated."""
    days = [
        np.delete(array_of(reader.first_days.all()), sorted(reader.deleted)) for reader in generation.readers
    ]
    return np.concatenate([np.zeros(0, np.uint32), *days])


def _words(generation: Generation) -> set[bytes]:
    """The distinct words of headlines and texts, encoded."""
    words: set[bytes] = set()
    for reader in generation.readers:
        lexicon = reader.text_field("body").words
        words.update(
            term
            for number, term in enumerate(lexicon.terms.slice(0, len(lexicon)))
            if not reader.deleted or reader.live_frequency(lexicon, number)
        )
    return words
