"""The dates in a line of a web page, and what shows that each is that of publication."""

# ruff: noqa: RUF001  dashes and apostrophes as they are used

import re
from collections.abc import Iterator
from enum import IntEnum
from itertools import chain, islice
from typing import NamedTuple

from newsgrep.article import Precision, PublicationDate
from newsgrep.readers import ReadOptions
from newsgrep.readers.dating import Label, date_in_line, dates_within
from newsgrep.readers.pages.dated_places import (
    DOTTED_SHORT,
    MAY_BE_DATED,
    Place,
    Usage,
    dates_of_line,
    places_in,
    with_year_first,
)
from newsgrep.readers.pages.lines import LONGEST_LINE, Line, Piece
from newsgrep.readers.pages.shown import names_of
from newsgrep.readers.pages.tree import Element


class Sign(IntEnum):
    """What shows that a date is one of publication, the strongest first."""

    LABEL = 0
    """`Published` or the like before it."""
    MARK = 1
    """The name that the page's author has given its element."""
    ELEMENT = 2
    """It has an element of its own, beside others such as the author's, or at the end of the headline."""
    ALONE = 3
    """It is a line of its own, or a part of one."""
    AT_END = 4
    """It begins or ends a line of a few other words."""


class Stamp(NamedTuple):
    """A date in a line, as it is written; `date` is None if it may be two days."""

    written: str
    date: PublicationDate | None
    sign: Sign
    has_time: bool = False


