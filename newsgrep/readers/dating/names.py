"""Dates in the names of files and folders, and in addresses."""

import re

from newsgrep.article import DateOrigin, PublicationDate
from newsgrep.days import MONTHS, month_number
from newsgrep.readers import ReadOptions
from newsgrep.readers.dating.grammar import Parts
from newsgrep.readers.dating.values import LONGEST, publication_date

_MONTH_NAMES = frozenset({*MONTHS, *(name[:3] for name in MONTHS), "sept"})
_IN_NAME = re.compile(
    r"(?<!\d)(?P<y>[0-9]{4})([-_.])(?P<m>[0-9]{2})\2(?P<d>[0-9]{2})(?!\d)"
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
_IN_FOLDERS = re.compile(
    r"(?:^|/)(?:([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})|([0-9]{4})([-_.]?)([0-9]{2})[-_./]?([0-9]{2}))"
    r"(?=/|\.[a-z]+$)",
    re.IGNORECASE,
)


def date_in_name(name: str, options: ReadOptions) -> PublicationDate | None:
    """The first date in a file's name: 2025-05-06, 2025_05_06, 20250506; 2025-05 for the month."""
    for found in _IN_NAME.finditer(name):
        dated = publication_date(_parts_in_name(found), DateOrigin.FILE_NAME, options.today)
        if dated and found["digits"] and _counts_something(dated, name[: found.start()]):
            continue
        if dated:
            return dated
    return None


def _parts_in_name(found: re.Match[str]) -> Parts:
    if digits := found["digits"]:
        return int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if found["year"]:
        return int(found["year"]), int(found["month"]), None
    return int(found["y"]), int(found["m"]), int(found["d"])


def _counts_something(dated: PublicationDate, before: str) -> bool:
    return dated.day < _FIRST_IN_DIGITS * 10000 or _SLUG.search(before[-LONGEST:]) is not None


def date_in_folders(path: str, options: ReadOptions) -> PublicationDate | None:
    """The day that the folders of a path spell: 1910/10/31/, 1910-10-31/, 19101031/; the innermost one."""
    for found in reversed(list(_IN_FOLDERS.finditer(path))):
        y, m, d = (int(part) for part in found.groups() if part and part.isdigit())
        dated = publication_date((y, m, d), DateOrigin.FILE_NAME, options.today)
        if dated:
            return dated
    return None


def date_in_url(url: str | None, options: ReadOptions) -> PublicationDate | None:
    """The date in an address's path: /2025/05/06/, /2025/may/06/, /2025-05/06/, -2025-05-06; /2025/05/ for a month."""
    for found in _IN_URL.finditer((url or "").partition("?")[0]):
        year, month, day, *_ = (*filter(None, found.groups()), None)
        if not month.isdigit() and month.lower() not in _MONTH_NAMES:
            continue
        number = int(month) if month.isdigit() else month_number(month.lower())
        dated = publication_date(
            (int(year), number, int(day) if day else None), DateOrigin.URL, options.today
        )
        if dated:
            return dated
    return None
