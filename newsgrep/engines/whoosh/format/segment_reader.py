"""A segment, read: its articles by number, its lexicons, which of its articles are deleted."""

import zlib
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from newsgrep.article import Article, ArticleId
from newsgrep.engines.whoosh.format.deletions import Deletions
from newsgrep.engines.whoosh.format.layout import Section, SectionFile
from newsgrep.engines.whoosh.format.lexicon import Lexicon, Strings, encode_term
from newsgrep.engines.whoosh.format.stored import StoredArticles

Made = TypeVar("Made")

_SEARCHED_BELOW = 32
"""Ids fewer than one in so many of the articles are searched for one by one, more by a look at all."""


class TextFieldReader:
    """One text field of a segment: its words with positions, its stems with counts, its lengths in tokens."""

    def __init__(self, file: SectionFile, name: str) -> None:
        self._file = file
        self._name = name

    @cached_property
    def lengths(self) -> Section:
        """For each article, how many tokens it has."""
        return self._file.section(f"{self._name}.lengths")

    @cached_property
    def words(self) -> Lexicon:
        """Surfaces, with positions."""
        return Lexicon(self._file, f"{self._name}.words")

    @cached_property
    def stems(self) -> Lexicon:
        """Stems, with counts."""
        return Lexicon(self._file, f"{self._name}.stems")


class ValueFieldReader:
    """One value field of a segment."""

    def __init__(self, file: SectionFile, name: str) -> None:
        self._file = file
        self._name = name
        self.folded = Lexicon(file, name)
        """Its values, case folded. Their surfaces are numbers of terms of `written`."""

    @cached_property
    def written(self) -> Lexicon:
        """Its values as articles write them. An article is in the list of the first surface alone that it has of a value.

        Only for the fields that are kept so: see `schema.ValueField`.
        """
        return Lexicon(self._file, f"{self._name}.written")


class SegmentReader:
    """A segment file, open, with the articles deleted from it since. Numbers count its articles from 0.

    Raises IndexDamagedError and IndexFormatError; FileNotFoundError where a file is gone.
    """

    def __init__(self, path: Path, deleted_path: Path | None) -> None:
        self.file = SectionFile(path)
        self.deletions = Deletions(deleted_path)
        self._length = len(self.file.section("first_days"))
        self._fields: dict[str, TextFieldReader] = {}
        self._values: dict[str, ValueFieldReader] = {}
        self._kept: dict[Callable[[SegmentReader], Any], Any] = {}

    def __len__(self) -> int:
        """How many articles it holds, deleted ones included."""
        return self._length

    @property
    def deleted(self) -> frozenset[int]:
        """The numbers of the articles that are deleted."""
        return self.deletions.articles

    @cached_property
    def first_days(self) -> Section:
        """For each article the first day that its date may mean, YYYYMMDD; 0 where undated. They ascend."""
        return self.file.section("first_days")

    @cached_property
    def last_days(self) -> Section:
        """For each article the last day that its date may mean."""
        return self.file.section("last_days")

    @cached_property
    def imprecise(self) -> memoryview:
        """The numbers of the articles whose dates may mean several days."""
        return self.file.section("imprecise").all()

    @property
    def size(self) -> int:
        """The bytes of its files."""
        return self.file.size + self.deletions.size

    def kept(self, make: Callable[["SegmentReader"], Made]) -> Made:
        """What `make` makes of the segment; made once and kept."""
        if make not in self._kept:
            self._kept[make] = make(self)
        made: Made = self._kept[make]
        return made

    def live(self) -> Iterator[int]:
        """The numbers of the articles that are not deleted."""
        deleted = self.deleted
        return (number for number in range(len(self)) if number not in deleted)

    def text_field(self, name: str) -> TextFieldReader:
        """A text field of `schema.TEXT_FIELDS`."""
        if name not in self._fields:
            self._fields[name] = TextFieldReader(self.file, name)
        return self._fields[name]

    def value_field(self, name: str) -> ValueFieldReader:
        """A value field of `schema.VALUE_FIELDS`."""
        if name not in self._values:
            self._values[name] = ValueFieldReader(self.file, name)
        return self._values[name]

    def live_frequency(self, lexicon: Lexicon, number: int) -> int:
        """In how many articles that are not deleted a term of a lexicon of words or stems stands."""
        return lexicon.document_frequency(number) - self.deletions.document_frequency(lexicon.name, number)

    def find(self, identifier: ArticleId) -> int | None:
        """The number of the article of this id, None if the segment holds it no more or never did."""
        wanted = zlib.crc32(encode_term(identifier))
        hashes, numbers = self.file.section("ids.hashes"), self.file.section("ids.hashed")
        for place in range(bisect_left(hashes, wanted), len(hashes)):
            if hashes[place] != wanted:
                break
            number: int = numbers[place]
            if number not in self.deleted and self.ids[number] == identifier:
                return number
        return None

    def find_all(self, identifiers: Collection[ArticleId]) -> list[int]:
        """The numbers, ascending, of the articles of many ids; ids that the segment does not hold are passed over."""
        hashes = self.file.section("ids.hashes")
        if len(identifiers) * _SEARCHED_BELOW < len(hashes):
            return sorted(number for one in identifiers if (number := self.find(one)) is not None)
        wanted = set(map(encode_term, identifiers))
        wanted_hashes = set(map(zlib.crc32, wanted))
        places = zip(hashes.all(), self.file.section("ids.hashed").all(), strict=True)
        numbers = sorted(
            number for one, number in places if one in wanted_hashes and number not in self.deleted
        )
        return [
            number
            for number, identifier in zip(numbers, self.ids.several(numbers), strict=True)
            if identifier in wanted
        ]

    def article(self, number: int) -> Article:
        """An article as it was stored."""
        return self.stored.article(number)

    @cached_property
    def ids(self) -> Strings:
        """The articles' ids."""
        return Strings(self.file.section("ids"), self.file.section("ids.ends"))

    @cached_property
    def paths(self) -> Strings:
        """The paths of the articles' files, sorted, each once."""
        return Strings(self.file.section("paths"), self.file.section("paths.ends"))

    @cached_property
    def path_numbers(self) -> Section:
        """For each article the number of its path among them."""
        return self.file.section("path_numbers")

    def path(self, number: int) -> str:
        """An article's path."""
        return self.paths[self.path_numbers.at(number)]

    @cached_property
    def stored(self) -> StoredArticles:
        """The articles as they were stored."""
        return StoredArticles(self.file)
