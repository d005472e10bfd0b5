"""Facts about the articles of a snapshot."""

from collections.abc import Mapping

from newsgrep.engines.whoosh.snapshot import Snapshot
from newsgrep.results import EngineStats


def statistics(snapshot: Snapshot, sources: Mapping[str, int]) -> EngineStats:
    """Count what the index holds; `bytes` is the size of the snapshot's files."""
    days: list[int] = []
    undated = 0
    words: set[str] = set()
    for reader in snapshot.readers:
        live = list(reader.live())
        dated = [reader.first_days[number] for number in live if reader.first_days[number]]
        undated += len(live) - len(dated)
        days += dated
        lexicon = reader.text_field("body").words
        words.update(
            lexicon.terms[number] for number in range(len(lexicon)) if reader.live_frequency(lexicon, number)
        )
    return EngineStats(
        articles=snapshot.articles,
        undated=undated,
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        words=sum(entry.tokens for entry in snapshot.catalogue.segments),
        distinct_words=len(words),
        segments=len(snapshot.readers),
        bytes=sum(reader.size for reader in snapshot.readers),
        generation=snapshot.catalogue.generation,
        sources=sources,
    )
