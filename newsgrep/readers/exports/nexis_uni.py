"""Nexis Uni, and Lexis since 2017: headline, source, date, labels, `Body`, the text, `End of Document`."""

import re
from collections.abc import Sequence

from newsgrep.readers.bylines import authors_of
from newsgrep.readers.draft import Draft, written
from newsgrep.readers.exports.labels import NEXIS, WORDS, in_english, plain
from newsgrep.readers.exports.lines import date_at_start, headline, items_of, label_of, paragraphs, sections

_LABEL = re.compile(r"([^\W\d_][^:]{2,30}?)[ \xa0]?: *(.*)")
_COUNT = re.compile(rf"[0-9][0-9.,\xa0 ]* ?(?:{WORDS})", re.IGNORECASE)
_NAMES = in_english(NEXIS)
_ABOVE_BODY = frozenset({"Section", "Length", "Byline", "Dateline", "Highlight"})
_TAGS = ("Subject", "Geographic", "Person", "Company", "Organization")
_NOT_TEXT = frozenset({"Link to Image", "Link to Story", "Link to Original Document"})
_COVER = re.compile(
    r"\|[^|]*Copyright|Client/Matter:|Search (?:Terms|Type):|Narrowed by:|Documents? \([0-9]+\)"
)
_ABOVE_DATE = 2
_MOST_TITLE_LINES = 4
_MOST_CAPTIONS = 20


def articles_in(lines: Sequence[str]) -> list[Draft]:
    """The documents that have a text; cover pages have none."""
    parts = [part for _, part in sections(lines, lambda line: _NAMES.get(plain(line)) == "End of Document")]
    found = [(part, body) for part in parts if (body := _place_of_body(part)) is not None]
    return [_article(part, body) for part, body in found] if any(_is_sure(*one) for one in found) else []


def _place_of_body(lines: Sequence[str]) -> int | None:
    """The place of the line above the text: the first one below a label or the copyright, else the first."""
    places = [place for place, line in enumerate(lines) if _NAMES.get(plain(line)) == "Body"]
    above = next((place for place, line in enumerate(lines) if _is_label(line)), 0)
    return next((place for place in places if place > above), next(iter(places), None))


def _is_label(line: str) -> bool:
    return line.startswith("Copyright") or (_label_of(line) or ("",))[0] in _ABOVE_BODY


def _label_of(line: str) -> tuple[str, str] | None:
    return label_of(line, _LABEL, _NAMES)


def _is_sure(lines: Sequence[str], body: int) -> bool:
    """Say whether this is a document of Nexis beyond doubt."""
    is_dated = any(date_at_start(line) for line in [line for line in lines[:body] if line][_ABOVE_DATE:])
    labels = dict(filter(None, map(_label_of, lines[:body])))
    has_rights = any(line.startswith("Copyright") for line in lines[:body])
    return bool(_COUNT.fullmatch(labels.get("Length", ""))) or (
        is_dated and ("Length" in labels or has_rights)
    )


def _article(lines: Sequence[str], body: int) -> Draft:
    head = lines[:body]
    title, source, date = _above(head)
    labels = {name: value for name, value in filter(None, map(_label_of, head)) if name in _ABOVE_BODY}
    text, after = _text_and_rest(lines[body + 1 :])
    classes = dict(filter(None, map(_label_of, after)))
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
    """Headline, source and date. If no line is a date, they stand above the copyright or the first label."""
    named = [place for place, line in enumerate(head) if line]
    dated = [place for place in named[_ABOVE_DATE:] if date_at_start(head[place])]
    if dated:
        source = named[named.index(dated[-1]) - 1]
        return headline(_title_lines(head[:source])), head[source], date_at_start(head[dated[-1]])
    end = next((number for number, place in enumerate(named) if _is_label(head[place])), len(named))
    title, source_line, *_ = [*(head[place] for place in named[max(end - 3, 0) : end]), None, None]
    return title, source_line, None


def _title_lines(lines: Sequence[str]) -> list[str]:
    """The lines above the source, up to a blank one; if a blank one stands between all lines, up to the cover."""
    begin = len(lines)
    is_spaced = not lines[-1]
    while begin and (lines[begin - 1] or is_spaced) and not _COVER.search(lines[begin - 1]):
        begin -= 1
    kept = [line for line in lines[begin:] if line]
    return (
        kept[-_MOST_TITLE_LINES:]
        if begin
        else kept[-1:]
        if is_spaced and len(kept) > _MOST_TITLE_LINES
        else kept
    )


def _text_and_rest(lines: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Below the text stand pictures, the classification and the day of loading; of its own headings none is one."""
    names = [(_label_of(line) or ("",))[0] for line in lines]
    alone = [_NAMES.get(plain(line), "") for line in lines]
    classified = [place for place, name in enumerate(alone) if name == "Classification"]
    loaded = [place for place, name in enumerate(names) if name == "Load-Date"]
    end = (classified or loaded or [len(lines)])[-1]
    for place in reversed(range(max(end - _MOST_CAPTIONS, 0), end)):
        if alone[place] == "Graphic":
            end = place
    return lines[:end], lines[end:]
