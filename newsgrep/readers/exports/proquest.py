"""ProQuest: documents between lines of `_`, every field with its label, the text after `Full text:`.

Labels are believed above the text, and below it only where they stand together at the end.
"""

import re
from collections.abc import Sequence

from newsgrep.readers.bylines import author_of_index
from newsgrep.readers.draft import Draft, written
from newsgrep.readers.exports.labels import PROQUEST, in_english
from newsgrep.readers.exports.lines import (
    date_within,
    headline,
    items,
    items_of,
    label_of,
    paragraphs,
    run_at_end,
    sections,
)

_RULE = re.compile(r"_{10,}").fullmatch
_LABEL = re.compile(r"([^\W\d_][^:]{1,40}?)[ \xa0]?: ?(.*)")
_NAMES = in_english(PROQUEST)
_COUNT = re.compile(r"(?:Document|Dokument|Documento) [0-9]+ (?:of|von|de|di|van) [0-9]+")
_TAGS = ("Subject", "Location", "People", "Company / organization")
_FREE_TEXT = frozenset({"Copyright", "Credit", "Abstract"})
_NO_TEXT = ("", "not available", "nicht verfügbar", "non disponible", "no disponible", "não disponível",
            "niet beschikbaar", "non disponibile")  # fmt: skip
_ADDRESS = re.compile(r"https?://\S+")


def articles_in(lines: Sequence[str]) -> list[Draft]:
    """The documents that have a number, or a text; the report's head and its contents have neither."""
    found = (_article(part) for mark, part in sections(lines, _is_mark) if mark)
    return [article for article in found if article]


def _is_mark(line: str) -> bool:
    return bool(_RULE(line) or _COUNT.fullmatch(line))


def _article(lines: Sequence[str]) -> Draft | None:
    above, fields = _parted(lines)
    if "Full text" not in fields and "ProQuest document ID" not in fields:
        return None
    text = fields.get("Full text", "")
    text = "" if text.casefold().rstrip(".") in _NO_TEXT else text
    info = fields.get("Publication info", "")
    return Draft(
        key=fields.get("ProQuest document ID"),
        title=fields.get("Title") or headline(above),
        text=text or fields.get("Abstract", ""),
        dates=written([fields.get("Publication date"), date_within(info) or fields.get("Publication year")]),
        url=fields.get("Document URL") or fields.get("URL"),
        source=re.split(r" ?[;\[]", fields.get("Publication title") or info, maxsplit=1)[0],
        authors=[author_of_index(name) for name in items(fields.get("Author", "")) if name != "Anonymous"],
        section=fields.get("Section"),
        language=fields.get("Language of publication"),
        tags=items_of(fields, _TAGS),
    )


def _parted(lines: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """What stands above the labels, and the fields; the text is one of them."""
    parts = _parts(lines)
    names = [(_label_of(part) or ("",))[0] for part in parts]
    first = next((place for place, name in enumerate(names) if name), len(parts))
    begin = names.index("Full text") if "Full text" in names else first
    end = begin + 1 + run_at_end(names[begin + 1 :], _FREE_TEXT) if "Full text" in names else first
    fields = _fields(parts[end:]) | _fields(parts[first:begin])
    text = _fields(parts[begin:end], 1) if "Full text" in names else {}
    return [part for part in parts[:first] if not _ADDRESS.fullmatch(part)], fields | text


def _parts(lines: Sequence[str]) -> list[str]:
    """The paragraphs; a label begins one, whether or not a blank line stands above it."""
    spaced = (line for one in lines for line in (("", one) if _label_of(one) else (one,)))
    return paragraphs(list(spaced))


def _fields(parts: Sequence[str], labels: int | None = None) -> dict[str, str]:
    """The first value of each label, with the paragraphs that follow it; only so many of the parts have labels."""
    fields: dict[str, list[str]] = {}
    value: list[str] = []
    for place, part in enumerate(parts):
        if (labels is None or place < labels) and (labelled := _label_of(part)):
            value = [labelled[1]]
            fields.setdefault(labelled[0], value)
        else:
            value.append(part)
    return {name: "\n\n".join(filter(None, value)) for name, value in fields.items()}


def _label_of(part: str) -> tuple[str, str] | None:
    return label_of(part, _LABEL, _NAMES)
