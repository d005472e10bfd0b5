"""The newest commit and the writer's lock: one document of NAME-state, replaced at once or not at all."""

import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Final
from uuid import uuid4

from newsgrep.engines.opensearch.connection import CONFLICT, NOT_FOUND, Cluster, RefusedError
from newsgrep.engines.opensearch.schema import Indices
from newsgrep.errors import IndexBusyError, IndexDamagedError, IndexFormatError, StorageError
from newsgrep.immutable import NamedTuple
from newsgrep.versions import ANALYSIS_VERSION

FORMAT: Final = 1
"""The version of what the cluster holds."""
_BEAT_SECONDS, _DEAD_AFTER_SECONDS, _WAIT_SECONDS = 5.0, 30.0, 0.2
_PROCESSES = range(1, 1 << 31)
_COMMIT, _COUNTER = "commit", "counter"


class Lock(NamedTuple):
    """The holder of the lock, and when it last gave a sign, in seconds since 1970."""

    token: str
    host: str
    process: int
    beat: float

    def is_dead(self, after: float) -> bool:
        """Say whether the holder is gone: its process has ended, or it gave no sign for more than `after` seconds."""
        if self.host == socket.gethostname():
            try:
                os.kill(self.process, 0)
            except ProcessLookupError:
                return True
            except PermissionError:
                pass
        return time.time() - self.beat > after


class Sums(NamedTuple):
    """Sums over the articles of a commit. `titles` is the number of articles whose title has tokens."""

    articles: int = 0
    tokens: int = 0
    titles: int = 0
    title_tokens: int = 0


class Commit(NamedTuple):
    """A commit: which segments count, and which of their articles do not any more."""

    generation: int = 0
    label: str = ""
    language: str = ""
    first: int = 0
    """Segments below this number do not count: the index was made anew."""
    next: int = 0
    """Nor do those of this number and above."""
    holes: tuple[int, ...] = ()
    """Nor do these between."""
    gone: tuple[str, ...] = ()
    """The ids of lists in NAME-state of documents that were replaced or removed, and may not be deleted yet."""
    spent: tuple[tuple[str, float], ...] = ()
    """Such lists whose documents are deleted, and when they were, in seconds since 1970."""
    purged: int = 0
    """The newest generation that took articles out: what older ones show is being deleted."""
    sums: Sums = Sums()

    def counts(self, segment: int) -> bool:
        """Say whether what lies in a segment counts."""
        return self.first <= segment < self.next and segment not in self.holes

    def in_segments(self) -> dict[str, Any]:
        """The query for what lies in segments that count."""
        holes = [{"terms": {"segment": self.holes}}] if self.holes else []
        counting = {"range": {"segment": {"gte": self.first, "lt": self.next}}}
        return {"bool": {"filter": [counting], "must_not": holes}}

    def uncommitted(self, end: int) -> dict[str, Any]:
        """The query for what lies in segments below `end` that do not count."""
        dead = [{"range": {"segment": {"lt": self.first}}}, {"terms": {"segment": self.dead_segments(end)}}]
        return {"bool": {"should": dead}}

    def dead_segments(self, end: int) -> list[int]:
        """The segments below `end` that do not count, since the index was made anew."""
        return [*self.holes, *range(self.next, end)]

    def visible(self, indices: Indices) -> dict[str, Any]:
        """The query for the articles that count."""
        gone = [{"terms": {"_id": {"index": indices.state, "id": name, "path": "ids"}}} for name in self.gone]
        query = self.in_segments()
        query["bool"]["must_not"] += gone
        return query

    def all_spent(self) -> "Commit":
        """The commit when the documents that its lists name are deleted."""
        now = time.time()
        return self._replace(gone=(), spent=(*self.spent, *((name, now) for name in self.gone)))

    def mean_length(self, field: str) -> float:
        """The mean length of a field in tokens, of articles that have it; 0.0 if none has."""
        sums = self.sums
        tokens, articles = (
            (sums.title_tokens, sums.titles) if field == "title" else (sums.tokens, sums.articles)
        )
        return tokens / articles if articles else 0.0


class _Stored(NamedTuple):
    """The document as it is stored, and its (sequence number, primary term); None if there is none yet."""

    source: Mapping[str, Any]
    version: tuple[int, int] | None

    @property
    def lock(self) -> Lock | None:
        """The lock, which any version of newsgrep can read."""
        text = self.source.get("lock")
        if not text:
            return None
        try:
            lock = Lock(*json.loads(text))
            is_valid = all(map(isinstance, lock, (str, str, int, float)))
        except (TypeError, ValueError, RecursionError):
            is_valid = False
        if not is_valid or lock.process not in _PROCESSES:
            raise IndexDamagedError(
                "the lock of the index cannot be read; was it written by another program?"
            )
        return lock


