"""Dates as sources write them. Strict: what may mean two days is no date, unless the user has chosen which.

| module | what it does |
|---|---|
| `values` | reads one value, a text or a number, that a source gives as a date |
| `lines`, `labels` | read a short line for the day of publication, its label and byline |
| `within` | finds the dates in a text |
| `names` | reads names of files and folders, and addresses |
| `weighing` | weighs together all that is found of one article |
| `stamps`, `moments` | know the shapes of programs: ISO, numbers of an epoch, UTC, offsets |
| `grammar`, `tokens` | know how printed dates are made |
| `vocabulary`, `other_words`, `calendars` | know their words, and the calendars |
"""

from newsgrep.readers.dating.labels import Label
from newsgrep.readers.dating.lines import DatedLine, date_in_line
from newsgrep.readers.dating.names import date_in_url, dates_in_path
from newsgrep.readers.dating.values import read_date
from newsgrep.readers.dating.vocabulary import visible
from newsgrep.readers.dating.weighing import Dating, find_dates, is_settled
from newsgrep.readers.dating.within import DateWithin, dates_within

__all__ = (
    "DateWithin",
    "DatedLine",
    "Dating",
    "Label",
    "date_in_line",
    "date_in_url",
    "dates_in_path",
    "dates_within",
    "find_dates",
    "is_settled",
    "read_date",
    "visible",
)
