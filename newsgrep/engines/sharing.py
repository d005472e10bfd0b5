"""The contract of a place that several machines share: an index, and what belongs to it and is no article.

Every method may raise StorageError, IndexFormatError and IndexDamagedError.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from newsgrep.immutable import NamedTuple

if TYPE_CHECKING:
    from newsgrep.engines.contract import Index, Segment

PIECE_BYTES = 4 << 20


class Blob(NamedTuple):
    """A small file as it is: its version, which no other has, its size in bytes and its time, in ns since 1970.

    `chunks` and `content` say where the bytes are.
    """

    version: str
    size: int
    time_ns: int
    chunks: int
    content: str


class Blobs(Protocol):
    """Small files that belong to an index and not to a commit, by name."""

    def directory(self) -> Mapping[str, Blob] | None:
        """All blobs by name; None if there is no index."""
        ...

    def read(self, blob: Blob) -> Iterator[bytes] | None:
        """The bytes of a blob, piece by piece; None if it has been replaced meanwhile."""
        ...

    def write(self, name: str, pieces: Iterable[bytes], time_ns: int, replaces: str | None = None) -> Blob:
        """Replace a blob, at once or not at all. The pieces have at most `PIECE_BYTES` each.

        `replaces` is the version that is replaced, empty for none; None for any. Raises IndexBusyError if it is another.
        """
        ...

    def delete(self, name: str, replaces: str | None = None) -> None:
        """Delete a blob, if it is there; see `write`."""
        ...


class Entries(Protocol):
    """Keys and values, any text, that are committed with articles."""

    def write(self, entries: Iterable[tuple[str, str]]) -> "Segment":
        """Write entries as a segment, to be committed as one of articles is."""
        ...

    def after(self, key: str) -> Iterator[tuple[str, str]] | None:
        """The entries of the newest commit that were written after that of a key; None if there is no such key.

        Of a key with several the newest comes last.
        """
        ...

    def all(self) -> Iterator[tuple[str, str]]:
        """All of them; of a key with several the newest comes last."""
        ...

    def delete_older(self, keys: Collection[str], segment: "Segment") -> None:
        """Delete what the entries of a committed segment, which have these keys, have replaced."""
        ...


class SharedPlace(Protocol):
    """A place where an index is, or can be made."""

    @property
    def blobs(self) -> Blobs:
        """What belongs to the index, and not to a commit."""
        ...

    @property
    def entries(self) -> Entries:
        """What is committed with articles."""
        ...

    def label(self) -> str:
        """The label of the newest commit; empty if there is none that this newsgrep can read."""
        ...

    def make(self, config: bytes, shards: int | None, replicas: int | None) -> bool:
        """Make the index, whose blob `config.toml` is given; gives whether there was none."""
        ...

    def empty(self) -> None:
        """Make the index anew, without articles and entries, whichever version of newsgrep has written it. The caller holds the lock."""
        ...

    def lock(self, wait: float) -> AbstractContextManager[None]:
        """Hold the index for writing. `wait` is in seconds. Raises IndexBusyError."""
        ...

    def index(self, language: str) -> "Index":
        """The index, whose language is the name of a Snowball stemmer. Its writer commits only as long as the lock is held that was taken here."""
        ...

    def close(self) -> None:
        """Close the connections."""
        ...
