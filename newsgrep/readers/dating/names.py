"""Dates in the names of files and folders, and in addresses."""

import re
from datetime import date
from functools import lru_cache

from newsgrep.article import DateOrigin, Precision, PublicationDate
from newsgrep.days import days_between, month_number
from newsgrep.readers import ReadOptions
from newsgrep.readers.dating.grammar import Parts, Usage, days_in_digits
from newsgrep.readers.dating.stamps import MONTH_NAMES
from newsgrep.readers.dating.values import LONGEST, Finding, publication_date, read_date

_IN_NAME = re.compile(
    r"(?<!\d)[0-9]{4}(?P<s>[-_.])[0-9]{2}(?P=s)[0-9]{2}(?!\d)"
    r"|(?<![0-9._-])[0-9]{1,2}(?P<t>[-_.])[0-9]{1,2}(?P=t)[0-9]{4}(?!\d)"
    r"|(?<!\d)(?P<year>[0-9]{4})-(?P<month>[0-9]{2})(?![\d-])"
    r"|(?<!\d)(?P<digits>[0-9]{8})(?!\d)"
)
_SLUG = re.compile(r"[^\W\d_]+-(?:[^\W_]+-)+\Z")
"""Words of an address; the digits behind them are the number of the article: world-europe-17110823."""
_FIRST_IN_DIGITS = 1900
"""Eight digits without anything between them say no earlier day, but count something."""
_IN_URL = re.compile(
    r"/([0-9]{4})/([0-9]{1,2}|[a-z]{3,9})(?:/([0-9]{1,2})(?=/|$)|(?=/))"
    r"|/([0-9]{4})-([0-9]{2})/([0-9]{2})(?=/|$)|[/-]([0-9]{4})-([0-9]{2})-([0-9]{2})(?=[/.-]|$)",
    re.IGNORECASE,
)
_DIGITS_IN_URL = re.compile(
    r"[/_-][0-9]{1,2}([-._])[0-9]{1,2}\1[0-9]{4}(?=[/._-]|$)|/[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}(?=/|$)"
    r"|[/_-][0-9]{4}([._])[0-9]{2}\2[0-9]{2}(?![0-9])"
)
_COMPACT_IN_URL = re.compile(
    r"[/_-]t?(?P<year>199[5-9]|20[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?=[/._]|$)"
    r"|/(?P<of>[0-9]{4})/(?P<in>[0-9]{2})(?P<at>[0-9]{2})(?=/)"
)
"""Without signs between it is no day before there were addresses, but the number of an article."""
_IN_FOLDERS = re.compile(
    r"(?:^|/)(?:([0-9]{4})[/-]([0-9]{1,2})/([0-9]{1,2})(?=/|\.[a-z]+$)|([0-9]{4})([-_.])([0-9]{2})\5([0-9]{2})(?=/)"
    r"|([0-9]{4})([0-9]{2})([0-9]{2})(?:0[1-9])?(?=/))",
    re.IGNORECASE,
)
"""1910/10/31/, 1910-10/31/, 1910-10-31/, 19101031/; 1910103102/ is the second edition of that day."""
_IS_DAY = re.compile("[0-9]{1,2}[.]")


def dates_in_path(name: str, folders: str, options: ReadOptions, saved: object = None) -> tuple[Finding, ...]:
    """The dates in a file's name and in the path of its folders; not the day on which the file was saved.

    `saved` is when that was, as whoever saved it has written it. Zones may make a day's difference.
    """
    path = f"{folders}/{name if _IS_DAY.match(name) else ''}"
    found = tuple(filter(None, (_in_name(name, options), _in_folders(path, options.today))))
    if not saved or not found:
        return found
    day_of_saving = read_date(saved, DateOrigin.FILE_NAME, options)
    if day_of_saving is None:
        return found
    return tuple(one for one in found if not any(_is_near(day, day_of_saving) for day in one.possible))


