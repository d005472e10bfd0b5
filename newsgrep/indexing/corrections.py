"""Corrections by hand: what a person knows better about an article than its source.

A correction sets a field of an article (`date`, `title`, ...), or adds a value to a list (`tag+`, `author+`) or takes one
from it (`tag-`). An empty value says that there is none. They are applied whenever the article is read.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from newsgrep.article import Article, ArticleId, DateOrigin, Precision, PublicationDate
from newsgrep.days import FIRST_YEAR, day_number, day_of, days_in_month
from newsgrep.errors import UsageError

_LISTS = {"tag": "tags", "author": "authors"}
"""The fields that hold lists, and their names in an `Article`."""
_TEXTS = ("title", "source", "section", "language", "url")
FIELDS = ("date", *_TEXTS, *_LISTS)
_SYNONYMS = {"headline": "title", "lang": "language", "tags": "tag", "authors": "author", "byline": "author"}
_FIELD = re.compile(r"([A-Za-z_]+)([+-]?)")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_VERSION_SIZE = 8
"""In bytes."""
_WITHDRAWN = "a correction by hand says that the date is not known"


class Correction(NamedTuple):
    """A correction of one article. `field` is one of FIELDS, with `+` or `-` for a value of a list; `when` is any text."""

    id: ArticleId
    field: str
    value: str
    when: str = ""

    @property
    def name(self) -> str:
        """The field without its sign."""
        return self.field.rstrip("+-")

    @property
    def file_id(self) -> str:
        """The part of the id that stands for the file."""
        return self.id.partition("#")[0]

    def replaces(self, other: "Correction") -> bool:
        """Say whether another correction, made before, has no effect any more."""
        if (self.id, self.name) != (other.id, other.name):
            return False
        return self.field == self.name or (other.field != other.name and self.value == other.value)


class Corrections:
    """The corrections of an archive."""

    def __init__(self, corrections: Iterable[Correction] = (), problems: Sequence[str] = ()) -> None:
        """`problems` are messages about corrections that cannot be used."""
        self.problems = problems
        self._by_file: dict[str, list[Correction]] = {}
        for correction in corrections:
            of_file = self._by_file.setdefault(correction.file_id, [])
            of_file[:] = [one for one in of_file if not correction.replaces(one)]
            of_file.append(correction)

    def __iter__(self) -> Iterator[Correction]:
        """Those that have an effect, file by file."""
        for of_file in self._by_file.values():
            yield from of_file

    def ids(self) -> frozenset[ArticleId]:
        """The ids of the articles that are corrected."""
        return frozenset(correction.id for correction in self)

    def of_file(self, file_id: str) -> tuple[Correction, ...]:
        """Those of a file's articles, in the order in which they were made."""
        return tuple(self._by_file.get(file_id, ()))

    def versions(self) -> dict[str, str]:
        """For each file with corrections a text that changes with them, by the file's part of an id."""
        return {file_id: version(of_file) for file_id, of_file in self._by_file.items()}


def version(corrections: Iterable[Correction]) -> str:
    """A text that changes with the corrections of a file; empty for none."""
    effects = [correction._replace(when="") for correction in corrections]
    if not effects:
        return ""
    from hashlib import blake2b  # noqa: PLC0415  most archives have no corrections

    return blake2b(repr(effects).encode(), digest_size=_VERSION_SIZE).hexdigest()


def canonical_field(field: str) -> str | None:
    """A field, with its sign, by the name that it has in FIELDS; None for one that cannot be corrected."""
    match = _FIELD.fullmatch(field.strip())
    if not match:
        return None
    name = _SYNONYMS.get(match[1].lower(), match[1].lower())
    return name + match[2] if name in FIELDS else None


def parse_correction(identifier: str, field: str, value: str, when: str, today: date) -> Correction:
    """A correction out of texts. `today` is the last day that an article can be of. Raises UsageError."""
    canonical = canonical_field(field)
    text = " ".join(value.split())
    if canonical is None:
        raise UsageError(f'no field "{field.strip()}" can be corrected; the fields are {", ".join(FIELDS)}')
    correction = Correction(ArticleId(identifier.strip()), canonical, text, when.strip())
    has_sign = canonical != correction.name
    if has_sign and correction.name not in _LISTS:
        raise UsageError(f"{correction.name} has one value; write {correction.name}=VALUE")
    if has_sign and not text:
        raise UsageError(f"{canonical}= needs a value")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise UsageError(f"the value of {correction.name} is not UTF-8")
    if not correction.id:
        raise UsageError("a correction needs the id of an article")
    if correction.name == "date" and text:
        _parse_date(text, today)
    return correction


def corrected(article: Article, corrections: Iterable[Correction]) -> Article:
    """The article as it is after those of the corrections that are its own."""
    names = []
    for correction in corrections:
        if correction.id == article.id:
            article = article._replace(**_changes(article, correction))
            names.append(correction.name)
    return article._replace(corrected=tuple(dict.fromkeys(names))) if names else article


def _changes(article: Article, correction: Correction) -> dict[str, Any]:
    """The attributes of an article that a correction changes."""
    name, value = correction.name, correction.value
    if name == "date":
        others = (article.date, *article.other_dates) if article.date else article.other_dates
        if value:
            return {"date": _parse_date(value, None), "other_dates": others, "undated": None}
        return {"date": None, "other_dates": others, "undated": _WITHDRAWN}
    if name in _TEXTS:
        return {name: value or None}
    values = tuple(one for one in getattr(article, _LISTS[name]) if one != value)
    if correction.field == name:
        values = (value,) if value else ()
    elif correction.field.endswith("+"):
        values += (value,)
    return {_LISTS[name]: values}


def _parse_date(text: str, today: date | None) -> PublicationDate:
    """A date as ISO writes it, not after today. Raises UsageError."""
    match = _DATE.fullmatch(text)
    year, month, day = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    is_day = not day or (1 <= month <= 12 and day <= days_in_month(year, month))  # noqa: PLR2004  months
    if not match or not is_day or not (match[2] is None or 1 <= month <= 12) or match[3] == "00":  # noqa: PLR2004  months
        raise UsageError(f'a date is YYYY-MM-DD, YYYY-MM or YYYY, not "{text}"')
    precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    found = PublicationDate(day_number(year, month or 1, day or 1), precision, DateOrigin.CORRECTION)
    if year < FIRST_YEAR or (today is not None and found.day > day_of(today)):
        raise UsageError(f"no article is of {text}")
    return found
