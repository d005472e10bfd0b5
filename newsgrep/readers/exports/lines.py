"""Lines of exports: paragraphs, dates, labelled fields. White space in a line is collapsed, blank lines are empty."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from newsgrep.readers.month_names import DAY_MONTH_YEAR, EAST_ASIAN, ENGLISH

_MONTH = rf"(?:{'|'.join(map(str.title, ENGLISH))})\.?"
_DATE = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
    rf"({_MONTH} [0-9]{{1,2}}, [0-9]{{4}}|[0-9]{{1,2}} {_MONTH},? [0-9]{{4}}|{_MONTH} [0-9]{{4}}$)(?=$|[ ,])"
)
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


def labelled(lines: Sequence[str], label: re.Pattern[str]) -> dict[str, str]:
    """The values of the lines that are a label (the pattern's first group) and a value (its second)."""
    return {found[1]: found[2] for line in lines if (found := label.fullmatch(line))}
