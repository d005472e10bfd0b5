"""Nexis Uni, and Lexis since 2017: title, source, date, labels, `Body`, the text, `End of Document`."""

import re
from collections.abc import Sequence

from newsgrep.readers.bylines import authors_of
from newsgrep.readers.document_fields import DocumentFields
from newsgrep.readers.exports.lines import date_at_start, items, labelled, paragraphs, sections

_END = "End of Document"
_LABEL = re.compile(r"(Section|Length|Byline|Dateline|Highlight): *(.*)")
_AFTER_TEXT = re.compile(r"Load-Date:|(?:Classification|Graphic|Notes)$")
_CLASSIFIED = re.compile(r"(Language|Subject|Industry|Geographic|Person|Company|Organization): *(.*)")
_TAGS = ("Subject", "Geographic", "Person", "Company", "Organization")
_NOT_TEXT = frozenset({"Link to Image", "Link to Story", "Link to Original Document"})
_ABOVE_DATE = 2


def articles_in(lines: Sequence[str]) -> list[DocumentFields]:
    """The documents that have a text; cover pages have none."""
    found = (_article(part) for _, part in sections(lines, lambda line: line == _END))
    return [article for article in found if article]


def _article(lines: Sequence[str]) -> DocumentFields | None:
    if "Body" not in lines:
        return None
    body = lines.index("Body")
    head = [line for line in lines[:body] if line]
    dated = [place for place, line in enumerate(head) if place >= _ABOVE_DATE and date_at_start(line)]
    if not dated or not any(line.startswith(("Length:", "Copyright")) for line in head):
        return None
    labels = labelled(head, _LABEL)
    text, after = _text_and_rest(lines[body + 1 :])
    classes = labelled(after, _CLASSIFIED)
    above = [labels[name] for name in ("Highlight", "Dateline") if labels.get(name)]
    return DocumentFields(
        title=head[dated[-1] - 2],
        text="\n\n".join(above + [part for part in paragraphs(text) if part not in _NOT_TEXT]),
        dates=[date_at_start(head[dated[-1]])],
        source=head[dated[-1] - 1],
        authors=authors_of(labels.get("Byline")),
        section=labels.get("Section"),
        language=classes.get("Language", "").partition(";")[0] or None,
        tags=[tag for name in _TAGS for tag in items(classes.get(name, ""))],
    )


def _text_and_rest(lines: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    end = next((place for place, line in enumerate(lines) if _AFTER_TEXT.match(line)), len(lines))
    return lines[:end], lines[end:]
