"""Requests to a cluster, which go on if a node dies or says that it is busy.

Every request may be sent twice: what a request changes is the same after the second time.
"""

import json
import logging
import random
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import Any, NewType, TypeAlias

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConnectionTimeout,
    OpenSearchWarning,
    SerializationError,
    SSLError,
    TransportError,
)
from opensearchpy.exceptions import ConnectionError as NoConnectionError
from urllib3 import Timeout

from newsgrep.cluster_address import ClusterAddress
from newsgrep.engines.opensearch.credentials import authorization, tls_context
from newsgrep.engines.opensearch.refusals import (
    TOO_LARGE,
    denial,
    fault_of_tls,
    meaning,
    one_line,
    passes,
)
from newsgrep.errors import StorageError

Json: TypeAlias = Any
"""What JSON holds: an answer of the cluster."""
Body: TypeAlias = Mapping[str, Any]
Operation = NewType("Operation", bytes)
"""An action of a bulk request, and its document, if the action has one: lines of JSON."""

NOT_FOUND, CONFLICT, BAD_REQUEST = 404, 409, 400
_CLAUSES_BY_DEFAULT = 1_024
_SECONDS = 120.0
"""How long a request is sent again before it is given up."""
_SECONDS_TO_FIND = 5.0
"""The same, as long as no node has ever answered: there may be no cluster."""
_FIRST_WAIT, _LONGEST_WAIT = 0.05, 5.0
_CONNECT_SECONDS, _ANSWER_SECONDS = 5.0, 60.0
_OLDEST_VERSION = (2, 19)
_ENCODER = json.JSONEncoder(separators=(",", ":"))


class RefusedError(StorageError):
    """The cluster refused a request: sent again, it would be refused again.

    `status` is that of HTTP; `kind` and `reason` are the cluster's own, of its innermost cause.
    """

    def __init__(self, status: int, kind: str, reason: str) -> None:
        super().__init__(meaning(status, kind, reason))
        self.status = status
        self.kind = kind
        self.reason = " ".join(reason.split())

    def __reduce__(self) -> tuple[type[StorageError], tuple[Any, ...]]:
        """A worker sends it to its parent, for whom only the message counts."""
        return StorageError, self.args


class DeniedError(RefusedError):
    """The cluster does not know who asks, or does not allow it."""

    def __init__(self, address: ClusterAddress, refused: RefusedError) -> None:
        super().__init__(refused.status, refused.kind, refused.reason)
        self.args = (f"{address}: {denial(refused.status, refused.reason)}",)


