"""The analyzer: texts and articles to tokens, in one language."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, partial
from typing import Final

from newsgrep.article import Article
from newsgrep.results import Span
from newsgrep.text import stems
from newsgrep.text.memo import Memo
from newsgrep.text.tokens import NUMBER_SPACES, Piece, Token, tokenize

POSITION_GAP: Final = 100
"""From the last token of a headline to the first of its text, and from one author's name to the next."""

_ELISION_LANGUAGES = frozenset({"french", "italian", "catalan"})
_LINE = r"[^\n\r\x0b\x0c\x85\u2028\u2029]+"
_LINE_OF_ASCII = r"[^\n\r\x0b\x0c]+"
_compiled = cache(re.compile)
"""What takes long to compile, and is not always needed."""
IN_NUMBER: Final = rf"(?<=\d)[{NUMBER_SPACES}](?=\d\d\d(?!\d))"
"""A space that is part of a number, and cuts no text. Few texts have any, and its pattern takes long to compile."""
_POSSESSIVE = r"['\u2019]s\b"
_CAPITALS_FROM = 3


class Analyzer:
    """Tokenises and stems, and remembers what it has done.

    No rule for tokens looks across white space, except the one for lines in capitals, and spaces inside
    numbers are none. So a text is cut at white space, and the rules are applied only to pieces that are new.
    """

    def __init__(self, language: str = "english") -> None:
        self.language: Final = language
        self._elisions = language in _ELISION_LANGUAGES
        self._stems = Memo(stems.stemmer(language))
        self._pieces = Memo(partial(self.pieces, capitals=False))
        self._pieces_in_capitals = Memo(partial(self.pieces, capitals=True))
        self._cased_words = Memo(self._count_cased_words)

    def stem(self, surface: str) -> str:
        """The stem of a surface: a function of it alone."""
        return self._stems[surface]

    def kept_beginning(self, stem: str) -> str:
        """What every surface with this stem begins with, see `stems.kept_beginning`."""
        return stems.kept_beginning(stem, self.language)

    def stems(self, surfaces: Iterable[str]) -> list[str]:
        """The stem of each surface."""
        return list(map(self._stems.__getitem__, surfaces))

    def tokens(self, text: str, first_position: int = 0, part: Span | None = None) -> list[Token]:
        """The tokens of a text, in order; positions count from `first_position`, offsets are the text's.

        `part`: only those from one place to another; white space must be at both, or an end of the text.
        """
        tokens: list[Token] = []
        position = first_position
        pattern = piece_pattern(text)
        first, stop = part or (0, len(text))
        for line in _lines(text):
            if line.end() <= first:
                continue
            if line.start() >= stop:
                break
            capitals = self.is_line_of_capitals(line[0])
            pieces = self._pieces_in_capitals if capitals else self._pieces
            for piece in pattern.finditer(text, max(line.start(), first), min(line.end(), stop)):
                offset = piece.start()
                for surface, start, end in pieces[piece[0]]:
                    tokens.append(Token(position, surface, offset + start, offset + end))
                    position += 1
        return tokens

    def title_tokens(self, article: Article) -> list[Token]:
        """The tokens of an article's title, offsets the title's; none where it has no title."""
        return self.tokens(article.title) if article.title else []

    def body_tokens(self, article: Article) -> tuple[list[Token], list[Token]]:
        """The tokens of an article's title and of its text, positions running on, offsets of each its own."""
        headline = self.title_tokens(article)
        first = headline[-1].position + POSITION_GAP if headline else 0
        return headline, self.tokens(article.text, first)

    def author_tokens(self, article: Article) -> list[Token]:
        """The tokens of the authors' names, one name after the other; offsets are those in each name."""
        tokens: list[Token] = []
        for author in article.authors:
            first = tokens[-1].position + POSITION_GAP if tokens else 0
            tokens += self.tokens(author, first)
        return tokens

    def word_pieces(self, word: str, *, capitals: bool, wildcards: bool = False) -> Iterator[Piece]:
        """The tokens of a query's word or phrase; see `tokenize`."""
        for piece in piece_pattern(word).finditer(word):
            for surface, start, end in tokenize(
                piece[0], capitals=capitals, elisions=self._elisions, wildcards=wildcards
            ):
                yield Piece(surface, piece.start() + start, piece.start() + end)

    def lines(self, text: str) -> Iterator[tuple[int, int, bool]]:
        """Where each line begins and ends, and whether it is one of capitals."""
        for line in _lines(text):
            yield line.start(), line.end(), self.is_line_of_capitals(line[0])

    def pieces(self, piece: str, *, capitals: bool) -> list[Piece]:
        """The tokens of a piece of text that holds no white space."""
        return tokenize(piece, capitals=capitals, elisions=self._elisions)

    def is_line_of_capitals(self, line: str) -> bool:
        """Say whether capitals mean nothing on this line: three cased words or more, all in capitals."""
        if not line.isupper():  # a possessive may be in lower case even there
            if "'s" not in line and "\u2019s" not in line:
                return False
            line = _compiled(_POSSESSIVE).sub("", line)
            if not line.isupper():
                return False
        words = 0
        for piece in line.split():
            words += self._cased_words[piece]
            if words >= _CAPITALS_FROM:  # to count on would be to tokenise what else is on the line
                return True
        return False

    def _count_cased_words(self, piece: str) -> int:
        """How many tokens of a piece of a line of capitals have letters that have a case."""
        tokens = self.pieces(piece, capitals=True)
        return sum(1 for token in tokens if piece[token.start : token.end].isupper())


def has_number_spaces(text: str) -> bool:
    """Say whether a text holds a space of those that may be part of a number."""
    return not text.isascii() and any(space in text for space in NUMBER_SPACES)


def piece_pattern(text: str) -> re.Pattern[str]:
    """The pattern that finds the pieces of a text: what stands between white space."""
    return _compiled(rf"\S+(?:{IN_NUMBER}\S+)*" if has_number_spaces(text) else r"\S+")


def _lines(text: str) -> Iterator[re.Match[str]]:
    return _compiled(_LINE_OF_ASCII if text.isascii() else _LINE).finditer(text)
