"""LexisNexis until 2017: `1 of 100 DOCUMENTS`, source, date, labels in capitals, the text, more labels.

A document that was saved by itself has no such number. Labels are believed only where they stand together,
between headline and text and at the end.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from newsgrep.readers.bylines import authors_of
from newsgrep.readers.draft import Draft, written
from newsgrep.readers.exports.labels import LEXISNEXIS, WORDS, in_english
from newsgrep.readers.exports.lines import (
    date_at_start,
    headline,
    items_of,
    label_of,
    paragraphs,
    run_at_end,
    sections,
)

_START = re.compile(
    r"[0-9]+ (?:of|von|de|di|van) [0-9]+ DO[CK]UMENT\w*|DO[CK]UMENT[OE]?N? [0-9]+ (?:of|von|de|di|van) [0-9]+",
    re.IGNORECASE,
).fullmatch
_LABEL = re.compile(r"([A-ZÀ-ÖØ-Þ]+(?:[ -][A-ZÀ-ÖØ-Þ]+){0,3})[ \xa0]?: ?(.*)")
_NAMES = in_english(LEXISNEXIS)
_ABOVE_TEXT = frozenset(
    {"BYLINE", "SECTION", "LENGTH", "DATELINE", "HIGHLIGHT", "HEADLINE", "BODY", "DISTRIBUTION", "SERIES"}
)
_FREE_TEXT = frozenset({"GRAPHIC", "CORRECTION", "CORRECTION-DATE", "NOTES"})
_TAGS = ("SUBJECT", "GEOGRAPHIC", "PERSON", "ORGANIZATION", "COMPANY")
_RIGHTS = re.compile(
    r"(?:Copyright|\(c\)|©) ?(?:\(c\) ?)?[0-9]{4}"
    r"|(?:All rights reserved|Alle Rechte vorbehalten|Tous droits réservés|Todos los derechos reservados"
    r"|Todos os direitos reservados|Alle rechten voorbehouden|Tutti i diritti riservati)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(rf".*: ?[0-9][0-9., ]*(?:{WORDS})", re.IGNORECASE)
_EDITION = re.compile(
    r"(?:[\w&.'-]+ ){0,4}(?:Edition|Ausgabe|Édition|Edición|Edição|Editie|Edizione)(?: [1-9]| ?- ?\w+)?",
    re.IGNORECASE,
)


def articles_in(lines: Sequence[str]) -> list[Draft]:
    """What follows each mark, if one of the documents at least has a date or a label; or the only document."""
    parts = [part for mark, part in sections(lines, _START) if mark and any(part)]
    if not parts:
        return [_article(lines)] if _is_document(lines) else []
    is_export = any(date_at_start(line) or _label_of(line) for part in parts for line in part)
    return [_article(part) for part in parts] if is_export else []


def _is_document(lines: Sequence[str]) -> bool:
    """Say whether it is one beyond doubt: dated, with its length above the text and labels below it."""
    head = takewhile(lambda line: not _label_of(line), lines)
    if not any(date_at_start(line) for line in head):
        return False
    parts = paragraphs(lines)
    names = [_name(part) for part in parts]
    begin = next((place for place, name in enumerate(names) if name in _ABOVE_TEXT), len(names))
    text = _begin_of_text(names, begin)
    is_counted = any(
        name == "LENGTH" and _COUNTED.fullmatch(part)
        for name, part in zip(names[begin:text], parts[begin:text], strict=True)
    )
    return is_counted and any(names[_begin_of_end(parts, text) :])


def _article(lines: Sequence[str]) -> Draft:
    head = list(takewhile(lambda line: not _label_of(line), lines))
    named = [place for place, line in enumerate(head) if line and not _RIGHTS.match(line)]
    dated = next((place for place in named if date_at_start(head[place])), None)
    sources = [place for place in named if dated is None or place < dated]
    source = None if not sources else head[sources[0 if dated is None else -1]]
    parts = paragraphs(lines[dated if dated is not None else next(iter(named), 0) :])
    names = [_name(part) for part in parts]
    above = next((place for place, name in enumerate(names) if name in _ABOVE_TEXT), None)
    begin = 1 if above is None else _begin_of_text(names, above)
    end = _begin_of_end(parts, begin)
    labels = dict(filter(None, map(_label_of, (*parts[above or 0 : begin], *parts[end:]))))
    text = [labels.get(name, "") for name in ("HIGHLIGHT", "DATELINE", "BODY")] + parts[begin:end]
    titles: Sequence[str] = parts[1:above] if above else []
    titles = (
        _without_edition(titles) if dated is not None else titles[-1:]
    )  # below a date that cannot be read
    return Draft(
        title=labels.get("HEADLINE") or headline(titles),
        text="\n\n".join(filter(None, text)),
        dates=written([None if dated is None else date_at_start(head[dated])]),
        url=labels.get("URL"),
        source=source,
        authors=authors_of(labels.get("BYLINE")),
        section=labels.get("SECTION"),
        language=labels.get("LANGUAGE", "").partition(";")[0] or None,
        tags=items_of(labels, _TAGS),
    )


def _begin_of_text(names: Sequence[str], above: int) -> int:
    """Below the labels that stand together; `BODY` is the last of them."""
    for place in range(above, len(names)):
        if names[place] not in _ABOVE_TEXT:
            return place
        if names[place] == "BODY":
            return place + 1
    return len(names)


def _begin_of_end(parts: Sequence[str], begin: int) -> int:
    """Where the labels and rights begin that stand at the end."""
    names = ["COPYRIGHT" if _RIGHTS.match(part) else _name(part) for part in parts[begin:]]
    return begin + run_at_end([name if name not in _ABOVE_TEXT else "" for name in names], _FREE_TEXT)


def _label_of(part: str) -> tuple[str, str] | None:
    return label_of(part, _LABEL, _NAMES)


def _name(part: str) -> str:
    return (_label_of(part) or ("",))[0]


def _without_edition(parts: Sequence[str]) -> Sequence[str]:
    """The paragraphs of the headline among those below the date: before it the edition may stand."""
    return parts[1:] if len(parts) > 1 and _EDITION.fullmatch(parts[0]) else parts
