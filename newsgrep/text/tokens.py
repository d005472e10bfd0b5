"""The tokenizer: a piece of text without white space to its tokens. It is the one place that knows the rules.

Every character gets a class, and the rules are one regular expression over the classes:

    U capital letter   l other letter   d digit   m mark on a letter of an unaccented script
    c character of a script that writes no spaces   ' & . , themselves   and a space for all else
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from newsgrep.immutable import NamedTuple
from newsgrep.text.acronyms import DOTTED
from newsgrep.text.folding import APOSTROPHE, clusters, fold_cluster

LONGEST_SURFACE = 255
"""A surface of more UTF-8 bytes takes its position and is not indexed: it is given as the empty string."""

ANY_CHARACTERS = "\ue000"
ANY_CHARACTER = "\ue001"
"""Stand-ins for wildcards, for query words alone: they count as letters there."""

NUMBER_SPACES = "\u00a0\u2009\u202f"
"""No-break and thin spaces: between the thousands of a number they are what a comma is."""
_JOINTS = dict.fromkeys(map(ord, f"{APOSTROPHE},{NUMBER_SPACES}"))

_ASCII_SIGNS = "".join(sign for sign in map(chr, range(128)) if not sign.isalnum())
_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "IDEOGRAPHIC")

_LETTER = "(?:[Ul]m*)"
_WORD = "(?:[Ul]m*|d)"
_RULES = "|".join(
    (
        "(?P<character>cm*)",
        # U.S., U.S.A, J.P. of J.P.Morgan: single letters, dots between.
        rf"(?P<acronym>(?<![Uldm]){_LETTER}(?:\.{_LETTER}(?![Uld]))+\.?)",
        rf"(?P<ampersand>(?<![Uldm]){_LETTER}{{1,3}}(?:&{_LETTER}{{1,3}})+(?![Uld]))",
        # 1,200.50, 1 200 with a space of its own and 1.2.3, and what follows at once: 1.5bn.
        rf"(?P<number>(?<![Uldm])(?:d{{1,3}}(?:,ddd)+(?!d)|d+)(?:\.d+)*{_WORD}*(?:(?<=[Ulm])'(?=[Ul]){_WORD}+)*)",
        rf"(?P<word>{_WORD}+(?:(?<=[Ulm])'(?=[Ul]){_WORD}+)*)",
    )
)
_POSSESSIVE = r"(?<=[Uldmc.])'[Ul](?![Uldm])"
_POSSESSIVES = ("'s", "'S")
_LONE_S = ("s", "S")
_compiled = cache(re.compile)
"""Most pieces are words alone, which need no rules; these are compiled when they do."""


class Token(NamedTuple):
    """A word of a text: its position among the tokens, its surface, its place in the text in characters."""

    position: int
    surface: str
    start: int
    end: int


class Piece(NamedTuple):
    """A token of a piece of text, `start` and `end` counted from the piece's beginning."""

    surface: str
    start: int
    end: int


def tokenize(
    piece: str, *, capitals: bool = False, elisions: bool = False, wildcards: bool = False
) -> list[Piece]:
    """The tokens of a piece of text that holds no white space, but perhaps some inside a number.

    `capitals`: the piece stands on a line of capitals, where they mean nothing. `elisions`: an apostrophe
    between letters divides. `wildcards`: the stand-ins above are letters.
    """
    plain = piece.strip(_ASCII_SIGNS)
    word = plain[:-2] if plain.endswith(_POSSESSIVES) else plain
    # An s alone may be that of a possessive, behind a full stop: .'s; behind a comma, one is a word: Paris,'s
    is_for_rules = word in _LONE_S or word.endswith((".", ","))
    surface = "" if is_for_rules else plain_surface(word, capitals=capitals)
    if surface:
        start = piece.index(word)
        return [Piece(surface, start, start + len(word))]
    return by_rules(piece, capitals=capitals, elisions=elisions, wildcards=wildcards)


