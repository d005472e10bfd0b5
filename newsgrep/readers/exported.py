"""Records that `newsgrep export` writes. They are read as they are, so that each article is the same again.

All other records are interpreted: their texts may be HTML, their dates may be written in many ways.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from newsgrep.article import Article, ArticleId, DateOrigin, PublicationDate, encode_id
from newsgrep.readers import ReadOptions, SourceFile
from newsgrep.readers.dating.values import Finding, publication_date, why_no_date
from newsgrep.readers.decoding import without_surrogates
from newsgrep.readers.draft import collapsed

MARK = "newsgrep_export"
"""The key whose value is the version of the format."""
_VERSION = 1
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)
_ORIGINS = {origin.value: origin for origin in DateOrigin}

Record: TypeAlias = Mapping[str, Any]


def is_exported(record: Record) -> bool:
    """Say whether a record is one of an export."""
    return record.get(MARK) == _VERSION


def exported_key(record: Record) -> str | None:
    """The id that an exported article had, as the key of another id; None if it has none."""
    identifier = record.get("id")
    if not isinstance(identifier, str) or not identifier:
        return None
    bare = identifier.replace("%", "").replace("#", "")  # what an id has beside what it encodes
    return identifier if encode_id(bare) == bare else encode_id(identifier)


def exported_article(record: Record, file: SourceFile, options: ReadOptions, key: str | None) -> Article:
    """The article of an exported record. `key` is its key in the file, encoded; None if it is the whole file."""
    date, undated = _date(record, options)
    replaced = record.get("replaced")
    return Article(
        id=ArticleId(file.id if key is None else f"{file.id}#{key}"),
        path=file.path,
        text=_text(record.get("text")) or "",
        title=_line(record.get("title")),
        date=date,
        url=_text(record.get("url")),
        source=_line(record.get("source")),
        authors=_lines(record.get("authors")),
        section=_line(record.get("section")),
        language=_line(record.get("language")),
        tags=_lines(record.get("tags")),
        format=_line(record.get("format")),
        other_dates=tuple(_other_dates(record, options)),
        undated=undated,
        replaced=max(int(replaced), 0) if isinstance(replaced, int) else 0,
        corrected=_lines(record.get("corrected")),
    )


def _date(record: Record, options: ReadOptions) -> tuple[PublicationDate | None, str | None]:
    """The date, or why there is none."""
    if date := _publication_date(record.get("date"), record.get("date_origin"), options):
        return date, None
    if written := record.get("date"):
        return None, why_no_date(Finding((), written), options.today)
    return None, _line(record.get("undated"))


def _other_dates(record: Record, options: ReadOptions) -> Iterator[PublicationDate]:
    for other in _listed(record.get("other_dates")):
        if isinstance(other, dict) and (
            date := _publication_date(other.get("date"), other.get("origin"), options)
        ):
            yield date


def _publication_date(written: object, origin: object, options: ReadOptions) -> PublicationDate | None:
    found = _DATE.fullmatch(written) if isinstance(written, str) else None
    if not found:
        return None
    year, month, day = (int(part or 0) for part in found.groups())
    if (found[2] and not month) or (found[3] and not day):
        return None
    known = _ORIGINS.get(origin) if isinstance(origin, str) else None
    return publication_date((year, month, day), known or DateOrigin.RECORD, options.today)


def _text(value: object) -> str | None:
    """A text as it is, but for what is no character."""
    if not isinstance(value, str) or not value:
        return None
    return without_surrogates(value)


def _line(value: object) -> str | None:
    return collapsed(_text(value))


def _lines(value: object) -> tuple[str, ...]:
    return tuple(filter(None, map(_line, _listed(value))))


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
