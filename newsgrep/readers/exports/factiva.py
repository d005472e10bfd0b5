"""Factiva: title, byline, `512 words`, date, source and its code, language, copyright, the text, `Document LBA0...`."""

import re
from collections.abc import Sequence

from newsgrep.readers.bylines import authors_of
from newsgrep.readers.document_fields import DocumentFields
from newsgrep.readers.exports.lines import date_at_start, paragraphs

_END = re.compile(r"Document ([A-Z][A-Z0-9]{3,}[0-9]{6,}[a-z0-9]+)")
_WORDS = re.compile(r"[0-9,]+ words")
_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}(?: [A-Z]{2,4})?")
_CODE = re.compile(r"[A-Z0-9]{2,10}")
_LANGUAGE = re.compile(
    "English|French|German|Spanish|Portuguese|Italian|Dutch|Russian|Japanese|Arabic|Swedish|Norwegian|Danish"
    "|Finnish|Polish|Turkish|Korean|Chinese - (?:Simplified|Traditional)|Bahasa (?:Indonesia|Malaysia)|Catalan"
)
_RIGHTS = re.compile(r"(?:Copyright|\(c\)|©)", re.IGNORECASE)
_FOOTER = re.compile(r"(?:Page [0-9]+ of [0-9]+ ?)?© ?[0-9]{4} (?:Factiva|Dow Jones)\b.*")
_IN_CONTENTS = re.compile(r".*(?:\.\.\.|\. \.) ?[0-9]+")


def articles_in(lines: Sequence[str]) -> list[DocumentFields]:
    """The documents that end with their number; tables of contents and the summary of the search do not."""
    found: list[DocumentFields] = []
    begin = 0
    for place, line in enumerate(lines):
        end = _END.fullmatch(line)
        if end:
            article = _article(lines[begin:place], end[1])
            found += [article] if article else []
            begin = place + 1
    return found


def _article(lines: Sequence[str], number: str) -> DocumentFields | None:
    """None if there is no line of words with a date below it."""
    counted = next(
        (place for place, line in enumerate(lines) if _WORDS.fullmatch(line) and _date_below(lines, place)),
        None,
    )
    if counted is None:
        return None
    section, title, byline = _above(_last_page(lines[:counted]))
    below = [line for line in lines[counted + 1 :] if line]
    names = [line for line in below[1:3] if not _TIME.fullmatch(line)]
    rest = _text(lines[counted + 1 :])
    return DocumentFields(
        key=number,
        title=title,
        text="\n\n".join(paragraphs(rest)),
        dates=[date_at_start(below[0])],
        source=names[0] if names else None,
        authors=authors_of(byline),
        section=section,
        language=next((line for line in below[1:9] if _LANGUAGE.fullmatch(line)), None),
    )


def _date_below(lines: Sequence[str], place: int) -> str | None:
    return next((date_at_start(line) for line in lines[place + 1 :] if line), None)


def _last_page(lines: Sequence[str]) -> list[str]:
    """What stands after the table of contents."""
    kept: list[str] = []
    for line in lines:
        kept = [] if _FOOTER.fullmatch(line) or _IN_CONTENTS.fullmatch(line) else kept + [line] * bool(line)
    return kept


def _above(lines: Sequence[str]) -> tuple[str | None, str | None, str | None]:
    """Section, title and byline. Where no line begins with `By`, the longest is the title, what follows it the byline."""
    near = list(lines[-3:])
    byline = near.pop() if near and near[-1].lower().startswith("by ") else None
    if not near:
        return None, None, byline
    place = len(near) - 1 if byline else max(range(len(near)), key=lambda place: len(near[place]))
    byline = byline or next(iter(near[place + 1 :]), None)
    return (near[place - 1] if place else None), near[place], byline


def _text(lines: Sequence[str]) -> list[str]:
    """What stands below the copyright, else below the language, else below the source's code."""
    head = [place for place, line in enumerate(lines) if line][:12]
    for is_last in (_RIGHTS.match, _LANGUAGE.fullmatch, _CODE.fullmatch):
        ends = [place for place in head if is_last(lines[place])]
        if ends:
            return [line for line in lines[ends[0] + 1 :] if not _FOOTER.fullmatch(line)]
    return list(lines[1:])
