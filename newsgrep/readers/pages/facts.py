"""The facts that a web page gives in several ways: which of them counts, and how they are cleaned."""

import html
import re
from collections.abc import Iterable
from typing import Any

from newsgrep.readers.decoding import clean
from newsgrep.readers.draft import Draft
from newsgrep.readers.record_values import names_in

_LONGEST_NAME = 100
_BETWEEN_LETTERS = re.compile(r"[\W_]+")


def merged(found: Iterable[Draft]) -> Draft:
    """Of each fact the first that is given; but all dates, and a link with a path before one without."""
    drafts = list(found)
    first = {
        name: next((value for one in drafts if (value := getattr(one, name))), default)
        for name, default in Draft._field_defaults.items()
    }
    urls = [one.url for one in drafts if one.url]
    return Draft(**first)._replace(
        title=without_site(first["title"], first["source"]),
        dates=[date for one in drafts for date in one.dates],
        url=next((url for url in urls if has_path(url)), first["url"]),
    )


def one_line(value: Any) -> str | None:  # noqa: ANN401  any value JSON has
    """A text with white space collapsed and entities, which many escape twice, resolved; None for none."""
    if not isinstance(value, str):
        return None
    text = html.unescape(value) if "&" in value else value
    return clean(" ".join(text.split())) or None


def names(values: Iterable[str | None]) -> tuple[str, ...]:
    """The names of people in bylines: no `By`, no addresses; several in a line apart, as in records."""
    lines = [line for value in values if (line := one_line(value))]
    parts = [part for line in lines for part in names_in(line)]
    people = (
        part for part in parts if part and len(part) <= _LONGEST_NAME and "/" not in part and "@" not in part
    )
    return tuple(dict.fromkeys(people))


def host_name(url: str | None) -> str | None:
    """What the name of an address's host is made of: `coastgazette` of www.coastgazette.example."""
    parts = (url or "").partition("://")[2].partition("/")[0].lower().removeprefix("www.").split(".")
    return parts[-2] if len(parts) > 1 else None


def has_path(url: str) -> bool:
    """Say whether a link leads to more than a site's first page."""
    return len(url.partition("://")[2].rstrip("/").split("/", 1)) > 1


def same_words(one: str, other: str) -> bool:
    """Say whether two headlines are the same, but for something around one, such as a site's name."""
    shorter, longer = sorted((letters(one), letters(other)), key=len)
    return shorter == longer or (len(shorter) > 10 and shorter in longer)  # noqa: PLR2004  more than a word


def letters(text: str) -> str:
    """A text as it is compared: its letters and digits, small ones the same as capitals."""
    return _BETWEEN_LETTERS.sub("", text.casefold())


_BEFORE_SITE = " \t|-–—:·•»«/"  # noqa: RUF001  dashes as they are used


def without_site(title: str | None, site: str | None) -> str | None:
    """A title without the site's name at its end or beginning, as <title> has it."""
    if not title or not site or title == site:
        return title
    for bare in (title.removesuffix(site), title.removeprefix(site)):
        if (
            bare != title
            and bare.strip(_BEFORE_SITE)
            and bare[-1 if title.startswith(bare) else 0] in _BEFORE_SITE
        ):
            return bare.strip(_BEFORE_SITE)
    return title
