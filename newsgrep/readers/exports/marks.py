"""What shows that a text begins like an export: lines that services print around every document.

Every text file is looked at, so all lines are searched at once. Of characters that are not ASCII the encoding is not
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
}
_EUROPRESSE = r"(?:[\w ]{,25}: ?)?(?:news|pub|web)·[0-9]{8}·"
_TOGETHER = (
    *({"number"}, {"length"}, {"count", "rights"}, {"matter", "job"}, {"headline", "day"}),
    {"rule", "proquest"},
)
"""Marks that all must be there."""
_FIRST = rb"[0-9A-Zcd(_\x80-\xff]"
"""What these marks begin with: most lines of most texts begin otherwise, which halves the time."""


def _in_any_encoding(pattern: str) -> bytes:
    pattern = pattern.replace(r"[ \xa0]?", r"(?: |\xa0)?").replace(r"[0-9., \xa0]", r"(?:[0-9., ]|\xa0)")
    return re.sub(r"[^\x00-\x7f]|\\xa0", lambda _: r"[\x80-\xff]{1,3}", pattern).encode()


_ANY = b"|".join(b"(?P<%b>%b)" % (name.encode(), _in_any_encoding(mark)) for name, mark in _MARKS.items())
_MARK = re.compile(rb"\n[ \t\r\f\v]*+(?=%b)(?:%b)" % (_FIRST, _ANY), re.MULTILINE)
_MARK_OF_EUROPRESSE = re.compile(rb"\n[ \t\r\f\v]*+%b" % _in_any_encoding(_EUROPRESSE))


def begins_like_export(head: bytes) -> bool:
    """Say whether a document of these first bytes may be an export; it is one if articles are found in it."""
    text = b"\n" + head
    found = {mark.lastgroup for mark in _MARK.finditer(text)}
    if found and any(marks <= found for marks in _TOGETHER):
        return True
    return not head.isascii() and _MARK_OF_EUROPRESSE.search(text) is not None
