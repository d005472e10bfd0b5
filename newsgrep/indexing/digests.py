"""Which articles a file gave, with a digest of each: to tell later what has changed."""

from collections.abc import Iterator
from typing import NamedTuple

from newsgrep.article import ArticleId

DIGEST_SIZE = 8
"""In bytes."""
_UNKNOWN = bytes(DIGEST_SIZE)


class ArticleDigests(NamedTuple):
    """The articles of one file, in a form that stays small for a million of them.

    `keys` are what distinguishes their ids from the file's, joined by newlines, which no id holds: `#key` in a
    container, nothing for an article that is the whole file. `digests` are eight bytes each, in the same order.
    """

    keys: str = ""
    digests: bytes = b""

    @property
    def given(self) -> int:
        """How many there are."""
        return len(self.digests) // DIGEST_SIZE

    def ids(self, file_id: str) -> Iterator[ArticleId]:
        """Their ids."""
        return (ArticleId(file_id + key) for key in self.by_key())

    def by_key(self) -> dict[str, bytes]:
        """A dictionary of them."""
        starts = range(0, len(self.digests), DIGEST_SIZE)
        return {
            key: self.digests[start : start + DIGEST_SIZE]
            for key, start in zip(
                self.keys.split("\n"), starts, strict=False
            )  # no articles are one empty key
        }


NO_ARTICLES = ArticleDigests()


def unknown_digests(keys: list[str]) -> ArticleDigests:
    """The articles of these keys, each with a digest that no article has."""
    return ArticleDigests("\n".join(keys), _UNKNOWN * len(keys))
