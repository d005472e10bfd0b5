"""What of an article is searched: its text fields, by words and stems; its value fields, by whole values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from newsgrep.article import Article

INDEX_NAME = "MAIN"
"""What Whoosh calls the index."""
SEGMENT_PREFIX = f"{INDEX_NAME}_"
SEGMENT_SUFFIX = ".newsgrep"


class TextField(NamedTuple):
    """A field searched by words: its parts, one after the other, with a gap between their positions."""

    parts: Callable[[Article], Sequence[str]]


class ValueField(NamedTuple):
    """A field searched by whole values, ignoring case."""

    values: Callable[[Article], Iterable[str]]


TEXT_FIELDS: Mapping[str, TextField] = MappingProxyType(
    {
        "body": TextField(lambda article: (article.title or "", article.text)),
        "title": TextField(lambda article: (article.title or "",)),
        "author": TextField(lambda article: article.authors),
    }
)
"""`body` is the headline and the text together: what a word without a field is looked for in."""

VALUE_FIELDS: Mapping[str, ValueField] = MappingProxyType(
    {
        "id": ValueField(lambda article: (article.id,)),
        "path": ValueField(lambda article: (article.path,)),
        "source": ValueField(lambda article: (article.source,) if article.source else ()),
        "section": ValueField(lambda article: (article.section,) if article.section else ()),
        "tag": ValueField(lambda article: article.tags),
        "lang": ValueField(lambda article: (article.language,) if article.language else ()),
        "format": ValueField(lambda article: (article.format,) if article.format else ()),
        "origin": ValueField(lambda article: (article.date.origin,) if article.date else ()),
        "precision": ValueField(lambda article: (article.date.precision,) if article.date else ()),
        "flag": ValueField(lambda article: article.flags),
    }
)
