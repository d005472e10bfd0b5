"""The date that a reader of a web page sees: in a line of its own by the headline, never in running text.

Lines above and below the main heading are looked at, up to the first paragraph; `Published May 6, 2025`, `Ann
Smith | 6 May 2025` and the like count, `Updated May 7` does not.
"""

import re
from collections.abc import Iterator
from itertools import islice, takewhile

from newsgrep.readers import ReadOptions
from newsgrep.readers.dating import DatedLine, Label, date_in_line
from newsgrep.readers.pages.elements import is_beside, scope
from newsgrep.readers.pages.tree import Element

_BY = re.compile(r"by [^,;:]{3,60}[,;] +", re.IGNORECASE)
_APART = re.compile(r"\s*[|•·–—\n]\s*|\s{3,}|\s-\s")  # noqa: RUF001  dashes as they are used
_CHANGED = re.compile(
    r"(?:updated?|modified|revised|aktualisiert|geändert|mis à jour|actualizado|aggiornato|обновлено|更新|修正|수정)"
    r"(?: (?:on|at|am|le|el|il))?\W*$",
    re.IGNORECASE,
)
_LONGEST_LINE = 120
_ELEMENTS = 40
_ABOVE = 6
_SHORTEST_PARAGRAPH = 80
"""In characters: lines about the article are shorter."""
_IN_SENTENCES = frozenset({"a", "b", "strong", "i", "em", "u", "q", "cite", "mark", "small"})
_WHOLE = frozenset({"html", "body", "main"})
_TODAY = frozenset(
    {
        *("today", "todaysdate", "todays-date", "date-today", "currentdate", "current-date", "current_date"),
        *("current-time", "clock", "masthead"),
    }
)
_AROUND = 3
_LINES_OF_TEXT = 3


def date_by_heading(
    tree: Element, heading: Element | None, options: ReadOptions, language: str | None
) -> DatedLine:
    """The date in the lines around the heading, or of a `<time>` among them; one with a label first."""
    if heading is None:
        return DatedLine()
    lines = [date_in_line(line, options, language) for line in _lines(tree, heading, options)]
    dated = [line for line in lines if line.written]
    labelled = (line for line in dated if line.label is Label.PUBLICATION)
    return next(labelled, next(iter(dated), DatedLine()))


def _is_signed(line: str, options: ReadOptions) -> bool:
    """Say whether a line marks its date as an article's: above the heading may stand today's date."""
    parts = (line.strip(), *_APART.split(line.strip()))
    return date_in_line(line, options).label is Label.PUBLICATION or any(map(_BY.match, parts))


def without_date(text: str, options: ReadOptions, language: str | None) -> tuple[str | None, str]:
    """The date that one of a text's first lines has, as it is printed, and the text without that line."""
    place = 0
    for _ in range(_LINES_OF_TEXT):
        line, end, _ = text[place:].partition("\n")
        found = date_in_line(line, options, language)
        if found.written:
            return found.written, (
                text[:place] + text[place + len(line + end) :].lstrip("\n") if found.is_alone else text
            )
        if len(line) > _LONGEST_LINE:
            break
        place += len(line + end)
        while text[place : place + 1] == "\n":
            place += 1
    return None, text


def _lines(tree: Element, heading: Element, options: ReadOptions) -> Iterator[str]:
    """The short texts around a heading: those below first, nearest first, up to the running text."""
    within = scope(tree, heading)
    below = heading.xpath(f"following::*[position() <= {_ELEMENTS}]")
    above = heading.xpath(f"preceding::*[position() <= {_ABOVE}]")
    block = heading.getparent()
    for element in (*takewhile(_is_no_paragraph, below), *above):
        if element.tag in _IN_SENTENCES or is_beside(element, within) or _is_of_change(element):
            continue
        if _is_of_today(element):
            continue
        is_near = element not in above or (block.tag not in _WHOLE and block in element.iterancestors())
        if not is_near and not _is_signed(element.text_content(), options):
            continue
        if element.tag == "time" and element.get("datetime"):
            yield element.get("datetime")
        yield element.text_content()


def _is_no_paragraph(element: Element) -> bool:
    return element.tag != "p" or len(element.text_content()) <= _SHORTEST_PARAGRAPH


def _is_of_today(element: Element) -> bool:
    """Say whether an element, or what it is in, is that of a page's head that shows what day it is."""
    around = (element, *islice(element.iterancestors(), _AROUND))
    return any(_TODAY & set(f"{one.get('class')} {one.get('id')}".lower().split()) for one in around)


def _is_of_change(element: Element) -> bool:
    """Say whether an element is marked, by itself or right before it, as the date of a change."""
    marks = f"{element.get('class')} {element.get('itemprop')}".lower()
    before = element.getprevious()
    before_it = element.getparent().text if before is None else f"{before.text_content()} {before.tail or ''}"
    return (
        "updated" in marks or "modified" in marks or bool(_CHANGED.search((before_it or "")[-_LONGEST_LINE:]))
    )
