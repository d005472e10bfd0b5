"""LexisNexis until 2017: `1 of 100 DOCUMENTS`, source, date, labels in capitals, the text, more labels."""

import re
from collections.abc import Sequence
from itertools import takewhile

from newsgrep.readers.bylines import authors_of
from newsgrep.readers.draft import Draft, written
from newsgrep.readers.exports.lines import date_at_start, items_of, paragraphs, sections

_START = re.compile(r"[0-9]+ of [0-9]+ DOCUMENTS?").fullmatch
_LABEL = re.compile(r"([A-Z]+(?:-[A-Z]+)*): ?(.*)")
_ABOVE_TEXT = frozenset(
    {"BYLINE", "SECTION", "LENGTH", "DATELINE", "HIGHLIGHT", "HEADLINE", "BODY", "DISTRIBUTION", "SERIES"}
)
_BELOW_TEXT = frozenset(
    {
        *("LOAD-DATE", "LANGUAGE", "GRAPHIC", "PUBLICATION-TYPE", "SUBJECT", "ORGANIZATION"),
        *("COMPANY", "URL"),
        *("PERSON", "GEOGRAPHIC", "INDUSTRY", "TICKER", "CORRECTION-DATE", "NOTES", "TYPE", "STATE", "CITY"),
        *("COUNTRY", "JOURNAL-CODE", "DOCUMENT-TYPE", "ACC-NO", "CATEGORY"),
    }
)
_TAGS = ("SUBJECT", "GEOGRAPHIC", "PERSON", "ORGANIZATION", "COMPANY")
_RIGHTS = re.compile(r"(?:Copyright|\(c\)|©) ?(?:\(c\) ?)?[0-9]{4}|All rights reserved", re.IGNORECASE)


def articles_in(lines: Sequence[str]) -> list[Draft]:
    """What follows each mark, if one of the documents at least has a date or a label."""
    parts = [part for mark, part in sections(lines, _START) if mark and any(part)]
    is_export = any(date_at_start(line) or _label_of(line) for part in parts for line in part)
    return [_article(part) for part in parts] if is_export else []


def _article(lines: Sequence[str]) -> Draft:
    head = list(takewhile(lambda line: not _label_of(line), lines))
    named = [place for place, line in enumerate(head) if line and not _RIGHTS.match(line)]
    dated = next((place for place in named if date_at_start(head[place])), None)
    sources = [place for place in named if dated is None or place < dated]
    source = None if not sources else head[sources[0 if dated is None else -1]]
    begin = dated if dated is not None else next(iter(named), 0)
    parts = paragraphs(lines[begin:])
    labels = dict(label for part in parts if (label := _label_of(part)))
    headline = list(takewhile(lambda part: not _label_of(part), parts[1:]))[-1:]
    above = [labels[name] for name in ("HIGHLIGHT", "DATELINE") if labels.get(name)]
    return Draft(
        title=labels.get("HEADLINE") or "".join(headline),
        text="\n\n".join(above + _text(parts)),
        dates=written([None if dated is None else date_at_start(head[dated])]),
        url=labels.get("URL"),
        source=source,
        authors=authors_of(labels.get("BYLINE")),
        section=labels.get("SECTION"),
        language=labels.get("LANGUAGE", "").partition(";")[0] or None,
        tags=items_of(labels, _TAGS),
    )


def _label_of(part: str) -> tuple[str, str] | None:
    found = _LABEL.match(part)
    if found and found[1] in _ABOVE_TEXT | _BELOW_TEXT:
        return found[1], found[2]
    return None


def _text(parts: Sequence[str]) -> list[str]:
    """What stands between the labels above and those below."""
    names = [(_label_of(part) or ("", ""))[0] for part in parts]
    above = max((place for place, name in enumerate(names) if name in _ABOVE_TEXT), default=-1)
    body = [(_label_of(parts[above]) or ("", ""))[1]] if above >= 0 and names[above] == "BODY" else []
    for part, name in zip(parts[above + 1 :], names[above + 1 :], strict=True):
        if name in _BELOW_TEXT or _RIGHTS.match(part):
            break
        body.append(part)
    return [part for part in body if part]
