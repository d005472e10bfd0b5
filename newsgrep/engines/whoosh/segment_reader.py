"""A segment, read: its articles by number, its lexicons, which of its articles are deleted."""

import zlib
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from newsgrep.article import Article, ArticleId
from newsgrep.engines.whoosh.layout import SectionFile, pack, write_sections
from newsgrep.engines.whoosh.lexicon import Lexicon, Postings, decode_strings
from newsgrep.engines.whoosh.stored import decode_article

_DELETED = "deleted"


def write_deleted(path: Path, numbers: Collection[int]) -> None:
    """Write the file that says which articles of a segment are deleted. Raises StorageError."""
    write_sections(path, {_DELETED: pack("I", sorted(numbers))})


class TextFieldReader:
    """One text field of a segment: its words with positions, its stems with counts, its lengths in tokens."""

    def __init__(self, file: SectionFile, name: str) -> None:
        self._file = file
        self._name = name
        self.lengths: Sequence[int] = file.numbers(f"{name}.lengths", "I")

    @cached_property
    def words(self) -> Lexicon:
        """Surfaces, with positions."""
        return Lexicon(self._file, f"{self._name}.words")

    @cached_property
    def stems(self) -> Lexicon:
        """Stems, with counts."""
        return Lexicon(self._file, f"{self._name}.stems")

    def surfaces(self, stem: int) -> Sequence[int]:
        """The numbers of the words that have the stem of this number."""
        ends = self._file.numbers(f"{self._name}.stems.surfaces_ends", "I")
        numbers = self._file.numbers(f"{self._name}.stems.surfaces", "I")
        return numbers[ends[stem - 1] if stem else 0 : ends[stem]]


class SegmentReader:
    """A segment file, open, with the articles deleted from it since. Numbers count its articles from 0.

    Raises IndexDamagedError and IndexFormatError; FileNotFoundError where a file is gone.
    """

    def __init__(self, path: Path, deleted_path: Path | None) -> None:
        self._file = SectionFile(path)
        deleted = SectionFile(deleted_path).numbers(_DELETED, "I") if deleted_path else ()
        self.deleted = frozenset(deleted)
        self.first_days: Sequence[int] = self._file.numbers("first_days", "I")
        self.last_days: Sequence[int] = self._file.numbers("last_days", "I")
        self._fields: dict[str, TextFieldReader] = {}
        self._values: dict[str, Lexicon] = {}

    def __len__(self) -> int:
        """How many articles it holds, deleted ones included."""
        return len(self.first_days)

    def live(self) -> Iterator[int]:
        """The numbers of the articles that are not deleted."""
        return (number for number in range(len(self)) if number not in self.deleted)

    def text_field(self, name: str) -> TextFieldReader:
        """A text field of `schema.TEXT_FIELDS`."""
        if name not in self._fields:
            self._fields[name] = TextFieldReader(self._file, name)
        return self._fields[name]

    def values(self, name: str) -> Lexicon:
        """A value field of `schema.VALUE_FIELDS`: its values, case folded."""
        if name not in self._values:
            self._values[name] = Lexicon(self._file, name)
        return self._values[name]

    def live_postings(self, lexicon: Lexicon, number: int) -> dict[int, int]:
        """Article number to count for a term of a lexicon, deleted articles left out."""
        postings: Postings = lexicon.postings(number)
        counts = dict(zip(postings.articles, postings.counts or [1] * len(postings.articles), strict=True))
        if self.deleted:
            return {article: count for article, count in counts.items() if article not in self.deleted}
        return counts

    def find(self, identifier: ArticleId) -> int | None:
        """The number of the article of this id, None if the segment holds it no more or never did."""
        ids = self.values("id")
        term = ids.find(identifier.casefold())
        if term is None:
            return None
        for number in self.live_postings(ids, term):
            if self.id(number) == identifier:
                return number
        return None

    def id(self, number: int) -> ArticleId:
        """The id of an article."""
        return ArticleId(decode_strings(self._ids, self._ids_ends, number))

    def path(self, number: int) -> str:
        """The path of an article."""
        return decode_strings(self._paths, self._paths_ends, number)

    def article(self, number: int) -> Article:
        """An article as it was stored."""
        start = self._articles_ends[number - 1] if number else 0
        try:
            return decode_article(self._articles[start : self._articles_ends[number]])
        except (ValueError, KeyError, TypeError, IndexError, zlib.error) as error:
            raise self._file.damaged(f"article {number} cannot be read") from error

    @cached_property
    def _ids(self) -> memoryview:
        return self._file.section("ids")

    @cached_property
    def _ids_ends(self) -> Sequence[int]:
        return self._file.numbers("ids.ends", "I")

    @cached_property
    def _paths(self) -> memoryview:
        return self._file.section("paths")

    @cached_property
    def _paths_ends(self) -> Sequence[int]:
        return self._file.numbers("paths.ends", "I")

    @cached_property
    def _articles(self) -> memoryview:
        # Each record carries a checksum of its own, by zlib: the whole section is never read at once.
        return self._file.section("articles", verify=False)

    @cached_property
    def _articles_ends(self) -> Sequence[int]:
        return self._file.numbers("articles.ends", "Q")
