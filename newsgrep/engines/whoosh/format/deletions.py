"""The articles deleted from a segment since it was written, and the document frequencies of their terms.

They are in a file with the layout of a segment, which replaces the earlier file of deletions. Sections:

    deleted      I  the numbers of the deleted articles, ascending
    L.terms      I  for each lexicon L of words or stems: the numbers of the terms in them, ascending
    L.articles   I  for each of these terms: in how many of these articles it occurs
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from newsgrep.engines.whoosh.format.layout import Section, SectionFile

if TYPE_CHECKING:
    from pathlib import Path

_DELETED = "deleted"


class Deletions:
    """The deletions of a segment, read from a file; without a file there are none."""

    def __init__(self, path: "str | Path | None") -> None:
        self._file = SectionFile(path) if path else None

    def __len__(self) -> int:
        return len(self._file.section(_DELETED)) if self._file else 0

    @property
    def size(self) -> int:
        """The size of the file in bytes."""
        return self._file.size if self._file else 0

    @cached_property
    def articles(self) -> frozenset[int]:
        """The numbers of the deleted articles."""
        return frozenset(self._file.section(_DELETED).all()) if self._file else frozenset()

    def document_frequency(self, lexicon: str, number: int) -> int:
        """In how many of the deleted articles a term of a lexicon occurs."""
        if not self._file:
            return 0
        terms = self._section(lexicon, "terms")
        index = bisect_left(terms, number)
        if index == len(terms) or terms[index] != number:
            return 0
        frequency: int = self._section(lexicon, "articles")[index]
        return frequency

    def frequencies(self, lexicon: str) -> Counter[int]:
        """{number of a term: in how many of the deleted articles it occurs}, for a lexicon."""
        if not self._file:
            return Counter()
        terms, articles = self._section(lexicon, "terms").all(), self._section(lexicon, "articles").all()
        return Counter(dict(zip(terms, articles, strict=True)))

    def _section(self, lexicon: str, name: str) -> Section:
        assert self._file is not None  # noqa: S101  callers check it
        return self._file.section(f"{lexicon}.{name}")


def write_deletions(
    path: "Path", numbers: Collection[int], frequencies: Mapping[str, Mapping[int, int]]
) -> None:
    """Write a file of deletions. `frequencies` has for each lexicon what `Deletions.frequencies` returns.

    Raises StorageError.
    """
    from newsgrep.engines.whoosh.format.layout import SectionFileWriter  # noqa: PLC0415  only for writers

    with SectionFileWriter(path) as file:
        file.add(_DELETED, "I", _packed(sorted(numbers)))
        for lexicon, terms in frequencies.items():
            ordered = sorted(terms.items())
            file.add(f"{lexicon}.terms", "I", _packed([number for number, _ in ordered]))
            file.add(f"{lexicon}.articles", "I", _packed([articles for _, articles in ordered]))


def _packed(numbers: Sequence[int]) -> bytes:
    return b"".join(number.to_bytes(4, "little") for number in numbers)
