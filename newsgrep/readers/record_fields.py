"""Records to articles: the names under which sources keep a headline, a text, a date, and the rest."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from newsgrep.article import Article, ArticleId, DateOrigin
from newsgrep.readers import ReadOptions, SourceFile
from newsgrep.readers.dating import find_dates
from newsgrep.readers.decoding import clean
from newsgrep.results import Skipped

_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("headline", "title", "head", "name"),
    "text": (
        *(
            "text",
            "body",
            "content",
            "articlebody",
            "fulltext",
            "articletext",
            "bodytext",
            "maintext",
            "story",
        ),
        *("article", "description", "summary", "abstract", "leadparagraph"),
    ),
    "date": (
        *("date", "published", "publishedat", "datepublished", "publicationdate", "pubdate", "publishdate"),
        *("publishedon", "publisheddate", "datetime", "webpublicationdate", "firstpublished", "issued"),
        *("timestamp", "created", "createdat", "datecreated"),
    ),
    "url": ("url", "link", "weburl", "href", "permalink", "canonicalurl", "articleurl"),
    "source": ("source", "publisher", "publication", "newspaper", "outlet", "sitename", "site", "provider"),
    "authors": ("author", "authors", "byline", "creator", "writer", "writers"),
    "section": ("section", "sectionname", "category", "desk", "rubric"),
    "language": ("language", "lang"),
    "tags": ("tags", "keywords", "topics", "subjects", "labels", "categories"),
    "id": ("id", "guid", "uuid", "articleid", "docid", "identifier"),
}
"""Names by which a record may call what we need, best first; case, `_` and `-` do not matter."""

_OURS = {"author": "authors", "tag": "tags", "headline": "title", "body": "text", "lang": "language"}
_INSIDE = ("main", "name", "title", "text", "value", "rendered", "#text", "$t")
_KEYS_SHOWN = 20

_Places: TypeAlias = Mapping[str, tuple[str, ...]]
"""The keys of a record under which it may have what we need, by our names, best first."""
_SHAPES, _LARGEST_SHAPE = 500, 5_000
"""So many kinds of records are remembered, of so many characters in their keys."""


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A part of a file that is no record."""

    reason: str


class ArticleBuilder:
    """Makes the articles of one file, each under an id of its own."""

    def __init__(self, file: SourceFile, options: ReadOptions) -> None:
        self._file = file
        self._options = options
        self._said = {_OURS.get(ours, ours): theirs for ours, theirs in options.fields}
        self._keys: set[str] = set()
        self._shapes: dict[tuple[str, ...], _Places] = {}

    def build(self, records: Iterable[tuple[str | None, Any]]) -> Iterator[Article | Skipped]:
        """An article a record, or why it is none. A record comes with its number; None: it is the whole file."""
        for number, record in records:
            yield self._article(number, record)

    def _article(self, number: str | None, record: Any) -> Article | Skipped:  # noqa: ANN401  any value JSON has
        if isinstance(record, BadRecord):
            return self._skip(number, record.reason)
        if not isinstance(record, dict):
            return self._skip(number, "not an object")
        values = _Values(record, self._said, self._places(tuple(record)))
        text, title = values.text("text", "\n\n"), values.text("title", " ")
        if text is None and title is None:
            return self._skip(number, _without_text(record))
        url = values.text("url", " ")
        told = [(DateOrigin.RECORD, value) for value in values.candidates("date")]
        dating = find_dates(told, self._options, url=url, name=self._file.name)
        return Article(
            id=self._id(number, values.text("id", " ") or url),
            path=self._file.path,
            text=text or "",
            title=" ".join(title.split()) if title else None,
            date=dating.date,
            other_dates=dating.other_dates,
            undated=dating.undated,
            url=url,
            source=values.text("source", " "),
            authors=tuple(name.removeprefix("By ") for name in values.list("authors")),
            section=values.text("section", " "),
            language=values.text("language", " "),
            tags=values.list("tags", split=","),
        )

    def _places(self, keys: tuple[str, ...]) -> "_Places":
        """Where a record of these keys has what we need. Most records of a file have the same."""
        places = self._shapes.get(keys)
        if places is None:
            by_name = {key.lower().replace("_", "").replace("-", ""): key for key in keys}
            places = {
                ours: tuple(by_name[name] for name in names if name in by_name)
                for ours, names in _NAMES.items()
            }
            if len(self._shapes) < _SHAPES and sum(map(len, keys)) < _LARGEST_SHAPE:
                self._shapes[keys] = places
        return places

    def _id(self, number: str | None, own: str | None) -> ArticleId:
        """The file's id, and in a container the record's own id or url; its number if that is taken."""
        if number is None:
            return self._file.article_id()
        key = own if own and own not in self._keys else number
        while key in self._keys:
            key += "+"
        self._keys.add(key)
        return self._file.article_id(key)

    def _skip(self, number: str | None, reason: str) -> Skipped:
        return self._file.skipped(reason, number)


def _without_text(record: dict[str, Any]) -> str:
    keys = ", ".join(list(record)[:_KEYS_SHOWN]) or "none"
    return f"neither text nor title; its keys are {keys} (--field text=KEY names one)"


class _Values:
    """What a record says, by our names."""

    def __init__(self, record: dict[str, Any], said: Mapping[str, str], places: _Places) -> None:
        self._record = record
        self._said = said
        self._places = places

    def candidates(self, ours: str) -> list[Any]:
        """The values that may be meant, best first: only the one that the user has said, if so."""
        if ours in self._said:
            return [_at(self._record, self._said[ours])]
        return [self._record[key] for key in self._places[ours]]

    def text(self, ours: str, separator: str) -> str | None:
        """A text, cleaned; the parts of a list joined; None for none."""
        for value in self.candidates(ours):
            parts = _texts(value)
            if parts:
                return separator.join(parts)
        return None

    def list(self, ours: str, split: str | None = None) -> tuple[str, ...]:
        """Several texts; one text is split at `split`."""
        for value in self.candidates(ours):
            parts = _texts(value)
            if split and isinstance(value, str):
                parts = [part.strip() for text in parts for part in text.split(split) if part.strip()]
            if parts:
                return tuple(dict.fromkeys(parts))
        return ()


def _at(record: dict[str, Any], place: str) -> Any:  # noqa: ANN401  any value JSON has
    """The value under a key, or under keys joined by dots."""
    if place in record:
        return record[place]
    value: Any = record
    for key in place.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _texts(value: Any) -> list[str]:  # noqa: ANN401  any value JSON has
    """The texts in a value: of a list its elements', of an object its main one's."""
    if isinstance(value, bool) or value is None:
        return []
    if isinstance(value, str):
        return [clean(value)] if value.strip() else []
    if isinstance(value, int | float):
        return [str(value)]
    if isinstance(value, list):
        return [text for element in value if not isinstance(element, list) for text in _texts(element)]
    if isinstance(value, dict):
        inside = (value.get(name) for name in _INSIDE)
        return next(([clean(text)] for text in inside if isinstance(text, str) and text.strip()), [])
    return []
