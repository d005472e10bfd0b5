"""The date of publication in a page's scripts: the data that a site's own program draws the page from."""

import re
from collections.abc import Iterator

from newsgrep.readers.pages.tree import Element

_PUBLISHED = re.compile(
    r"""(?<![a-z])(?:date_?published|published_?(?:at|date|on|time)?|(?:first_?)?publish(?:ed)?_?(?:date|time)|publication_?date"""
    r"""|pub_?date|post_?date|release_?date|date_?publication|created_?(?:at|date)|date_?created|display_?date)"""
    r"""\\{0,3}["']?\s*[:=]\s*\\{0,3}["']((?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}(?:[T ][0-9:.]+(?:Z|[+-][0-9:]+)?)?)\\{0,3}["']""",
    re.IGNORECASE,
)


def published_in_scripts(tree: Element) -> list[str]:
    """The moment that a page's scripts call that of publication, if all say the same day."""
    found = [moment for script in _scripts(tree) for moment in _PUBLISHED.findall(script)]
    return found[:1] if len({moment[:10] for moment in found}) == 1 else []


def _scripts(tree: Element) -> Iterator[str]:
    for script in tree.iter("script"):
        if script.text and "ld+json" not in (script.get("type") or ""):
            yield script.text
