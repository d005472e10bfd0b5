"""Reads a segment: its articles, its lexicons, and its deletions."""

import zlib
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from newsgrep.article import Article, ArticleId
from newsgrep.engines.whoosh.format.deletions import Deletions
from newsgrep.engines.whoosh.format.layout import Section, SectionFile
from newsgrep.engines.whoosh.format.lexicon import Lexicon, encode_term
from newsgrep.engines.whoosh.format.stored import StoredArticles
from newsgrep.engines.whoosh.format.strings import Strings

if TYPE_CHECKING:
    from pathlib import Path

Made = TypeVar("Made")

_RELEASED_AFTER = 1024
"""After so many articles the memory of the file's pages is released: each has read up to sixteen."""
_SCANNED_FROM = 32
"""If ids are at least one in this number of the articles, all hashes are scanned once; fewer are searched one
by one."""


class TextFieldReader:
    """One text field of a segment: its words with positions, its stems with counts, its lengths in tokens."""

    def __init__(self, file: SectionFile, name: str) -> None:
        self._file = file
        self._name = name

    @cached_property
    def lengths(self) -> Section:
        """For each article, the number of its tokens."""
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
        """The values, folded (see `text.values`). Their surfaces are terms of `written`."""

    @cached_property
    def written(self) -> Lexicon:
        """The values as articles write them.

        If an article writes a value in several ways, only the first is a posting.

        Only for the fields with `ValueField.written`.
        """
        return Lexicon(self._file, f"{self._name}.written")


class SegmentReader:
    """An open segment file and its deletions. The articles are numbered from 0.

    Raises IndexDamagedError and IndexFormatError; FileNotFoundError if a file is missing.
    """

    def __init__(self, path: "str | Path", deleted_path: "str | Path | None") -> None:
        self.file = SectionFile(path)
        self.deletions = Deletions(deleted_path)
        self._length = len(self.file.section("first_days"))
        self._articles_read = 0
        self._fields: dict[str, TextFieldReader] = {}
        self._values: dict[str, ValueFieldReader] = {}
        self._cache: dict[Callable[[SegmentReader], Any], Any] = {}

    def __len__(self) -> int:
        """The number of articles, deleted ones included."""
        return self._length

    @property
    def deleted(self) -> frozenset[int]:
        """The numbers of the deleted articles."""
        return self.deletions.articles

    @cached_property
    def first_days(self) -> Section:
        """For each article the first day that its date may mean, YYYYMMDD; 0 for undated. They ascend."""
        return self.file.section("first_days")

    @cached_property
    def last_days(self) -> Section:
        """For each article the last day that its date may mean, YYYYMMDD; 0 for undated."""
        return self.file.section("last_days")

    @cached_property
    def imprecise(self) -> memoryview:
        """The numbers of the articles whose dates may mean several days, ascending."""
        return self.file.section("imprecise").all()

    @property
    def size(self) -> int:
        """The size of the files in bytes."""
        return self.file.size + self.deletions.size

    def cached(self, make: Callable[["SegmentReader"], Made]) -> Made:
        """The result of `make` for this segment, which is cached."""
        if make not in self._cache:
            self._cache[make] = make(self)
        made: Made = self._cache[make]
        return made

    def live(self) -> Iterator[int]:
        """The numbers of the articles that are not deleted."""
        deleted = self.deleted
        return (number for number in range(len(self)) if number not in deleted)

    def text_field(self, name: str) -> TextFieldReader:
        """A text field of `fields.TEXT_FIELDS`."""
        if name not in self._fields:
            self._fields[name] = TextFieldReader(self.file, name)
        return self._fields[name]

    def value_field(self, name: str) -> ValueFieldReader:
        """A value field of `fields.VALUE_FIELDS`."""
        if name not in self._values:
            self._values[name] = ValueFieldReader(self.file, name)
        return self._values[name]

    def live_frequency(self, lexicon: Lexicon, number: int) -> int:
        """The document frequency of a term of words or stems, not counting deleted articles."""
        return lexicon.document_frequency(number) - self.deletions.document_frequency(lexicon.name, number)

    def find(self, identifier: ArticleId) -> int | None:
        """The number of the article with this id; None if the segment does not have it, or it is deleted."""
        target = zlib.crc32(encode_term(identifier))
        hashes, numbers = self.file.section("ids.hashes"), self.file.section("ids.hashed")
        for index in range(bisect_left(hashes, target), len(hashes)):
            if hashes[index] != target:
                break
            number: int = numbers[index]
            if number not in self.deleted and self.ids[number] == identifier:
                return number
        return None

    def find_all(self, identifiers: Collection[ArticleId]) -> list[int]:
        """The numbers of the articles with these ids, ascending.

        Ids that `find` does not find are ignored.
        """
        hashes = self.file.section("ids.hashes")
        if len(identifiers) * _SCANNED_FROM < len(hashes):
            return sorted(number for one in identifiers if (number := self.find(one)) is not None)
        encoded = set(map(encode_term, identifiers))
        targets = set(map(zlib.crc32, encoded))
        hashed = zip(hashes.all(), self.file.section("ids.hashed").all(), strict=True)
        numbers = sorted(number for one, number in hashed if one in targets and number not in self.deleted)
        return [
            number
            for number, identifier in zip(numbers, self.ids.several(numbers), strict=True)
            if identifier in encoded
        ]

    def article(self, number: int) -> Article:
        """An article as it was stored. Many articles take no more memory than some."""
        self._articles_read += 1
        if self._articles_read % _RELEASED_AFTER == 0:
            self.file.release()
        return self.stored.article(number)

    @cached_property
    def ids(self) -> Strings:
        """The id of each article."""
        return Strings(self.file.section("ids"), self.file.section("ids.ends"))

    @cached_property
    def paths(self) -> Strings:
        """The paths of the source files, sorted, each once."""
        return Strings(self.file.section("paths"), self.file.section("paths.ends"))

    @cached_property
    def path_numbers(self) -> Section:
        """For each article, the number of its path in `paths`."""
        return self.file.section("path_numbers")

    def path(self, number: int) -> str:
        """The path of an article."""
        return self.paths[self.path_numbers.at(number)]

    @cached_property
    def stored(self) -> StoredArticles:
        """The stored articles."""
        return StoredArticles(self.file)
