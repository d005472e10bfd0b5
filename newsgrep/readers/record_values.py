"""The values of a record: their texts, the names in a line."""

import math
import re
from typing import Any

from newsgrep.readers.decoding import clean

_INSIDE = (
    *("main", "rendered", "plain", "webTitle", "original", "displayName", "value", "name", "title", "text"),
    *("content", "html", "label", "#text", "_text", "$t", "@value", "@id"),
    *("$oid", "$date", "$numberLong", "$numberInt"),
)
"""The keys of an object that stands for one text."""
_NAME_PARTS = (
    ("given", "firstName", "firstname", "first_name", "givenName"),
    ("family", "lastName", "lastname", "last_name", "familyName", "literal"),
)
_NO_TEXTS = frozenset({"title", "kicker", "byline", "date", "image", "video", "gallery", "author_info"})
"""Types of the blocks of a text that are no part of it."""

_BY = re.compile(r"\A(?:by:?|(?:von|par|por|da)(?=\s+\S+\s+\S))\s+", re.IGNORECASE)
_AND = re.compile(r"\s*,?\s+(?:and|und|et|&)\s+|\s*,\s*")
_LIST = re.compile(r"""\[\s*(?:['"].*['"]\s*(?:,\s*)?)?\]""", re.DOTALL)
_ELEMENT = re.compile(r"""'((?:[^'\\]|\\.)*+)'?|"((?:[^"\\]|\\.)*+)"?""", re.DOTALL)
_PLACEHOLDERS = frozenset(
    {
        *("[Removed]", "ONLY AVAILABLE IN PAID PLANS", "ONLY AVAILABLE IN CORPORATE PLANS"),
        "ONLY AVAILABLE IN PROFESSIONAL AND CORPORATE PLANS",
    }
)
"""What NewsAPI and NewsData write where they give nothing."""


def names_in(line: str) -> list[str]:
    """The names in a line. Commas separate names only if each is more than one word: not in `Smith, Ann`."""
    line = _BY.sub("", " ".join(line.split()))
    if separator := next((sign for sign in ";|" if sign in line), None):
        return [part.strip() for part in line.split(separator)]
    parts = [part.strip() for part in _AND.split(line)]
    return parts if all(" " in part for part in parts) else [line]


def words_in(line: str) -> list[str]:
    separator = next((sign for sign in ";|" if sign in line), ",")
    return [part.strip() for part in line.split(separator)]


def listed(text: str) -> list[str] | str:
    """The list that a table's cell may hold as Python or JSON writes one; any other text as it is."""
    if not _LIST.fullmatch(text):
        return text
    return [found[1] or found[2] or "" for found in _ELEMENT.finditer(text)]


def is_number(value: Any) -> bool:  # noqa: ANN401  any value JSON has
    """Say whether it is a number, or a list that begins with one."""
    return isinstance(value[0] if isinstance(value, list) and value else value, int | float)


def texts(value: Any) -> list[str]:  # noqa: ANN401  any value JSON has
    """The texts in a value: of a list its elements', of an object its main one's."""
    if isinstance(value, str):
        return [clean(value)] if value.strip() and value not in _PLACEHOLDERS else []
    if isinstance(value, bool) or value is None:
        return []
    if isinstance(value, int | float):
        return [str(value)] if math.isfinite(value) else []
    if isinstance(value, list | tuple):
        return [
            text
            for element in value
            if not isinstance(element, list | tuple) and not _is_no_text(element)
            for text in texts(element)
        ]
    if isinstance(value, dict):
        inside = (value.get(name) for name in _INSIDE)
        return next(
            ([clean(text)] for text in inside if isinstance(text, str) and text.strip()), _person(value)
        )
    return []


def _person(value: dict[str, Any]) -> list[str]:
    """The name of a person, as catalogues and libraries of citations keep it in parts."""
    parts = [next((value[key] for key in keys if value.get(key)), None) for keys in _NAME_PARTS]
    name = " ".join(part.strip() for part in parts if isinstance(part, str))
    return [clean(name)] if name else []


def _is_no_text(element: Any) -> bool:  # noqa: ANN401  any value JSON has
    kind = element.get("type") if isinstance(element, dict) else None
    return isinstance(kind, str) and kind in _NO_TEXTS
