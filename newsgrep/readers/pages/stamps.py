"""The dates in one line of a web page, and what shows that each is that of publication."""

import re
from collections.abc import Iterator
from enum import IntEnum
from itertools import islice
from typing import NamedTuple

from newsgrep.article import DateOrigin, PublicationDate
from newsgrep.readers import ReadOptions
from newsgrep.readers.dating import read_date
from newsgrep.readers.pages.dateline import _LABEL, date_in_line
from newsgrep.readers.pages.lines import LONGEST_LINE, Line, Piece, moment_of, names_of


class Sign(IntEnum):
    """What shows that a date is one of publication, the strongest first."""

    LABEL = 0
    """`Published` or the like before it."""
    MARK = 1
    """The name that the page's author has given its element."""
    ALONE = 2
    """It is a line of its own, or a part of one."""
    AT_END = 3
    """It begins or ends a line of a few other words."""


class Stamp(NamedTuple):
    date: PublicationDate
    sign: Sign
    has_time: bool = False


class _Place(NamedTuple):
    """A date in a line: where it stands, in characters."""

    start: int
    end: int
    date: PublicationDate


_MARKS = re.compile(
    r"date|datum|fecha|^data$|publi|posted|created|erstellt|submit|(?<!read)(?<!reading)[-_]?time|stamp|byline"
    r"|by-line|meta|info|autho?r|autor|credit|dachzeile",
    re.IGNORECASE,
)
_MARKS_OF_CHANGE = re.compile(r"updat|modifi|edited|revised|aktualis|accessed|deadline", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"(?:^|[|•·:;(\[]\s*)(?:(?:(?:first |originally )?(?:published|posted|filed|issued|written|created|added)|pub(?:lication)?[. ]date"
    r"|date|web posted|veröffentlicht|erschienen|erstellt|eingestellt|datum|stand|publié|mis en ligne|publicado|fecha|pubblicato|опубликовано|gepubliceerd"
    r"|입력|등록|发布时间|发布|發布|公開|配信|掲載|日期|时间|時間)(?:\s(?:by|von|par|por|da|av|af|door)\s[^.:|]{2,50}|\s[^\W\d_]{2,12},?){0,2}"
    r"|by [^,;:|.]{3,60}[,;|]?)\W*$",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"(?:(?:on|am|le|el|il|den|op|the)\b\s*)?(?:[^\W\d_]{2,12}[.,]?)?\s*", re.IGNORECASE)
_SEPARATED = re.compile(r".*[^\w\s.]\s*", re.DOTALL)
_OTHER = re.compile(
    r"(?:updated?|modified|revised|changed|edited|accessed|retrieved|deadline|until|till|expires?|valid|available"
    r"|aktualisiert|aktualisierung|geändert|änderung|gültig|bis|verfügbar bis|mis à jour|mise à jour|modifié|jusqu.au"
    r"|actualizado|actualización|hasta|aggiornato|обновлено|更新|修正|수정|bijgewerkt|uppdaterad|oppdatert|opdateret"
    r"|muutettu|päivitetty|updated on|event date|starts?|ends?|from|born|died|geboren|gestorben|ab|vom)"
    r"(?: (?:on|at|am|le|el|il|den|op|the))?[\s:.(\[|–-]*$",
    re.IGNORECASE,
)
_OF_THE_POST = re.compile(
    r"\b(?:this (?:entry|post|article) was|dieser (?:beitrag|artikel|eintrag) wurde|cet(?:te)? (?:article|entrée) a été"
    r"|esta entrada|questo (?:articolo|post) è stato|este (?:artigo|post) foi|wurde am)\b.*\b(?:posted|published|written|added"
    r"|veröffentlicht|geschrieben|verfasst|gepostet|erstellt|publi\w+|pubblicato)\b",
    re.IGNORECASE | re.DOTALL,
)
_WITH_TIME = re.compile(r"\d{1,2}[:.h]\d{2}(?!\d|\.\d)")
_WITHIN = re.compile(
    r"(?<![\d.,/-])(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?![\d.])|\d{1,2}[-/.]\s?\d{1,2}[-/.]\s?\d{4}(?!\d)"
    r"|\d{1,2}(?:\.|st|nd|rd|th|er|º)?,?\s(?:de\s|d')?[^\W\d_]{3,12}\.?,?(?:\sde)?\s\d{4}(?!\d)"
    r"|[^\W\d_]{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}(?!\d)"
    r"|\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일])",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?<![\d.,/-])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
_SPAN = re.compile(r"\s*(?:[–—-]|\bbis\b|\bto\b|\buntil\b|\bau\b|\bal\b)\s*")
_MOST_OTHERS = 40


