"""The query language: text to a tree of nodes. What cannot be understood is refused, never guessed at.

alternatives = sequence { "OR" sequence }
sequence     = chain { chain }                     joined by AND, or by OR where any word will do
chain        = unary { "AND" unary }
unary        = ( "NOT" | "-" ) unary | proximity
proximity    = operand [ ( "NEAR/" | "BEFORE/" ) number operand ]
operand      = word | quoted | field | "(" alternatives ")"
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from unicodedata import category

from newsgrep.errors import QueryError
from newsgrep.query import nodes
from newsgrep.query.fields import is_text_field, is_value_field
from newsgrep.query.globs import Wildcard, escape_glob, parse_glob
from newsgrep.query.scanner import Kind, Lexeme, check_text, is_dash, scan

MAX_NESTING = 50
MAX_SLACK = 50
MAX_WEIGHT = 1_000
_EDITS = {"": None, "0": 0, "1": 1, "2": 2}
_NUMBER = r"[0-9]{1,9}(\.[0-9]{1,9})?|\.[0-9]{1,9}"
_PROXIMITY = {"NEAR", "BEFORE"}
_JOINING = {"AND", "OR", *_PROXIMITY}
_REQUIRED = (nodes.Within, nodes.Value, nodes.Dates, nodes.Undated, nodes.Not)


def parse(query: str, *, today: date, any_word: bool = False, sure: bool = False) -> nodes.Node:
    """Parse a query. `today` is what relative dates refer to.

    With `any_word`, words, phrases and groups without an operator between them are joined by OR; fields,
    dates and NOT stay required. With `sure`, dates known to the month or year must lie wholly inside.
    Raises QueryError, with the place of the fault.
    """
    return _Parser(query, scan(query), today, any_word=any_word, sure=sure).parse()


def literal(arguments: Sequence[str], *, any_word: bool = False) -> nodes.Node:
    """The query for texts to be found as they are: a phrase each, without any operator. Raises QueryError."""
    written = " ".join(arguments)
    check_text(written)
    phrases: list[nodes.Node] = []
    start = 0
    for argument in arguments:
        extent = (start, start + len(argument))
        if not any(map(str.isalnum, argument)):
            raise QueryError(f'"{argument}" holds no letter or digit', written, *extent)
        phrases.append(nodes.Phrase(escape_glob(argument), extent=extent))
        start = extent[1] + 1
    if not phrases:
        raise QueryError("the query is empty", written)
    if len(phrases) == 1:
        return phrases[0]
    return nodes.Or(tuple(phrases)) if any_word else nodes.And(tuple(phrases))


def combine(query: nodes.Node | None, filters: Sequence[nodes.Node]) -> nodes.Node:
    """The query for what matches `query`, if there is one, and passes every filter."""
    parts = (*((query,) if query is not None else ()), *filters)
    if not parts:
        return nodes.Everything()
    return parts[0] if len(parts) == 1 else nodes.And(parts)


class _Parser:
    def __init__(self, query: str, lexemes: list[Lexeme], today: date, *, any_word: bool, sure: bool) -> None:
        self._query = query
        self._lexemes = [lexeme for lexeme in lexemes if lexeme.kind != "PASSED"] or lexemes
        self._today = today
        self._any_word = any_word
        self._sure = sure
        self._place = 0
        self._nesting = 0
        self._field: str | None = None

    def parse(self) -> nodes.Node:
        if not self._lexemes:
            raise QueryError("the query is empty", self._query)
        if self._lexemes[0].kind == "PASSED":
            raise self._refuse(f'"{self._lexemes[0].text}" holds no letter or digit', self._lexemes[0])
        node = self._alternatives()
        if lexeme := self._next():
            raise self._refuse("this parenthesis was never opened", lexeme)
        return node

    def _alternatives(self) -> nodes.Node:
        parts = [self._sequence()]
        while self._take("OR"):
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else nodes.Or(tuple(parts), extent=_around(parts))

    def _sequence(self) -> nodes.Node:
        chains = [self._chain()]
        while (lexeme := self._next()) and lexeme.kind not in {"OR", "CLOSE"}:
            chains.append(self._chain())
        if not self._any_word:
            return _joined([part for chain in chains for part in chain])
        parts = [_joined(chain) for chain in chains]
        required = [part for part in parts if _is_required(part)]
        wanted = [loose for part in parts if not _is_required(part) for loose in _loosened(part)]
        if len(wanted) > 1:
            wanted = [nodes.Or(tuple(wanted), extent=_around(wanted))]
        return _joined(wanted + required)

    def _chain(self) -> list[nodes.Node]:
        parts = [self._unary()]
        while self._take("AND"):
            parts.append(self._unary())
        return parts

    def _unary(self) -> nodes.Node:
        negation = self._take("NOT")
        if not negation:
            return self._proximity()
        with self._nested(negation):
            part = self._unary()
        return nodes.Not(part, extent=(negation.start, part.extent[1]))

    def _proximity(self) -> nodes.Node:
        left = self._operand()
        near = self._take("NEAR") or self._take("BEFORE")
        if not near:
            return left
        from newsgrep.query.sides import NO_CHAIN, side_of  # noqa: PLC0415  few queries have them

        slop = self._slop(near.text, near)
        right = self._operand()
        if (chained := self._next()) and chained.kind in _PROXIMITY:
            raise self._refuse(NO_CHAIN.format(chained.kind), chained)
        try:
            before, after = (side_of(node, self._written(near)) for node in (left, right))
        except QueryError as error:
            raise QueryError(str(error), self._query, error.start, error.end) from None
        extent = (left.extent[0], right.extent[1])
        return nodes.Near(before, after, slop, ordered=near.kind == "BEFORE", extent=extent)

    def _operand(self) -> nodes.Node:
        lexeme = self._next()
        if not lexeme or lexeme.kind in {*_JOINING, "CLOSE", "NOT"}:
            raise self._missing(lexeme)
        self._place += 1
        if lexeme.kind == "OPEN":
            return self._group(lexeme)
        if lexeme.kind == "FIELD":
            return self._within_field(lexeme)
        leaf = self._quoted(lexeme) if lexeme.kind == "QUOTED" else self._word(lexeme)
        return self._weighted(leaf, lexeme)

    def _group(self, opening: Lexeme) -> nodes.Node:
        with self._nested(opening):
            node = self._alternatives()
        closing = self._take("CLOSE")
        if not closing:
            raise self._refuse("this parenthesis is never closed", opening)
        return self._weighted(node.with_(extent=(opening.start, closing.end)), closing)

    def _within_field(self, field: Lexeme) -> nodes.Node:
        if self._field is not None:
            raise self._refuse(f"{self._field}: holds words only, no other field", field)
        lexeme = self._next()
        if lexeme and lexeme.kind == "VALUE":
            self._place += 1
            return self._condition(field, lexeme)
        if not is_text_field(field.text) or not lexeme:
            raise self._refuse(f"nothing follows {field.text}:", field)
        if lexeme.kind not in {"WORD", "QUOTED", "OPEN"}:
            raise self._refuse(
                rf"after {field.text}: stands a word; for the word itself write \{lexeme.text}", lexeme
            )
        self._field = field.text
        part = self._operand()
        self._field = None
        if isinstance(part, nodes.Everything):
            raise self._refuse("this stands for every word", lexeme)
        extent = (field.start, part.extent[1])
        if isinstance(part, nodes.Boost):  # the weight is the field's: title:carney^2
            return nodes.Boost(nodes.Within(field.text, part.part, extent=extent), part.weight, extent=extent)
        return nodes.Within(field.text, part, extent=extent)

    def _condition(self, field: Lexeme, value: Lexeme) -> nodes.Node:
        extent = (field.start, value.end)
        if is_value_field(field.text):
            return nodes.Value(field.text, value.text, extent=extent)
        if value.text.strip().lower() == "undated":
            return nodes.Undated(extent=extent)
        from newsgrep.query.dates import parse_dates  # noqa: PLC0415  few queries have dates

        try:
            dates = parse_dates(value.text, self._today, sure=self._sure)
        except QueryError as error:
            raise self._refuse(str(error), value) from None
        return dates.with_(extent=extent)

    def _word(self, lexeme: Lexeme) -> nodes.Node:
        extent = (lexeme.start, lexeme.end)
        parts = list(parse_glob(lexeme.text))
        text = "".join(part for part in parts if isinstance(part, str))
        if parts == [Wildcard.STAR] and lexeme.tilde is None:
            return nodes.Everything(extent=extent)
        if not any(map(str.isalnum, text)):
            raise self._refuse(f'"{lexeme.text}" holds no letter or digit', lexeme)
        wild = len(text) < len(parts)
        if lexeme.tilde is None:
            return nodes.Pattern(lexeme.text, extent=extent) if wild else nodes.Word(text, extent=extent)
        if wild:
            raise self._refuse("a word takes wildcards or ~, not both", lexeme)
        if lexeme.tilde not in _EDITS:
            raise self._refuse("~ takes 0, 1 or 2 edits: rubel~, rubel~1", lexeme)
        return nodes.Fuzzy(text, _EDITS[lexeme.tilde], extent=extent)

    def _quoted(self, lexeme: Lexeme) -> nodes.Node:
        if not any(map(str.isalnum, lexeme.text)):
            raise self._refuse(f'"{lexeme.text}" holds no letter or digit', lexeme)
        slop = None if lexeme.tilde is None else self._slop(lexeme.tilde, lexeme)
        return nodes.Phrase(lexeme.text, slop, extent=(lexeme.start, lexeme.end))

    def _slop(self, text: str, lexeme: Lexeme) -> int:
        if not re.fullmatch("[0-9]{1,9}", text) or not 1 <= int(text) <= MAX_SLACK:
            sign = f"{lexeme.kind}/" if lexeme.kind in _PROXIMITY else "~"
            raise self._refuse(f"{sign} takes a number of other words, 1 to {MAX_SLACK}: {sign}5", lexeme)
        return int(text)

    def _weighted(self, node: nodes.Node, lexeme: Lexeme) -> nodes.Node:
        if lexeme.weight is None:
            return node
        weight = float(lexeme.weight) if re.fullmatch(_NUMBER, lexeme.weight) else 0.0
        if not 0 < weight <= MAX_WEIGHT:
            raise self._refuse(f"^ takes a number above 0, at most {MAX_WEIGHT:,}: oil^3", lexeme)
        return nodes.Boost(node, weight, extent=node.extent)

    @contextmanager
    def _nested(self, lexeme: Lexeme) -> Iterator[None]:
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise self._refuse(f"more than {MAX_NESTING} levels of nesting", lexeme)
        yield
        self._nesting -= 1

    def _missing(self, lexeme: Lexeme | None) -> QueryError:
        """The error for an operand that is not there; `lexeme` is what stands in its place."""
        before = self._lexemes[self._place - 1] if self._place else None
        if before and before.kind in {*_JOINING, "NOT"}:
            return self._refuse(f"{self._written(before)} has nothing on its right", before)
        if lexeme and lexeme.kind in {*_JOINING, "NOT"}:
            return self._refuse(f"{self._written(lexeme)} has nothing on its left", lexeme)
        if before and lexeme:
            return QueryError(
                "there is nothing between these parentheses", self._query, before.start, lexeme.end
            )
        if before:
            return self._refuse("this parenthesis is never closed", before)
        return QueryError("this parenthesis was never opened", self._query, 0, 1)

    def _written(self, lexeme: Lexeme) -> str:
        return self._query[lexeme.start : lexeme.end]

    def _refuse(self, message: str, lexeme: Lexeme) -> QueryError:
        return QueryError(message, self._query, lexeme.start, lexeme.end)

    def _next(self) -> Lexeme | None:
        return self._lexemes[self._place] if self._place < len(self._lexemes) else None

    def _take(self, kind: Kind) -> Lexeme | None:
        lexeme = self._next()
        if lexeme is None or lexeme.kind != kind:
            return None
        self._place += 1
        return lexeme


def _is_required(node: nodes.Node) -> bool:
    return _is_required(node.part) if isinstance(node, nodes.Boost) else isinstance(node, _REQUIRED)


def _loosened(part: nodes.Node) -> list[nodes.Node]:
    """What is looked for where any word will do: of a word with dashes also each of its words."""
    if not isinstance(part, nodes.Word) or part.text.isalnum():
        return [part]
    words = "".join("-" if is_dash(character) else character for character in part.text).split("-")
    if len(words) == 1 or not all(any(map(_is_of_a_word, word)) for word in words):
        return [part]
    return [part, *(nodes.Word(word, extent=part.extent) for word in words)]


def _is_of_a_word(character: str) -> bool:
    """Say whether a character makes a token: a letter that is no sign and stands for no apostrophe, or a digit."""
    return character.isdecimal() or (
        character.isalpha() and category(character) != "Lm" and character not in "\ua78b\ua78c"
    )


def _joined(parts: Sequence[nodes.Node]) -> nodes.Node:
    return parts[0] if len(parts) == 1 else nodes.And(tuple(parts), extent=_around(parts))


def _around(parts: Sequence[nodes.Node]) -> nodes.Extent:
    return min(part.extent[0] for part in parts), max(part.extent[1] for part in parts)
