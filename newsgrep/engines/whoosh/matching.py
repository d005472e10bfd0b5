"""Which articles of a segment match a query: sets of article numbers, combined as the query says."""

from typing import assert_never

from newsgrep.engines.whoosh.occurrences import Occurrences
from newsgrep.engines.whoosh.segment_reader import SegmentReader
from newsgrep.engines.whoosh.snapshot import Snapshot
from newsgrep.query.globs import compile_glob
from newsgrep.query.nodes import (
    And,
    Boost,
    Dates,
    Everything,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Undated,
    Value,
    Within,
    Word,
)


class Matching:
    """The articles of a snapshot that match."""

    def __init__(self, snapshot: Snapshot, occurrences: Occurrences) -> None:
        self._snapshot = snapshot
        self._occurrences = occurrences

    def articles(self, number: int, node: Node, field: str = "body") -> set[int]:
        """The live articles of segment `number` that match; words are looked for in `field`."""
        reader = self._snapshot.readers[number]
        match node:
            case Word() | Pattern() | Fuzzy() | Phrase() | Near():
                occurs = self._occurrences.occurs(node, field)
                return set(self._occurrences.frequencies(number, occurs))
            case And(parts):
                return set.intersection(*(self.articles(number, part, field) for part in parts))
            case Or(parts):
                return set.union(*(self.articles(number, part, field) for part in parts))
            case Not(part):
                return set(reader.live()) - self.articles(number, part, field)
            case Boost(part):
                return self.articles(number, part, field)
            case Within(name, part):
                return self.articles(number, part, name)
            case Value() | Dates() | Undated() | Everything():
                return _passing(reader, node)
        assert_never(node)


def _passing(reader: SegmentReader, condition: Value | Dates | Undated | Everything) -> set[int]:
    match condition:
        case Value():
            return _with_value(reader, condition)
        case Dates():
            return _published(reader, condition)
        case Undated():
            return {article for article in reader.live() if not reader.first_days[article]}
        case Everything():
            return set(reader.live())


def _published(reader: SegmentReader, dates: Dates) -> set[int]:
    first = dates.first or 0
    last = dates.last or 99999999
    # A date known to the month is a range itself: overlapping suffices, unless it must lie wholly inside.
    lower, upper = (
        (reader.first_days, reader.last_days) if dates.sure else (reader.last_days, reader.first_days)
    )
    return {
        article
        for article in reader.live()
        if reader.first_days[article] and lower[article] >= first and upper[article] <= last
    }


def _with_value(reader: SegmentReader, value: Value) -> set[int]:
    lexicon = reader.values(value.name)
    glob = compile_glob(value.glob, str.casefold)
    if glob.literal is not None:
        term = lexicon.find(glob.literal)
        numbers = [] if term is None else [term]
    else:
        numbers = [
            number for number in lexicon.with_prefix(glob.prefix) if glob.matches(lexicon.term(number))
        ]
    return {article for number in numbers for article in reader.live_postings(lexicon, number)}