def by_rules(piece: str, *, capitals: bool, elisions: bool, wildcards: bool) -> list[Piece]:
    """As `tokenize`, whatever the piece holds."""
    folded, starts, ends = _fold(piece)
    classes = folded.translate(_CLASSES_WITH_WILDCARDS if wildcards else _CLASSES)
    if APOSTROPHE in classes:
        classes = _compiled(_POSSESSIVE).sub(
            lambda found: "  " if folded[found.end() - 1] in "sS" else found[0], classes
        )
        if elisions:
            classes = classes.replace(APOSTROPHE, " ")
    pieces = []
    for found in _compiled(_RULES).finditer(classes):
        start, end = found.span()
        surface = _surface(folded[start:end], found.lastgroup, capitals=capitals)
        pieces.append(Piece(surface, starts[start], ends[end - 1]))
    return pieces


def plain_surface(piece: str, *, capitals: bool) -> str:
    """The surface of a piece that is one word or number in ASCII, perhaps with stops and commas behind it; "" for others.

    Most pieces are such. The rules give the same, in five times as long.
    """
    word = piece.rstrip(".,")
    if not word.isascii() or len(word) > LONGEST_SURFACE:
        return ""
    if word.isalpha():
        surface = word.lower()
        return DOTTED.get(surface, surface) if not capitals and word.isupper() else surface
    return word.replace(",", "") if _is_number(word) else ""


def _is_number(word: str) -> bool:
    """Say whether all of a word is one number by the rules: digits, commas between thousands, decimals."""
    whole, *decimals = word.split(".")
    first, *thousands = whole.split(",")
    if not all(part.isdigit() for part in (first, *thousands, *decimals)):
        return False
    return not thousands or (len(first) <= 3 and all(len(part) == 3 for part in thousands))  # noqa: PLR2004  as in `_RULES`


def _fold(piece: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """The piece folded, and where in it the cluster that each character comes from begins and ends."""
    if piece.isascii() and "`" not in piece:
        return piece, range(len(piece)), range(1, len(piece) + 1)
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in clusters(piece):
        for part in fold_cluster(piece[start:end]):
            folded.append(part)
            starts.append(start)
            ends.append(end)
    return "".join(folded), starts, ends


class _ClassTable(dict[int, str]):
    """For `str.translate`: the class of a character, found when it is first met."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _character_class(chr(code))
        return found


def separates(character: str) -> bool:
    """Say whether a character divides words just as white space does."""
    if character.isascii():
        return character in _ASCII_SIGNS and character not in "'`&.,"
    return set(map(_character_class, fold_cluster(character))) == {" "}


def is_unspaced(character: str) -> bool:
    """Say whether a character is of a script that writes no spaces: alone it is a token, and no mere letter."""
    return _character_class(character) == "c"


def _character_class(character: str) -> str:
    if character in "'&.,":
        return character
    if character in NUMBER_SPACES:
        return ","
    category = unicodedata.category(character)
    if category == "Nd" or (character.isdigit() and category == "No"):
        return "d"
    if category[0] == "M":
        return "m"
    if category[0] != "L":
        return " "
    if unicodedata.name(character, "").startswith(_UNSPACED):
        return "c"
    return "U" if category in {"Lu", "Lt"} else "l"


_CLASSES = _ClassTable()
_CLASSES_WITH_WILDCARDS = _ClassTable({ord(ANY_CHARACTERS): "l", ord(ANY_CHARACTER): "l"})


def _surface(raw: str, rule: str | None, *, capitals: bool) -> str:
    surface = raw.casefold()
    if rule == "acronym":
        surface = surface.replace(".", "")
        surface = DOTTED.get(surface, surface)
    elif rule in {"word", "number"}:
        if rule == "word" and not capitals and surface in DOTTED and raw.isupper():
            surface = DOTTED[surface]
        surface = surface.translate(_JOINTS)
    return surface if len(surface) * 4 <= LONGEST_SURFACE or _fits(surface) else ""


def _fits(surface: str) -> bool:
    return len(surface.encode("utf-8", "surrogatepass")) <= LONGEST_SURFACE
