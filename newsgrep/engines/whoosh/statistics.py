"""Facts about the articles of a snapshot."""

from collections import Counter
from pathlib import Path

from newsgrep.engines.whoosh.snapshot import Snapshot
from newsgrep.results import EngineStats


def statistics(folder: Path, snapshot: Snapshot) -> EngineStats:
    """Count what the index holds; `bytes` is the size of the snapshot's files."""
    days: list[int] = []
    undated = 0
    words: set[str] = set()
    sources: Counter[str] = Counter()
    for reader in snapshot.readers:
        live = list(reader.live())
        dated = [reader.first_days[number] for number in live if reader.first_days[number]]
        undated += len(live) - len(dated)
        days += dated
        lexicon = reader.text_field("body").words
        words.update(
            lexicon.term(number)
            for number in range(len(lexicon))
            if not reader.deleted or reader.live_postings(lexicon, number)
        )
        lexicon = reader.values("source")
        for number in range(len(lexicon)):
            articles = reader.live_postings(lexicon, number)
            if articles:
                # The values are kept case folded; an article says how the source writes itself.
                sources[reader.article(min(articles)).source or lexicon.term(number)] += len(articles)
    return EngineStats(
        articles=snapshot.articles,
        undated=undated,
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        words=sum(entry.tokens for entry in snapshot.catalogue.segments),
        distinct_words=len(words),
        segments=len(snapshot.readers),
        bytes=sum((folder / name).stat().st_size for name in snapshot.catalogue.files),
        generation=snapshot.catalogue.generation,
        sources=sources,
    )
