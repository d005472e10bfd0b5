"""Requests to a cluster, which go on if a node dies or says that it is busy.

Every request may be sent twice: what a request changes is the same after the second time.
"""

import json
import logging
import os
import random
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NewType, TypeAlias

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConnectionTimeout,
    ImproperlyConfigured,
    SSLError,
    TransportError,
)
from opensearchpy.exceptions import ConnectionError as NoConnectionError

from newsgrep.cluster_address import ClusterAddress
from newsgrep.errors import StorageError, UsageError

Json: TypeAlias = Any
"""What JSON holds: an answer of the cluster."""
Body: TypeAlias = Mapping[str, Any]
Operation = NewType("Operation", bytes)
"""An action of a bulk request, and its document, if the action has one: lines of JSON."""

BUSY: Final = frozenset({429, 502, 503, 504})
"""The statuses of refusals that pass: too many requests, no node for a shard."""
NOT_FOUND, CONFLICT, BAD_REQUEST = 404, 409, 400
_CLAUSES_BY_DEFAULT = 1_024
_SECONDS = 120.0
"""How long a request is sent again before it is given up."""
_FIRST_WAIT, _LONGEST_WAIT = 0.05, 5.0
_ANSWER_SECONDS = 60
_FAULTS_OF_NODES = (
    *("node_disconnected", "node_not_connected", "connect_transport", "node_closed", "receive_timeout"),
    *("no_shard_available", "unavailable_shards", "index_shard_closed", "illegal_index_shard_state"),
    *("already_closed", "rejected_execution", "no_node_available", "cluster_manager_not_discovered"),
)
"""What the cluster says, with status 500, if a node has left: another may answer."""
_PREFIX = "NEWSGREP_OPENSEARCH_"
_ENCODER = json.JSONEncoder(separators=(",", ":"))


class RefusedError(StorageError):
    """The cluster refused a request: sent again, it would be refused again.

    `status` is that of HTTP; `kind` and `reason` are the cluster's own, of its innermost cause.
    """

    def __init__(self, status: int, kind: str, reason: str) -> None:
        super().__init__(f"the cluster refuses: {reason} ({kind})")
        self.status = status
        self.kind = kind
        self.reason = " ".join(reason.split())


class Cluster:
    """A connection to a cluster. It is opened by the first request. Credentials come from the environment alone.

    `waited` is for how many seconds it has waited because the cluster was busy, or a node away.
    """

    def __init__(self, address: ClusterAddress, *, seconds: float = _SECONDS) -> None:
        self.address = address
        self.waited = 0.0
        self._seconds = seconds
        self._client = _client(address)

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
                return self._client.transport.perform_request(
                    method, path, params=dict(params or {}), body=body
                )
            except (AuthenticationException, AuthorizationException) as error:
                raise StorageError(self._denied(error.status_code)) from None
            except SSLError as error:
                raise StorageError(
                    f"{self.address}: the certificate is not trusted: {_cause(error)}"
                ) from None
            except (NoConnectionError, ConnectionTimeout) as error:
                fault = f"no answer: {_cause(error)}"
            except TransportError as error:
                refused = _refused(error)
                if refused.status not in BUSY and not _is_fault_of_node(refused.status, str(error.info)):
                    raise refused from None
                fault = refused.reason
            attempts.wait(fault)

    def search(self, body: Body, index: str | None = None, *, seconds: float | None = None) -> Json:
        """A search: of every shard, or none. `index`: None if the body has a point in time."""
        path = f"/{index}/_search" if index else "/_search"
        params = {"allow_partial_search_results": "false", "include_named_queries_score": "true"}
        return self.request("POST", path, body, params=params, seconds=seconds)

    def searches(self, bodies: Sequence[Body]) -> list[Json]:
        """Several searches in one request, each with a point in time."""
        if not bodies:
            return []
        attempts = _Attempts(self, self._seconds)
        lines = _lines(line for body in bodies for line in ({"allow_partial_search_results": False}, body))
        while True:
            found: list[Json] = self.request("POST", "/_msearch", lines)["responses"]
            faults = [one for one in found if "error" in one]
            if not faults:
                return found
            for one in faults:
                status, text = int(one.get("status", 500)), str(one["error"])
                if status not in BUSY and not _is_fault_of_node(status, text):
                    raise RefusedError(status, *_innermost(one["error"]))
            attempts.wait(_innermost(faults[0]["error"])[1])

    def bulk(self, operations: Sequence[Operation]) -> None:
        """Carry out operations. To delete what is gone, or to create what is there, is no fault."""
        waiting = operations
        attempts = _Attempts(self, self._seconds)
        params = {"filter_path": "items.*.status,items.*.error"}
        while waiting:
            items = self.request("POST", "/_bulk", b"".join(waiting), params=params)["items"]
            again: list[Operation] = []
            fault = ""
            for operation, item in zip(waiting, items, strict=True):
                (result,) = item.values()
                status = int(result["status"])
                if status in BUSY or _is_fault_of_node(status, str(result.get("error"))):
                    again.append(operation)
                    fault = _innermost(result["error"])[1]
                elif status >= BAD_REQUEST and status not in {NOT_FOUND, CONFLICT}:
                    raise RefusedError(status, *_innermost(result["error"]))
            waiting = again
            if waiting:
                attempts.wait(fault)

    @cached_property
    def most_clauses(self) -> int:
        """The number of clauses that the cluster allows in a query."""
        with suppress(RefusedError):  # settings may be seen by administrators alone
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

    def _denied(self, status: object) -> str:
        if status == 401:  # noqa: PLR2004  HTTP's "unauthorized"
            return (
                f"{self.address}: the cluster wants credentials that it knows; set {_PREFIX}USER and"
                f" {_PREFIX}PASSWORD, or {_PREFIX}TOKEN"
            )
        return f"{self.address}: these credentials do not allow this; docs/cluster.md lists the rights that are needed"


