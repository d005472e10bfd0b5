"""Archives in which texts are copied, shortened and changed, and the brute-force oracle of copies: sets of runs of tokens."""

from collections.abc import Iterable, Sequence
from itertools import combinations
from random import Random
from typing import NamedTuple

from strategies import SOURCES

from newsgrep.article import Article, ArticleId, DateOrigin, Precision, PublicationDate
from newsgrep.reports.copies import CopyOptions
from newsgrep.text import Analyzer

WORDS = [
    f"{first}{second}" for first in ("ta", "ri", "fo") for second in ("ne", "lu", "mi", "sa", "po", "ke")
]


class Measured(NamedTuple):
    """Two articles and what their texts have in common."""

    left: Article
    right: Article
    similarity: float
    contained: float
    days: int | None


def runs(text: str, analyzer: Analyzer) -> frozenset[tuple[str, ...]]:
    """The set of runs of five tokens of a text, of fewer the whole; nothing for nothing."""
    tokens = [token.surface for token in analyzer.tokens(text)]
    if len(tokens) < 5:
        return frozenset({tuple(tokens)} if tokens else ())
    return frozenset(tuple(tokens[place : place + 5]) for place in range(len(tokens) - 4))


def in_order(articles: Iterable[Article]) -> list[Article]:
    """From the earliest; undated ones last, ties by id."""
    return sorted(articles, key=lambda one: (one.date is None, one.date.day if one.date else 0, one.id))


def copy_pairs(articles: Sequence[Article], options: CopyOptions, analyzer: Analyzer) -> list[Measured]:
    """All pairs of copies, by comparing each with each."""
    sets = {article.id: runs(article.text, analyzer) for article in articles}
    return [
        found
        for left, right in combinations(in_order(articles), 2)
        if (found := _copies(left, right, sets[left.id], sets[right.id], options))
    ]


def _copies(
    left: Article,
    right: Article,
    one: frozenset[tuple[str, ...]],
    other: frozenset[tuple[str, ...]],
    options: CopyOptions,
) -> Measured | None:
    shared, least = len(one & other), min(len(one), len(other))
    if not shared:
        return None
    similarity, contained = shared / len(one | other), shared / least
    days = None
    if left.date and right.date:
        days = abs((left.date.to_date() - right.date.to_date()).days)
    alike = similarity >= options.at or (options.cut and least >= 50 and contained >= 0.9)
    near = options.within_days is None or (days is not None and days <= options.within_days)
    apart = not options.across or left.source != right.source
    return Measured(left, right, similarity, contained, days) if alike and near and apart else None


def clusters(articles: Sequence[Article], pairs: Iterable[Measured]) -> list[list[ArticleId]]:
    """What the pairs connect, by walking from each article: the largest first, then by the first."""
    near: dict[ArticleId, set[ArticleId]] = {}
    for pair in pairs:
        near.setdefault(pair.left.id, set()).add(pair.right.id)
        near.setdefault(pair.right.id, set()).add(pair.left.id)
    order = [article.id for article in in_order(articles)]
    found: list[list[ArticleId]] = []
    for identifier in order:
        if identifier not in near or any(identifier in cluster for cluster in found):
            continue
        reached, waiting = {identifier}, [identifier]
        while waiting:
            new = near[waiting.pop()] - reached
            reached |= new
            waiting += new
        found.append(sorted(reached, key=order.index))
    return sorted(found, key=lambda cluster: (-len(cluster), order.index(cluster[0])))


def archive_of_copies(seed: int, count: int) -> list[Article]:
    """Articles of few texts, most of which are others with words changed, left out, or cut short."""
    draw = Random(seed)  # noqa: S311  not a secret
    texts: list[list[str]] = [[]]
    articles = []
    for number in range(count):
        words = list(draw.choice(texts))
        if not words or draw.random() < 0.3:
            words = draw.choices(WORDS, k=draw.choice([0, 1, 3, 4, 5, 6, 12, 60, 90]))
        words = _changed(words, draw)
        texts.append(words)
        articles.append(
            Article(
                id=ArticleId(f"{draw.choice('aA')}/{number}.txt"),
                path="",
                text=_written(words, draw),
                title=draw.choice([None, "tane", "rilu fomi"]),
                date=draw.choice(_DATES),
                source=draw.choice([None, *SOURCES[:3]]),
            )
        )
    return articles


_DATES = (
    None,
    *(PublicationDate(day, Precision.DAY, DateOrigin.TEXT) for day in (20250101, 20250103, 20250301)),
    PublicationDate(20250101, Precision.MONTH, DateOrigin.TEXT),
    PublicationDate(20250101, Precision.YEAR, DateOrigin.TEXT),
)


def _changed(words: list[str], draw: Random) -> list[str]:
    words = list(words)
    for _ in range(draw.choice([0, 0, 1, 2, 5])):
        if words:
            words[draw.randrange(len(words))] = draw.choice(WORDS)
    if draw.random() < 0.3:
        words = words[draw.randrange(len(words) + 1) :]
    if draw.random() < 0.2:
        words += draw.choices(WORDS, k=draw.randrange(20))
    return words


def _written(words: list[str], draw: Random) -> str:
    """The words as a text: marks and capitals make no difference."""
    if not words and draw.random() < 0.5:
        return "--- !"
    return "".join(
        f"{word.title() if draw.random() < 0.1 else word}{draw.choice((' ', ', ', chr(10)))}"
        for word in words
    )
