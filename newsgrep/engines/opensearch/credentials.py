"""What a cluster wants to know of who asks, from the environment alone; no message holds any of it.

NEWSGREP_OPENSEARCH_USER and _PASSWORD, or _TOKEN; _CA, _CERT and _KEY are paths of files in PEM.
"""

import base64
import os
import ssl
from pathlib import Path

import certifi

from newsgrep.errors import UsageError

_PREFIX = "NEWSGREP_OPENSEARCH_"


def authorization() -> dict[str, str]:
    """The headers of a request. Raises UsageError."""
    if user := os.environ.get(f"{_PREFIX}USER"):
        pair = f"{user}:{os.environ.get(f'{_PREFIX}PASSWORD', '')}"
        encoded = base64.b64encode(pair.encode("utf-8", "surrogateescape")).decode("ascii")
        return {"authorization": f"Basic {encoded}"}
    if token := os.environ.get(f"{_PREFIX}TOKEN", "").strip():
        if not (token.isascii() and token.isprintable()):
            raise UsageError(f"{_PREFIX}TOKEN: no token has such characters")
        return {"authorization": f"Bearer {token}"}
    return {}


def tls_context() -> ssl.SSLContext:
    """How to connect by TLS: always to a node whose certificate is trusted. Raises UsageError."""
    trusted, own, key = map(_file, ("CA", "CERT", "KEY"))
    try:
        context = ssl.create_default_context(cafile=trusted)
        if not trusted:  # besides those of the system, which may have none
            context.load_verify_locations(certifi.where())
    except OSError:
        raise UsageError(f"{_PREFIX}CA: no certificates in PEM: {trusted}") from None
    if own:
        try:
            # Python would ask the terminal for the password of a key.
            context.load_cert_chain(own, key, password=lambda: "")
        except (OSError, ValueError):
            raise UsageError(
                f"{_PREFIX}CERT and {_PREFIX}KEY: no certificate and its key, in PEM and not encrypted: {own}"
            ) from None
    elif key:
        raise UsageError(f"{_PREFIX}KEY: set {_PREFIX}CERT too, the certificate")
    return context


def _file(name: str) -> str | None:
    path = os.environ.get(f"{_PREFIX}{name}")
    if path and not Path(path).is_file():
        raise UsageError(f"{_PREFIX}{name}: no such file: {path}")
    return path or None
