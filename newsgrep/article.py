"""The values that everything is about: an article, its id, the day it was published."""

import datetime as dt
import os
import typing
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, NewType, TypeAlias

from newsgrep.days import day_number, days_between, days_in_month, iso, parts_of_day
from newsgrep.immutable import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

ArticleId = NewType("ArticleId", str)
"""The file's path relative to the archive's folder, POSIX form, percent-encoded, and `#key` in a container.

The same archive gives the same ids on every machine. A root outside the archive's folder stands under its
configured name in place of its path.
"""


ValueField: TypeAlias = Literal[
    "source", "section", "tag", "lang", "path", "id", "format", "origin", "precision", "flag"
]
"""What is known of an article as whole values, by which it can be sought."""


def encode_id(text: str) -> str:
    """A path or a key as part of an id: `%`, `#`, control characters and bytes not UTF-8 are percent-encoded."""
    if text.isprintable() and "%" not in text and "#" not in text:
        return text
    return "".join(map(_encoded, text))


def decode_id(text: str) -> str:
    """The inverse of `encode_id` for a path."""
    from urllib.parse import unquote_to_bytes  # noqa: PLC0415  not on the search path

    return os.fsdecode(unquote_to_bytes(text)) if "%" in text else text


def _encoded(character: str) -> str:
    if character in "%#\u2028\u2029" or "\x7f" <= character <= "\x9f" or "\ud800" <= character <= "\udfff":
        return "".join(f"%{byte:02X}" for byte in _bytes_of(character))
    return character if character >= " " else f"%{ord(character):02X}"


def _bytes_of(character: str) -> bytes:
    # What os.fsdecode made of a byte is that byte again; any other lone surrogate is kept as such.
    errors = "surrogateescape" if "\udc80" <= character <= "\udcff" else "surrogatepass"
    return character.encode("utf-8", errors)


def article_path(folder: "Path", location: "Path") -> str:
    """`Article.path` of a file or folder in the archive of a folder. Both are absolute, without `..`."""
    return location.relative_to(folder).as_posix() if location.is_relative_to(folder) else str(location)


class Precision(StrEnum):
    """How much of a date the source gives."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class DateOrigin(StrEnum):
    """Where a date was found, most trusted first; the values are the names that users see."""

    CORRECTION = "correction"
    FRONT_MATTER = "front-matter"
    RECORD = "record"
    JSON_LD = "json-ld"
    META = "meta"
    DOCUMENT = "document"
    HEADER = "header"
    FEED = "feed"
    URL = "url"
    TEXT = "text"
    FILE_NAME = "file-name"


class PublicationDate(NamedTuple):
    """The calendar day as printed, never shifted by a time zone.

    `day` is YYYYMMDD as an integer; where `precision` is less than a day, it is the first day of the month
    or the year.
    """

    day: int
    precision: Precision
    origin: DateOrigin

    @property
    def last_day(self) -> int:
        """The last day, YYYYMMDD, that this date may mean."""
        year, month, _ = parts_of_day(self.day)
        match self.precision:
            case Precision.DAY:
                return self.day
            case Precision.MONTH:
                return day_number(year, month, days_in_month(year, month))
            case Precision.YEAR:
                return day_number(year, 12, 31)

    def to_date(self) -> dt.date:
        """The day, or the first day of the month or the year."""
        return dt.date(*parts_of_day(self.day))

    def __repr__(self) -> str:
        return f"<PublicationDate {self} from {self.origin}>"

    def __str__(self) -> str:
        """Give YYYY, YYYY-MM or YYYY-MM-DD: as far as it is known."""
        year, month, day = iso(self.day).split("-")
        match self.precision:
            case Precision.DAY:
                return f"{year}-{month}-{day}"
            case Precision.MONTH:
                return f"{year}-{month}"
            case Precision.YEAR:
                return year


_ON_PURPOSE = frozenset(
    {
        *(DateOrigin.FRONT_MATTER, DateOrigin.RECORD, DateOrigin.JSON_LD, DateOrigin.META),
        *(DateOrigin.DOCUMENT, DateOrigin.HEADER),
    }
)
"""Where a source gives the date on purpose."""
_CONFLICT_DAYS = 2


class Article(typing.NamedTuple):  # made by name for each article that is read: see `NamedTuple`
    """One article as its source gives it: nothing here is invented, what is missing is None or empty.

    `path` is the file it came from, relative to the archive's folder if it lies there, else absolute, as
    `os.fsdecode` gives it. `text` is the text as stored, to which every span refers. `other_dates` were found
    beside `date`, most trusted first; `undated` says why something that looks like a date is none, where
    there is no `date`. `format` is the name of the reader, `replaced` how many characters could not be
    decoded. `corrected` are the names of fields that were corrected by hand.
    """

    id: ArticleId
    path: str
    text: str
    title: str | None = None
    date: PublicationDate | None = None
    url: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    format: str | None = None
    other_dates: tuple[PublicationDate, ...] = ()
    undated: str | None = None
    replaced: int = 0
    corrected: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Article {self.id!r} {self.date or 'undated'}>"

    @property
    def flags(self) -> tuple[str, ...]:
        """Warnings about the article; the values are those of the query field `flag:`."""
        return tuple(
            flag
            for flag, holds in (
                ("conflicting-dates", self.dates_conflict),
                ("doubtful-date", self.undated is not None),
                ("replaced-characters", self.replaced > 0),
            )
            if holds
        )

    @property
    def dates_conflict(self) -> bool:
        """Say whether two dates that the source gives on purpose lie more than two days apart, and nobody has decided."""
        if not self.other_dates or (self.date and self.date.origin is DateOrigin.CORRECTION):
            return False
        dates = [date for date in (self.date, *self.other_dates) if date and date.origin in _ON_PURPOSE]
        latest = max((date.day for date in dates), default=0)
        earliest = min((date.last_day for date in dates), default=0)
        return latest > earliest and days_between(earliest, latest) > _CONFLICT_DAYS
