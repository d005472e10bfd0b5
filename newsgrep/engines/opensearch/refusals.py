"""What a cluster, or a connection to it, means by its faults: whether they pass, and what to do about them."""

import re
from collections.abc import Mapping
from typing import Final

BUSY: Final = frozenset({429, 502, 503, 504})
"""The statuses of refusals that pass: too many requests, no node for a shard."""
TOO_LARGE: Final = 413
_FAULTS_OF_NODES = (
    *("node_disconnected", "node_not_connected", "connect_transport", "node_closed", "receive_timeout"),
    *("no_shard_available", "unavailable_shards", "index_shard_closed", "illegal_index_shard_state"),
    *("already_closed", "rejected_execution", "no_node_available", "cluster_manager_not_discovered"),
    "no node found for id",
)
"""What the cluster says, with status 500, if a node has left: another may answer."""
_FULL_DISK = "flood-stage"
_LONGEST = 300
_PREFIX = "NEWSGREP_OPENSEARCH_"
"""Of the variables that hold what a cluster wants to know; see `credentials`."""
CREDENTIALS: Final = f"{_PREFIX}USER and {_PREFIX}PASSWORD, or {_PREFIX}TOKEN"

_MEANINGS: Mapping[str, str] = {
    _FULL_DISK: "its disks are nearly full (flood-stage watermark): it takes no writes before there is room",
    "cluster create-index blocked": "its disks are too full for new indices",
    "circuit_breaking_exception": "it is short of memory (circuit breaker)",
    "cluster_block_exception": "the index is closed to this, for it is read-only or the cluster is not ready",
    "index_not_found_exception": "it has no such index",
}
"""What a refusal means in which a text stands, the first of these."""

_FAULTS_OF_TLS: Mapping[str, str] = {
    "CERTIFICATE_VERIFY_FAILED": f"its certificate is not trusted; {_PREFIX}CA names a file with those to trust",
    "WRONG_VERSION_NUMBER": "it does not speak TLS: opensearch:// in place of opensearchs://",
    "record layer failure": "it does not speak TLS: opensearch:// in place of opensearchs://",
    "CERTIFICATE_REQUIRED": f"it wants a certificate: set {_PREFIX}CERT and {_PREFIX}KEY",
    "UNKNOWN_CA": f"it does not know the certificate that {_PREFIX}CERT names",
    "HANDSHAKE_FAILURE": f"it does not agree to this connection; it may want a certificate: {_PREFIX}CERT",
}


def passes(status: int, said: str) -> bool:
    """Say whether a refusal passes. `said` is all that the cluster says."""
    if _FULL_DISK in said:
        return False
    return status in BUSY or (status >= 500 and any(fault in said for fault in _FAULTS_OF_NODES))  # noqa: PLR2004  HTTP's server errors


def meaning(status: int, kind: str, reason: str) -> str:
    """What a refusal means, on one line."""
    said = one_line(f"{reason} ({kind})")
    if status == TOO_LARGE:
        return f"the cluster refuses: a request is larger than it takes (http.max_content_length): {said}"
    for text, means in _MEANINGS.items():
        if text in f"{kind} {reason}":
            return f"the cluster refuses: {means}: {said}"
    return f"the cluster refuses: {said}"


def denial(status: int, reason: str) -> str:
    """What to do if a cluster does not allow something, with status 401 or 403."""
    if status == 401:  # noqa: PLR2004  HTTP's "unauthorized"
        return f"the cluster wants credentials that it knows; set {CREDENTIALS}"
    permission = re.search(r"no permissions for \[([^\]]*)\]", reason)
    what = f"what newsgrep needs ({permission[1]})" if permission else "this"
    return f"these credentials do not allow {what}; docs/cluster.md lists the rights that are needed"


def fault_of_tls(said: str) -> str | None:
    """What a fault of a connection by TLS means; None if it may pass."""
    for text, means in _FAULTS_OF_TLS.items():
        if text in said:
            why = re.search(r"verify failed: (.*?) \(_ssl", said)
            return f"{means}: {why[1]}" if why else means
    return None


def one_line(text: str) -> str:
    """A text on one line, cut if it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
