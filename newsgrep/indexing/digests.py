"""The articles that a file gave, by key, with a digest of each, so that a later run can tell which have changed."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from typing import Literal, NamedTuple

from newsgrep.article import ArticleId

DIGEST_SIZE = 8
"""In bytes."""
_UNKNOWN = bytes(DIGEST_SIZE)
_KEYS_AT_ONCE = 1 << 12

Change = Literal["added", "updated", "unchanged"]


class ArticleDigests(NamedTuple):
    """The articles of one file, in a form that stays small for a million of them.

    `keys` are the ends of their ids, after the file's part, joined by newlines, which no id holds: `#key` in a container,
    empty for an article that is the whole file. `digests` are eight bytes each, in the same order.
    """

    keys: str = ""
    digests: bytes = b""

    @property
    def article_count(self) -> int:
        """The number of articles."""
        return len(self.digests) // DIGEST_SIZE

    def each_key(self) -> Iterator[str]:
        """Their keys, one after the other, never all of them in memory."""
        begin = 0
        for _ in repeat(None, self.article_count):  # no articles are one empty key
            end = self.keys.find("\n", begin)
            yield self.keys[begin : end if end >= 0 else None]
            begin = end + 1

    def ids(self, file_id: str) -> Iterator[ArticleId]:
        """Their ids."""
        return (ArticleId(file_id + key) for key in self.each_key())

    def split(self, count: int) -> "tuple[ArticleDigests, ArticleDigests]":
        """The first articles, so many, and the others."""
        end, others = len(self.keys), self.article_count - count
        for _ in repeat(None, others if count else 0):
            end = self.keys.rfind("\n", 0, end)
        cut = count * DIGEST_SIZE
        first = ArticleDigests(self.keys[:end] if count else "", self.digests[:cut])
        begin = end + 1 if count else 0
        return first, ArticleDigests(self.keys[begin:], self.digests[cut:])


NO_ARTICLES = ArticleDigests()


class Comparison:
    """Compares the articles of a file, as they are read, with those that it gave before, of which there may be millions.

    `kept` are the first of those that it gives now: they are not compared.
    """

    def __init__(self, before: ArticleDigests, kept: ArticleDigests = NO_ARTICLES) -> None:
        self._before = before
        self._places = _PlacesByKey(before.each_key())
        self._found_again = bytearray(before.article_count)
        self._keys: list[str] = []
        self._joined: list[str] = [kept.keys] if kept.article_count else []
        self._digests = bytearray(kept.digests)

    @property
    def article_count(self) -> int:
        """The number of articles that the file gives now, as far as it is read."""
        return len(self._digests) // DIGEST_SIZE

    def add(self, key: str, digest: bytes) -> Change:
        """Compare the next article with the one that had its key; gives what has happened to it."""
        self._digests += digest
        self._keys.append(key)
        if len(self._keys) == _KEYS_AT_ONCE:
            self._join()
        place = self._places.find(key)
        if place is None:
            return "added"
        self._found_again[place] = 1
        start = place * DIGEST_SIZE
        return "unchanged" if self._before.digests[start : start + DIGEST_SIZE] == digest else "updated"

    def gone(self) -> Iterator[str]:
        """The keys of articles that the file gave before, and gives no more."""
        return (
            key
            for key, is_there in zip(self._before.each_key(), self._found_again, strict=True)
            if not is_there
        )

    def articles(self) -> ArticleDigests:
        """The articles that the file gives now."""
        if self._keys:
            self._join()
        return ArticleDigests("\n".join(self._joined), bytes(self._digests))

    def _join(self) -> None:
        self._joined.append("\n".join(self._keys))
        self._keys = []


class KnownKeys:
    """The keys of articles, without their sign, and others: a container that takes sixteen bytes for each."""

    def __init__(self, articles: ArticleDigests, others: Iterable[str] = ()) -> None:
        self._places = _PlacesByKey(chain((key[1:] for key in articles.each_key()), others))

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._places.find(key) is not None


class _PlacesByKey:
    """The place of each key in a list, looked up by a hash of 64 bits."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._hashes, self._places = array("q", map(hash, keys)), array("q")
        if self._hashes:
            import numpy as np  # noqa: PLC0415  not where nothing has changed

            hashes = np.array(self._hashes)
            order = np.argsort(hashes)
            self._hashes, self._places = array("q", hashes[order].tobytes()), array("q", order.tobytes())

    def find(self, key: str) -> int | None:
        """The place of a key; None if it is not in the list."""
        wanted = hash(key)
        place = bisect_left(self._hashes, wanted)
        if place < len(self._hashes) and self._hashes[place] == wanted:
            return self._places[place]
        return None


def unknown_digests(keys: list[str]) -> ArticleDigests:
    """The articles of these keys, each with a digest that no article has."""
    return ArticleDigests("\n".join(keys), _UNKNOWN * len(keys))
