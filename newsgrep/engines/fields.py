"""The fields of articles: text fields, searched by words; value fields, searched and counted by whole values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from newsgrep.article import Article


class TextField(NamedTuple):
    """A field searched by words: its parts in order, with a gap between their positions."""

    parts: Callable[[Article], Sequence[str]]


class ValueField(NamedTuple):
    """A field searched and counted by whole values, ignoring case and normal form.

    `written`: an index also stores the values as articles write them, for counts by facets. This is not
    needed if all values are lower case, nor for `id` and `path`, which are no facets.
    """

    values: Callable[[Article], Iterable[str]]
    written: bool = True


TEXT_FIELDS: Mapping[str, TextField] = MappingProxyType(
    {
        "body": TextField(lambda article: (article.title or "", article.text)),
        "title": TextField(lambda article: (article.title or "",)),
        "author": TextField(lambda article: article.authors),
    }
)
"""`body` is the headline and the text: the field of a query's words without a field."""

VALUE_FIELDS: Mapping[str, ValueField] = MappingProxyType(
    {
        "id": ValueField(lambda article: (article.id,), written=False),
        "path": ValueField(lambda article: (article.path,), written=False),
        "source": ValueField(lambda article: (article.source,) if article.source else ()),
        "author": ValueField(lambda article: filter(None, article.authors)),
        "section": ValueField(lambda article: (article.section,) if article.section else ()),
        "tag": ValueField(lambda article: filter(None, article.tags)),
        "lang": ValueField(lambda article: (article.language,) if article.language else ()),
        "format": ValueField(lambda article: (article.format,) if article.format else ()),
        "origin": ValueField(lambda article: (article.date.origin,) if article.date else (), written=False),
        "precision": ValueField(
            lambda article: (article.date.precision,) if article.date else (), written=False
        ),
        "flag": ValueField(lambda article: article.flags, written=False),
    }
)
"""`author` has the whole name of each author, for counts. A query searches authors as a text field."""