class Commits:
    """Reads and replaces the newest commit, and holds the lock.

    The holder gives a sign every `beat` seconds, and is dead if it gave none for `dead_after` seconds.
    """

    def __init__(
        self, cluster: Cluster, *, beat: float = _BEAT_SECONDS, dead_after: float = _DEAD_AFTER_SECONDS
    ) -> None:
        self._cluster = cluster
        self._index = Indices.of(cluster.address).state
        self._thread_lock = threading.Lock()
        self._held = ""
        self._beat_seconds, self._dead_after = beat, dead_after

    def exist(self) -> bool:
        """Say whether there is a place for commits: a cluster makes one that there is not, with settings of its own."""
        try:
            self._cluster.request("GET", f"/{self._index}/_doc/{_COMMIT}")
        except RefusedError as error:
            if error.status != NOT_FOUND:
                raise
            return error.kind != "index_not_found_exception"
        return True

    def newest(self) -> Commit:
        """The newest commit; the default one before the first. Raises IndexFormatError, IndexDamagedError."""
        return self._decoded(self._read())

    def newest_held(self) -> Commit:
        """The newest commit, if the lock is still held that was taken. Raises IndexBusyError."""
        stored = self._read()
        self._check_held(stored)
        return self._decoded(stored)

    def holder(self) -> Lock | None:
        """Who holds the lock, dead or alive."""
        return self._read().lock

    def replace(self, change: Callable[[Commit], Commit]) -> Commit:
        """Put `change(newest)` in the place of the newest commit. Raises IndexBusyError if another process is faster."""
        return self._replace(lambda stored: change(self._decoded(stored)))

    def begin_anew(self) -> None:
        """Commit that nothing counts any more of what was written. The newest commit may be of another version of newsgrep."""
        end = self.segments_so_far()

        def empty(stored: _Stored) -> Commit:
            before = stored.source.get("generation")
            generation = before + 1 if isinstance(before, int) else 1
            # Lists that nobody names are never deleted.
            lists = self._readable(stored) or Commit()
            return Commit(generation, first=end, next=end, spent=lists.all_spent().spent, purged=generation)

        self._replace(empty)

    def is_of_this_format(self) -> bool:
        """Say whether what the cluster holds has the form that this newsgrep writes. Raises IndexBusyError."""
        stored = self._read()
        self._check_held(stored)
        return self._readable(stored) is not None

    def _readable(self, stored: _Stored) -> Commit | None:
        """The commit, whichever analysis its articles are of; None if it has another form, or is damaged."""
        with suppress(IndexDamagedError):
            if _is_of_this_format(stored):
                return self._parsed(stored)
        return None

    def _replace(self, change: Callable[[_Stored], Commit]) -> Commit:
        with self._thread_lock:
            stored = self._read()
            self._check_held(stored)
            after = change(stored)
            self._write(_encoded(after), stored)
            return after

    def new_segment(self) -> int:
        """A number that no other segment has or will have. Some numbers may never be used."""
        script = {"script": {"source": "ctx._source.next += 1"}, "upsert": {"next": 1}}
        while True:
            try:
                found = self._cluster.request(
                    "POST",
                    f"/{self._index}/_update/{_COUNTER}",
                    script,
                    params={"_source": "true", "retry_on_conflict": "50"},
                )
            except RefusedError as error:
                if error.status != CONFLICT:
                    raise
            else:
                return int(found["get"]["_source"]["next"]) - 1

    def segments_so_far(self) -> int:
        """A number above those of all segments."""
        found = self.document(_COUNTER)
        return int(found["next"]) if found else 0

    def document(self, name: str) -> dict[str, Any] | None:
        """A document of NAME-state."""
        found = self._cluster.document(self._index, name)
        return dict(found["_source"]) if found else None

    def put(self, name: str, document: dict[str, Any]) -> None:
        """Write a document of NAME-state."""
        self._cluster.request("PUT", f"/{self._index}/_doc/{name}", document)

    @contextmanager
    def locked(self, wait: float) -> Iterator[None]:
        """Hold the lock. Raises IndexBusyError if another process holds it for longer than `wait` seconds."""
        self._cluster.check_version()
        token = uuid4().hex
        give_up_at = time.monotonic() + wait
        while not self._take(token):
            if time.monotonic() >= give_up_at:
                lock = self.holder()
                holder = f" (process {lock.process} on {lock.host})" if lock else ""
                raise IndexBusyError(f"{self._cluster.address}: another newsgrep is writing{holder}")
            time.sleep(_WAIT_SECONDS)
        self._held = token
        ended = threading.Event()
        beats = threading.Thread(target=self._beat, args=(ended,), daemon=True)
        beats.start()
        try:
            yield
        finally:
            ended.set()
            beats.join()
            with suppress(IndexBusyError, StorageError):  # else it is free after a while
                self._replace_lock(lambda _: None)
            self._held = ""

    def _check_held(self, stored: _Stored) -> None:
        if self._held and (stored.lock is None or stored.lock.token != self._held):
            raise IndexBusyError(
                f"{self._cluster.address}: another newsgrep has taken the lock, for this one gave no sign"
            )

    def _take(self, token: str) -> bool:
        stored = self._read()
        if stored.lock is not None and not stored.lock.is_dead(self._dead_after):
            return False
        if stored.lock is not None and stored.lock.host != socket.gethostname():
            # Its clock may be another. If it lives it gives a sign meanwhile, and this write is refused.
            time.sleep(2 * self._beat_seconds)
        lock = Lock(token, socket.gethostname(), os.getpid(), time.time())
        try:
            self._write({**stored.source, "lock": json.dumps(lock)}, stored)
        except IndexBusyError:
            return False
        return True

    def _beat(self, ended: threading.Event) -> None:
        def beat(lock: Lock | None) -> Lock | None:
            return lock and lock._replace(beat=time.time())

        while not ended.wait(self._beat_seconds):
            # A lock that is lost stays lost: the next commit says so. Other faults pass.
            with suppress(IndexBusyError, StorageError):
                self._replace_lock(beat)

    def _replace_lock(self, change: Callable[[Lock | None], Lock | None]) -> None:
        with self._thread_lock:
            stored = self._read()
            self._check_held(stored)
            lock = change(stored.lock)
            self._write({**stored.source, "lock": json.dumps(lock) if lock else None}, stored)

    def _read(self) -> _Stored:
        found = self._cluster.document(self._index, _COMMIT)
        if not found:
            return _Stored({}, None)
        return _Stored(found["_source"], (found["_seq_no"], found["_primary_term"]))

    def _write(self, source: Mapping[str, Any], before: _Stored) -> None:
        """Put a document in the place of the one before, with the lock of that one unless it has its own."""
        token = uuid4().hex
        version = before.version
        params = (
            {"op_type": "create"}
            if version is None
            else {"if_seq_no": str(version[0]), "if_primary_term": str(version[1])}
        )
        written = {"lock": before.source.get("lock"), **source, "token": token}
        try:
            self._cluster.request("PUT", f"/{self._index}/_doc/{_COMMIT}", written, params=params)
        except RefusedError as error:
            if error.status != CONFLICT:
                raise
            # A request that was sent twice meets what it has written itself.
            if self._read().source.get("token") != token:
                raise IndexBusyError(f"{self._cluster.address}: another newsgrep is writing") from None

    def _decoded(self, stored: _Stored) -> Commit:
        is_known = _is_of_this_format(stored) and stored.source.get("analysis") == ANALYSIS_VERSION
        if "commit" in stored.source and not is_known:
            raise IndexFormatError(
                f"{self._cluster.address}: the index was made by another version of newsgrep;"
                " rebuild with: newsgrep index --rebuild"
            )
        return self._parsed(stored)

    def _parsed(self, stored: _Stored) -> Commit:
        if "commit" not in stored.source:
            return Commit()
        try:
            return _parsed_commit(stored.source["commit"])
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise IndexDamagedError(
                f"{self._cluster.address}: the commit cannot be read; rebuild with: newsgrep index --rebuild"
            ) from error


def _is_of_this_format(stored: _Stored) -> bool:
    return bool(stored.source.get("format", FORMAT) == FORMAT)


def _encoded(commit: Commit) -> dict[str, Any]:
    """A commit as a document. Its values are one string, which the cluster does not look into."""
    return {
        "format": FORMAT,
        "analysis": ANALYSIS_VERSION,
        "generation": commit.generation,
        "commit": json.dumps(commit._asdict()),
    }


def _parsed_commit(text: str) -> Commit:
    """A commit out of its document. Raises KeyError, TypeError, ValueError and RecursionError for what is none."""
    values = json.loads(text)
    commit = Commit(
        **{
            **values,
            "holes": tuple(values["holes"]),
            "gone": tuple(values["gone"]),
            "spent": tuple((str(name), float(moment)) for name, moment in values["spent"]),
            "sums": Sums(*values["sums"]),
        }
    )
    numbers = (commit.generation, commit.first, commit.next, commit.purged, *commit.holes, *commit.sums)
    texts = (commit.label, commit.language, *commit.gone)
    if not all(isinstance(one, int) for one in numbers) or not all(isinstance(one, str) for one in texts):
        raise TypeError("no commit")
    _ = "".join(texts).encode()  # which others keep in files
    return commit
