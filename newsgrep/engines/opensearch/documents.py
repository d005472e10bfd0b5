"""What documents of NAME-articles hold: ids, values and articles."""

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from newsgrep.article import Article, ArticleId
from newsgrep.engines.fields import VALUE_FIELDS
from newsgrep.engines.records import decode_article
from newsgrep.errors import IndexDamagedError
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


def article_of(source: dict[str, Any]) -> Article:
    """The article of a document's source. Raises IndexDamagedError for one that newsgrep has not written."""
    try:
        return decode_article(source["article"].encode("ascii"))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise IndexDamagedError(
            "an article in the cluster cannot be read; make the index anew with: newsgrep index --rebuild"
        ) from error


def stored_values(article: Article, name: str) -> Iterator[tuple[str, str]]:
    """(value as it is compared, value as the article writes it) of a value field."""
    for value in VALUE_FIELDS[name].values(article):
        yield value_of(fold_value(value)), value_of(value)
