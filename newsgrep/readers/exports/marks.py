"""What shows that a text begins like an export: lines that services print around every document.

Every text file is looked at, so this is one match a line. Of characters that are not ASCII the encoding is not
known: any one to three bytes stand for each.
"""

import re
from collections.abc import Iterable

from newsgrep.readers.exports.labels import LEXISNEXIS, NEXIS, PROQUEST, WORDS, all_of

_OF = " (?:of|von|de|di|van) "
_COUNT = rf"[0-9][0-9., \xa0]{{0,9}} ?(?i:{WORDS})[ \t\r]*$"


def _labels(labels: Iterable[str]) -> str:
    return "(?:" + "|".join(map(re.escape, labels)) + ")"


_LENGTHS = _labels([*all_of(LEXISNEXIS, "LENGTH"), *all_of(NEXIS, "Length")])
_PROQUESTS = _labels([*all_of(PROQUEST, "ProQuest document ID"), *all_of(PROQUEST, "Full text")])
_MARKS = {
    "number": rf"[0-9]+{_OF}[0-9]+ DO[CK]UMENT[A-Z]*[ \t\r]*$|(?i:DO[CK]UMENT[OE]?N?) [0-9]+{_OF}[0-9]+[ \t\r]*$",
    "length": rf"{_LENGTHS}[ \xa0]?: *{_COUNT}",
    "count": _COUNT,
    "rights": r"(?i:Copyright|\(c\))|©",
    "matter": "Client/Matter: ",
    "job": r"Documents \([0-9]+\)|Job Number:",
    "headline": r"HD(?:[ \t]|\r?$)",
    "day": r"(?:PD|SN|WC)(?:[ \t]|\r?$)",
    "rule": r"_{20,}[ \t\r]*$",
    "proquest": rf"{_PROQUESTS}[ \xa0]?:|Report Information from ProQuest",
    "europresse": r"(?:[\w ]{,25}: ?)?(?:news|pub|web)·[0-9]{8}·",
}
_TOGETHER = (
    *({"number"}, {"length"}, {"count", "rights"}, {"matter", "job"}, {"headline", "day"}),
    *({"rule", "proquest"}, {"europresse"}),
)
"""Marks that all must be there."""


def _in_any_encoding(pattern: str) -> bytes:
    pattern = pattern.replace(r"[ \xa0]?", r"(?: |\xa0)?").replace(r"[0-9., \xa0]", r"(?:[0-9., ]|\xa0)")
    return re.sub(r"[^\x00-\x7f]|\\xa0", lambda _: r"[\x80-\xff]{1,3}", pattern).encode()


_MARK = re.compile(
    b"|".join(b"(?P<%b>%b)" % (name.encode(), _in_any_encoding(mark)) for name, mark in _MARKS.items())
)
_LONGEST = 100


def begins_like_export(head: bytes) -> bool:
    """Say whether a document of these first bytes may be an export; it is one if articles are found in it."""
    match = _MARK.match
    found = {mark.lastgroup for line in head.split(b"\n") if (mark := match(line.lstrip()[:_LONGEST]))}
    return bool(found) and any(marks <= found for marks in _TOGETHER)
