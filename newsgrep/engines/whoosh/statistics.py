"""Facts about the articles of a snapshot."""

from collections import Counter
from pathlib import Path

from newsgrep.article import ArticleId
from newsgrep.engines.whoosh.segment_reader import SegmentReader
from newsgrep.engines.whoosh.snapshot import Snapshot
from newsgrep.results import EngineStats


def statistics(folder: Path, snapshot: Snapshot) -> EngineStats:
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
            lexicon.term(number)
            for number in range(len(lexicon))
            if not reader.deleted or reader.live_postings(lexicon, number)
        )
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
        sources=_sources(snapshot),
    )


def _sources(snapshot: Snapshot) -> Counter[str]:
    """Articles by source; one written in several ways, as the article of the least id writes it."""
    counts: Counter[str] = Counter()
    first: dict[str, tuple[ArticleId, SegmentReader, int]] = {}
    for reader in snapshot.readers:
        lexicon = reader.values("source")
        for number in range(len(lexicon)):
            articles = reader.live_postings(lexicon, number)
            if not articles:
                continue
            source = lexicon.term(number)
            counts[source] += len(articles)
            least = min((reader.id(article), article) for article in articles)
            if source not in first or least[0] < first[source][0]:
                first[source] = (least[0], reader, least[1])
    return Counter(
        {first[source][1].article(first[source][2]).source or source: n for source, n in counts.items()}
    )
