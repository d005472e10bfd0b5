"""Factiva's other layout: each field behind its label of two letters, `HD  Port strike`, or below it on a line.

The labels come in one order. Only those count that keep it and, below the text, stand together at the end: a
line of the text that begins with IN or RE is text.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from newsgrep.readers.bylines import authors_of
from newsgrep.readers.draft import Draft, written
from newsgrep.readers.exports.lines import headline, paragraphs

_ABOVE_TEXT = ("SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY")
_TEXT = ("LP", "TD")
_BELOW_TEXT = ("CT", "RF", "ART", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "CLM", "AN")
_ORDER = {label: place for place, label in enumerate((*_ABOVE_TEXT, *_TEXT, *_BELOW_TEXT))}
_LABEL = re.compile(rf"({'|'.join(sorted(_ORDER, key=len, reverse=True))})(?: (.*))?")
_CODES = frozenset({"CO", "IN", "NS", "RE"})
"""Their values are codes and names: gcat : Political/General News | gstrk : Strikes"""
_ENOUGH = 4
_NEEDED = frozenset({"HD", "PD", "SN"})


def article_in(lines: Sequence[str]) -> Draft | None:
    """The article of a document with labels; None if these lines are none."""
    fields = _fields(lines)
    if len(fields) < _ENOUGH or len(_NEEDED & fields.keys()) < len(_NEEDED) - 1 or "HD" not in fields:
        return None
    line = {label: " ".join(filter(None, value)) for label, value in fields.items()}
    text = [part for label in _TEXT for part in paragraphs(fields.get(label, ()))]
    return Draft(
        title=headline(fields["HD"]),
        text="\n\n".join(text),
        dates=written([line.get("PD")]),
        source=line.get("SN"),
        authors=authors_of(line.get("BY")),
        section=line.get("SE"),
        language=line.get("LA"),
        tags=[_name_of(code) for label in ("CO", "NS", "RE") for code in line.get(label, "").split("|")],
    )


def _fields(lines: Sequence[str]) -> dict[str, list[str]]:
    """The lines of each field."""
    places = _places(lines)
    fields = {}
    for place, end in pairwise([*places, len(lines)]):
        label, value = _LABEL.fullmatch(lines[place]).groups()  # type: ignore[union-attr]  # it did match
        fields[label] = [value or "", *lines[place + 1 : end]]
    return fields


def _places(lines: Sequence[str]) -> list[int]:
    """Where the labels stand: those above the text and of it in their order, those below back from the end in theirs."""
    found = [(place, match[1]) for place, line in enumerate(lines) if (match := _LABEL.fullmatch(line))]
    above = _above(found)
    return above + _below([one for one in found if one[0] > (above or [-1])[-1]], lines)


def _above(found: Sequence[tuple[int, str]]) -> list[int]:
    first = next((number for number, (_, label) in enumerate(found) if label in {"SE", "HD"}), len(found))
    places: list[int] = []
    last = -1
    for place, label in found[first:]:
        if last < _ORDER[label] < _ORDER["CT"]:
            places.append(place)
            last = _ORDER[label]
    return places


def _below(found: Sequence[tuple[int, str]], lines: Sequence[str]) -> list[int]:
    places: list[int] = []
    end, last = len(lines), len(_ORDER)
    for place, label in reversed(found):
        if not _ORDER["CT"] <= _ORDER[label] < last or not _is_value_of(label, lines[place:end]):
            break
        places.insert(0, place)
        end, last = place, _ORDER[label]
    return places


def _is_value_of(label: str, lines: Sequence[str]) -> bool:
    """Say whether these lines are a label and its value: no paragraph after it, and codes where codes belong."""
    begin = 0 if " " in lines[0] else next((place for place, line in enumerate(lines[1:], 1) if line), 0)
    value = paragraphs(lines[begin:])
    return len(value) <= 1 and (label not in _CODES or " : " in "".join(value))


def _name_of(code: str) -> str:
    """Of `gcat : Political/General News` the name."""
    return code.partition(" : ")[2] or code
