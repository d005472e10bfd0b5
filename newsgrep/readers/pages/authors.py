"""The people who wrote a web page's article, as its metadata or its byline names them: `First Last`, in order.

No site, no agency and no department is a person; nor is what a program calls its users.
"""

# ruff: noqa: RUF001  dashes and apostrophes as they are used

import re
from collections.abc import Iterable, Iterator

from newsgrep.readers.pages.facts import letters, one_line

_LONGEST_NAME = 60
_MOST_WORDS = 6
_BY = re.compile(
    r"\A(?:(?:written|words|text|story|report|posted|published|reported|reviewed|geschrieben|erstellt|eingestellt"
    r"|veröffentlicht|texte?|testo|texto)\s*(?:und fotos?|and photos?)?\s*)?"
    r"(?:by|von|par|por|di|da|av|af|door|autor(?:in|/in|\*in|:in)?(?:en)?|auteure?s?|autore?|authors?|verfasser(?:in)?|text|texte|автор)"
    r"(?:\s*:\s*|\s+|(?-i:(?=[A-ZÄÖÜÉ][a-zäöüé])))",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s*(?:[;|•·\n]|\s[–—/-]\s|,\s+(?:and|und|et|y|e)\s|\s(?:and|und|et|y|with|mit|&|и|та|og|och|en|e)\s)\s*"
)
_TAIL = re.compile(
    r"\s*(?:[(\[].*|/.*|@.*|\bfor\s+(?:the\s+)?[A-Z].*|\bin\s+[A-Z].*|,?\s+(?:updated?|published|posted|am|on|le|el)\b.*"
    r"|,?\s*\d.*|\s[–—-]\s.*"
    r"|\s(?:illustration|fotos?|photos?|bilder|images?|graphi[ck]s?)\b.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_DATE = re.compile(r",?\s+[^\W\d_]{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}\b.*\Z", re.DOTALL)
_NOBODY = re.compile(
    r"\b(?:veröffentlicht|erstellt|publié|published|posted|par|por|by|von|admin(?:istrator)?|staff|editor(?:s|ial)?|newsroom|desk|team|redaktion|redakteur(?:in)?|redacci[oó]n|redazione|redação|rédaction"
    r"|redactie|redaksi|редакция|редакція|webmaster|agenc(?:y|ies|ia)|agentur|news|press|presse|reuters|afp|dpa|apa|ansa|efe|associated"
    r"|correspondents?|reporters?|writers?|contributors?|columnist|journalist|korrespondent(?:in)?|autor|author|guest|gast(?:beitrag)?"
    r"|service|bureau|office|online|magazine?|zeitung|blog|radio|tv|gmbh|inc|ltd|e\.?v|univers\w+|institut\w*|verlag|media|group"
    r"|about|über|more from|mehr von|posts?|articles?|alle|all|foto|photo|bild|image|credit|source|quelle|copyright|category|tags?|comments?|share|follow|read more|mehr|minutes?|min|uhr|today|heute|unknown|anonymous|user|profile?|view all)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][\w.’'ʼ-]*(?:\s+[^\W\d_][\w.’'ʼ-]*)*", re.UNICODE)
_ELISIONS = ("d'", "d’", "l'", "l’")
_PARTICLES = frozenset(
    [
        "von",
        "van",
        "de",
        "der",
        "den",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "du",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "zu",
        "zum",
        "zur",
        "ter",
        "ten",
        "af",
        "av",
        "y",
        "e",
        "and",
    ]
)


def people(lines: Iterable[str | None], others: Iterable[str | None] = ()) -> tuple[str, ...]:
    """The people that lines of names and bylines name; `others` are the site, its publisher and its host."""
    found = [name for line in lines if (text := one_line(line)) for name in _names(text)]
    known = {letters(one) for one in others if one} if found else ()
    return tuple(dict.fromkeys(name for name in found if letters(name) not in known))


def is_byline(line: str) -> bool:
    """Say whether a line begins as a byline does, and names a person."""
    found = _BY.match(line)
    return found is not None and any(True for _ in _names(line))


def _names(line: str) -> Iterator[str]:
    for part in _BETWEEN.split(_DATE.sub("", _BY.sub("", line, count=1))):
        bare = _BY.sub("", part, count=1).strip()
        for one in _apart(bare):
            name = _TAIL.sub("", one).strip(" ,:;.-–")
            is_month = " " not in name and one[len(name) :].lstrip(" .,")[:1].isdigit()
            if is_person(name) and not is_month:
                yield name


def _apart(part: str) -> list[str]:
    """Commas divide names if each is of more words: not in `Smith, Ann`, nor before what someone does."""
    parts = [one.strip() for one in part.split(",")]
    if len(parts) > 1 and all(" " in one for one in parts):
        return parts
    return parts[:1] if len(parts) > 1 and " " in parts[0] else [part]


def is_person(name: str) -> bool:
    words = name.replace(",", " ").split()
    if (
        not 0 < len(words) <= _MOST_WORDS
        or len(name) > _LONGEST_NAME
        or not _NAME.fullmatch(name.replace(",", ""))
    ):
        return False
    if _NOBODY.search(name) or ("." in name.strip(".") and " " not in name):
        return False
    return all(
        word[0].isupper() or not word[0].islower() or word.lower() in _PARTICLES or word[:2] in _ELISIONS
        for word in words
    )
