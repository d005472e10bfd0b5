"""The rows of the manifest as machines share them: committed with the articles, so that each can catch up with all.

A row is an entry, whose key is the file's path. Each commit has a mark with its label: a machine that knows its own label
takes the rows that were written after it. Paths hold no NUL, and so no path is a mark.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from newsgrep.engines.contract import Segment
from newsgrep.engines.sharing import Entries, SharedPlace
from newsgrep.errors import IndexDamagedError
from newsgrep.indexing.lock import writer_lock
from newsgrep.indexing.manifest import FileRow, Manifest, open_manifest
from newsgrep.indexing.manifest_database import manifest_path

_ALL = "\0all"
"""The entry after which all rows follow: earlier ones do not count."""
_RULES = "\0rules"
"""The entry of the rules that files were read by, as `Manifest.rules` has them."""
_AT_ONCE = 1_000
_NUMBERS = range(-1 << 63, 1 << 63)
"""Those that the manifest can hold."""


class SharedRows:
    """Sends the rows of one writer, and takes those of others. All raise StorageError."""

    def __init__(self, entries: Entries) -> None:
        self._entries = entries
        self._waiting: list[Segment] = []
        self._replaced: list[tuple[list[str], Segment]] = []

    def catch_up(self, manifest: Manifest, generation: int, label: str) -> bool:
        """Bring a manifest up to the newest commit; gives whether the rows of this commit are there."""
        own = manifest.label
        found = self._entries.after(_mark(own)) if own else None
        if found is None:
            manifest.clear()
            manifest.take_rules("")
            found = self._entries.all()
        manifest.discard_uncommitted()
        is_whole = False
        batch: list[FileRow] = []
        for key, value in found:
            if key == _ALL:
                batch = []
                manifest.clear()
            elif key == _RULES:
                manifest.take_rules(value)
            elif key.startswith("\0"):
                is_whole = key == _mark(label)
            else:
                batch.append(_row(key, value))
            if len(batch) == _AT_ONCE:
                manifest.take(batch)
                batch = []
        manifest.take(batch)
        manifest.committed(generation, label)
        return is_whole

    def write(self, rows: Iterable[FileRow], manifest: Manifest) -> None:
        """Write rows, which the manifest does not have yet, for the next commit."""
        written = list(rows)
        if written:
            segment = self._entries.write((row.path, _value(row)) for row in written)
            self._waiting.append(segment)
            self._replaced.append((manifest.known(row.path for row in written), segment))

    def rewrite(self, rows: Iterable[FileRow]) -> None:
        """Write all rows that there are, in place of those that are shared, for the next commit."""
        self._waiting.append(self._entries.write([(_ALL, "")]))
        self._waiting.append(self._entries.write((row.path, _value(row)) for row in rows))

    def write_rules(self, rules: str) -> None:
        """Write the rules that files were read by, for the next commit."""
        segment = self._entries.write([(_RULES, rules)])
        self._waiting.append(segment)
        self._replaced.append(([_RULES], segment))

    def to_commit(self, label: str, *, is_needed: bool) -> list[Segment]:
        """What the next commit, with a label, is to contain; nothing if no row was written, and none `is_needed`."""
        if not (self._waiting or is_needed):
            return []
        return [*self._waiting, self._entries.write([(_mark(label), "")])]

    def committed(self) -> None:
        """What was given to be committed is: delete what it has replaced."""
        for paths, segment in self._replaced:
            self._entries.delete_older(paths, segment)
        self._waiting, self._replaced = [], []


def catch_up(home: Path, place: SharedPlace, language: str) -> str:
    """Bring the manifest of a home up to the newest commit; gives its label. Raises IndexBusyError if another process uses it."""
    with writer_lock(home):
        return bring_up(home, place, language)


def bring_up(home: Path, place: SharedPlace, language: str) -> str:
    """The same for a home that this process holds."""
    with closing(place.index(language)) as index:
        snapshot = index.snapshot()
        with closing(open_manifest(manifest_path(home), snapshot.generation)) as manifest:
            if not manifest.settle(snapshot.label):
                SharedRows(place.entries).catch_up(manifest, snapshot.generation, snapshot.label)
        return snapshot.label


def _mark(label: str) -> str:
    return f"\0commit {label}"


def _value(row: FileRow) -> str:
    return json.dumps([b64encode(one).decode("ascii") if isinstance(one, bytes) else one for one in row[1:]])


def _row(path: str, value: str) -> FileRow:
    try:
        row = FileRow(path, *json.loads(value))
        row = row._replace(digest=_bytes(row.digest), digests=_bytes(row.digests))
        _ = row.problems, path.encode("utf-8", "surrogateescape")
        _ = [text.encode() for text in row[1:] if isinstance(text, str)]  # which the manifest can hold
    except (ValueError, TypeError, RecursionError) as error:
        raise IndexDamagedError(f"what the index says of {path} cannot be read") from error
    is_valid = all(
        map(isinstance, row, (str, str, int, int, bytes, int, str, int, str, bytes, str, str, int))
    )
    if not is_valid or any(one not in _NUMBERS for one in row if isinstance(one, int)):
        raise IndexDamagedError(f"what the index says of {path} cannot be read")
    return row


def _bytes(text: str | bytes) -> bytes:
    return b64decode(text, validate=True)
