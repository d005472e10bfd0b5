"""The names in a byline as it is printed: By ANN SMITH and BO LEE, Staff Writers."""

import re

_BY = re.compile(r"\s*(?:by|from|von|par|por|av|di|door)\b:?\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[,;]|&|\band\b|/)\s*", re.IGNORECASE)
_NO_NAME = re.compile(
    r"\b(?:staff|writers?|correspondents?|editors?|reporters?|columnists?|special|associated press|service"
    r"|bureau|chief|contributors?|contributed|news|photographers?|times|press|reuters?|agency|jr|sr|ph\.?d)\b",
    re.IGNORECASE,
)
_WHERE = re.compile(r"\s+(?:in (?=[A-Z])|contributed\b).*$")
_LONGEST_NAME = 60


def authors_of(byline: str | None) -> tuple[str, ...]:
    """The names, as written, without what their owners do; a byline of no person is one name."""
    printed = " ".join(_BY.sub("", byline or "", count=1).split())
    if not printed or len(printed) > 4 * _LONGEST_NAME:
        return ()
    names = [name for part in _BETWEEN.split(printed) if (name := _WHERE.sub("", part).strip(" .*"))]
    people = [name for name in names if not _NO_NAME.search(name) and len(name) <= _LONGEST_NAME]
    return tuple(dict.fromkeys(people or names[:1]))


def author_of_index(name: str) -> str:
    """A name of an index (`Smith, Ann`) in its usual order (`Ann Smith`)."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and "," not in given else name
