"""Europresse: source, a line with section, day and length, headline, author, text, the number of the document."""

import re
from collections.abc import Sequence

from newsgrep.readers.bylines import authors_of
from newsgrep.readers.draft import Draft, written
from newsgrep.readers.exports.labels import WORDS
from newsgrep.readers.exports.lines import date_within, headline, paragraphs

_NUMBER = re.compile(
    r"(?:(?:Numéro de document|Document number|Dokumentnummer|Número de documento|Documentnummer|Numero documento)"
    r"\s?:? ?)?(?:news|pub|web|journal)[·.]([0-9]{8})[·.][\w·.+-]+"
)
"""`news·20230506·LM·0123`: the day is that of the issue."""
_RIGHTS = re.compile(r"(?:©|\(c\)|Copyright)", re.IGNORECASE)
_COUNT = re.compile(rf"[0-9][0-9  .,]{{0,12}} ?(?:{WORDS})\b", re.IGNORECASE)
_NAMES = re.compile(r"(?:(?:Par|By|Von|Por|Da|Door) )?[A-ZÀ-Þ][\w.'\u2019-]*(?:,? [\w.'\u2019-]+){1,7}")
"""A line that may name authors; prose has an end."""
_ABOVE_TITLE = 12


def articles_in(lines: Sequence[str]) -> list[Draft]:
    """The documents that end with their number."""
    found: list[Draft] = []
    begin = 0
    for place, line in enumerate(lines):
        if end := _NUMBER.fullmatch(line):
            found += [draft for draft in [_article(lines[begin:place], end)] if draft]
            begin = place + 1
    return found


def _article(lines: Sequence[str], number: re.Match[str]) -> Draft | None:
    """None if no line below the source has a day."""
    dated = [place for place, line in enumerate(lines[:_ABOVE_TITLE]) if date_within(line)]
    place = next((place for place in dated if _COUNT.search(lines[place])), next(iter(dated), None))
    if place is None:
        return None
    above = [line for line in lines[:place] if line]
    title, *below = [*paragraphs(lines[place + 1 :]), ""]
    has_author = len(below) > 1 and _NAMES.fullmatch(below[0])
    date = date_within(lines[place]) or ""
    return Draft(
        title=headline([title]),
        text="\n\n".join(part for part in below[bool(has_author) :] if part and not _RIGHTS.match(part)),
        dates=written([number[1], date]),
        source=above[-1] if above else None,
        authors=authors_of(below[0]) if has_author else (),
        section=lines[place].lower().partition(date.lower())[0] and lines[place].partition(",")[0],
    )
