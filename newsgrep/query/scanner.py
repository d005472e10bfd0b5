r"""A query's characters to lexemes: words, quotes, operators, parentheses, fields with their values.

A backslash takes the next character as it is; it stays in the lexeme's text, where `parse_glob` reads it.
"""

import functools
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias

from newsgrep.errors import QueryError
from newsgrep.immutable import NamedTuple
from newsgrep.query.fields import DATE_FIELD, FIELDS, is_text_field
from newsgrep.query.quotes import QUOTES, SINGLE_QUOTES, closing_quote, single_quoted

MAX_CHARACTERS = 10_000


Kind: TypeAlias = Literal[
    "WORD", "QUOTED", "OPEN", "CLOSE", "FIELD", "VALUE", "AND", "OR", "NOT", "NEAR", "BEFORE", "PASSED"
]
"""What a lexeme is. PASSED is punctuation that stands alone, and the question mark of a question."""


class Lexeme(NamedTuple):
    """A piece of a query: `query[start:end]`.

    `text` is a word's or a value's glob, what stands between quotes, a field's name in lower case, the number
    after `NEAR/` or `BEFORE/`, or the operator as written. `tilde` and `weight` are what follows `~` and `^`, None where
    there is no such sign.
    """

    kind: Kind
    text: str
    start: int
    end: int
    tilde: str | None = None
    weight: str | None = None


_MAYBE_FIELD = r"(\w+):(?!//)"
_NUMBER_SPACES = "\u00a0\u2009\u202f"
_IN_NUMBER = rf"(?<=\d)[{_NUMBER_SPACES}](?=\d\d\d(?!\d))"
"""A no-break or thin space between the thousands of a number: part of the word, as in a text."""
_WORD = rf"(?:\\.|[^\s(){QUOTES}\\]|{_IN_NUMBER})+"
_WORD_PARTS = r"((?:\\.|[^\\~^])+)(?:~([^~^]*))?(?:\^([^~^]*))?"
_SUFFIXES = rf"(?:~([^\s(){QUOTES}~^]*))?(?:\^([^\s(){QUOTES}~^]*))?"
_VALUE = r"(?:\\.|[^\s()\\]|(?P<open>\()|(?P<close>\)))"
_UNESCAPED_QUOTE = rf"(\\.)|([{QUOTES}])"
_UNIT = r"\\.|."
_PROXIMITY = r"(NEAR|BEFORE)/([0-9]{1,9})"
_compiled = functools.cache(functools.partial(re.compile, flags=re.DOTALL))
"""Most queries are words alone, which need no pattern; those that they need are compiled when they do."""
_OPERATORS: dict[str, Kind] = {"AND": "AND", "OR": "OR", "NOT": "NOT"}
_PROXIMITIES: dict[str, Kind] = {"NEAR": "NEAR", "BEFORE": "BEFORE"}
_MAYBE_OPERATORS = {"near", "before", "around", "adj", "atleast", "andnot", "butnot", "xor"}
"""Words without signs that may be operators, of other tools too; a number may follow."""
_SIGNS = frozenset("/!+|&{}[]\\")
"""The signs of other tools' operators, which are in words and in numbers too."""
BEGINNING_SIGNS = f"/{SINGLE_QUOTES}"
"""A word that begins with one of these may be the beginning of something longer."""
_MINUS_SIGNS = "\u2212\u02d7\u2043\u207b\u208b\u2796"
_BEHIND_A_QUESTION_MARK = frozenset("?!.,;:'\u2019\u2026")


def _field_at(query: str, place: int) -> re.Match[str] | None:
    """The name of a field, letters alone, and its colon."""
    if ":" not in query:
        return None
    # A class of letters alone would take longer to compile than all else here.
    found = _compiled(_MAYBE_FIELD).match(query, place)
    if found and not any(character == "_" or character.isdecimal() for character in found[1]):
        return found
    return None


def scan(query: str) -> list[Lexeme]:
    """Cut a query into lexemes. Raises QueryError."""
    if len(query) > MAX_CHARACTERS:
        raise QueryError(
            f"the query is too long: {len(query):,} characters, at most {MAX_CHARACTERS:,}", query
        )
    check_text(query)
    lexemes: list[Lexeme] = []
    place = _skip_space(query, 0)
    while place < len(query):
        lexemes += _scanner_at(query, place)(query, place)
        place = _skip_space(query, lexemes[-1].end)
    return _without_question_mark(lexemes) if "?" in query else lexemes


def check_text(query: str) -> None:
    """Raise QueryError where bytes that are not UTF-8 were typed: Python has surrogates in their place."""
    try:
        query.encode()
    except UnicodeEncodeError as error:
        raise QueryError("the query is not UTF-8", query, error.start, error.end) from None


