"""The printed date: which rows of tokens are one, and which days it may mean.

A date is read only if all of it is understood. One in digits, or with the name of a month in two languages,
may mean two days; then both are given.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple, TypeAlias

from newsgrep.config import DateOrder
from newsgrep.readers.dating.calendars import ERAS, common_year, is_persian_year, persian_day
from newsgrep.readers.dating.tokens import Tokens, words_that
from newsgrep.readers.dating.vocabulary import FUNCTION, HALF_DAY, MONTH, WEEKDAY, ZONE

Parts: TypeAlias = tuple[int, int | None, int | None]
"""Year, month and day, None where not given."""

_MONTHS = 12
_PERSIAN = frozenset({"fa", "ps", "prs", "mzn", "lrc", "glk"})
"""The languages that are written where the Persian calendar is used."""

_M, _W = words_that(MONTH), words_that(WEEKDAY)
_H, _Z, _P = words_that(HALF_DAY), words_that(ZONE), words_that(FUNCTION)
_ZONE = rf"(?:[,(]?(?:{_Z}|O)\)?){{0,4}}+(?:\((?:{_Z}|O|\?){{1,6}}+\))?+"
_TIME = rf"(?:{_H}?T{_H}?[.]?{_ZONE}{_P}{{0,3}}+[.]?)"
_GAP = rf"(?:[,.:|/@()-]|{_P}){{0,4}}?"
_AROUND = rf"(?:\(?{_W}\)?[.,]?|{_TIME})"
_BEFORE = rf"(?:{_AROUND}{_GAP}){{0,2}}"
_AFTER = rf"(?:{_GAP}{_AROUND}){{0,2}}"
_BETWEEN = rf"[-/.,]?{_P}{{0,3}}[-/.,]{{0,2}}"
"""All are bounded: a text of nothing but commas or zones takes no time."""
_APOSTROPHE = "['’]"  # noqa: RUF001  as it is used
_FORMS = (
    rf"(?P<day>D){_P}?{_BETWEEN}(?P<month>{_M}){_BETWEEN}(?P<year>Y)",
    rf"(?P<month>{_M}){_BETWEEN}(?P<day>D){_P}?{_BETWEEN}(?P<year>Y)",
    rf"(?P<year>Y){_BETWEEN}(?P<month>{_M})[-/.,]?(?P<day>D)(?:-{_P})?",
    rf"(?P<year>Y){_BETWEEN}(?P<day>D){_BETWEEN}(?P<month>{_M})",
    "(?P<digits>F)",
    "(?P<east>E)",
    rf"(?P<day>D){_P}?[-/. ]?(?P<month>{_M})[-/.,]?{_APOSTROPHE}?(?P<short>D)",
    rf"(?P<month>{_M})[.]?(?P<day>D){_P}?,?{_APOSTROPHE}(?P<short>D)",
    rf"(?P<month>{_M}){_BETWEEN}(?P<year>Y)",
    rf"(?P<year>Y){_BETWEEN}(?P<month>{_M})",
)
_CORE = "|".join(re.sub(r"\?P<(\w+)>", rf"?P<\g<1>{number}>", form) for number, form in enumerate(_FORMS))
_GROUPS = {
    f"{name}{number}": {other: f"{other}{number}" for other in re.findall(r"\?P<(\w+)>", form)}
    for number, form in enumerate(_FORMS)
    for name in re.findall(r"\?P<(\w+)>", form)
}
"""Of the form to which a group belongs, the groups by what they mean."""
_DATE = rf"{_BEFORE}(?:{_CORE})(?:[.]?{_P}){{0,3}}{_AFTER}"
_WHOLE = rf"[,.|/()-]{{0,4}}(?:{_P}[.]?){{0,3}}(?:{_DATE})[,.|/()-]{{0,4}}"
_NUMBERS = re.compile(r"\d+")
_EAST = re.compile(rf"({'|'.join(ERAS)})?\s?(\d+|元)\s?[年년]\s?(\d+)\s?[月월](?:\s?(\d+))?")


class PrintedDate(NamedTuple):
    """A date in a row of tokens: its first and its last one but one, and the days that it may mean."""

    begin: int
    end: int
    days: tuple[Parts, ...]


class Usage(NamedTuple):
    """How a document writes dates, as far as it is known."""

    today: date
    order: DateOrder | None = None
    language: str | None = None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """The expression, when the first printed date is read: that takes 2 ms, which each process would spend."""
    return re.compile(pattern)


def date_of(tokens: Tokens, usage: Usage) -> tuple[Parts, ...]:
    """The days that a text may mean that is a date and nothing else; none if it is not one."""
    found = _compiled(_WHOLE).fullmatch(tokens.signs)
    return _days(found, tokens, usage) if found else ()


def dates_in(tokens: Tokens, usage: Usage) -> Iterator[PrintedDate]:
    """The dates that stand in a text, from left to right."""
    for found in _compiled(_DATE).finditer(tokens.signs):
        days = _days(found, tokens, usage)
        if days:
            yield PrintedDate(found.start(), found.end(), days)


def _days(found: re.Match[str], tokens: Tokens, usage: Usage) -> tuple[Parts, ...]:
    at = {name: found.start(group) for name, group in _GROUPS[found.lastgroup or ""].items()}
    if "digits" in at:
        days = days_in_digits(tokens.texts[at["digits"]], usage)
    elif "east" in at:
        days = tuple(_east_asian(tokens.texts[at["east"]]))
    else:
        days = tuple(_named(at, tokens, usage))
    return _on_weekday(days, found, tokens) if len(days) > 1 else days


def _named(at: dict[str, int], tokens: Tokens, usage: Usage) -> Iterator[Parts]:
    """The days with the name of a month."""
    word = tokens.words[at["month"]]
    day = int(tokens.texts[at["day"]]) if "day" in at else None
    for month in word.months_in(usage.language) if word else ():
        language = "fa" if month.is_persian else "th" if "th" in month.languages else usage.language
        if "short" in at:
            year = full_year(int(tokens.texts[at["short"]]), usage.today)
        else:
            year = int(tokens.texts[at["year"]])
        yield from of_calendar((year, month.number, day), usage._replace(language=language))


def of_calendar(parts: Parts, usage: Usage) -> tuple[Parts, ...]:
    """The day of ours that is meant: in Persian by one of the Persian calendar, in Thai by a Buddhist year."""
    year, month, day = parts
    if usage.language == "th":
        return ((common_year(year), month, day),)
    if usage.language not in _PERSIAN or not is_persian_year(year):
        return (parts,)
    try:
        found = persian_day(year, month or 1, day or 1)
    except ValueError:
        return ()
    return ((found.year, found.month, found.day),) if day else ()


def days_in_digits(text: str, usage: Usage) -> tuple[Parts, ...]:
    """The days that three numbers may mean."""
    first, second, third = map(int, _NUMBERS.findall(text))
    if first > 99:  # noqa: PLR2004  a year
        return of_calendar((first, second, third), usage)
    if third < 100:  # noqa: PLR2004  as above; which one is the year is not known
        return ()
    order = usage.order or _order_in(text, usage.language)
    days = {"day-first": (third, second, first), "month-first": (third, first, second)}
    possible = {order: parts for order, parts in days.items() if 0 < (parts[1] or 0) <= _MONTHS}
    chosen = [possible[order]] if order in possible else possible.values()
    return tuple(day for parts in dict.fromkeys(chosen) for day in of_calendar(parts, usage))


def _order_in(text: str, language: str | None) -> DateOrder | None:
    """Between dots the day is first in every language but English, where some follow other customs."""
    return "day-first" if "." in text and language not in {None, "en"} else None


def _east_asian(text: str) -> Iterator[Parts]:
    """2023年3月14日; in years of an era too: 令和5年3月14日."""
    found = _EAST.match(text)
    if found:
        year = 1 if found[2] == "元" else int(found[2])
        yield year + ERAS.get(found[1] or "", 0), int(found[3]), int(found[4]) if found[4] else None


def _on_weekday(days: tuple[Parts, ...], found: re.Match[str], tokens: Tokens) -> tuple[Parts, ...]:
    """Of several days those on the weekday that is printed beside, if it is."""
    words = tokens.words[found.start() : found.end()]
    named = {weekday for word in words if word and not word.months for weekday in word.weekdays}
    fitting = tuple(
        (year, month, day)
        for year, month, day in days
        if month and day and _weekday(year, month, day) in named
    )
    return fitting or days


def _weekday(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).weekday()
    except ValueError:
        return None


def full_year(year: int, today: date) -> int:
    """The year of two digits: the last one that has come, up to the next."""
    century = today.year // 100 * 100
    return century + year if century + year <= today.year + 1 else century - 100 + year
