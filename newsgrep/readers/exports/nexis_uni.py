"""Nexis Uni, and Lexis since 2017: title, source, date, labels, `Body`, the text, `End of Document`."""

import re
from collections.abc import Sequence

from newsgrep.readers.bylines import authors_of
from newsgrep.readers.draft import Draft, written
from newsgrep.readers.exports.lines import date_at_start, items_of, labelled, paragraphs, sections

_END, _BODY = "End of Document", "Body"
_LENGTH = re.compile(r"Length: *[0-9,]+ words")
_LABELS = ("Length:", "Copyright", "Section:", "Byline:", "Dateline:", "Highlight:")
_LABEL = re.compile(r"(Section|Length|Byline|Dateline|Highlight): *(.*)")
_AFTER_TEXT = re.compile(r"Load-Date:|(?:Classification|Graphic|Notes)$")
_CLASSIFIED = re.compile(r"(Language|Subject|Industry|Geographic|Person|Company|Organization): *(.*)")
_TAGS = ("Subject", "Geographic", "Person", "Company", "Organization")
_NOT_TEXT = frozenset({"Link to Image", "Link to Story", "Link to Original Document"})
_ABOVE_DATE = 2


def articles_in(lines: Sequence[str]) -> list[Draft]:
    """The documents that have a text; cover pages have none."""
    parts = [part for _, part in sections(lines, lambda line: line == _END) if _BODY in part]
    return [_article(part) for part in parts] if any(map(_is_sure, parts)) else []


def _is_sure(lines: Sequence[str]) -> bool:
    """Say whether this is a document of Nexis beyond doubt."""
    head = lines[: lines.index(_BODY)]
    is_dated = any(date_at_start(line) for line in [line for line in head if line][_ABOVE_DATE:])
    return any(_LENGTH.fullmatch(line) or (is_dated and line.startswith(_LABELS[:2])) for line in head)


def _article(lines: Sequence[str]) -> Draft:
    body = lines.index(_BODY)
    head = [line for line in lines[:body] if line]
    title, source, date = _above(head)
    labels = labelled(head, _LABEL)
    text, after = _text_and_rest(lines[body + 1 :])
    classes = labelled(after, _CLASSIFIED)
    above = [labels[name] for name in ("Highlight", "Dateline") if labels.get(name)]
    return Draft(
        title=title,
        text="\n\n".join(above + [part for part in paragraphs(text) if part not in _NOT_TEXT]),
        dates=written([date]),
        source=source,
        authors=authors_of(labels.get("Byline")),
        section=labels.get("Section"),
        language=classes.get("Language", "").partition(";")[0] or None,
        tags=items_of(classes, _TAGS),
    )


def _above(head: Sequence[str]) -> tuple[str | None, str | None, str | None]:
    """Title, source and date. If no line is a date, they stand above the copyright or the first label."""
    dated = [place for place, line in enumerate(head) if place >= _ABOVE_DATE and date_at_start(line)]
    if dated:
        return head[dated[-1] - 2], head[dated[-1] - 1], date_at_start(head[dated[-1]])
    end = next((place for place, line in enumerate(head) if line.startswith(_LABELS)), len(head))
    title, source, *_ = [*head[max(end - 3, 0) : end], None, None]
    return title, source, None


def _text_and_rest(lines: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    end = next((place for place, line in enumerate(lines) if _AFTER_TEXT.match(line)), len(lines))
    return lines[:end], lines[end:]
