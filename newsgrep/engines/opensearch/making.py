"""Makes documents of NAME-articles."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np

from newsgrep.article import Article, ArticleId
from newsgrep.engines.fields import TEXT_FIELDS, VALUE_FIELDS
from newsgrep.engines.opensearch.documents import stored_values, value_of
from newsgrep.engines.opensearch.schema import HOLE
from newsgrep.engines.records import encode_article
from newsgrep.facets import Period
from newsgrep.immutable import NamedTuple
from newsgrep.periods import period_of
from newsgrep.text import Analyzer
from newsgrep.text.bulk import BulkAnalyzer

_CHARACTERS_AT_ONCE = 1 << 20


class DocumentMaker:
    """Makes the documents of articles. What it has learned of their words is kept for the next."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._bulk = BulkAnalyzer(analyzer)
        self._forget()

    def documents(
        self, articles: Iterable[Article], segment: int, words: dict[str, set[str]]
    ) -> Iterator[tuple[ArticleId, dict[str, Any]]]:
        """The documents of articles, by their ids; adds the words of each text field to `words`."""
        for some in _batches(articles):
            if self._bulk.is_full:
                self._forget()
            texts = {name: self._texts(some, name, words) for name in TEXT_FIELDS}
            for article, *fields in zip(some, *texts.values(), strict=True):
                yield article.id, _document(article, segment, dict(zip(texts, fields, strict=True)))

    def _texts(self, articles: Sequence[Article], name: str, words: dict[str, set[str]]) -> Iterator["_Text"]:
        """A text field of each article."""
        parts = [TEXT_FIELDS[name].parts(article) for article in articles]
        tokens = self._bulk.tokens([part] for of_article in parts for part in of_article)
        self._learn()
        used = np.flatnonzero(np.bincount(tokens.surfaces))
        words.setdefault(name, set()).update(
            self._bulk.surfaces[number] for number in used.tolist() if number
        )
        return self._joined(list(map(len, parts)), tokens.lengths.tolist(), tokens.surfaces.tolist())

    def _joined(
        self, parts: Sequence[int], lengths: Sequence[int], numbers: Sequence[int]
    ) -> Iterator["_Text"]:
        """Texts of these numbers of parts, each of a number of tokens."""
        of_part, end = iter(lengths), 0
        for number_of_parts in parts:
            begin, words, stems = end, [], []
            for length in islice(of_part, number_of_parts):
                if length:
                    own = numbers[end : end + length]
                    words.append(" ".join([self._words[number] for number in own]))
                    stems.append(" ".join([self._stems[number] for number in own]))
                    end += length
            yield _Text(words, stems, end - begin)

    def _learn(self) -> None:
        new = self._bulk.surfaces[len(self._words) :]
        self._words += new
        self._stems += [stem or HOLE for stem in self._analyzer.stems(new)]

    def _forget(self) -> None:
        self._bulk.forget()
        # Number 0 is that of tokens that take their position and are not indexed.
        self._words, self._stems = [HOLE], [HOLE]


class _Text(NamedTuple):
    """A text field: its parts that have tokens, and how many tokens these are."""

    words: list[str]
    stems: list[str]
    length: int


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Some articles after the other, of about so many characters that one bulk request takes them."""
    some: list[Article] = []
    size = 0
    for article in articles:
        some.append(article)
        size += len(article.text)
        if size >= _CHARACTERS_AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some


def _document(article: Article, segment: int, texts: Mapping[str, _Text]) -> dict[str, Any]:
    counts = Counter(word for part in texts["body"].words for word in part.split(" "))
    made: dict[str, Any] = {
        "id": value_of(article.id),
        "segment": segment,
        "path": value_of(article.path),
        "article": encode_article(article).decode("ascii"),
        "counts": [f"{word}\0{count}" for word, count in counts.items() if word != HOLE],
        **{name: text._asdict() for name, text in texts.items()},
        **_values(article),
    }
    if article.date:
        first, last = article.date.day, article.date.last_day
        made |= {
            "day": first,
            "last_day": last,
            "period": {period.value: period_of(first, last, period) for period in Period},
        }
    return made


def _values(article: Article) -> dict[str, Any]:
    values: dict[str, list[str]] = {}
    written: dict[str, list[str]] = {}
    for name, field in VALUE_FIELDS.items():
        pairs = list(stored_values(article, name))
        if pairs:
            values[name] = [value for value, _ in pairs]
            if field.written:
                written[name] = [f"{value}\0{own}" for value, own in pairs]
    return {"value": values, "written": written}