def _scanner_at(query: str, place: int) -> Callable[[str, int], Iterator[Lexeme]]:
    character = query[place]
    if character in QUOTES:
        return _quoted
    if character in "()":
        return _parenthesis
    if is_dash(character) and query[place + 1 : place + 2].strip():
        return _minus
    found = _field_at(query, place)
    if found and (query[found.end() : found.end() + 1].strip() or found[1].lower() in FIELDS):
        return _field
    return _word if single_quoted(query, place) is None else _single_quoted


def is_dash(character: str) -> bool:
    """Say whether a character is a dash, of any length and typography, or the sign for minus."""
    return character == "-" or (
        not character.isascii() and (character in _MINUS_SIGNS or unicodedata.category(character) == "Pd")
    )


def _skip_space(query: str, place: int) -> int:
    while query[place : place + 1].isspace():
        place += 1
    return place


def _parenthesis(query: str, place: int) -> Iterator[Lexeme]:
    if query[place] == "(":
        yield Lexeme("OPEN", "(", place, place + 1)
        return
    tilde, weight, end = _suffixes(query, place + 1)
    if tilde is not None:
        raise QueryError("~ stands after a word or a quoted phrase, not after a group", query, place + 1, end)
    yield Lexeme("CLOSE", ")", place, end, weight=weight)


def _quoted(query: str, place: int) -> Iterator[Lexeme]:
    between, end = _between_quotes(query, place)
    tilde, weight, end = _suffixes(query, end)
    yield Lexeme("QUOTED", between, place, end, tilde, weight)


def _single_quoted(query: str, place: int) -> Iterator[Lexeme]:
    between, end = single_quoted(query, place) or ("", place)
    tilde, weight, end = _suffixes(query, end)
    yield Lexeme("QUOTED", between, place, end, tilde, weight)


def _between_quotes(query: str, place: int) -> tuple[str, int]:
    """What stands between the quotes that open at `place`, and where they are closed."""
    closing = closing_quote(query, place)
    if closing is None:
        raise QueryError("this quote is never closed", query, place, place + 1)
    between = query[place + 1 : closing]
    if not between.strip():
        raise QueryError("there is nothing between these quotes", query, place, closing + 1)
    return _escape_quotes(between), closing + 1


def _escape_quotes(glob: str) -> str:
    escaped: str = _compiled(_UNESCAPED_QUOTE).sub(lambda found: found[1] or f"\\{found[2]}", glob)
    return escaped


def _suffixes(query: str, place: int) -> tuple[str | None, str | None, int]:
    if query[place : place + 1] not in {"~", "^"}:
        return None, None, place
    found = _compiled(_SUFFIXES).match(query, place)
    return (found[1], found[2], found.end()) if found else (None, None, place)


def _minus(query: str, place: int) -> Iterator[Lexeme]:
    if is_dash(query[place + 1]):
        word = query[place:].split(None, 1)[0]
        if all(map(is_dash, word)):
            yield Lexeme("PASSED", word, place, place + len(word))
            return
        raise QueryError(
            r"an option stands outside the query's quotes; for the text itself write \-",
            query,
            place,
            place + len(word),
        )
    yield Lexeme("NOT", "-", place, place + 1)


def _word(query: str, place: int) -> Iterator[Lexeme]:
    plain = query[place:].split(None, 1)[0]
    divided = query[place + len(plain) :].startswith(tuple(_NUMBER_SPACES))
    if plain.isalnum() and plain not in _OPERATORS and not _may_be_operator(plain) and not divided:
        yield Lexeme("WORD", plain, place, place + len(plain))
        return
    found = _compiled(_WORD).match(query, place)
    if not found or query[found.end() : found.end() + 1] == "\\":
        raise QueryError("nothing follows this backslash", query, len(query) - 1, len(query))
    word, start, end = found[0], found.start(), found.end()
    if word in _OPERATORS:
        yield Lexeme(_OPERATORS[word], word, start, end)
    elif (name := word.partition("/")[0]) in _PROXIMITIES:
        near = _compiled(_PROXIMITY).fullmatch(word)
        if not near:
            raise QueryError(
                rf"{name} takes a number of words, {name}/5; for the word itself write \{name}",
                query,
                start,
                end,
            )
        yield Lexeme(_PROXIMITIES[name], near[2], start, end)
    else:
        _refuse_other_tools(query, word, start)
        yield _word_or_punctuation(query, word, start)


def _may_be_operator(plain: str) -> bool:
    return plain.rstrip("0123456789").lower() in _MAYBE_OPERATORS


