"""What to say about a query that was understood, and that could have been meant otherwise."""

from collections.abc import Iterator, Sequence

from newsgrep.query.quotes import SINGLE_QUOTES
from newsgrep.query.scanner import Lexeme, is_dash, scan

_ENDS_OF_OPERANDS = {"WORD", "QUOTED", "VALUE", "CLOSE"}
_BEGINNINGS_OF_OPERANDS = {"WORD", "QUOTED", "FIELD", "OPEN", "NOT"}
_PASSED_OVER = {
    "?": r"? alone is passed over; ? in a word is one character, and \? the sign itself",
    "!": "! alone is passed over; NOT leaves out the word behind it",
    "+": "+ alone is passed over; every word must occur as it is",
    "&": "& alone is passed over; the operator is AND",
    "|": "| alone is passed over; the operator is OR",
    "-": '"-" alone is passed over; NOT, or a dash right before a word, leaves it out',
}


def remarks(query: str) -> Iterator[str]:
    """Lines to be shown beside the results of a query that `parse` understands."""
    lexemes = scan(query)
    yield from _small_operators(lexemes)
    last = lexemes[-2:]
    if len(last) > 1 and last[1].start < last[0].end:
        word = query[last[0].start : last[0].end]
        yield f"{word} ends with a question mark; to look for one more character write ({word})"
        lexemes = lexemes[:-1]
    passed = (_sign(lexeme) for lexeme in lexemes if lexeme.kind == "PASSED")
    yield from (_PASSED_OVER[sign] for sign in dict.fromkeys(passed) if sign in _PASSED_OVER)
    for lexeme in lexemes:
        if lexeme.kind == "QUOTED" and query[lexeme.start] in SINGLE_QUOTES:
            yield f"""'{lexeme.text}' is a phrase, as "{lexeme.text}" is"""
        elif lexeme.kind == "WORD" and _is_truncated(lexeme.text):
            stem = lexeme.text[:-1]
            yield f"{lexeme.text} is {stem}; for all words that begin so write {stem}*"


def _small_operators(lexemes: Sequence[Lexeme]) -> Iterator[str]:
    """Of `grain or wheat`: operators that are words, because they are not in capitals."""
    small = [
        lexeme.text
        for before, lexeme, behind in zip(lexemes, lexemes[1:], lexemes[2:], strict=False)
        if lexeme.kind == "WORD"
        and lexeme.text.lower() in {"or", "and", "not"}
        and before.kind in _ENDS_OF_OPERANDS
        and behind.kind in _BEGINNINGS_OF_OPERANDS
    ]
    if small:
        words = list(dict.fromkeys(small))
        operators = ", ".join(dict.fromkeys(word.upper() for word in words))
        written = " and ".join(f'"{word}"' for word in words)
        are = "is a word here; the operator is" if len(words) == 1 else "are words here; the operators are"
        yield f"{written} {are} {operators}, in capitals"


def _sign(lexeme: Lexeme) -> str:
    """The one sign of which punctuation consists, whatever its typography and number."""
    signs = {"-" if is_dash(character) else character for character in lexeme.text}
    return signs.pop() if len(signs) == 1 else ""


def _is_truncated(word: str) -> bool:
    """Say whether a word ends as a truncated one does in LexisNexis and Westlaw."""
    return word.endswith("!") and word[:-1].isalpha()


def is_plain(query: str) -> bool:
    """Say whether a query is several words, without an operator, a wildcard, quotes or fields."""
    words = [lexeme for lexeme in scan(query) if lexeme.kind != "PASSED"]
    return len(words) > 1 and all(
        word.kind == "WORD" and word[4:] == (None, None) and set(word.text).isdisjoint("*?") for word in words
    )
