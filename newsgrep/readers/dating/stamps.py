"""The usual shapes of dates, those of programs and those of English, each by one expression.

Most dates are of these shapes. The grammar, which knows all others, takes ten times as long.
"""

import re
from collections.abc import Callable
from datetime import date

from newsgrep.days import MONTHS, month_number
from newsgrep.readers.dating.grammar import Parts, full_year
from newsgrep.readers.dating.moments import moment_of_epoch

MONTH_NAMES = (*MONTHS, *(name[:3] for name in MONTHS), "sept")
"""Those of English, in small letters."""
_MONTH = rf"({'|'.join(MONTH_NAMES)})\.?"
_DAY_NAME = "(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_WEEKDAY = rf"(?:{_DAY_NAME}\.?,? )?"
_OFFSET = "[+-][0-9]{1,2}(?::?[0-9]{2})?"
_ZONE = (
    rf"(?: ?(?:z|[a-z]{{2,5}}(?:{_OFFSET})?|{_OFFSET}(?: [a-z]{{2,5}})?))?(?: ?\([a-z0-9:+ -]+\))?"
    r"(?:\[[a-z]+(?:/[a-z_+0-9-]+)*\])?"  # Java: [Europe/Paris]
)
_CLOCK = r"[0-9]{1,2}[:.][0-9]{1,2}(?:[:.][0-9]{1,2}(?:[.,][0-9]+)?)?"
_TIME = rf"(?:(?:t{{1,2}} ?|,? (?:at |- )?){_CLOCK}(?: ?[ap]\.?m\.?)?{_ZONE})?"
_EDITION = "(?: [a-z]{3,12} edition)?"  # Nexis: May 6, 2025 Tuesday First Edition
_N2 = "[0-9]{2}"
_YEAR, _D2, _D12 = "([0-9]{4})", "([0-9]{2})", "([0-9]{1,2})"
_COMPACT_MINUTE = (
    rf"((?:19|20){_N2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9]"
    rf"(?:[0-5][0-9](?:[.,][0-9]+)?)?(?:z|{_OFFSET})?"
)
_FORMS: tuple[tuple[re.Pattern[str], Callable[..., Parts]], ...] = tuple(
    (re.compile(pattern), reading)
    for pattern, reading in (
        (
            rf"{_YEAR}([-/.]){_D12}\2{_D12}(?:z|[+-][0-9]{{2}}:[0-9]{{2}}|{_TIME})",
            lambda y, _, m, d: (int(y), int(m), int(d)),
        ),
        (
            rf"{_YEAR}{_D2}{_D2}(?:\.0+|t[0-9]{{4,6}}(?:[.,][0-9]+)?(?:z|{_OFFSET})?)?",
            lambda y, m, d: (int(y), int(m), int(d)),
        ),
        (
            # Of 12 digits it may be milliseconds of an epoch too, but then hardly a minute of the clock.
            _COMPACT_MINUTE,
            lambda y, m, d: (int(y), int(m), int(d)),
        ),
        (rf"{_YEAR}[-/]{_D2}", lambda y, m: (int(y), int(m), None)),
        (_YEAR, lambda y: (int(y), None, None)),
        (
            rf"{_WEEKDAY}{_D12}(?:st|nd|rd|th)?[ -]{_MONTH},?[ -]{_YEAR}{_TIME}",
            lambda d, m, y: (int(y), month_number(m), int(d)),
        ),
        (
            rf"{_WEEKDAY}{_MONTH} {_D12}(?:st|nd|rd|th)?,? {_YEAR}(?:,? {_DAY_NAME})?{_TIME}{_EDITION}",
            lambda m, d, y: (int(y), month_number(m), int(d)),
        ),
        (
            rf"{_DAY_NAME} {_MONTH} {_D12} {_CLOCK}(?: [a-z]{{2,5}}| {_OFFSET})? {_YEAR}",  # asctime, mbox, Twitter
            lambda m, d, y: (int(y), month_number(m), int(d)),
        ),
    )
)
_RFC_822 = re.compile(rf"(?:{_DAY_NAME}, )?{_D12} {_MONTH} {_D2} {_CLOCK}(?: [a-z]{{1,5}}| {_OFFSET})")


_LENGTHS_OF_EPOCHS = frozenset({9, 10, 13})
"""So many digits can be nothing else."""


def day_of_stamp(text: str, today: date) -> Parts | None:
    """The day that a text of a usual shape names, whether or not it was ever one. `text` is in small letters."""
    if len(text) in _LENGTHS_OF_EPOCHS and text.isdigit() and (moment := moment_of_epoch(text)):
        return moment.year, moment.month, moment.day
    for pattern, reading in _FORMS:
        found = pattern.fullmatch(text)
        if found:
            return reading(*found.groups())
    if moment := moment_of_epoch(text):
        return moment.year, moment.month, moment.day
    if found := _RFC_822.fullmatch(text):
        return full_year(int(found[3]), today), month_number(found[2]), int(found[1])
    return None