def _refuse_other_tools(query: str, word: str, start: int) -> None:
    """Raise QueryError for an operator of another tool; most words have none of the signs."""
    if _may_be_operator(word) or not _SIGNS.isdisjoint(word) or ".*" in word:
        from newsgrep.query.other_tools import check_word  # noqa: PLC0415  few words have such signs

        check_word(query, word, start)


def _word_or_punctuation(query: str, word: str, start: int) -> Lexeme:
    end = start + len(word)
    if not any(character.isalnum() or character in "*~^\\" for character in word) and _is_alone(query, start):
        return Lexeme("PASSED", word, start, end)
    parts = _compiled(_WORD_PARTS).fullmatch(word)
    if not parts:
        raise QueryError(
            r"~ and ^ stand once, after a word; for the signs themselves write \~ and \^", query, start, end
        )
    # Escaped, what may begin something longer is a word of its own, whatever follows when it is printed.
    text = f"\\{parts[1]}" if word[0] in BEGINNING_SIGNS else parts[1]
    return Lexeme("WORD", text, start, end, parts[2], parts[3])


def _is_alone(query: str, start: int) -> bool:
    """Say whether no dash and no field stands right before it, which would then be about something else."""
    return not start or not (query[start - 1] == ":" or is_dash(query[start - 1]))


def _without_question_mark(lexemes: list[Lexeme]) -> list[Lexeme]:
    """The lexemes of a query of several words; a `?` at its end is cut off from the last of them."""
    *others, last = lexemes
    if last.kind not in {"WORD", "QUOTED"} or last.tilde is not None or last.weight is not None:
        return lexemes
    units = _compiled(_UNIT).findall(last.text)
    kept = len(units)
    while kept and units[kept - 1] in _BEHIND_A_QUESTION_MARK:
        kept -= 1
    text = "".join(units[:kept])
    words = [lexeme.text for lexeme in others if lexeme.kind in {"WORD", "QUOTED"}]
    if "?" not in units[kept:] or not text or len(" ".join([*words, text]).split()) == 1:
        return lexemes
    return [*others, last._replace(text=text), Lexeme("PASSED", "?", last.end - 1, last.end)]


def _field(query: str, place: int) -> Iterator[Lexeme]:
    found = _field_at(query, place)
    written = found[1] if found else ""
    name = written.lower()
    end = place + len(written)
    if name not in FIELDS:
        from newsgrep.query.unknown_fields import advice  # noqa: PLC0415  only for an error's message

        raise QueryError(
            f'unknown field "{written}"; {advice(written, _value_of_unknown(query, end + 1))}',
            query,
            place,
            end,
        )
    if not query[end + 1 : end + 2].strip() or query[end + 1] == ")":
        raise QueryError(f"nothing follows {name}:, no space may stand there", query, place, end + 1)
    yield Lexeme("FIELD", name, place, end + 1)
    if not is_text_field(name):
        yield _value(query, end + 1, name)
    elif is_dash(query[end + 1]):
        raise QueryError(f"- stands before the field: -{name}:", query, end + 1, end + 2)


def _value(query: str, place: int, name: str) -> Lexeme:
    if query[place] in QUOTES:
        between, end = _between_quotes(query, place)
        if query[end : end + 1] in {"~", "^"}:
            raise QueryError(f"a value of {name}: takes no ~ and no ^", query, end, end + 1)
        return Lexeme("VALUE", between, place, end)
    quoted = single_quoted(query, place)
    if quoted is not None:
        return Lexeme("VALUE", quoted[0], place, quoted[1])
    if query[place] == "(":
        raise QueryError(
            f"{name}: takes one value; write {name}:a OR {name}:b", query, place - len(name) - 1, place + 1
        )
    end = _end_of_value(query, place)
    if name == DATE_FIELD and query[place] in "[{":
        raise QueryError(
            "a range of dates has no brackets; write date:2025-01..2025-03, date:>=2025-01", query, place, end
        )
    return Lexeme("VALUE", _escape_quotes(query[place:end]), place, end)


def _value_of_unknown(query: str, place: int) -> str:
    """What stands behind the colon of a field that there is not, without its quotes or parentheses."""
    try:
        return _value(query, place, "").text
    except QueryError:
        return query[place:].split(None, 1)[0].strip("()")


def _end_of_value(query: str, place: int) -> int:
    """Where a value without quotes ends: at a space, or at a parenthesis that it has not opened itself."""
    opened = 0
    while found := _compiled(_VALUE).match(query, place):
        if found["open"]:
            opened += 1
        elif found["close"]:
            if not opened:
                break
            opened -= 1
        place = found.end()
    if query[place : place + 1] == "\\":
        raise QueryError("nothing follows this backslash", query, place, place + 1)
    return place