class Cluster:
    """A connection to a cluster. It is opened by the first request. Credentials come from the environment alone."""

    def __init__(self, address: ClusterAddress, *, seconds: float = _SECONDS) -> None:
        self.address = address
        self._on_wait: Callable[[], None] = lambda: None
        self._seconds = seconds
        self._client = _client(address)
        self._has_answered = False

    def request(
        self,
        method: str,
        path: str,
        body: Body | bytes | None = None,
        *,
        params: Mapping[str, str] | None = None,
        seconds: float | None = None,
    ) -> Json:
        """Send a request until it is answered. Raises RefusedError, and StorageError if there is no answer in time."""
        attempts = _Attempts(self, self._seconds if seconds is None else seconds)
        while True:
            try:
                answer = self._client.transport.perform_request(
                    method, path, params=dict(params or {}), body=body
                )
            except NoConnectionError as error:
                fault = self._no_answer(error)
                attempts.wait(fault, hurry=not self._has_answered)
            except TransportError as error:
                self._has_answered = True
                refused, said = _refused(error), str(error.info)
                if not passes(refused.status, said):
                    is_denied = isinstance(error, AuthenticationException | AuthorizationException)
                    if is_denied and refused.kind != "cluster_block_exception":
                        raise DeniedError(self.address, refused) from None
                    raise refused from None
                attempts.wait(str(refused))
            except SerializationError:
                raise StorageError(f"{self.address}: what answers there is no OpenSearch") from None
            else:
                self._has_answered = True
                return answer

    def document(self, index: str, name: str) -> Json:
        """A document, as it is now, with its version; None if there is none."""
        try:
            return self.request("GET", f"/{index}/_doc/{name}")
        except RefusedError as error:
            if error.status == NOT_FOUND:
                return None
            raise

    @contextmanager
    def waiting(self, on_wait: Callable[[], None]) -> Iterator[None]:
        """Call `on_wait` before each wait for a cluster that is busy, or a node that is away."""
        self._on_wait, before = on_wait, self._on_wait
        try:
            yield
        finally:
            self._on_wait = before

    def pause(self, seconds: float) -> None:
        """Wait before a request is sent again."""
        self._on_wait()
        time.sleep(seconds)

    def check_version(self) -> None:
        """Raise StorageError if the cluster is none that newsgrep knows, as far as it says."""
        try:
            version = self.request("GET", "/")["version"]
            number = str(version["number"])
            name = "OpenSearch" if version.get("distribution") == "opensearch" else "Elasticsearch"
            known = tuple(int(part) for part in number.split(".")[:2])
        except (RefusedError, LookupError, TypeError, ValueError, AttributeError):
            return  # not everybody may ask, and not every service says
        if name != "OpenSearch" or known < _OLDEST_VERSION:
            oldest = ".".join(map(str, _OLDEST_VERSION))
            raise StorageError(
                f"{self.address}: this is {name} {number}; newsgrep needs OpenSearch {oldest} or later"
            )

    def search(self, body: Body, index: str | None = None, *, seconds: float | None = None) -> Json:
        """A search: of every shard, or none. `index`: None if the body has a point in time."""
        path = f"/{index}/_search" if index else "/_search"
        params = {"allow_partial_search_results": "false", "include_named_queries_score": "true"}
        return self.request("POST", path, body, params=params, seconds=seconds)

    def searches(self, bodies: Sequence[Body], *, seconds: float | None = None) -> list[Json]:
        """Several searches in one request, each with a point in time."""
        if not bodies:
            return []
        attempts = _Attempts(self, self._seconds if seconds is None else seconds)
        lines = _lines(line for body in bodies for line in ({"allow_partial_search_results": False}, body))
        while True:
            found: list[Json] = self.request("POST", "/_msearch", lines, seconds=seconds)["responses"]
            faults = [one for one in found if "error" in one]
            if not faults:
                return found
            for one in faults:
                status, text = int(one.get("status", 500)), str(one["error"])
                if not passes(status, text):
                    raise RefusedError(status, *_innermost(one["error"]))
            attempts.wait(one_line(_innermost(faults[0]["error"])[1]))

    def bulk(self, operations: Sequence[Operation]) -> None:
        """Carry out operations. To delete what is gone, or to create what is there, is no fault."""
        waiting = list(operations)
        attempts = _Attempts(self, self._seconds)
        params = {"filter_path": "items.*.status,items.*.error"}
        while waiting:
            try:
                items = self.request("POST", "/_bulk", b"".join(waiting), params=params)["items"]
            except RefusedError as error:
                if error.status != TOO_LARGE or len(waiting) == 1:
                    raise
                half = len(waiting) // 2
                self.bulk(waiting[:half])
                waiting = waiting[half:]
                continue
            again: list[Operation] = []
            fault = ""
            for operation, item in zip(waiting, items, strict=True):
                (result,) = item.values()
                status = int(result["status"])
                if passes(status, str(result.get("error"))):
                    again.append(operation)
                    fault = _innermost(result["error"])[1]
                elif status >= BAD_REQUEST and status not in {NOT_FOUND, CONFLICT}:
                    raise RefusedError(status, *_innermost(result["error"]))
            waiting = again
            if waiting:
                attempts.wait(one_line(fault))

    @cached_property
    def most_clauses(self) -> int:
        """The number of clauses that the cluster allows in a query."""
        with suppress(StorageError):  # settings may be seen by administrators alone
            found = self.request(
                "GET",
                "/_cluster/settings",
                params={"include_defaults": "true", "filter_path": "**.max_clause_count"},
            )
            for level in ("transient", "persistent", "defaults"):
                value = found.get(level, {}).get("indices", {}).get("query", {}).get("bool", {})
                if "max_clause_count" in value:
                    return int(value["max_clause_count"])
        return _CLAUSES_BY_DEFAULT

    def refresh(self, *indexes: str) -> None:
        """Make what was written visible to searches, on every copy."""
        attempts = _Attempts(self, self._seconds)
        while self.request("POST", f"/{','.join(indexes)}/_refresh")["_shards"]["failed"]:
            attempts.wait("a shard cannot be refreshed")

    def close(self) -> None:
        """Close the connections; the next request opens them again."""
        self._client.transport.close()

    def _no_answer(self, error: NoConnectionError) -> str:
        """Why there is no answer. Raises StorageError if there will never be one."""
        if isinstance(error, SSLError) and (fault := fault_of_tls(str(error.info))):
            raise StorageError(f"{self.address}: {fault}") from None
        if isinstance(error, ConnectionTimeout):
            return f"it takes longer than {_ANSWER_SECONDS:.0f} seconds"
        return _cause(error)


