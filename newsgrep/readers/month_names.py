"""The names of the months as newspapers print them, in many languages, and the forms of dates with them.

A name that means two months in two languages (`listopada`) is not here.
"""

# ruff: noqa: RUF001  letters of several alphabets

import re

from newsgrep.days import MONTHS, month_number

ENGLISH = tuple(dict.fromkeys((*MONTHS, *(name[:3] for name in MONTHS), "sept")))
"""Whole and short, in small letters."""

_NAMES = (
    "januar jänner janvier enero gennaio janeiro januari января січня stycznia ledna",
    "februar feber février fevrier febrero febbraio fevereiro februari февраля лютого lutego února",
    "märz maerz mars marzo março maart marts марта березня marca března",
    "avril abril aprile апреля квітня kwietnia dubna",
    "mai mayo maggio maio mei maj мая травня maja května",
    "juni juin junio giugno junho июня червня czerwca června",
    "juli juillet julio luglio julho июля липня lipca července",
    "août aout agosto augustus augusti августа серпня sierpnia srpna",
    "septembre septiembre settembre setembro сентября вересня września září",
    "oktober octobre octubre ottobre outubro октября жовтня października října",
    "novembre noviembre novembro ноября listopadu",
    "dezember décembre decembre diciembre dicembre dezembro desember декабря грудня grudnia prosince",
)
_NUMBERS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
_SAME_IN_ENGLISH = ("april", "august", "september", "november", "december")
_TIME = r"(?:,? (?:um |à |a las |alle |ore |às |kl\.? |в |о |- )?[0-9]{1,2}[:.h][0-9]{2}(?::[0-9]{2})?(?: uhr| uur)?)?"
_WEEKDAY = r"(?:[^\W\d_]{2,12}(?:-feira)?\.?,? (?:den |le |el )?)?"

DAY_MONTH_YEAR = re.compile(
    rf"{_WEEKDAY}([0-9]{{1,2}})(?:\.|er|º|°)? (?:de )?({'|'.join((*_NUMBERS, *_SAME_IN_ENGLISH))})"
    rf"(?: de| del|,)? ([0-9]{{4}})(?: ?г\.?| года| р\.?| року| r\.?)?{_TIME}"
)
"""In small letters: `6. mai 2025, 18:30 uhr`, `1er août 2008`, `martes, 6 de mayo de 2025`, `14 сентября 2002 г.`"""

EAST_ASIAN = re.compile(
    r"([0-9]{4}) ?[年년] ?([0-9]{1,2}) ?[月월] ?([0-9]{1,2}) ?[日일](?: ?[((][^()()]{1,3}[))])?"
    r"(?: ?(?:午前|午後|上午|下午|오전|오후)? ?[0-9]{1,2} ?[:時时시] ?[0-9]{1,2}(?: ?[分분]|:[0-9]{2})?)?"
)
"""`2005年4月12日 10時30分`, `2010년 3월 15일 14:20`."""


def number_of(month: str) -> int:
    """The number of a month by its name in small letters, in whatever language."""
    return _NUMBERS.get(month) or month_number(month)
