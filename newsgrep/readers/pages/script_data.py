"""The date of publication in a page's scripts: the data that a site's own program draws the page from."""

import json
import re
from collections.abc import Iterator

from newsgrep.readers.pages.tree import Element

_PUBLISHED = (
    r"(?:date_?published|(?:(?:first|article|originally)_?)?publish(?:ed)?_?(?:at|date|on|time)|published"
    r"|publication_?date|pub_?date|post_?date|release_?date|date_?publication|display_?date)"
)
_CREATED = r"(?:created_?(?:at|date)|date_?created)"
_DAY = r"(?:19|20)[0-9]{2}(?:-[0-9]{2}-[0-9]{2}|[0-9]{4})"
_MOMENT = re.compile(
    rf"""[:=]\s*(?:\\{{0,3}}["']({_DAY}(?:[Tt ][0-9:.]+(?:[Zz]|[+-][0-9:]+)?)?)\\{{0,3}}["']"""
    r"|(1[0-9]{9}(?:[0-9]{3})?)(?![0-9]))"
)
"""The value of a field: a text in quotation marks, escaped or not, or the number of seconds or milliseconds of an epoch.

It is looked for first: that it begins with one of two signs makes it twenty times as fast as by the names.
"""
_FIELDS = [
    re.compile(rf"""(?<![a-z]){names}\\{{0,3}}["']?\Z""", re.IGNORECASE) for names in (_PUBLISHED, _CREATED)
]
_LONGEST_NAME = 40
"""In characters, with quotation marks: those of all fields are shorter."""
_LONGEST_OBJECT = 20_000
_LEVELS = 2


def published_in_scripts(tree: Element, title: str | None) -> list[str]:
    """The moment that a page's scripts call that of publication, if all say the same day.

    If they do not, that in the object which has the page's title.
    """
    scripts = list(_scripts(tree))
    parts = (scripts, *([part] for script in scripts for part in _objects_with(script, title)))
    return next(filter(None, map(_agreed, parts)), [])


def _agreed(texts: list[str]) -> list[str]:
    named = [one for text in texts for one in _named_moments(text)]
    for field in _FIELDS:
        found = [moment for name, moment in named if field.search(name)]
        if found:
            return found[:1] if len({moment.replace("-", "")[:8] for moment in found}) == 1 else []
    return []


def _named_moments(text: str) -> Iterator[tuple[str, str]]:
    """(what stands before it, moment) of all moments that are values of fields."""
    for found in _MOMENT.finditer(text):
        start = found.start()
        while start and text[start - 1].isspace():
            start -= 1
        yield text[max(0, start - _LONGEST_NAME) : start], found[1] or found[2]


def _scripts(tree: Element) -> Iterator[str]:
    for script in tree.iter("script"):
        if script.text and "ld+json" not in (script.get("type") or ""):
            yield script.text


def _objects_with(script: str, title: str | None) -> Iterator[str]:
    """The objects around a title in a script, the innermost first."""
    for text in dict.fromkeys((title, json.dumps(title)[1:-1])) if title else ():
        start = end = script.find(f'"{text}"')
        for _ in range(_LEVELS if start >= 0 else 0):
            start, end = _brace(script, start, -1), _brace(script, end, 1)
            if start < 0 or end < 0:
                break
            yield script[start : end + 1]


def _brace(script: str, place: int, step: int) -> int:
    """Where the object around a place begins (`step` is -1) or ends (1); -1 if that is far."""
    opening, closing = ("{", "}") if step > 0 else ("}", "{")
    depth = 0
    limit = max(-1, min(len(script), place + step * _LONGEST_OBJECT))
    for at in range(place + step, limit, step):
        if script[at] == closing:
            depth -= 1
            if depth < 0:
                return at
        elif script[at] == opening:
            depth += 1
    return -1
