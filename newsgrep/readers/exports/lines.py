"""Lines of exports: paragraphs, dates, labelled fields. White space in a line is collapsed, blank lines are empty."""

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date

from newsgrep.article import Precision
from newsgrep.days import LAST_YEAR
from newsgrep.readers import ReadOptions
from newsgrep.readers.dating import DateWithin, dates_within, visible
from newsgrep.readers.exports.labels import plain

_ANY_DAY = ReadOptions(today=date(LAST_YEAR, 1, 1))
"""Whether a day can be that of an article is seen when its date is read."""
_LONGEST = 100
"""In characters: a line is looked at for a date up to here."""
_APPENDED = re.compile(
    r"(?:correction|clarification|editor'?s'? note)s?(?: and \w+)? (?:appended|added)\.?", re.IGNORECASE
)
_ENDS = re.compile(r"$|[ ,.]")
_ITEM = re.compile(r"\s*;\s*")
_SHARE = re.compile(r"\s*\([0-9]{1,3}%\)")


def paragraphs(lines: Sequence[str]) -> list[str]:
    """The lines joined where no blank one stands between them."""
    return [" ".join(part.split("\n")) for part in re.split("\n\n+", "\n".join(lines).strip("\n")) if part]


def date_at_start(line: str) -> str | None:
    """The date with which a line begins, as it is printed, in whatever language: a day, or a month alone."""
    found = next(iter(_dates(line)), None)
    if not found or found.start or not _ENDS.match(line, found.end):
        return None
    return line[: found.end] if _is_day(found) or found.end == len(line) else None


def date_within(line: str) -> str | None:
    """The first day in a line, as it is printed."""
    return next((line[found.start : found.end] for found in _dates(line) if _is_day(found)), None)


def _dates(line: str) -> list[DateWithin]:
    begin = visible(line[:_LONGEST])
    return dates_within(begin, _ANY_DAY) if any(map(str.isdecimal, begin)) else []


def _is_day(found: DateWithin) -> bool:
    return found.date is None or found.date.precision is Precision.DAY


def sections(lines: Sequence[str], is_mark: Callable[[str], object]) -> list[tuple[str, list[str]]]:
    """(mark, the lines after it up to the next mark); the lines before the first mark have an empty mark."""
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in lines:
        if is_mark(line):
            found.append((line, []))
        else:
            found[-1][1].append(line)
    return found


def items(value: str) -> list[str]:
    """What a list of subjects names, without the percentages of a classifier: STRIKES (90%); PORTS (78%)."""
    return [item for part in _ITEM.split(value) if (item := _SHARE.sub("", part).strip(" ."))]


def items_of(fields: Mapping[str, str], names: Iterable[str]) -> list[str]:
    """The subjects that the fields of these names list."""
    return [item for name in names for item in items(fields.get(name, ""))]


def label_of(line: str, pattern: re.Pattern[str], names: Mapping[str, str]) -> tuple[str, str] | None:
    """(English label, value) of a line that the pattern takes for a label and a value, if `names` has the label."""
    found = pattern.fullmatch(line)
    name = names.get(plain(found[1])) if found else None
    return (name, found[2].strip()) if found and name else None


def run_at_end(names: Sequence[str], free: Container[str]) -> int:
    """Where the labels begin that close a document; `names` are those of its parts, empty for parts that have none.

    A part without a label ends the run, but for one that belongs to a label of free text. So what looks like a
    label within the text is text.
    """
    begin = len(names)
    owners = [""]
    for name in names:
        owners.append(name or owners[-1])
    for place in reversed(range(len(names))):
        if names[place]:
            begin = place
        elif owners[place + 1] not in free:
            break
    return begin


def headline(lines: Iterable[str]) -> str | None:
    """A headline of several lines as one, without what a database adds: Correction Appended."""
    return " ".join(line for line in lines if line and not _APPENDED.fullmatch(line)) or None
