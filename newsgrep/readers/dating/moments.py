"""Moments as programs write them: numbers of an epoch, times in UTC or with an offset from it."""

import re
from datetime import UTC, datetime, time, timedelta

from newsgrep.days import parts_of_day

_EPOCH = re.compile(r"(-?[0-9]+)(?:\.[0-9]+)?")
_EPOCH_UNITS = {9: 1, 10: 1, 12: 1000, 13: 1000, 15: 10**6, 16: 10**6, 18: 10**9, 19: 10**9}
"""So many digits count seconds, or parts of them: all from 1973 on."""
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_CLOCK = r"(?<![0-9:.])([0-9]{1,2})[:.]([0-9]{2})(?:[:.,][0-9]+)*\s*([ap]\.?m)?[.\s]*"
_IN_UTC = re.compile(
    rf"{_CLOCK}(?:z(?![a-z])|(?:utc|gmt)(?![a-z])(?!\s?[+-]0*[1-9])|[+-]00:?00(?![0-9]))", re.IGNORECASE
)
_WITH_OFFSET = re.compile(rf"{_CLOCK}(?:utc|gmt)?\s?[+-](?!00:?00)[0-9]", re.IGNORECASE)
_HOURS = 12


def moment_of_epoch(text: str) -> datetime | None:
    """The moment that a number counts from the beginning of 1970: in seconds, or in parts of them."""
    found = _EPOCH.fullmatch(text)
    unit = _EPOCH_UNITS.get(len(found[1].lstrip("-"))) if found else None
    if not found or not unit:
        return None
    try:
        return _BEGINNING + timedelta(seconds=int(found[1]) / unit)
    except OverflowError:
        return None


def moment_in_utc(text: str, day: int) -> datetime | None:
    """The moment that a text writes in UTC; None for one with an offset, and for no time. `day` is the day in it."""
    if moment := moment_of_epoch(text):
        return moment
    found = _IN_UTC.search(text)
    if not found:
        return None
    hour = int(found[1]) % _HOURS + _HOURS * found[3].lower().startswith("p") if found[3] else int(found[1])
    try:
        return datetime.combine(
            datetime(*parts_of_day(day), tzinfo=UTC), time(hour, int(found[2]), tzinfo=UTC)
        )
    except ValueError:
        return None


def has_offset(text: str) -> bool:
    """Say whether a text is a time with an offset from UTC: a local one."""
    return _WITH_OFFSET.search(text) is not None
