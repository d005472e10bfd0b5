"""The shapes in which records have dates: texts, numbers, lists of numbers, and the objects of databases and languages."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from newsgrep.readers.record_values import texts

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNITS = {
    **dict.fromkeys(("$date", "$numberLong", "epochMillis", "milliseconds", "millis", "ms", "ts"), 1e-3),
    **dict.fromkeys(("_seconds", "seconds", "epochSecond", "epochSeconds", "sec", "unix", "epoch", "t"), 1.0),
}
"""Under these keys of an object a number counts from 1970, in parts of a second."""
_INSIDE = (
    *(
        "$date",
        "$timestamp",
        "timestampValue",
        "@value",
        "iso",
        "iso8601",
        "dateTime",
        "datetime",
        "date",
        "value",
        "_value",
    ),
    *(
        "string",
        "long",
        "raw",
        "literal",
        "S",
        "N",
        "_i",
        "_",
        "#text",
        "published",
        "start",
        "timestamp",
        "time",
    ),
)
"""Under these keys of an object stands the date: PHP, Parse, BigQuery, DynamoDB, CSL, ..."""
_PARTS = ("date-parts", "dateParts", "date_parts")
_YEARS, _MONTHS, _DAYS = ("year", "y"), ("month", "monthValue", "m"), ("day", "dayOfMonth", "d")
_MICROSOFT = re.compile(r"\\?/Date\((-?[0-9]{1,15})([+-][0-9]{4})?\)\\?/")
"""Milliseconds, and the offset of the place where it was: /Date(1678780800000+0100)/"""
_PHP = re.compile(r'O:[0-9]+:"[\w\\]*DateTime[\w\\]*":.*?"date";s:[0-9]+:"([^"]{8,40})".*', re.DOTALL)
_CALL = re.compile(
    r"(?:ISODate|new ISODate|new Date|Timestamp|datetime\.date|DateTime|Date\.parse)\(\s*['\"]([^'\"]+)['\"].*\)"
)
"""As a program would write it: ISODate("2023-03-14T10:00:00Z")"""
_PYTHON = re.compile(r"(?:datetime\.)?(?:datetime|date)\(([0-9]{4}), ?([0-9]{1,2}), ?([0-9]{1,2})\b.*\)")
_CHARTS = re.compile(r"Date\(([0-9]{4}), ?([0-9]{1,2}), ?([0-9]{1,2})\b[^)]*\)")
"""Google's tables: the months begin at 0."""
_MICROSECONDS, _NANOSECONDS = re.compile("[0-9]{15,16}"), re.compile("[0-9]{19}")
_BEFORE_1970, _SECONDS_DIGITS = re.compile("-[0-9]{6,12}"), 11
_YEAR_ONE = "-62135596800"
"""In seconds the beginning of the year 1, as Go and .NET write it where they know no day."""
_UTC = frozenset({"UTC", "GMT", "Z", "+00:00"})
_BRACKETS = frozenset({"{}", "[]"})
_LONGEST = 300
_FIRST, _LAST = 1400, 2200


def dates_in(value: Any) -> Iterator[Any]:  # noqa: ANN401  any value JSON has
    """What a value may give as the date: a text, a number as it is, or a day or an instant in ISO 8601."""
    if isinstance(value, dict):
        yield _of_object(value)
    elif isinstance(value, list | tuple):
        yield from _of_list(value)
    elif isinstance(value, str | int) and not isinstance(value, bool) and len(text := str(value)) < _LONGEST:
        yield _of_text(text.strip())
    else:
        yield value


def _of_list(values: Sequence[Any]) -> Iterator[Any]:
    """Year, month and day, as far as they are there; else what the first element gives."""
    if values and (day := _of_parts(values)):
        yield day
    elif values:
        yield from dates_in(values[0])


def _of_parts(values: Sequence[Any]) -> str | None:
    """`[2023, 3, 14, ...]` as a date; texts may be numbers. None for other lists."""
    year, month, day = [*map(_whole, values[:3]), None, None][:3]
    if year is None or not _FIRST <= year <= _LAST:
        return None
    try:
        whole = date(year, month or 1, day or 1).isoformat()
    except ValueError:
        return None
    return whole if day else whole[:7] if month else whole[:4]


def _whole(value: Any) -> int | None:  # noqa: ANN401  any value JSON has
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    text = str(value).strip().removesuffix(".0")
    return int(text) if text.isdecimal() and len(text) <= 4 else None  # noqa: PLR2004  digits of a year


def _of_object(value: dict[str, Any]) -> Any:  # noqa: ANN401  any value JSON has
    for key in _PARTS:
        if isinstance(parts := value.get(key), list) and parts:
            return next(dates_in(parts), None)
    named = [next((value[key] for key in keys if key in value), None) for keys in (_YEARS, _MONTHS, _DAYS)]
    if named[0] is not None:
        return _of_names(*named)
    for key, unit in _UNITS.items():
        if key in value and (instant := _instant(value[key], unit)):
            return instant
    inside = next((value[key] for key in _INSIDE if value.get(key)), None)
    if isinstance(inside, str) and value.get("timezone") in _UTC:
        return f"{inside}Z"
    return next(iter(texts(value)), None) if inside is None else next(dates_in(inside), None)


def _of_names(year: Any, month: Any, day: Any) -> Any:  # noqa: ANN401  any values JSON has
    """The month may be a name: MARCH."""
    if isinstance(month, str) and not month.strip().isdecimal():
        return " ".join(str(part) for part in (day, month, year) if part)
    return _of_parts([year, month, day])


def _instant(value: Any, unit: float) -> str | None:  # noqa: ANN401  any value JSON has
    """An instant in UTC; None if it is not counted from 1970."""
    if isinstance(value, dict):
        value = value.get("$numberLong", value.get("$numberInt", value.get("t")))
    try:
        return (_EPOCH + timedelta(seconds=float(value) * unit)).isoformat(timespec="seconds")
    except (ValueError, TypeError, OverflowError):
        return None


def _of_text(text: str) -> Any:  # noqa: ANN401  any value JSON has
    if text[4:5] == "-":  # ISO 8601, as most are
        return text
    if text[:1] + text[-1:] in _BRACKETS:  # in a cell of a table
        try:
            return next(dates_in(json.loads(text.replace("'", '"'))), None)
        except (ValueError, RecursionError):
            return text
    for pattern, reading in _FORMS:
        if found := pattern.fullmatch(text):
            return reading(found) or text
    return text


def _unit_before_1970(digits: str) -> float:
    return 1.0 if len(digits) <= _SECONDS_DIGITS or digits == _YEAR_ONE else 1e-3


def _of_microsoft(found: re.Match[str]) -> str | None:
    instant = _instant(found[1], 1e-3)
    if not instant or not found[2]:
        return instant
    sign, hours, minutes = found[2][0], int(found[2][1:3]), int(found[2][3:])
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if sign == "-" else 1)
    try:
        return datetime.fromisoformat(instant).astimezone(timezone(offset)).isoformat()
    except (ValueError, OverflowError):
        return instant


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (_MICROSOFT, _of_microsoft),
    (_MICROSECONDS, lambda found: _instant(found[0], 1e-6)),
    (_NANOSECONDS, lambda found: _instant(found[0], 1e-9)),
    (_BEFORE_1970, lambda found: _instant(found[0], _unit_before_1970(found[0]))),
    (_PHP, lambda found: found[1]),
    (_CALL, lambda found: found[1]),
    (_PYTHON, lambda found: _of_parts(found.groups())),
    (_CHARTS, lambda found: _of_parts([found[1], int(found[2]) + 1, found[3]])),
)
