"""The fields of records in Reuters-21578 and in the TREC collections: their names and how they are written."""

import re
from collections.abc import Mapping
from typing import TypeAlias

from newsgrep.readers.bylines import authors_of
from newsgrep.readers.draft import Draft, written

Fields: TypeAlias = Mapping[str, list[str]]
"""What stands between the tags of a record, by their names in lower case, in order."""
_Forms: TypeAlias = tuple[tuple[re.Pattern[str], str], ...]
_TOPICS = ("topics", "places", "people", "orgs", "exchanges", "companies")
_HEADS = ("head", "headline", "hl", "ti", "h3")
_DATES = ("date", "date1", "date_time", "datetime", "dd", "pubdate")
_BEFORE_TITLE = re.compile(r"^FT\s+[0-9]{2} [A-Z]{3} [0-9]{2}\s*/\s*(?:\(CORRECTED\)\s*)?")
_RULE = re.compile(r"-{3,}")
_SHORT_DATES = (
    (re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})$"), "19{0}-{1}-{2}"),
    (re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{2})$"), "19{2}-{0}-{1}"),
    (re.compile(r"([A-Z][a-z]+ [0-9]{1,2}, [0-9]{4}),.*"), "{0}"),
)
"""Short dates of these collections: all are of the 20th century and American. The last form is the common one."""
_NUMBERS = (
    (re.compile(r"(?:AP|WSJ)([0-9]{2})([0-9]{2})([0-9]{2})-"), "19{0}-{1}-{2}"),
    (re.compile(r"LA([0-9]{2})([0-9]{2})([0-9]{2})-"), "19{2}-{0}-{1}"),
    (re.compile(r"[A-Z]{3}(?:_[A-Z]{3}_)?([0-9]{4})([0-9]{2})([0-9]{2})\."), "{0}-{1}-{2}"),
)
"""The day in a document's number."""


def reuters(fields: Fields, number: str | None) -> Draft:
    """A record of Reuters-21578. One of only a title has words that stand for text in place of it."""
    title, dateline = _line(fields, "title"), _line(fields, "dateline")
    text = "\n\n".join(fields.get("body") or ([] if title else fields.get("text", [])))
    return Draft(
        key=number,
        title=title,
        text=f"{dateline} {text}" if dateline and text else text,
        dates=written([value.strip() for value in fields.get("date", [])]),
        authors=authors_of(_line(fields, "author")),
        tags=_items(fields, "\n", *_TOPICS),
    )


def trec(fields: Fields, number: str | None) -> Draft:
    """A document of TREC's, AQUAINT, or Gigaword."""
    number = _line(fields, "docno", "docid") or number
    heads = [part.replace("@ ", "") for name in _HEADS for part in fields.get(name, []) if part.strip()]
    title, *signed = _RULE.split(_BEFORE_TITLE.sub("", "".join(heads[:1]).strip()))
    signatures = (line.strip() for part in signed for line in part.split("\n"))
    bylines = [_line(fields, "byline", "au"), *(line for line in signatures if line.startswith("By "))]
    leads = [_line(fields, "dateline"), *fields.get("lp", []), *fields.get("leadpara", [])]
    parts = [*(head.strip() for head in heads[1:]), *leads, *fields.get("text", [])]
    return Draft(
        key=number,
        title=title,
        text="\n\n".join(part for part in parts if part and part.strip()),
        dates=written(_dates(fields, number)),
        source=(_line(fields, "so", "pub", "name") or "").partition(" (")[0],
        authors=authors_of(next(filter(None, bylines), None)),
        section=_line(fields, "section"),
        tags=_items(fields, "[;\n]", "subject", "descript"),
    )


def _items(fields: Fields, between: str, *names: str) -> list[str]:
    parts = (part for name in names for field in fields.get(name, []) for part in re.split(between, field))
    return [item for part in parts if (item := " ".join(part.split()))]


def _line(fields: Fields, *names: str) -> str | None:
    """The first field of these names that has text, on one line."""
    return next(
        (line for name in names for part in fields.get(name, []) if (line := " ".join(part.split()))), None
    )


def _dates(fields: Fields, number: str | None) -> list[str]:
    """What the record gives as the date, then what its number says."""
    given = [" ".join(value.split()) for name in _DATES for value in fields.get(name, [])]
    found = [_written_out(value, _SHORT_DATES, value) for value in given if value]
    numbered = _written_out(number or "", _NUMBERS, "")
    return [value for value in (*found, numbered) if value]


def _written_out(value: str, forms: _Forms, otherwise: str) -> str:
    """The date in this value, in a form that all understand."""
    return next(
        (form.format(*found.groups()) for pattern, form in forms if (found := pattern.match(value))),
        otherwise,
    )