def operation(action: Body, document: Body | None = None) -> Operation:
    """An operation of a bulk request."""
    return Operation(_lines((action,) if document is None else (action, document)))


class _Attempts:
    """The waits between attempts, each twice as long as the one before, with jitter, until the time is up."""

    def __init__(self, cluster: Cluster, seconds: float) -> None:
        self._cluster = cluster
        self._give_up_at = time.monotonic() + seconds
        self._wait = _FIRST_WAIT

    def wait(self, fault: str) -> None:
        """Wait. Raises StorageError with the fault if the time is up."""
        if time.monotonic() >= self._give_up_at:
            raise StorageError(f"{self._cluster.address}: the cluster does not answer: {fault}")
        seconds = self._wait * random.uniform(0.5, 1.5)  # noqa: S311  no secret
        time.sleep(seconds)
        self._cluster.waited += seconds
        self._wait = min(self._wait * 2, _LONGEST_WAIT)


def _client(address: ClusterAddress) -> OpenSearch:
    environ = os.environ
    # The client logs each failed request, with what was sent. An error says what a person needs.
    logging.getLogger("opensearch").setLevel(logging.CRITICAL)
    logging.getLogger("urllib3").setLevel(logging.CRITICAL)
    options: dict[str, Any] = {}
    if user := environ.get(f"{_PREFIX}USER"):
        options["http_auth"] = (user, environ.get(f"{_PREFIX}PASSWORD", ""))
    elif token := environ.get(f"{_PREFIX}TOKEN"):
        options["headers"] = {"authorization": f"Bearer {token}"}
    for name, option in (("CA", "ca_certs"), ("CERT", "client_cert"), ("KEY", "client_key")):
        if path := environ.get(f"{_PREFIX}{name}"):
            if not Path(path).is_file():
                raise UsageError(f"{_PREFIX}{name}: no such file: {path}")
            options[option] = path
    try:
        return OpenSearch(
            list(address.nodes), timeout=_ANSWER_SECONDS, max_retries=0, verify_certs=True, **options
        )
    except (ImproperlyConfigured, OSError, ValueError) as error:
        raise UsageError(f"{address}: cannot connect: {error}") from None


def _refused(error: TransportError) -> RefusedError:
    status = error.status_code if isinstance(error.status_code, int) else 500
    info = error.info if isinstance(error.info, dict) else {}
    return RefusedError(status, *_innermost(info.get("error", str(error.error))))


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


def _is_fault_of_node(status: int, text: str) -> bool:
    return status >= 500 and any(fault in text for fault in _FAULTS_OF_NODES)  # noqa: PLR2004  HTTP's server errors


def _cause(error: TransportError) -> str:
    """The last cause of a failed connection, on one line."""
    text = str(error.info if isinstance(error.info, BaseException) else error.error)
    return " ".join(text.rpartition(": ")[2].split()).strip("()'\"")


def _lines(values: Iterable[Body]) -> bytes:
    return "".join(f"{_ENCODER.encode(value)}\n" for value in values).encode("ascii")