_MARKS = re.compile(
    r"date|datum|fecha|^data$|publi|posted|created|erstellt|submit|(?<!read)(?<!reading)[-_]?time|stamp|by-?line"
    r"|meta|info|autho?r|autor|credit|dachzeile",
    re.IGNORECASE,
)
_MARKS_OF_CHANGE = re.compile(r"updat|modifi|edited|revised|aktualis|accessed|deadline", re.IGNORECASE)
_MARKS_OF_POSTING = re.compile(r"publi|posted", re.IGNORECASE)
_ON = re.compile(r"(?:on|am|le|el|il|den|op|the|på|em|dne)?\s*", re.IGNORECASE)
_APART = re.compile(r".*[^\w\s.]\s*", re.DOTALL)
_OTHER_FIELD = re.compile(r":\s*$|(?:^|[|(\[])\s*(?:photo|foto|image|picture|bild|credit)\w*:", re.IGNORECASE)
"""A label that is not one of publication, or a picture's credit."""
_UNTIL = re.compile(
    r"\b(?:until|till|expires?|available|bis|ab|jusqu.au|hasta|fino al|from|since|seit|valid)\W*$",
    re.IGNORECASE,
)
_OF_PICTURE = re.compile(
    r"\b(?:photo(?:graph)?|picture|image|foto|(?:archiv|symbol)?bild|imagen)\b|©", re.IGNORECASE
)
_OF_THE_POST = re.compile(
    r"\b(?:(?:this|the) (?:entry|post|article) was|dieser (?:beitrag|artikel|eintrag) wurde|wurde am"
    r"|cet(?:te)? (?:article|entrée) a été|esta entrada|este artículo|questo (?:articolo|post) è stato"
    r"|este (?:artigo|post) foi)\b.*\b(?:posted|published|written|added|veröffentlicht|geschrieben|verfasst|gepostet"
    r"|erstellt|publi\w+|pubblicato)\b",
    re.IGNORECASE | re.DOTALL,
)
"""`This entry was posted on ... in ...`."""
_THREAD = re.compile(
    r"(?:thread|topic|discussion) (?:starter|author)|(?:themen)?ersteller|auteur|autor|autore", re.IGNORECASE
)
_BEGUN = re.compile(
    r"(?:start date|startdatum|beginndatum|erstellt am|date de début|fecha de inicio|data d.inizio)\W*",
    re.IGNORECASE,
)
"""Above a forum's thread: who began it, and when."""
_YEAR = re.compile(r"\d{4}|[年년]")
_NEXT_FIELD = re.compile(r"\A\s+[^\W\d_]{3,20}:.*", re.DOTALL)
"""`Category: ...` after a date."""
_CLOCK = re.compile(r"\A\s*(?:uhr|uur|hrs?|h)\b", re.IGNORECASE)
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}(?!\d|\.\d)")
_SPAN = re.compile(r"\s*(?:[–—-]|bis|to|until|au|al)\s*", re.IGNORECASE)
_CITY = re.compile(r"[^\W\d_][\w .'’-]{1,30}(?:/[^\W\d_][\w .'’-]{1,20})?(?:[,:]|\s*\()\s*(?:den\s|le\s)?")
_DASH = re.compile(r"[)\].]?\s*(?:(?:\([\w./ ]{2,20}\)|/[\w. ]{2,20}/)\s*)?[–—:|-]|[)\]]\s|\s[„“«]")
_KIND = re.compile(
    r"(?:presse-?(?:mitteilung|meldung|information|aussendung)|mitteilung|meldung|nachricht|artikel|beitrag|bericht"
    r"|ausgabe|issue|edition|news|blog(?:post|beitrag)?|press release|statement|communiqué(?: de presse)?|comunicado(?: de prensa)?"
    r"|comunicato(?: stampa)?|persbericht)(?:\s\S+){0,3}\s(?:vom|of|from|du|del|de|dal|van)\s*$",
    re.IGNORECASE,
)
"""`Press release no. 12 of ...`."""
_BEFORE_LINKS = re.compile(
    r"\W*(?:(?:in|by|von|par|dans|por|en|di|su|door|av|af|i|and|und|et|y|e)\b\W*)*", re.IGNORECASE
)
_SET_OFF = frozenset({"span", "small", "time", "sub", "sup"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_FEW = 4
_OF_LETTER = re.compile(r"[^\W\d_][\w .'’-]{1,30},\s(?:den|le|lì|am|a)\s", re.IGNORECASE)
"""`Kiel, den ...`."""
_LONGEST_DATELINE = 80
_LONGEST_LABEL, _MOST_OTHERS = 24, 40
_LONGEST_OF_POST = 360
_LINES_OF_TEXT = 3


def without_date(text: str, options: ReadOptions, language: str | None) -> str:
    """An article's text without the line that is its date, if one of the first is."""
    place = 0
    for _ in range(_LINES_OF_TEXT):
        line, end, _ = text[place:].partition("\n")
        if len(line) > LONGEST_LINE:
            break
        found = date_in_line(line, options, language) if MAY_BE_DATED.search(line) else None
        if found and found.written and found.is_alone:
            return text[:place] + text[place + len(line + end) :].lstrip("\n")
        place += len(line + end)
        while text[place : place + 1] == "\n":
            place += 1
    return text


def stamps(line: Line, before: str, usage: Usage) -> Iterator[Stamp]:
    """The dates of a line that may be those of publication; `before` is a label in the line before it."""
    if len(line.text) > LONGEST_LINE:
        yield from _of_long_line(line, usage)
        return
    line = line._replace(text=with_year_first(line.text)) if usage.puts_day_first else line
    places = places_in(line, usage)
    if not places:
        return
    told = date_in_line(line.text, usage.options, usage.language) if places else None
    outer = _label_of_next(before, usage) if places and before else None
    if places and _THREAD.match(before) and _BEGUN.fullmatch(line.text[: places[0].start]):
        yield Stamp(places[0].written, places[0].date, Sign.LABEL)
        return
    for number, place in enumerate(places):
        follows = places[number - 1].end if number else 0
        if _is_span(line.text, places, number) or _is_of_change(line, place, is_only=len(places) == 1):
            continue
        label = _label(line.text[follows : place.end], place, outer if not number else None, usage)
        is_told = bool(
            told and told.written and (told.written in place.written or place.written in told.written)
        )
        label = label or (told.label if told and is_told else None)
        sign = _sign(line, place, label, usage, is_told=is_told, is_only=len(places) == 1)
        if sign is not None:
            yield Stamp(place.written, place.date, sign, _TIME.search(line.text) is not None)


def _label_of_next(line: str, usage: Usage) -> Label | None:
    """What a line says of the date in the next one: nothing if it has a date itself."""
    return None if dates_of_line(line, usage) else date_in_line(line, usage.options, usage.language).label


def _of_long_line(line: Line, usage: Usage) -> Iterator[Stamp]:
    """That of an element marked as a date, of a sentence that says when the article was posted, or of a dateline."""
    if piece := _marked_piece(line):
        yield from stamps(piece, "", usage)
    elif len(line.text) <= _LONGEST_OF_POST and _OF_THE_POST.search(line.text):
        yield from (Stamp(place.written, place.date, Sign.LABEL) for place in places_in(line, usage)[:1])
    else:
        yield from _dateline(line.text[:_LONGEST_DATELINE], usage)


def _dateline(beginning: str, usage: Usage) -> Iterator[Stamp]:
    """The date that a paragraph begins with, after a place at most: `BERLIN, 6 May 2025 - `."""
    if not _YEAR.search(beginning):
        return
    text = with_year_first(beginning) if usage.puts_day_first else beginning
    for start, end, date in dates_within(text, usage.options, usage.language)[:1]:
        before = text[:start].lstrip("([ ")
        is_first = (not before or _CITY.fullmatch(before)) and _DASH.match(text[end:])
        if date and date.precision is Precision.DAY and is_first:
            yield Stamp(text[start:end], date, Sign.AT_END)


def _sign(
    line: Line, place: Place, label: Label | None, usage: Usage, *, is_told: bool, is_only: bool
) -> Sign | None:
    """What shows that a date is that of publication. A month must be said or marked to be it, and so must 30.10.23."""
    before, after = line.text[: place.start], line.text[place.end :]
    if label is Label.OTHER:
        return None
    if label is Label.PUBLICATION or _OF_THE_POST.search(line.text):
        return Sign.LABEL
    if any(any(map(_MARKS.search, names)) for names in _names(line, place)):
        return Sign.MARK
    is_whole = place.date is None or place.date.precision is Precision.DAY
    if not is_whole or DOTTED_SHORT.fullmatch(line.text[place.start : place.end]):
        return None
    if is_told or not (before + after).strip() or (_OF_LETTER.fullmatch(before) and not after.strip(" .")):
        return Sign.ALONE
    if is_only and _has_element(line, place, usage):
        return Sign.ELEMENT
    is_at_end = is_only and len(before + after) <= _MOST_OTHERS and _is_apart(before, _unlinked(line, place))
    return Sign.AT_END if is_at_end else None


def _has_element(line: Line, place: Place, usage: Usage) -> bool:
    """Say whether a date is all that an element shows, and what stands beside it is in other elements or the headline."""
    pieces = [piece for piece in line.pieces if place.is_in(piece)]
    element = pieces[0].element
    shown = line.text[pieces[0].start : pieces[-1].end]
    if len(pieces) > 1 or not date_in_line(shown, usage.options, usage.language).is_alone:
        return False
    around = list(islice(element.iterancestors(), _FEW))
    beside = (
        piece
        for piece in line.pieces
        if any(map(str.isalnum, line.text[piece.start : piece.end])) and piece.element in around
    )
    is_last = not any(map(str.isalnum, line.text[pieces[-1].end :]))
    return all(is_last and element.tag in _SET_OFF and piece.element.tag in _HEADINGS for piece in beside)


def _unlinked(line: Line, place: Place) -> str:
    """What stands after a date; nothing, if the date begins the line and after it are only links, `in` or `by` before them."""
    after = line.text[place.end :]
    words = "".join(
        line.text[max(piece.start, place.end) : piece.end]
        for piece in line.pieces
        if piece.end > place.end and not _is_linked(piece.element)
    )
    has_links = len(words) < len(after)
    return (
        "" if has_links and not line.text[: place.start].strip() and _BEFORE_LINKS.fullmatch(words) else after
    )


def _is_linked(element: Element) -> bool:
    return any(one.tag == "a" for one in (element, *islice(element.iterancestors(), 1)))


def _label(text: str, place: Place, outer: Label | None, usage: Usage) -> Label | None:
    """What is said of a date before it: in its line, else in the line before. `text` ends with the date."""
    before = text[: len(text) - (place.end - place.start)]
    if _KIND.search(before):
        return Label.PUBLICATION
    if _UNTIL.search(before) or _OF_PICTURE.search(before):
        return Label.OTHER
    if not before.strip(" :.,|•·(["):
        return outer
    told = date_in_line(text, usage.options, usage.language)
    is_label = not told.written and len(before) <= _LONGEST_LABEL
    return (
        date_in_line(before, usage.options, usage.language).label
        if is_label and not told.label
        else told.label
    )


def _is_span(text: str, places: list[Place], number: int) -> bool:
    """Say whether a date begins or ends a span of time."""
    pairs = zip(places[max(number - 1, 0) :], places[max(number - 1, 0) + 1 : number + 2], strict=False)
    return any(_SPAN.fullmatch(text[one.end : other.start]) for one, other in pairs)


def _marked_piece(line: Line) -> Line | None:
    """Of a long line that is no paragraph, the element that is marked as a date."""
    for piece in line.pieces:
        text = line.text[piece.start : piece.end].strip()
        if (
            piece.element.tag in {"time", "span"}
            and len(text) <= LONGEST_LINE
            and any(map(str.isdigit, text))
        ):
            in_paragraph = any(one.tag == "p" for one in islice(piece.element.iterancestors(), 2))
            if not in_paragraph and any(map(_MARKS.search, next(names_of(piece.element), []))):
                return Line(text, (Piece(piece.element, 0, len(text)),))
    return None


def _is_apart(before: str, after: str) -> bool:
    """Say whether a date stands apart from the few words around it: it is no part of a sentence."""
    after = _CLOCK.sub("", _NEXT_FIELD.sub("", after))
    if after.rstrip().endswith(".") and not after.strip(" .").isdigit():
        return False
    if _ON.fullmatch(before):
        return not after[:2].strip()[:1].isalpha()
    if _OTHER_FIELD.search(before):
        return False
    return bool(_APART.fullmatch(before)) and not after.strip()[:1].isalpha()


def _names(line: Line, place: Place) -> Iterator[list[str]]:
    return names_of(line.element_at((place.start + place.end) // 2))


def _is_of_change(line: Line, place: Place, *, is_only: bool) -> bool:
    """Say whether a date is marked as that of a change, and not as that of publication too, as WordPress does."""
    levels = list(_names(line, place))
    if is_only and any(map(_MARKS_OF_POSTING.search, chain.from_iterable(levels))):
        return False
    for names in levels:
        changed = [name for name in names if _MARKS_OF_CHANGE.search(name)]
        others = [name for name in names if name not in changed and name != "time"]
        if changed and not any(map(_MARKS.search, others)):
            return True
    return False
