"""Records to articles: the values under the names that sources use become the facts of an article."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from newsgrep.article import Article, DateOrigin, encode_id
from newsgrep.index_report import Skipped
from newsgrep.readers import ReadOptions, SourceFile, UnreadableFileError
from newsgrep.readers.draft import Draft, article_of, written
from newsgrep.readers.exported import exported_article, exported_key, is_exported
from newsgrep.readers.fragments import plain_text
from newsgrep.readers.keys import Keys
from newsgrep.readers.record_dates import dates_in
from newsgrep.readers.record_makers import is_a_publishers
from newsgrep.readers.record_names import OURS, Places, places_in, plain_name, unwrapped
from newsgrep.readers.record_values import is_number, listed, names_in, texts, words_in
from newsgrep.readers.unknown_fields import UnknownFields
from newsgrep.readers.unpublished import is_no_article

_NUMBERED = frozenset({"title", "id"})
"""May be numbers; a number for anything else is a key into a table that is not there."""

_STATES = frozenset({"0", "1", "true", "false", "yes", "no", "draft", "published", "publish", "private"})
_KEYS_SHOWN = 20
_LONGEST_DATE = 100
_SHAPES, _LARGEST_SHAPE = 500, 5_000
"""How many kinds of records are remembered, and the most characters that the keys of one may have."""

_TRUNCATED = re.compile(r"\[\+[0-9]+ chars\]\Z")
"""What NewsAPI writes where it cuts off a text."""
_LINK = re.compile(r"https?://[^\s/]+/\S")


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A part of a file that is no record."""

    reason: str


class ArticleBuilder:
    """Makes the articles of one file, each under an id of its own.

    `origin` is where their dates are found, `source` theirs if they name none. `taken` are keys that articles of the file
    already have.
    """

    def __init__(
        self,
        file: SourceFile,
        options: ReadOptions,
        origin: DateOrigin = DateOrigin.RECORD,
        source: str | None = None,
        taken: Container[str] = (),
    ) -> None:
        self._file = file
        self._options = options
        self._origin = origin
        self._source = source
        self._chosen = {OURS.get(ours, ours): theirs for ours, theirs in options.fields}
        self._keys = Keys(taken)
        self._shapes: dict[tuple[str, ...], Places] = {}

    def build(self, records: Iterable[tuple[str | None, Any]]) -> Iterator[Article | Skipped]:
        """An article for each record, or why it is none. Records come with their numbers; None: it is the whole file."""
        fields = UnknownFields(self._options)
        yield from self.articles(records, fields)
        yield from self.told(fields)

    def articles(
        self, records: Iterable[tuple[str | None, Any]], fields: UnknownFields
    ) -> Iterator[Article | Skipped]:
        """What `build` gives for some of the records; `fields` watches them."""
        for number, record in records:
            part: Article | Skipped
            try:
                part = self._article(number, record, fields)
            except UnreadableFileError as error:
                part = self._file.skipped(str(error), number)
            yield part

    def told(self, fields: UnknownFields) -> Iterator[Skipped]:
        """What `build` gives at the end, when `fields` has watched all records."""
        if told := fields.told():
            yield self._file.skipped(told, "fields")

    def _article(self, number: str | None, record: Any, fields: UnknownFields) -> Article:  # noqa: ANN401  any value JSON has
        """The article of a record. Raises UnreadableFileError for one that has none."""
        if isinstance(record, dict) and is_exported(record):
            return exported_article(
                record, self._file, self._options, self._key(exported_key(record), number)
            )
        draft = self.draft(record)
        own = encode_id(draft.key) if draft.key else None
        key = self._key(own, number)
        article = article_of(draft, self._file, self._options, draft.key if own == key else key)
        if number is not None:
            fields.watch(record, article)
        return article

    def _key(self, own: str | None, number: str | None) -> str | None:
        """The key of a record, as ids have it: its own, if it is free, else its number; None if it is the whole file."""
        return None if number is None else self._keys.key(own, number)

    def draft(self, record: Any) -> Draft:  # noqa: ANN401  any value JSON has
        """The facts of a record's article. Raises UnreadableFileError for one that has none."""
        if isinstance(record, BadRecord):
            raise UnreadableFileError(record.reason)
        if not isinstance(record, dict):
            raise UnreadableFileError("not an object")
        plain = unwrapped(record)
        values = _Values(record, plain, self._chosen, self._places(tuple(plain)))
        text, title = values.text(), values.line("title")
        if (reason := _why_no_article(plain, text, title, values)) is not None:
            raise UnreadableFileError(reason)
        source, url = _source_and_url(values.line("source"), values.line("url"))
        return Draft(
            text=text or "",
            title=title,
            dates=written(values.dates(), self._origin),
            key=values.line("id") or url,
            url=url,
            source=source or self._source,
            authors=values.several("authors", names_in),
            section=values.line("section"),
            language=values.line("language"),
            tags=values.several("tags", words_in),
        )

    def _places(self, keys: tuple[str, ...]) -> Places:
        """Where a record of these keys has what we need. Most records of a file have the same."""
        places = self._shapes.get(keys)
        if places is None:
            places = places_in(keys)
            if len(self._shapes) < _SHAPES and sum(map(len, keys)) < _LARGEST_SHAPE:
                self._shapes[keys] = places
        return places