def operation(action: Body, document: Body | None = None) -> Operation:
    """An operation of a bulk request."""
    return Operation(_lines((action,) if document is None else (action, document)))


class _Attempts:
    """The waits between attempts, each twice as long as the one before, with jitter, until the time is up."""

    def __init__(self, cluster: Cluster, seconds: float) -> None:
        self._cluster = cluster
        self._begun_at = time.monotonic()
        self._seconds = seconds
        self._made = 0
        self._wait = _FIRST_WAIT

    def wait(self, fault: str, *, hurry: bool = False) -> None:
        """Wait. Raises StorageError with the fault if the time is up, which is short if there may be no cluster."""
        self._made += 1
        address = self._cluster.address
        limit = min(_SECONDS_TO_FIND, self._seconds) if hurry else self._seconds
        left = max(0.0, self._begun_at + limit - time.monotonic())
        all_asked = not hurry or self._made >= len(address.nodes)
        if all_asked and not left:
            there = "no cluster answers there" if hurry else "the cluster does not answer"
            raise StorageError(f"{address}: {there}: {fault}")
        self._cluster.pause(min(left, self._wait * random.uniform(0.5, 1.5)))  # noqa: S311  no secret
        self._wait = min(self._wait * 2, _LONGEST_WAIT)


def _client(address: ClusterAddress) -> OpenSearch:
    # The client logs each failed request, with what was sent, and warns of what the cluster's next version lacks.
    # An error says what a person needs.
    for name in ("opensearch", "opensearchpy.trace", "urllib3"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", category=OpenSearchWarning)
    options: dict[str, Any] = {}
    if address.nodes[0].startswith("https:"):
        options["ssl_context"] = tls_context()
    return OpenSearch(
        list(address.nodes),
        timeout=Timeout(connect=_CONNECT_SECONDS, read=_ANSWER_SECONDS),
        max_retries=0,
        headers=authorization(),
        **options,
    )


def _refused(error: TransportError) -> RefusedError:
    status = error.status_code if isinstance(error.status_code, int) else 500
    if isinstance(error.info, dict) and "error" in error.info:
        return RefusedError(status, *_innermost(error.info["error"]))
    # What stands before the cluster may answer with a page.
    text = "" if "<" in str(error.error) else str(error.error)
    return RefusedError(status, f"status {status}", text or "it does not say why")


def _innermost(error: object) -> tuple[str, str]:
    """The kind and the reason of the innermost cause that the cluster names."""
    if not isinstance(error, dict):
        return "error", str(error)
    roots = error.get("root_cause")
    causes = [error, *(roots if isinstance(roots, list) else ())]
    inner: Json = error
    while isinstance(inner := inner.get("caused_by"), dict):
        causes.append(inner)
    last = causes[-1]
    return str(last.get("type")), str(last.get("reason"))


def _cause(error: NoConnectionError) -> str:
    """The innermost cause of a failed connection, on one line."""
    cause: object = error.info
    while isinstance(cause, BaseException):
        last = cause.args[-1] if cause.args else None
        inner = cause.__cause__ or (last if isinstance(last, BaseException) else None)
        if inner is None:
            text = cause.strerror if isinstance(cause, OSError) else None
            return one_line(text or str(cause))
        cause = inner
    return one_line(str(error.error))


def _lines(values: Iterable[Body]) -> bytes:
    return "".join(f"{_ENCODER.encode(value)}\n" for value in values).encode("ascii")
