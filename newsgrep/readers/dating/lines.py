"""The day of publication in a short line: by itself, after a label, in a byline; never in running text."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from newsgrep.article import PublicationDate
from newsgrep.readers import ReadOptions
from newsgrep.readers.dating.labels import Label, has_other_label, is_signed_label, label_of
from newsgrep.readers.dating.vocabulary import visible
from newsgrep.readers.dating.within import DateWithin, findings

_LONGEST = 160
"""In characters: a line of text is longer."""
_LONGEST_LABEL = 60
_PARTS = re.compile(r"\s*[|•·∙●▪\n]\s*|\s+[/~]\s+|\s+[-‐-―]+\s+|\s*[–—]\s*|\s{3,}")  # noqa: RUF001  as used
_ENDS = " \t,;:.()[]-–—/|~•·«»"  # noqa: RUF001  as used
_RANGE = re.compile(r"[-‐-―~〜]|to|until|till|through|bis|au|al|à|a|do|до|по", re.IGNORECASE)  # noqa: RUF001  as used
_BY = re.compile(
    r"(?:by|von|par|por|di|da|door|av|af|przez|text|words|story|author|autor|автор|来源|來源|作者|记者|記者|출처)"
    r"[:\s]\s*(.+)|(.{2,20}\s기자)",
    re.IGNORECASE,
)
_ON = re.compile(
    "on|at|the|le|el|il|op|am|den|vom|em|om|kl|dne|dnia|în|la|på|ngày|tanggal|в|от", re.IGNORECASE
)
_SMALL_IN_NAMES = re.compile(
    "and|&|the|of|for|de|da|do|dos|das|del|della|di|du|la|le|van|der|den|ten|von|zu|zum|bin|al|el|ibn|y|e|et|und"
    "|og|och|on|le"
)
_MOST_NAMES = 12
_AFTER_LABELLED = re.compile(
    r"(?:in|by|at|under|via|to|von|im|auf|unter|par|dans|sur|por|en|em|na|no|da|di|su|av|af|på|door|op|w)\s.{1,60}",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:\d+|no|leave a|add a|keine|sin|sem|nessun|aucun)?\s?(?:comment|repl(?:y|ies)|view|share|kommentar|koment)\w*"
    r"|\d+\s?(?:-\s?)?min(?:ut[ea]?)?(?:\(?[ns]\)?)?(?:\s(?:read|de lecture|lesezeit|de lectura|de leitura|di lettura))?"
    r"|[\d\s.]{1,12}",
    re.IGNORECASE,
)
"""How many have read or answered it, and how long it takes to read."""
_COUNT = re.compile(r"\d+\s+")


class DatedLine(NamedTuple):
    """What a line says of the day of publication.

    `written` is the date as it is printed. `date` is the day; None though there is `written`, if it may be
    two days. `is_alone` says that nothing else stands in the line, but a label. A line with the label OTHER is about another day, of a change, an event, a deadline, and has
    neither; so is the date in the element beside it, if the line has none itself.
    """

    label: Label | None = None
    written: str | None = None
    date: PublicationDate | None = None
    is_alone: bool = False


_NOTHING = DatedLine()
_OTHER = DatedLine(Label.OTHER)


def date_in_line(line: str, options: ReadOptions, language: str | None = None) -> DatedLine:
    """The day of publication in a line; `language` is the document's, if it is known: `de`, `de-AT`."""
    text = visible(line).strip()
    if not text or len(text) > _LONGEST:
        return _NOTHING
    if not any(map(str.isdecimal, text)):
        return DatedLine(label_of(text.strip(_ENDS))) if len(text) <= _LONGEST_LABEL else _NOTHING
    read = (_read(text, found) for found in findings(text, options, language))
    return next((line for line in read if line != _NOTHING), _NOTHING)


def _read(text: str, dates: Sequence[DateWithin]) -> DatedLine:
    around = list(_around(text, dates))
    if any(_RANGE.fullmatch(between.strip(" ,")) for between in around[1:-1]):
        return _OTHER
    labelled = list(_labelled(around)) if dates else []
    for wanted in (Label.PUBLICATION, None):
        for found, (label, counts) in zip(dates, labelled, strict=True):
            if counts and label is wanted:
                written = text[found.start : found.end]
                return DatedLine(label, written, found.date, all(map(_is_nothing_else, around)))
    return _OTHER if any(label is Label.OTHER for label, _ in labelled) else _NOTHING


def _around(text: str, dates: Sequence[DateWithin]) -> Iterator[str]:
    """The texts before, between and after the dates."""
    place = 0
    for found in dates:
        yield text[place : found.start]
        place = found.end
    yield text[place:]


def _labelled(around: Sequence[str]) -> Iterator[tuple[Label | None, bool]]:
    """Of each date its label, and whether what stands around it lets it count."""
    last = around[-1].strip(_ENDS)
    if last and label_of(last) and not label_of(around[0].strip(_ENDS)):
        yield from ((label := label_of(after.strip(_ENDS)), label is not Label.OTHER) for after in around[1:])
        return
    for before, after in pairwise(around):
        label, counts = _before(before)
        is_field = label is Label.PUBLICATION and before.rstrip().endswith(":")
        yield label, counts and (is_field or after is not around[-1] or _may_follow(after, label))


def _before(text: str) -> tuple[Label | None, bool]:
    """The label before a date, and whether nothing else stands there but names."""
    parts = [part.strip(_ENDS) for part in _PARTS.split(text)]
    near = _COUNT.sub("", parts[-1], count=1)
    if not near:
        label = label_of(next((part for part in reversed(parts) if part), ""))
        return label, label is not Label.OTHER
    if label := label_of(near):
        return label, label is not Label.OTHER
    if has_other_label(near):
        return Label.OTHER, False
    if is_signed_label(near):
        return Label.PUBLICATION, True
    return None, _ON.fullmatch(near) is not None or _is_byline(near)


def _is_nothing_else(text: str) -> bool:
    bare = text.strip(_ENDS)
    return not bare or bool(label_of(bare) or _ON.fullmatch(bare))


def _is_byline(text: str) -> bool:
    """Say whether a text is `By` and names: words with capitals, or of scripts without."""
    found = _BY.fullmatch(text)
    words = (found[1] or found[2]).replace(",", " ").split() if found else []
    return 0 < len(words) <= _MOST_NAMES and all(
        not word[0].islower() or _SMALL_IN_NAMES.fullmatch(word) for word in words
    )


def _may_follow(text: str, label: Label | None) -> bool:
    """Say whether what stands right after a date leaves it a date by itself."""
    near = _PARTS.split(text)[0].strip(_ENDS)
    return (
        not near
        or _AFTER.fullmatch(near) is not None
        or _is_byline(near)
        or (label is not None and _AFTER_LABELLED.fullmatch(near) is not None)
        or has_other_label(near)
    )
