"""Facts about the articles of a snapshot."""

from collections import Counter

from newsgrep.article import ArticleId
from newsgrep.engines.whoosh.kernels import make_kernels, vector_kernels_are_there
from newsgrep.engines.whoosh.segment_reader import SegmentReader
from newsgrep.engines.whoosh.snapshot import Snapshot
from newsgrep.results import EngineStats


def statistics(snapshot: Snapshot) -> EngineStats:
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
        sources=_sources(snapshot),
    )


def _sources(snapshot: Snapshot) -> Counter[str]:
    """Articles by source; one written in several ways, as the article of the least id writes it."""
    counts: Counter[str] = Counter()
    first: dict[str, tuple[ArticleId, SegmentReader, int]] = {}
    for reader in snapshot.readers:
        lexicon = reader.values("source")
        kernels = make_kernels(reader, vector=vector_kernels_are_there())
        for number in range(len(lexicon)):
            articles = list(kernels.ascending(kernels.holding(lexicon, [number]) & kernels.everything))
            if not articles:
                continue
            source = lexicon.terms[number]
            counts[source] += len(articles)
            least = min((ArticleId(reader.ids[article]), article) for article in articles)
            if source not in first or least[0] < first[source][0]:
                first[source] = (least[0], reader, least[1])
    return Counter(
        {first[source][1].article(first[source][2]).source or source: n for source, n in counts.items()}
    )