def _why_no_article(
    record: dict[str, Any], text: str | None, title: str | None, values: "_Values"
) -> str | None:
    kinds = texts(record.get("@type"))
    if kinds and not any(kind.endswith(("Article", "Posting", "Report", "CreativeWork")) for kind in kinds):
        return f"of the type {kinds[0]}, not an article"
    kind, state = record.get("post_type"), record.get("post_status", record.get("status"))
    if is_no_article(kind, state):
        return f"no published article: {' and '.join(str(one) for one in (kind, state) if one)}"
    if text is None and (title is None or values.is_only_named()):
        keys = ", ".join(list(record)[:_KEYS_SHOWN]) or "none"
        return f"neither text nor title; its keys are {keys} (--field text=KEY names one)"
    return None


def _source_and_url(source: str | None, url: str | None) -> tuple[str | None, str | None]:
    """What is called the source may be the article's address."""
    return (None, source) if source and not url and _LINK.match(source) else (source, url)


class _Values:
    """The values of a record, by our names."""

    def __init__(
        self, record: dict[str, Any], plain: dict[str, Any], chosen: Mapping[str, str], places: Places
    ) -> None:
        self._record = record
        self._plain = plain
        self._chosen = chosen
        self._places = places

    def candidates(self, ours: str) -> list[Any]:
        """The possible values, best first; only that of the key that the user has chosen, if any."""
        if ours in self._chosen:
            return [_at(self._record, self._chosen[ours])]
        places = self._places[ours]
        return [self._plain[key] for key in places] if places else []

    def is_only_named(self) -> bool:
        """Say whether its title is only a name: that of anything."""
        return "title" not in self._chosen and {plain_name(key) for key in self._places["title"]} == {"name"}

    def text(self) -> str | None:
        """The text, or a summary if that is all there is; None for neither."""
        values = self.candidates("text")
        if "text" not in self._chosen:
            values += self.candidates("summary")
        for value in values:
            text = "\n\n".join(filter(None, map(plain_text, texts(value))))
            if text:
                return _without_cut(text) if text.endswith("chars]") else text
        return None

    def line(self, ours: str) -> str | None:
        """One line, the parts of a list joined; None for none."""
        for value in self.candidates(ours):
            if ours in _NUMBERED or not is_number(value):
                lines = [line for text in texts(value) if (line := _line(text))]
                if lines:
                    return ", ".join(lines)
        return None

    def dates(self) -> list[Any]:
        """The values given as the date, as they are written."""
        given = self.candidates("date")
        dates = list(_days(given))
        if dates or "date" in self._chosen:
            return dates
        names = map(plain_name, self._plain)
        is_published = "@type" in self._plain or is_a_publishers(names) or any(map(_is_state, given))
        return list(_days(self.candidates("created"))) if is_published else []

    def several(self, ours: str, split: Callable[[str], list[str]]) -> list[str]:
        """The elements of a list, of authors or tags; one line that names several is split."""
        for value in self.candidates(ours):
            if is_number(value):
                continue
            values = listed(value) if isinstance(value, str) else value
            parts = texts(values)
            if isinstance(values, str) or (ours == "authors" and len(parts) == 1):
                parts = [part for text in parts for part in split(text)]
            parts = [line for line in map(_line, parts) if line]
            if parts:
                return parts
        return []


def _days(values: Iterable[Any]) -> Iterator[Any]:
    """What may be days; not what says whether it is published."""
    for value in values:
        for one in dates_in(value):
            written_as = str(one)
            if len(written_as) <= _LONGEST_DATE and not _is_state(written_as):
                yield one


def _is_state(value: Any) -> bool:  # noqa: ANN401  any value JSON has
    return str(value).strip().lower() in _STATES


def _without_cut(text: str) -> str:
    found = _TRUNCATED.search(text)
    return text[: found.start()].rstrip().removesuffix("…").removesuffix("...").rstrip() if found else text


def _line(text: str) -> str:
    return " ".join(plain_text(text).split())


def _at(record: dict[str, Any], place: str) -> Any:  # noqa: ANN401  any value JSON has
    """The value under a key, or under keys joined by dots."""
    if place in record:
        return record[place]
    value: Any = record
    for key in place.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value
