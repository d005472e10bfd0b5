"""ProQuest: documents between lines of `_`, every field with its label, the text after `Full text:`."""

import re
from collections.abc import Sequence

from newsgrep.readers.bylines import author_of_index
from newsgrep.readers.draft import Draft, written
from newsgrep.readers.exports.lines import items, items_of, paragraphs, sections

_RULE = re.compile(r"_{10,}").fullmatch
_LABEL = re.compile(
    r"(Title|Author|Publication info|Publication title|Publication date|Publication year|Publication subject"
    r"|Abstract|Links|Full text|Full Text|Subject|Location|People|Company / organization|Classification"
    r"|Identifier / keyword|First page|Pages|Volume|Issue|Section|Publisher|Place of publication"
    r"|Country of publication|ISSN|Source type|Language of publication|Document type|Document feature"
    r"|Dateline|Column|ProQuest document ID|Document URL|Copyright|Last updated|Database|Credit|Edition"
    r"|Accession number|Source attribution|URL): ?(.*)"
)
_COUNT = re.compile(r"Document [0-9]+ of [0-9]+")
_TAGS = ("Subject", "Location", "People", "Company / organization")
_NO_TEXT = ("", "Not available")


def articles_in(lines: Sequence[str]) -> list[Draft]:
    """The documents that have a number, or a text; the report's head and its contents have neither."""
    found = (_article(part) for mark, part in sections(lines, _RULE) if mark)
    return [article for article in found if article]


def _article(lines: Sequence[str]) -> Draft | None:
    head, *labelled = sections(lines, _LABEL.match)
    fields: dict[str, str] = {}
    for line, more in labelled:
        name, _, value = line.partition(":")
        fields.setdefault(name, "\n\n".join(paragraphs([value.strip(), *more])))
    text = next(
        (fields[name] for name in ("Full text", "Full Text") if fields.get(name, "") not in _NO_TEXT), ""
    )
    if not text and "ProQuest document ID" not in fields:
        return None
    above = [line for line in head[1] if line and not _COUNT.fullmatch(line)]
    info, _, day = fields.get("Publication info", "").rpartition(". ")
    return Draft(
        key=fields.get("ProQuest document ID"),
        title=fields.get("Title") or (above[0] if above else None),
        text=text or fields.get("Abstract", ""),
        dates=written([fields.get("Publication date"), day.partition(":")[0] or None]),
        url=fields.get("Document URL") or fields.get("URL"),
        source=re.split(r" ?[;\[]", fields.get("Publication title") or info, maxsplit=1)[0],
        authors=[author_of_index(name) for name in items(fields.get("Author", "")) if name != "Anonymous"],
        section=fields.get("Section"),
        language=fields.get("Language of publication"),
        tags=items_of(fields, _TAGS),
    )