def stamps(line: Line, before: str, options: ReadOptions, *, day_first: bool) -> Iterator[Stamp]:
    """The dates of a line that may be those of publication; `before` is the label in the line before it."""
    if len(line.text) > LONGEST_LINE:
        if line.pieces and (piece := _marked_piece(line)):
            yield from stamps(piece, "", options, day_first=day_first)
        elif len(line.text) < 3 * LONGEST_LINE and _OF_THE_POST.search(line.text):
            yield from (Stamp(place.date, Sign.LABEL) for place in _places(line, options, day_first)[:1])
        return
    places = _places(line, options, day_first)
    if not places and any(map(str.isdigit, line.text)):
        whole = _read(line.text, options, day_first)
        places = [_Place(0, len(line.text), whole)] if whole else []
    end = 0
    for number, place in enumerate(places):
        label = line.text[end : place.start].strip() or (before if not end else "")
        following = places[number + 1].start if number + 1 < len(places) else None
        is_span = (end and _SPAN.fullmatch(line.text[end : place.start])) or (
            following and _SPAN.fullmatch(line.text[place.end : following])
        )
        end = place.end
        if is_span or _OTHER.search(label) or _is_of_change(line, place):
            continue
        sign = _sign(line, place, label, len(places), options, day_first)
        if sign is not None:
            yield Stamp(place.date, sign, _WITH_TIME.search(line.text) is not None)


def _sign(line: Line, place: _Place, label: str, count: int, options: ReadOptions, day_first: bool) -> Sign | None:
    before, after = line.text[: place.start], line.text[place.end :]
    if _PUBLISHED.search(label) or _OF_THE_POST.search(line.text):
        return Sign.LABEL
    if _is_marked(line, place):
        return Sign.MARK
    if count == 1 and (not (before + after).strip() or _read(line.text, options, day_first) == place.date):
        return Sign.ALONE
    if count == 1 and len(before + after) <= _MOST_OTHERS and _is_apart(before, after):
        return Sign.AT_END
    return None


def _marked_piece(line: Line) -> Line | None:
    """Of a long line that is no paragraph, the element that is marked as a date."""
    for piece in line.pieces:
        text = line.text[piece.start : piece.end].strip()
        if piece.element.tag in {"time", "span"} and len(text) <= LONGEST_LINE and any(map(str.isdigit, text)):
            if not any(one.tag == "p" for one in islice(piece.element.iterancestors(), 2)) and any(
                _MARKS.search(name) for name in next(names_of(piece.element), [])
            ):
                return Line(text, (Piece(piece.element, 0, len(text)),))
    return None


def _places(line: Line, options: ReadOptions, day_first: bool) -> list[_Place]:
    """The dates as printed; where an element gives its moment for machines, and no date is printed, that."""
    found = []
    for match in _WITHIN.finditer(line.text):
        if date := _read(match[0], options, day_first):
            found.append(_Place(match.start(), match.end(), date))
    for piece in line.pieces:
        element = piece.element
        moment = moment_of(element) or (moment_of(element.getparent()) if element.getparent() is not None else None)
        if moment and not any(one.start < piece.end and piece.start < one.end for one in found):
            if date := read_date(moment.strip(), DateOrigin.TEXT, options):
                found.append(_Place(piece.start, piece.end, date))
    return sorted(found)


def _read(text: str, options: ReadOptions, day_first: bool) -> PublicationDate | None:
    """The date of a text. Where numbers have dots between them, the day is first, but for English, where nobody knows."""
    text = _DOTTED.sub(
        lambda found: f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if day_first or int(found[1]) > 12 else found[0],
        text,
    )
    return date_in_line(text, options)


def _is_apart(before: str, after: str) -> bool:
    """Say whether a date stands apart from the few words around it: it is no part of a sentence."""
    if after.rstrip().endswith(".") and not after.strip(" .").isdigit():
        return False
    if _PREPOSITION.fullmatch(before):
        return not after[:2].strip()[:1].isalpha()
    return bool(_SEPARATED.fullmatch(before)) and not after.strip()[:1].isalpha()


def _is_marked(line: Line, place: _Place) -> bool:
    return any(_MARKS.search(name) for names in names_of(line.element_at(place.start)) for name in names)


def _is_of_change(line: Line, place: _Place) -> bool:
    """Say whether a date is marked as that of a change, and not as that of publication too, as themes of WordPress do."""
    return any(
        any(map(_MARKS_OF_CHANGE.search, names))
        and not any(_MARKS.search(name) and not _MARKS_OF_CHANGE.search(name) for name in names if name != "time")
        for names in names_of(line.element_at(place.start))
    )
