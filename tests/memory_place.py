"""A place that machines share, in memory: what a cluster's blobs and entries promise, written to be read."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import count

from newsgrep.engines.contract import Segment
from newsgrep.engines.sharing import Blob
from newsgrep.errors import IndexBusyError


class MemoryBlobs:
    """`Blobs` (see `engines.sharing`)."""

    def __init__(self) -> None:
        self.blobs: dict[str, Blob] = {}
        self.contents: dict[str, list[bytes]] = {}
        """By version."""
        self._numbers = count(1)

    def directory(self) -> Mapping[str, Blob] | None:
        return dict(self.blobs)

    def read(self, blob: Blob) -> Iterator[bytes] | None:
        is_newest = blob in self.blobs.values()
        return iter(self.contents[blob.version]) if is_newest else None

    def write(self, name: str, pieces: Iterable[bytes], time_ns: int, replaces: str | None = None) -> Blob:
        content = list(pieces)
        self._check(name, replaces)
        blob = Blob(f"{next(self._numbers):032x}", sum(map(len, content)), time_ns, len(content), "")
        self.blobs[name] = blob
        self.contents[blob.version] = content
        return blob

    def delete(self, name: str, replaces: str | None = None) -> None:
        self._check(name, replaces)
        self.blobs.pop(name, None)

    def content(self, name: str) -> bytes | None:
        """The bytes of a blob; None if there is none."""
        blob = self.blobs.get(name)
        return b"".join(self.contents[blob.version]) if blob else None

    def _check(self, name: str, replaces: str | None) -> None:
        before = self.blobs.get(name)
        if replaces is not None and replaces != (before.version if before else ""):
            raise IndexBusyError(name)


class MemoryEntries:
    """`Entries` (see `engines.sharing`)."""

    def __init__(self) -> None:
        self._segments: list[dict[str, str]] = []
        self._committed: set[int] = set()

    def write(self, entries: Iterable[tuple[str, str]]) -> Segment:
        self._segments.append(dict(entries))
        return Segment({"parts": [{"number": len(self._segments) - 1, "ids": []}]})

    def commit(self, segments: Iterable[Segment]) -> None:
        """Let segments count."""
        self._committed |= {part["number"] for segment in segments for part in segment["parts"]}

    def after(self, key: str) -> Iterator[tuple[str, str]] | None:
        own = [number for number in self._committed if key in self._segments[number]]
        return self._above(max(own)) if own else None

    def all(self) -> Iterator[tuple[str, str]]:
        return self._above(-1)

    def delete_older(self, keys: Collection[str], segment: Segment) -> None:
        first = min(part["number"] for part in segment["parts"])
        for older in self._segments[:first]:
            for key in keys:
                older.pop(key, None)

    def _above(self, number: int) -> Iterator[tuple[str, str]]:
        for above in sorted(self._committed):
            if above > number:
                yield from list(self._segments[above].items())
