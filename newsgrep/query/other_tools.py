"""Operators of other search tools: each is refused, with what to write instead.

Those of Lucene, Google, Gmail, LexisNexis, Westlaw, Factiva, ProQuest, dtSearch and grep.
"""

import re
from typing import NamedTuple

from newsgrep.errors import QueryError

_NO_EXPRESSIONS = "there are no regular expressions; * and ? are wildcards"
_NO_SENTENCES = "newsgrep knows no sentences and no paragraphs; write NEAR/15, a number of words"
_IN_ORDER = {"pre", "p", "before", "adj", "onear"}
_DISTANCE = re.compile(r"(w|n|near|within|around|pre|p|before|adj|onear)?/(\d{1,9})", re.IGNORECASE)
_DISTANCE_IN_A_WORD = re.compile(r"(near|adj)(\d{1,9})", re.IGNORECASE)
_DISTANCE_BEHIND = re.compile(r"(AROUND) +(\d{1,9})|(?i:(AROUND|NEAR))\(\s*(\d{1,9})\s*\)")
_SENTENCE = re.compile(r"w?/(s|p|sent|seg|para|sentence|paragraph)", re.IGNORECASE)
_EXPRESSION = re.compile(r"/(?:\\.|[^/\\])*\S/[imsxu]{0,3}(?!\S)")
_PARTS_OF_EXPRESSIONS = re.compile(r"\w\[[^\]\d][^\]]*\]|\.\*|^\\b|(?<!\\)(?:\\\\)*\\[bdsw](?=[\\+*{]|$)")
_RANGE = re.compile(r"[\[{]\S+ TO \S+[\]}]")


class _Place(NamedTuple):
    """A word of a query, as it is written, with `before` and `behind` it: a character, or nothing."""

    query: str
    word: str
    start: int

    @property
    def signs(self) -> str:
        """The word without the characters that a backslash makes literal: others are in their places."""
        return re.sub(r"\\.", "xx", self.word)

    @property
    def before(self) -> str:
        return self.query[max(0, self.start - 1) : self.start].strip()

    @property
    def behind(self) -> str:
        end = self.start + len(self.word)
        return self.query[end : end + 1].strip()


def check_word(query: str, word: str, start: int) -> None:
    """Raise QueryError if a word of a query, at `query[start:]`, is or holds an operator of another tool."""
    place = _Place(query, word, start)
    for check in (_distance, _expression, _negation, _junction, _other):
        advice = check(place)
        if advice:
            message, length = advice
            raise QueryError(message, query, start, start + length)


def _distance(place: _Place) -> tuple[str, int] | None:
    """What to write for words near each other, and the length of what was written."""
    found = _DISTANCE.fullmatch(place.word) or _DISTANCE_IN_A_WORD.fullmatch(place.word)
    if found:
        ours = "BEFORE" if (found[1] or "").lower() in _IN_ORDER else "NEAR"
        return f"for words near each other write {ours}/{found[2]}, in capitals", len(place.word)
    behind = _DISTANCE_BEHIND.match(place.query, place.start)
    if behind and behind[0].startswith(place.word):
        number = behind[2] or behind[4]
        return f"for words near each other write NEAR/{number}", len(behind[0])
    return (_NO_SENTENCES, len(place.word)) if _SENTENCE.fullmatch(place.word) else None


def _expression(place: _Place) -> tuple[str, int] | None:
    found = _EXPRESSION.match(place.query, place.start)
    if found:
        return _NO_EXPRESSIONS, len(found[0])
    return (_NO_EXPRESSIONS, len(place.word)) if _PARTS_OF_EXPRESSIONS.search(place.word) else None


def _negation(place: _Place) -> tuple[str, int] | None:
    if place.word.lower() in {"andnot", "butnot"}:
        return f"{place.word} is no operator; write NOT", len(place.word)
    word = place.signs.lstrip("!")
    if not place.signs.startswith("!") or not (word[:1].isalnum() or (not word and place.behind)):
        return None
    return f"! is no operator; write NOT {place.word.lstrip('!')}".rstrip(), len(place.word)


def _junction(place: _Place) -> tuple[str, int] | None:
    """Signs for OR and AND: those between spaces, `BBC News | World`, are punctuation."""
    signs = place.signs
    if "|" in signs and (signs != "|" or place.before or place.behind):
        return f"| is no operator; write {_joined(signs, '|', 'OR')}", len(place.word)
    if "&&" in signs or (signs == "&" and place.behind):
        return f"& is no operator; write {_joined(signs, '&', 'AND')}", len(place.word)
    plus = re.match(r"\+(?=[^\W\d])", signs) or (signs == "+" and place.behind)
    if plus:
        return "+ is no operator: every word must occur as it is; leave it out", 1
    return None


def _joined(signs: str, sign: str, operator: str) -> str:
    """`a OR b` of `a|b`; the operator alone where the words on its sides are not in the same word."""
    parts = [part for part in re.split(f"{re.escape(sign)}+", signs) if part]
    return f" {operator} ".join(parts) if len(parts) > 1 else operator


def _other(place: _Place) -> tuple[str, int] | None:
    found = _RANGE.match(place.query, place.start)
    if found:
        return "only dates have ranges; write date:2025-01..2025-03", len(found[0])
    if not set(place.signs).isdisjoint("{}"):
        return "braces are no operator; write (a OR b)", len(place.word)
    if place.word.rstrip("0123456789").lower() == "atleast" and place.word[-1].isdigit():
        return "no operator counts a word in an article; oil^3 gives it weight in the ranking", len(
            place.word
        )
    if place.word == "XOR":
        return r"there is no XOR; write (a OR b) NOT (a AND b), and for the word itself \XOR", len(place.word)
    return None
