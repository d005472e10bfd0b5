"""Blobs: small files that belong to an index and not to a commit, by name. They are kept in NAME-state.

A blob is written in chunks, whose ids no other blob has, and then named in a directory of all, which is one
document: so it is replaced at once or not at all.
"""

import base64
import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from uuid import uuid4

from newsgrep.engines.opensearch.connection import CONFLICT, Cluster, RefusedError, operation
from newsgrep.engines.opensearch.schema import Indices
from newsgrep.engines.sharing import PIECE_BYTES, Blob
from newsgrep.errors import IndexBusyError, IndexDamagedError, NoIndexError

_DIRECTORY = "blobs"
_SHORT = 4_096
"""So many bytes stand in the directory itself."""
_ATTEMPTS = 20
_VERSION = re.compile("[0-9a-f]{32}")
_MOST = (1 << 62) - 1
"""No file is larger in bytes, and no time is later."""


class ClusterBlobs:
    """`Blobs` (see `engines.sharing`)."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._index = Indices.of(cluster.address).state

    def directory(self) -> dict[str, Blob] | None:
        """All blobs by name; None if there is no index."""
        found = self._read()
        return None if found is None else found[0]

    def read(self, blob: Blob) -> Iterator[bytes] | None:
        """The bytes of a blob, piece by piece; None if it has been replaced meanwhile."""
        if not blob.chunks:
            return self._whole(blob, [base64.b64decode(blob.content)])
        pieces = (self._chunk(blob.version, number) for number in range(blob.chunks))
        first = next(pieces)
        if first is None and blob in (self.directory() or {}).values():
            raise IndexDamagedError(f"{self._cluster.address}: a part of a file of the index is missing")
        return None if first is None else self._whole(blob, chain([first], map(_present, pieces)))

    def _whole(self, blob: Blob, pieces: Iterable[bytes]) -> Iterator[bytes]:
        size = 0
        for piece in pieces:
            size += len(piece)
            yield piece
        if size != blob.size:
            raise IndexDamagedError(f"{self._cluster.address}: a file of the index is not as long as it was")

    def write(self, name: str, pieces: Iterable[bytes], time_ns: int, replaces: str | None = None) -> Blob:
        """Replace a blob."""
        version, size, chunks, content = uuid4().hex, 0, 0, b""
        for piece in pieces:
            size += len(piece)
            if size <= _SHORT and not chunks:
                content += piece
                continue
            for chunk in (content, piece) if content else (piece,):
                self._put_chunk(name, version, chunks, chunk)
                chunks += 1
            content = b""
        blob = Blob(version, size, time_ns, chunks, base64.b64encode(content).decode("ascii"))
        self._change(name, blob, replaces)
        return blob

    def delete(self, name: str, replaces: str | None = None) -> None:
        """Delete a blob."""
        self._change(name, None, replaces)

    def create(self, name: str, content: bytes) -> bool:
        """Write the first blob of an index; gives whether there was none."""
        blob = Blob(uuid4().hex, len(content), 0, 0, base64.b64encode(content).decode("ascii"))
        return self._replace({name: blob}, None)

    def _change(self, name: str, blob: Blob | None, replaces: str | None) -> None:
        for _ in range(_ATTEMPTS):
            found = self._read()
            if found is None:
                raise NoIndexError.at(self._cluster.address)
            directory, version = found
            before = directory.get(name)
            if replaces is not None and replaces != (before.version if before else ""):
                raise IndexBusyError(f"{self._cluster.address}: another newsgrep has changed {name}")
            others = {other: one for other, one in directory.items() if other != name}
            if self._replace({**others, name: blob} if blob else others, version):
                if before:
                    self._delete_chunks(before)
                return
        raise IndexBusyError(f"{self._cluster.address}: others are changing the index all the time")

    def _replace(self, directory: dict[str, Blob], version: tuple[int, int] | None) -> bool:
        """Replace the directory, if it is of a (sequence number, primary term) still; None: if there is none."""
        condition = (
            {"op_type": "create"}
            if version is None
            else {"if_seq_no": str(version[0]), "if_primary_term": str(version[1])}
        )
        document = {"directory": json.dumps(directory)}
        try:
            self._cluster.request("PUT", f"/{self._index}/_doc/{_DIRECTORY}", document, params=condition)
        except RefusedError as error:
            if error.status != CONFLICT:
                raise
            # A request that was sent twice meets what it has written itself.
            found = self._read()
            return found is not None and found[0] == directory
        return True

    def _read(self) -> tuple[dict[str, Blob], tuple[int, int]] | None:
        found = self._cluster.document(self._index, _DIRECTORY)
        if found is None:
            return None
        try:
            values = json.loads(found["_source"]["directory"])
            directory = {str(name): _valid(Blob(*blob)) for name, blob in values.items()}
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            raise IndexDamagedError(
                f"{self._cluster.address}: the list of its files cannot be read"
            ) from error
        return directory, (found["_seq_no"], found["_primary_term"])

    def _put_chunk(self, name: str, version: str, number: int, content: bytes) -> None:
        document = {"blob": name, "version": version, "content": base64.b64encode(content).decode("ascii")}
        self._cluster.request("PUT", f"/{self._index}/_doc/{version}-{number}", document)

    def _chunk(self, version: str, number: int) -> bytes | None:
        found = self._cluster.document(self._index, f"{version}-{number}")
        if found is None:
            return None
        try:
            return base64.b64decode(found["_source"]["content"], validate=True)
        except (KeyError, TypeError, ValueError) as error:
            raise IndexDamagedError(f"{self._cluster.address}: a file of the index cannot be read") from error

    def _delete_chunks(self, replaced: Blob) -> None:
        """Delete the chunks of a blob that is named no more: by their ids, for others may write newer ones now."""
        self._cluster.bulk(
            [
                operation({"delete": {"_index": self._index, "_id": f"{replaced.version}-{number}"}})
                for number in range(replaced.chunks)
            ]
        )


def _valid(blob: Blob) -> Blob:
    """The blob, if another newsgrep can have written it: others may write to a cluster. Raises ValueError and TypeError."""
    base64.b64decode(blob.content, validate=True)
    if not all(map(isinstance, blob, (str, int, int, int, str))) or not _VERSION.fullmatch(blob.version):
        raise TypeError("no blob")
    numbers = (blob.size, blob.time_ns, blob.chunks * PIECE_BYTES)
    if min(numbers) < 0 or max(numbers) > _MOST:
        raise ValueError("no blob")
    return blob


def _present(chunk: bytes | None) -> bytes:
    if chunk is None:
        raise IndexBusyError("a file of the index was replaced while it was read; try again")
    return chunk
