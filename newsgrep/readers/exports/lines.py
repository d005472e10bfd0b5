"""Lines of exports: paragraphs, dates, labelled fields. White space in a line is collapsed, blank lines are empty."""

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence

from newsgrep.readers.exports.labels import plain
from newsgrep.readers.month_names import DAY_MONTH_YEAR, EAST_ASIAN, ENGLISH

_MONTH = rf"(?:{'|'.join(map(str.title, ENGLISH))})\.?"
_DATE = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
    rf"({_MONTH} [0-9]{{1,2}}, [0-9]{{4}}|[0-9]{{1,2}} {_MONTH},? [0-9]{{4}}|{_MONTH} [0-9]{{4}}$)(?=$|[ ,])"
)
_APPENDED = re.compile(
    r"(?:correction|clarification|editor'?s'? note)s?(?: and \w+)? (?:appended|added)\.?", re.IGNORECASE
)
_DATE_WITHIN = re.compile(rf"\b(?:{_MONTH} [0-9]{{1,2}}, [0-9]{{4}}|[0-9]{{1,2}} {_MONTH},? [0-9]{{4}})\b")
_ENDS = re.compile(r"$|[ ,.]")
_ITEM = re.compile(r"\s*;\s*")
_SHARE = re.compile(r"\s*\([0-9]{1,3}%\)")


def paragraphs(lines: Sequence[str]) -> list[str]:
    """The lines joined where no blank one stands between them."""
    return [" ".join(part.split("\n")) for part in re.split("\n\n+", "\n".join(lines).strip("\n")) if part]


def date_at_start(line: str) -> str | None:
    """The date with which a line begins, as it is printed, in whatever language."""
    if found := _DATE.match(line):
        return found[1]
    small = line.lower()
    found = DAY_MONTH_YEAR.match(small) or EAST_ASIAN.match(small)
    return found[0] if found and _ENDS.match(small, found.end()) else None


def date_within(line: str) -> str | None:
    """The first date in a line, as it is printed."""
    small = line.lower()
    found = _DATE_WITHIN.search(line) or DAY_MONTH_YEAR.search(small) or EAST_ASIAN.search(small)
    return found[0] if found else None


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
