"""Articles as documents of NAME-articles."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Any

from newsgrep.article import Article, ArticleId
from newsgrep.engines.fields import TEXT_FIELDS, VALUE_FIELDS
from newsgrep.engines.opensearch.schema import HOLE
from newsgrep.engines.records import decode_article, encode_article
from newsgrep.facets import Period
from newsgrep.periods import period_of
from newsgrep.text import Analyzer
from newsgrep.text.values import fold_value

LONGEST_VALUE = 16_000
"""Longer values, in bytes of UTF-8, are cut: the cluster refuses terms of twice that."""
_FIRST_SURROGATE, _LAST_SURROGATE = "\ud800", "\udfff"
_PLANE = 0x10F000 - 0xD800
"""What a lone surrogate is moved by, into a plane for private use."""


def encodable(text: str) -> str:
    """A text that UTF-8 can hold: lone surrogates, which names of files may have, are moved to a private plane."""
    if text.isascii():
        return text
    return "".join(
        chr(ord(one) + _PLANE) if _FIRST_SURROGATE <= one <= _LAST_SURROGATE else one for one in text
    )


def decoded(text: str) -> str:
    """The inverse of `encodable`."""
    if text.isascii():
        return text
    first, last = chr(0xD800 + _PLANE), chr(0xDFFF + _PLANE)
    return "".join(chr(ord(one) - _PLANE) if first <= one <= last else one for one in text)


def value_of(text: str) -> str:
    """A value as it is stored."""
    value = encodable(text)
    if len(value) * 4 <= LONGEST_VALUE:
        return value
    return value.encode()[:LONGEST_VALUE].decode(errors="ignore")


def document_id(identifier: ArticleId, segment: int) -> str:
    """The id of the document of an article in a segment: what is written twice is there once."""
    digest = blake2b(identifier.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return f"{digest}.{segment}"


def document(
    article: Article, segment: int, analyzer: Analyzer
) -> tuple[dict[str, Any], dict[str, set[str]]]:
    """The document of an article, and the words of each of its text fields."""
    parts = {name: _parts(field.parts(article), analyzer) for name, field in TEXT_FIELDS.items()}
    made: dict[str, Any] = {
        "id": value_of(article.id),
        "segment": segment,
        "path": value_of(article.path),
        "article": encode_article(article).decode("ascii"),
        "counts": [
            f"{word}\0{count}"
            for word, count in Counter(w for part in parts["body"] for w in part if w).items()
        ],
        **{name: _text(part, analyzer) for name, part in parts.items()},
        **_values(article),
    }
    if article.date:
        first, last = article.date.day, article.date.last_day
        made |= {
            "day": first,
            "last_day": last,
            "period": {period.value: period_of(first, last, period) for period in Period},
        }
    words = {name: {word for part in found for word in part} - {""} for name, found in parts.items()}
    return made, words


def article_of(source: dict[str, Any]) -> Article:
    """The article of a document's source. Raises ValueError, KeyError and TypeError for another."""
    return decode_article(source["article"].encode("ascii"))


def stored_values(article: Article, name: str) -> Iterator[tuple[str, str]]:
    """(value as it is compared, value as the article writes it) of a value field."""
    for value in VALUE_FIELDS[name].values(article):
        yield value_of(fold_value(value)), value_of(value)


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


def _parts(parts: Sequence[str], analyzer: Analyzer) -> list[list[str]]:
    """The surfaces of each part that has tokens; empty for those that are not indexed."""
    found = ([token.surface for token in analyzer.tokens(part)] for part in parts)
    return [surfaces for surfaces in found if surfaces]


def _text(parts: Iterable[list[str]], analyzer: Analyzer) -> dict[str, Any]:
    words, stems, length = [], [], 0
    for surfaces in parts:
        words.append(" ".join([surface or HOLE for surface in surfaces]))
        stems.append(" ".join([(analyzer.stem(surface) if surface else "") or HOLE for surface in surfaces]))
        length += len(surfaces)
    return {"words": words, "stems": stems, "length": length}
