"""A server in a thread that answers as a cluster would, with what a test gives it."""

import json
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from newsgrep.cluster_address import ClusterAddress


class Canned(NamedTuple):
    """An answer. `body` is JSON, or a text that is sent as a page; `status` 0 breaks the connection."""

    status: int
    body: Any = None
    warning: str = ""


class Request(NamedTuple):
    """What was asked; `body` is a text."""

    method: str
    path: str
    authorization: str
    body: str


class FakeCluster:
    """Answers each request with the next of `answers`, and then always with the last of them."""

    def __init__(self, answers: Sequence[Canned], tls: ssl.SSLContext | None) -> None:
        self.answers = list(answers)
        self.requests: list[Request] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]  # clients that leave
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def address(self, scheme: str = "opensearch") -> ClusterAddress:
        """Its address."""
        return ClusterAddress.parse(f"{scheme}://127.0.0.1:{self.port}/news")

    def answer(self, request: Request) -> Canned:
        """Take note of a request; gives its answer."""
        self.requests.append(request)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def close(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@contextmanager
def answering(*answers: Canned, tls: ssl.SSLContext | None = None) -> Iterator[FakeCluster]:
    """A server with these answers."""
    server = FakeCluster(answers, tls)
    try:
        yield server
    finally:
        server.close()


def _handler(server: FakeCluster) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_request(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
            authorization = self.headers.get("authorization") or ""
            canned = server.answer(Request(self.command, self.path, authorization, body))
            if not canned.status:
                self.close_connection = True
                return
            is_page = isinstance(canned.body, str)
            content = canned.body.encode() if is_page else json.dumps(canned.body).encode()
            self.send_response(canned.status)
            self.send_header("content-type", "text/html" if is_page else "application/json")
            self.send_header("content-length", str(len(content)))
            if canned.warning:
                self.send_header("warning", canned.warning)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_PUT = do_POST = do_DELETE = handle_request  # noqa: N815  so the standard library calls them

        def log_message(self, *_: object) -> None:
            pass

    return Handler
