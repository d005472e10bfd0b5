r"""A query's characters to lexemes: words, quotes, operators, parentheses, fields with their values.

A backslash takes the next character as it is; it stays in the lexeme's text, where `parse_glob` reads it.
"""

import functools
import re
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple, TypeAlias

from newsgrep.errors import QueryError
from newsgrep.query.fields import FIELDS, is_text_field, nearest_field

MAX_CHARACTERS = 10_000


Kind: TypeAlias = Literal["WORD", "QUOTED", "OPEN", "CLOSE", "FIELD", "VALUE", "AND", "OR", "NOT", "NEAR"]
"""What a lexeme is."""


class Lexeme(NamedTuple):
    """A piece of a query: `query[start:end]`.

    `text` is a word's or a value's glob, what stands between quotes, a field's name in lower case, the number
    after `NEAR/`, or the operator as written. `tilde` and `weight` are what follows `~` and `^`, None where
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
_WORD = rf'(?:\\.|[^\s()"\u201c\u201d\\]|{_IN_NUMBER})+'
_WORD_PARTS = r"((?:\\.|[^\\~^])+)(?:~([^~^]*))?(?:\^([^~^]*))?"
_PLAIN_QUOTED = r'"((?:\\.|[^"\\])*)"'
_CURLY_QUOTED = r'[\u201c\u201d]((?:\\.|[^"\u201c\u201d\\])*)["\u201c\u201d]'
_QUOTES = '"\u201c\u201d'
_SUFFIXES = r'(?:~([^\s()"~^]*))?(?:\^([^\s()"~^]*))?'
_VALUE = r"(?:\\.|[^\s()\\]|(?P<open>\()|(?P<close>\)))"
_UNESCAPED_QUOTE = r'(\\.)|"'
_NEAR = r"NEAR/([0-9]{1,9})"
_compiled = functools.cache(functools.partial(re.compile, flags=re.DOTALL))
"""Most queries are words alone, which need no pattern; those that they need are compiled when they do."""
_OPERATORS: dict[str, Kind] = {"AND": "AND", "OR": "OR", "NOT": "NOT"}


def _field_at(query: str, place: int) -> re.Match[str] | None:
    """The name of a field, letters alone, and its colon."""
    if ":" not in query:
        return None
    # A class of letters alone would take longer to compile than all else here.
    found = _compiled(_MAYBE_FIELD).match(query, place)
    if found and not any(character == "_" or character.isdecimal() for character in found[1]):
        return found
    return None


def scan(query: str) -> Iterator[Lexeme]:
    """Cut a query into lexemes. Raises QueryError."""
    if len(query) > MAX_CHARACTERS:
        raise QueryError(
            f"the query is too long: {len(query):,} characters, at most {MAX_CHARACTERS:,}", query
        )
    place = _skip_space(query, 0)
    while place < len(query):
        for lexeme in _scanner_at(query, place)(query, place):
            yield lexeme
            place = lexeme.end
        place = _skip_space(query, place)


def _scanner_at(query: str, place: int) -> Callable[[str, int], Iterator[Lexeme]]:
    character = query[place]
    if character in _QUOTES:
        return _quoted
    if character in "()":
        return _parenthesis
    if character == "-" and query[place + 1 : place + 2].strip():
        return _minus
    found = _field_at(query, place)
    if found and (query[found.end() : found.end() + 1].strip() or found[1].lower() in FIELDS):
        return _field
    return _word


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


def _between_quotes(query: str, place: int) -> tuple[str, int]:
    """What stands between the quotes that open at `place`, and where they are closed."""
    pattern = _PLAIN_QUOTED if query[place] == '"' else _CURLY_QUOTED
    found = _compiled(pattern).match(query, place)
    if not found:
        raise QueryError("this quote is never closed", query, place, place + 1)
    if not found[1].strip():
        raise QueryError("there is nothing between these quotes", query, place, found.end())
    return found[1], found.end()


def _suffixes(query: str, place: int) -> tuple[str | None, str | None, int]:
    if query[place : place + 1] not in {"~", "^"}:
        return None, None, place
    found = _compiled(_SUFFIXES).match(query, place)
    return (found[1], found[2], found.end()) if found else (None, None, place)


def _minus(query: str, place: int) -> Iterator[Lexeme]:
    if query[place + 1] == "-":
        end = place + len(query[place:].split(None, 1)[0])
        raise QueryError(
            r"an option stands outside the query's quotes; for the text itself write \-", query, place, end
        )
    yield Lexeme("NOT", "-", place, place + 1)


def _word(query: str, place: int) -> Iterator[Lexeme]:
    plain = query[place:].split(None, 1)[0]
    divided = query[place + len(plain) :].startswith(tuple(_NUMBER_SPACES))
    if plain.isalnum() and plain not in _OPERATORS and plain != "NEAR" and not divided:
        yield Lexeme("WORD", plain, place, place + len(plain))
        return
    found = _compiled(_WORD).match(query, place)
    if not found or query[found.end() : found.end() + 1] == "\\":
        raise QueryError("nothing follows this backslash", query, len(query) - 1, len(query))
    word, start, end = found[0], found.start(), found.end()
    if word in _OPERATORS:
        yield Lexeme(_OPERATORS[word], word, start, end)
    elif word == "NEAR" or word.startswith("NEAR/"):
        near = _compiled(_NEAR).fullmatch(word)
        if not near:
            raise QueryError(
                r"NEAR takes a number of words, NEAR/5; for the word itself write \NEAR", query, start, end
            )
        yield Lexeme("NEAR", near[1], start, end)
    else:
        parts = _compiled(_WORD_PARTS).fullmatch(word)
        if not parts:
            raise QueryError(
                r"~ and ^ stand once, after a word; for the signs themselves write \~ and \^",
                query,
                start,
                end,
            )
        yield Lexeme("WORD", parts[1], start, end, parts[2], parts[3])


def _field(query: str, place: int) -> Iterator[Lexeme]:
    found = _field_at(query, place)
    written = found[1] if found else ""
    name = written.lower()
    end = place + len(written)
    if name not in FIELDS:
        nearest = nearest_field(name)
        advice = (
            f'did you mean "{nearest}"?'
            if nearest
            else f"the fields are {', '.join(FIELDS)}; for the text itself write {written}\\:"
        )
        raise QueryError(f'unknown field "{written}"; {advice}', query, place, end)
    if not query[end + 1 : end + 2].strip() or query[end + 1] == ")":
        raise QueryError(f"nothing follows {name}:, no space may stand there", query, place, end + 1)
    yield Lexeme("FIELD", name, place, end + 1)
    if not is_text_field(name):
        yield _value(query, end + 1, name)
    elif query[end + 1] == "-":
        raise QueryError(f"- stands before the field: -{name}:", query, end + 1, end + 2)


def _value(query: str, place: int, name: str) -> Lexeme:
    if query[place] in _QUOTES:
        between, end = _between_quotes(query, place)
        if query[end : end + 1] in {"~", "^"}:
            raise QueryError(f"a value of {name}: takes no ~ and no ^", query, end, end + 1)
        return Lexeme("VALUE", between, place, end)
    if query[place] == "(":
        raise QueryError(
            f"{name}: takes one value; write {name}:a OR {name}:b", query, place - len(name) - 1, place + 1
        )
    end = _end_of_value(query, place)
    glob = _compiled(_UNESCAPED_QUOTE).sub(lambda found: found[1] or '\\"', query[place:end])
    return Lexeme("VALUE", glob, place, end)


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
