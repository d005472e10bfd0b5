"""Factiva: title, byline, `512 words`, date, source, code, language, copyright, text, `Document LBA0...`."""

import re
from collections.abc import Sequence

from newsgrep.readers.bylines import authors_of
from newsgrep.readers.draft import Draft, written
from newsgrep.readers.exports import factiva_fields
from newsgrep.readers.exports.labels import FACTIVA_DOCUMENT, FACTIVA_LANGUAGES, WORDS
from newsgrep.readers.exports.lines import date_at_start, headline, paragraphs

_END = re.compile(rf"(?:AN )?(?:{FACTIVA_DOCUMENT}) [A-Z][A-Z0-9]{{3,}}[0-9]{{6,}}[a-z0-9]+")
_WORDS = re.compile(rf"[0-9][0-9.,\xa0 ]* ?(?:{WORDS})", re.IGNORECASE)
_BYLINES = ("by ", "von ", "par ", "por ", "da ", "di ", "door ")
_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}(?: [A-Z]{2,4})?")
_CODE = re.compile(r"[A-Z0-9]{2,10}")
_ABOVE_WORDS = 5
_LONGEST_SECTION = 45
_GOES_ON = ";,:\N{EN DASH}\N{EM DASH}-&"
_LEAST_SPACES = 4
"""In the second line of a headline: a byline has less words."""
_RIGHTS = re.compile(r"(?:Copyright|\(c\)|©)", re.IGNORECASE)
_FOOTER = re.compile(r"(?:Page [0-9]+ of [0-9]+ ?)?© ?[0-9]{4} (?:Factiva|Dow Jones)\b.*")
_IN_CONTENTS = re.compile(r".*(?:\.\.\.|\. \.) ?[0-9]+")


def articles_in(lines: Sequence[str]) -> list[Draft]:
    """The documents that end with their number; tables of contents and the summary of the search do not."""
    found: list[Draft] = []
    is_export = False
    begin = 0
    for place, line in enumerate(lines):
        end = _END.fullmatch(line)
        if end:
            part = lines[begin:place]
            counted = _counted(part)
            is_export |= counted is not None and _date_below(part, counted) is not None
            labelled = factiva_fields.article_in(part)
            is_export |= labelled is not None
            found += [labelled or _article(part, counted)] if any(part) else []
            begin = place + 1
    return found if is_export else []


def _counted(lines: Sequence[str]) -> int | None:
    """The place of the line of words: of several the one with a date below it."""
    places = [place for place, line in enumerate(lines) if _WORDS.fullmatch(line)]
    return next((place for place in places if _date_below(lines, place)), next(iter(places), None))


def _article(lines: Sequence[str], counted: int | None) -> Draft:
    if counted is None:  # nothing in it is where it always is
        parts = paragraphs(lines)
        return Draft(title=parts[0], text="\n\n".join(parts[1:]))
    section, title, byline = _above(_last_page(lines[:counted]))
    below = [line for line in lines[counted + 1 :] if line]
    date = _date_below(lines, counted)
    names = [line for line in below[bool(date) :][:2] if not _TIME.fullmatch(line)]
    rest = _text(lines[counted + 1 :])
    return Draft(
        title=title,
        text="\n\n".join(paragraphs(rest)),
        dates=written([date]),
        source=names[0] if names else None,
        authors=authors_of(byline),
        section=section,
        language=next((line for line in below[:9] if _is_language(line)), None),
    )


def _date_below(lines: Sequence[str], place: int) -> str | None:
    """The date in the first line below."""
    return next((date_at_start(line) for line in lines[place + 1 :] if line), None)


def _last_page(lines: Sequence[str]) -> list[str]:
    """What stands after the table of contents."""
    kept: list[str] = []
    for line in lines:
        kept = [] if _FOOTER.fullmatch(line) or _IN_CONTENTS.fullmatch(line) else kept + [line] * bool(line)
    return kept


def _above(lines: Sequence[str]) -> tuple[str | None, str | None, str | None]:
    """Section, title and byline. If no line begins with `By`, the longest is the title, the next one the byline."""
    near = _with_whole_headline(lines)
    signed = _BYLINES if len(near) > 1 else _BYLINES[:1]  # a title may begin with von
    byline = near.pop() if near and near[-1].lower().startswith(signed) else None
    if not near:
        return None, None, byline
    place = len(near) - 1 if byline else max(range(len(near)), key=lambda place: len(near[place]))
    byline = byline or next(iter(near[place + 1 :]), None)
    return (near[place - 1] if place else None), headline([near[place]]), byline


def _with_whole_headline(lines: Sequence[str]) -> list[str]:
    """The last lines, those joined that a headline fills together: its first is too long for a section, or goes on."""
    near: list[str] = []
    for line in lines[-_ABOVE_WORDS:]:
        if near and _continues(near[-1], line):
            near[-1] += f" {line}"
        else:
            near.append(line)
    return near[-3:]


def _continues(line: str, after: str) -> bool:
    """Say whether the line after the line of a headline is one of the same."""
    if after.lower().startswith(_BYLINES):
        return False
    is_broken = line[-1] in _GOES_ON or after[0].islower()
    return is_broken or (len(line) > _LONGEST_SECTION and after.count(" ") >= _LEAST_SPACES)


def _is_language(line: str) -> bool:
    return line.casefold() in FACTIVA_LANGUAGES


def _text(lines: Sequence[str]) -> list[str]:
    """What stands below the copyright, else below the language, else below the source's code."""
    head = [place for place, line in enumerate(lines) if line][:12]
    for is_last in (_RIGHTS.match, _is_language, _CODE.fullmatch):
        ends = [place for place in head if is_last(lines[place])]
        if ends:
            return [line for line in lines[ends[0] + 1 :] if not _FOOTER.fullmatch(line)]
    return list(lines[1:])
