"""Queries drawn at random, of every form that the language has, over words that stand in given articles."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from newsgrep.article import Article
from newsgrep.query import parse
from newsgrep.query.nodes import Node
from newsgrep.results import Order

Choice = TypeVar("Choice")

_WORD = re.compile(r"[^\W_](?:[\w.,'&-]*[^\W_])?")
_ACRONYMS = ("us", "US", "U.S.", "u.s.", "it", "IT", "who", "WHO", "in", "No", "U.K.", "the", "of", "AT&T")
_AUTHORS = ("smith", "Jones", "obrien", "US", "m*", '"jane smith"', "jnes~", "(jane OR bob)")
_OPERATORS = {"AND", "OR", "NOT", "NEAR", "BEFORE"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to an engine; `any_word` and `sure` as `parse` takes them."""

    query: str
    any_word: bool
    sure: bool
    order: Order
    limit: int | None
    offset: int

    def parse(self, today: date) -> Node:
        """The query as a tree."""
        return parse(self.query, today=today, any_word=self.any_word, sure=self.sure)


class Asker:
    """Draws questions; the same ones for the same seed."""

    def __init__(self, articles: Sequence[Article], seed: int) -> None:
        self._articles = articles
        self._draw = random.Random(seed)  # noqa: S311  a repeatable draw
        forms: list[tuple[int, Callable[[], str]]] = [
            (8, self._word),
            (2, lambda: self._one_of(_ACRONYMS)),
            (4, self._phrase),
            (3, lambda: f"{self._phrase()}~{self._upto(20)}"),
            (4, lambda: f"{self._side()} {self._near(20)} {self._side()}"),
            (3, self._wildcard),
            (2, self._fuzzy),
            (3, lambda: f"title:{self._one_of((self._word, self._phrase, self._wildcard, self._fuzzy))()}"),
            (1, lambda: f"title:({self._word()} OR {self._side()} {self._near(5)} {self._word()})"),
            (1, lambda: f"author:{self._one_of(_AUTHORS)}"),
            (3, self._value),
            (3, lambda: f"date:{self._dates()}"),
        ]
        self._weights = [weight for weight, _ in forms]
        self._forms = [form for _, form in forms]

    def ask(self) -> Asked:
        """The next question."""
        draw = self._draw
        return Asked(
            query=self._expression(draw.choice((0, 1, 1, 2, 2, 3))),
            any_word=draw.random() < 0.2,
            sure=draw.random() < 0.3,
            order=draw.choice((Order.RELEVANCE, Order.RELEVANCE, Order.RELEVANCE, *Order)),
            limit=draw.choice((None, 0, 1, 3, 10, 10, 10, 100, 1000)),
            offset=draw.choice((0, 0, 0, 1, 5, 50)),
        )

    def _expression(self, depth: int) -> str:
        if depth == 0:
            return self._leaf()
        parts = [
            self._expression(self._draw.randrange(depth)) for _ in range(self._draw.choice((1, 2, 2, 3)))
        ]
        whole = self._one_of((" ", " AND ", " OR ", " OR ")).join(map(self._perhaps_not, parts))
        weight = self._one_of(("", "", "", "^2", "^0.5", "^.125"))
        return f"({whole}){weight}"

    def _leaf(self) -> str:
        form = self._draw.choices(self._forms, self._weights)[0]
        return form() + ("^3" if form == self._word and self._draw.random() < 0.1 else "")

    def _perhaps_not(self, part: str) -> str:
        return self._one_of(("NOT ", "-")) + part if self._draw.random() < 0.12 else part

    def _words(self, count: int) -> list[str]:
        """Words that follow each other in an article, as they are written there."""
        article = self._one_of(self._articles)
        words = _WORD.findall(f"{article.title} {article.text}")
        start = self._draw.randrange(max(1, len(words) - count + 1))
        return words[start : start + count]

    def _word(self) -> str:
        (word,) = self._words(1)
        return word.lower() if word in _OPERATORS else word

    def _phrase(self) -> str:
        words = self._words(self._one_of((1, 2, 2, 3, 4)))
        if self._draw.random() < 0.3:
            self._draw.shuffle(words)
        if self._draw.random() < 0.2:
            words[0] = f"{words[0][:3]}*"
        if self._draw.random() < 0.2:
            words.append(words[-1])
        if len(words) > 2 and self._draw.random() < 0.3:
            words[1:-1] = ["*"] * (len(words) - 2)
        return f'"{" ".join(words)}"'

    def _near(self, most: int) -> str:
        return f"{self._one_of(('NEAR', 'BEFORE'))}/{self._upto(most)}"

    def _side(self) -> str:
        """A word or a phrase; a third of the time a group of them, one of these in a group of its own."""
        forms = (self._word, self._word, self._phrase, self._wildcard, self._fuzzy)
        side = self._one_of(forms)()
        if self._draw.random() < 0.3:
            others = " OR ".join(self._one_of(forms)() for _ in range(self._upto(3)))
            side = self._one_of((f"({side} OR {others})", f"({side} OR ({others}))"))
        return side

    def _long_word(self) -> str:
        """A word of four letters or more: what few letters may stand for is half of the dictionary."""
        word = re.sub(r"[\W_]", "", self._word())
        return word if len(word) > 3 else f"{word}tion"

    def _wildcard(self) -> str:
        word, some = self._long_word(), self._one_of((2, 3, 4))
        place = self._draw.randint(0, len(word) - some)
        with_hole = f"{word[:place]}?{word[place + 1 :]}"
        return self._one_of(
            (
                f"{word[:some]}*",
                f"*{word[-some:]}",
                f"*{word[place : place + some]}*",
                f"{word[:2]}*{word[-some:]}",
                with_hole,
                f"{with_hole}*",
            )
        )

    def _fuzzy(self) -> str:
        """A word typed with one mistake, or with none."""
        word = self._long_word().lower()
        place = self._draw.randrange(len(word))
        before, after = word[:place], word[place:]
        typed = self._one_of(
            (word, f"{before}e{after}", before + after[1:], before + after[:2][::-1] + after[2:])
        )
        return f"{typed}~{self._one_of(('', '', '0', '1', '2'))}"

    def _value(self) -> str:
        article = self._one_of(self._articles)
        values = {
            "source": article.source,
            "section": article.section,
            "tag": self._one_of(article.tags) if article.tags else None,
            "lang": article.language,
            "path": article.path,
            "id": article.id,
        }
        name = self._one_of(tuple(values))
        value = values[name] or "earn"
        glob = self._one_of((value, value.upper(), f"{value[:3]}*", f"*{value[-3:]}", f"?{value[1:]}", "*"))
        return f'{name}:"{glob}"'

    def _dates(self) -> str:
        month, day = self._one_of(("02", "03", "04", "06", "10")), f"{self._upto(28):02}"
        return self._one_of(
            (
                *("1987", f"1987-{month}", f"1987-{month}-{day}", "undated", "1987-Q2", "..1987-03-10"),
                *(f"1987-03-{day}..1987-04", f">=1987-{month}", f"<1987-{month}-{day}", "1980s", "30d"),
                *('"march 1987"', '"last month"', "1986", "1987-04-02..1987-06-15", f">1987-03-{day}"),
            )
        )

    def _one_of(self, choices: Sequence[Choice]) -> Choice:
        return self._draw.choice(choices)

    def _upto(self, most: int) -> int:
        return self._draw.randint(1, most)