def _is_near(one: PublicationDate, other: PublicationDate) -> bool:
    return one.precision is Precision.DAY and abs(days_between(one.day, other.day)) <= 1


def _in_name(name: str, options: ReadOptions) -> Finding | None:
    """The first date in a file's name: 2025-05-06, 2025_05_06, 20250506, 06-05-2025; 2025-05 for the month."""
    for found in _IN_NAME.finditer(name):
        possible = tuple(
            dated
            for parts in _parts_in_name(found, options)
            if (dated := publication_date(parts, DateOrigin.FILE_NAME, options.today))
        )
        if possible and not (found["digits"] and _counts_something(possible[0], name[: found.start()])):
            return Finding(possible, found[0])
    return None


def _parts_in_name(found: re.Match[str], options: ReadOptions) -> tuple[Parts, ...]:
    if digits := found["digits"]:
        return ((int(digits[:4]), int(digits[4:6]), int(digits[6:])),)
    if found["s"]:
        return ((int(found[0][:4]), int(found[0][5:7]), int(found[0][8:])),)
    if found["year"]:
        return ((int(found["year"]), int(found["month"]), None),)
    return days_in_digits(found[0], Usage(options.today, options.date_order))


def _counts_something(dated: PublicationDate, before: str) -> bool:
    return dated.day < _FIRST_IN_DIGITS * 10000 or _SLUG.search(before[-LONGEST:]) is not None


@lru_cache(1024)  # many files are in one folder
def _in_folders(path: str, today: date) -> Finding | None:
    """The innermost day that the folders of a path spell, with a name that is only a day: 1910/10/31.txt."""
    for found in reversed(list(_IN_FOLDERS.finditer(path))):
        year, month, day = (int(part) for part in found.groups() if part and part.isdigit())
        if dated := publication_date((year, month, day), DateOrigin.FILE_NAME, today):
            return Finding((dated,), found[0])
    return None


def date_in_url(url: str | None, options: ReadOptions) -> PublicationDate | None:
    """The date in an address's path, if it is beyond doubt; see `found_in_url`."""
    found = found_in_url(url, options)
    return found.date if found and len(found.possible) == 1 else None


def found_in_url(url: str | None, options: ReadOptions) -> Finding | None:
    """The date in an address's path: /2025/05/06/, /2025/may/06/, /2025-05/06/, -2025-05-06; /2025/05/ for a month.

    Where there is none of these: /20250506/, -20250506.html, /2025/0506/, /06-05-2025, which may be two days.
    Eight digits count too where a month before them agrees: /2025/05/20250506-slug.
    """
    path = (url or "").partition("?")[0]
    if usual := _usual_in_url(path, options.today):
        return Finding((usual,))
    for found in _COMPACT_IN_URL.finditer(path):
        year, month, day = (int(part) for part in found.groups() if part)
        if dated := publication_date((year, month, day), DateOrigin.URL, options.today):
            return Finding((dated,))
    for found in _DIGITS_IN_URL.finditer(path):
        days = days_in_digits(found[0].replace("_", "-"), Usage(options.today, options.date_order))
        possible = (publication_date(parts, DateOrigin.URL, options.today) for parts in days)
        if real := tuple(filter(None, possible)):
            return Finding(real, found[0].lstrip("/_-"))
    return None


def _usual_in_url(path: str, today: date) -> PublicationDate | None:
    for found in _IN_URL.finditer(path):
        year, month, day, *_ = (*filter(None, found.groups()), None)
        if not month.isdigit() and month.lower() not in MONTH_NAMES:
            continue
        number = int(month) if month.isdigit() else month_number(month.lower())
        if day is None:
            day = _day_behind(f"{year}{number:02}", found.string[found.end() :])
        if dated := publication_date((int(year), number, int(day) if day else None), DateOrigin.URL, today):
            return dated
    return None


def _day_behind(month: str, rest: str) -> str | None:
    found = re.search(rf"(?<!\d){month}([0-9]{{2}})(?!\d)", rest)
    return found[1] if found else None
