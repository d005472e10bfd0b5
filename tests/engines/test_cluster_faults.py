"""What is said of a cluster that cannot do what is asked: one line that helps, without secrets, and soon if it will not pass."""

import logging
import pickle
import re
import socket
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from conftest import NEVER
from fake_cluster import Canned, answering

from newsgrep.cluster_address import ClusterAddress
from newsgrep.engines.opensearch import connection
from newsgrep.engines.opensearch.connection import Cluster
from newsgrep.errors import NewsgrepError, StorageError, UsageError

MARK = "geheim-4711"
"""Stands in what is secret, and nowhere else."""
FOUND = Canned(200, {"found": True})


@pytest.fixture(autouse=True, params=["USER", "TOKEN"])
def credentials(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "USER":
        monkeypatch.setenv("NEWSGREP_OPENSEARCH_USER", "anna")
        monkeypatch.setenv("NEWSGREP_OPENSEARCH_PASSWORD", MARK)
    else:
        monkeypatch.setenv("NEWSGREP_OPENSEARCH_TOKEN", MARK)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits between attempts."""
    monkeypatch.setattr(connection, "_LONGEST_WAIT", 0.001)
    monkeypatch.setattr(connection, "_FIRST_WAIT", 0.001)


@pytest.fixture(autouse=True)
def no_secret_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.DEBUG)
    yield
    assert MARK not in caplog.text


def refusal(status: int, kind: str, reason: str) -> Canned:
    """A refusal as clusters word them."""
    cause = {"type": kind, "reason": reason}
    return Canned(status, {"error": {"root_cause": [cause], **cause}, "status": status})


def fault(ask: Callable[[], Any]) -> NewsgrepError:
    """The error that a request raises: on one line, and without the secret wherever one may look."""
    with pytest.raises(NewsgrepError) as raised:
        ask()
    error = raised.value
    shown = "".join(traceback.format_exception(error))
    assert MARK not in shown + repr(error) + str(error) + repr(vars(error))
    assert str(error).splitlines() == [str(error)]
    assert error.exit_code == 2
    return error


FLOOD = "index [news-articles] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];"
AT_ONCE = {
    "credentials are missing": (Canned(401, "Unauthorized"), "set NEWSGREP_OPENSEARCH_USER and"),
    "credentials are wrong": (refusal(401, "security_exception", "no"), "wants credentials that it knows"),
    "rights are missing": (
        refusal(403, "security_exception", "no permissions for [indices:data/read/get] and User [name=anna]"),
        r"do not allow what newsgrep needs \(indices:data/read/get\); docs/cluster.md lists the rights",
    ),
    "a gateway forbids": (Canned(403, "<html>Forbidden</html>"), "these credentials do not allow this"),
    "the index is read-only": (
        refusal(
            403,
            "cluster_block_exception",
            "index [news-state] blocked by: [FORBIDDEN/5/index read-only (api)];",
        ),
        r"read-only.*FORBIDDEN/5",
    ),
    "the disks are full": (refusal(429, "cluster_block_exception", FLOOD), "its disks are nearly full"),
    "the disks are too full for an index": (
        refusal(
            403, "cluster_block_exception", "blocked by: [FORBIDDEN/10/cluster create-index blocked (api)];"
        ),
        "too full for new indices",
    ),
    "a request is too large": (Canned(413, ""), "a request is larger than it takes"),
    "there is no such index": (
        refusal(404, "index_not_found_exception", "no such index [news-articles]"),
        r"no such index \[news-articles\]",
    ),
    "a query is refused, at length": (
        refusal(400, "parsing_exception", "one line\nand another\n" + "of a query " * 100),
        "refuses: one line and another of a query",
    ),
    "what answers is something else": (Canned(200, "<html>It works!</html>"), "no OpenSearch"),
    "it is moved": (Canned(301, ""), "status 301"),
}


@pytest.mark.parametrize(("answer", "says"), AT_ONCE.values(), ids=AT_ONCE)
def test_what_does_not_pass_is_said_at_once(answer: Canned, says: str) -> None:
    with answering(answer) as server:
        cluster = Cluster(server.address(), seconds=NEVER)
        error = fault(lambda: cluster.request("GET", "/news-state/_doc/commit"))
        assert isinstance(error, StorageError)
        assert len(str(error)) < 500
        assert re.search(says, str(error))
        assert len(server.requests) == 1
        cluster.close()


PASSING = {
    "it is busy": (refusal(429, "rejected_execution_exception", "queue is full"), "queue is full"),
    "it is short of memory": (
        refusal(429, "circuit_breaking_exception", "[parent] Data too large"),
        r"short of memory \(circuit breaker\): \[parent\] Data too large",
    ),
    "a shard has no node": (
        refusal(503, "no_shard_available_action_exception", "No shard available for [get [news-state]]"),
        "No shard available",
    ),
    "it has no manager": (
        refusal(503, "cluster_block_exception", "blocked by: [SERVICE_UNAVAILABLE/2/no cluster manager];"),
        "no cluster manager",
    ),
    "a node has left": (refusal(500, "node_disconnected_exception", "[node-2] disconnected"), "disconnected"),
    "a point in time was on a node that has left": (
        refusal(500, "illegal_state_exception", "no node found for id: YLI46UovRRe_LPCGumfzEA"),
        "no node found",
    ),
    "a gateway finds no node": (Canned(502, "<html>Bad Gateway</html>"), "status 502"),
    "the connection breaks": (Canned(0), "Remote end closed connection"),
}


@pytest.mark.parametrize(("answer", "says"), PASSING.values(), ids=PASSING)
def test_what_passes_is_waited_for(answer: Canned, says: str) -> None:
    with answering(FOUND, answer, answer, FOUND) as server:
        cluster = Cluster(server.address(), seconds=NEVER)
        for _ in range(2):
            assert cluster.request("GET", "/") == {"found": True}
        assert len(server.requests) == 4
        server.answers = [answer]
        error = fault(lambda: cluster.request("GET", "/", seconds=0))
        assert re.search(f"the cluster does not answer: .*{says}", str(error))
        cluster.close()


def test_where_nobody_listens_it_is_said_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_SECONDS_TO_FIND", 0.0)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    cluster = Cluster(ClusterAddress.parse(f"opensearch://127.0.0.1:{port}/news"), seconds=NEVER)
    error = fault(lambda: cluster.request("GET", "/"))
    assert str(error) == f"opensearch://127.0.0.1:{port}/news: no cluster answers there: Connection refused"


def test_a_name_that_nobody_knows_is_said_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(connection, "_SECONDS_TO_FIND", 0.0)
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    cluster = Cluster(ClusterAddress.parse("opensearch://nowhere:9200/news"), seconds=NEVER)
    error = fault(lambda: cluster.request("GET", "/"))
    assert str(error).endswith("nowhere:9200/news: no cluster answers there: Name or service not known")


def test_every_node_is_asked_before_it_is_said_that_none_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_SECONDS_TO_FIND", 0.0)
    with answering(Canned(0)) as one, answering(Canned(0)) as other, answering(FOUND) as living:
        nodes = ",".join(f"127.0.0.1:{server.port}" for server in (one, other, living))
        cluster = Cluster(ClusterAddress.parse(f"opensearch://{nodes}/news"))
        assert cluster.request("GET", "/") == {"found": True}
        cluster.close()


def test_a_node_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_ANSWER_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = ClusterAddress.parse(f"opensearch://127.0.0.1:{silent.getsockname()[1]}/news")
        cluster = Cluster(address, seconds=0)
        assert "it takes longer than 0 seconds" in str(fault(lambda: cluster.request("GET", "/")))
        cluster.close()


def test_plain_speech_with_tls_in_the_address_is_explained() -> None:
    with answering(FOUND) as server:
        cluster = Cluster(server.address("opensearchs"), seconds=NEVER)
        assert "it does not speak TLS: opensearch:// in" in str(fault(lambda: cluster.request("GET", "/")))


DENIED = refusal(403, "security_exception", "no permissions for [cluster:monitor/main] and User [name=anna]")


def test_who_may_not_look_at_the_cluster_itself_may_use_an_index() -> None:
    with answering(DENIED) as server:
        cluster = Cluster(server.address())
        cluster.check_version()
        assert cluster.most_clauses == 1_024  # as it is by default
        cluster.close()


VERSIONS = {
    "OpenSearch 2.19.1": ({"distribution": "opensearch", "number": "2.19.1"}, None),
    "OpenSearch 3.8.0": ({"distribution": "opensearch", "number": "3.8.0"}, None),
    "OpenSearch 2.11.0": ({"distribution": "opensearch", "number": "2.11.0"}, "this is OpenSearch 2.11.0;"),
    "Elasticsearch": ({"number": "8.17.0"}, "this is Elasticsearch 8.17.0; newsgrep needs OpenSearch 2.19"),
    "a service that does not say": ({}, None),
}


@pytest.mark.parametrize(("version", "says"), VERSIONS.values(), ids=VERSIONS)
def test_an_old_cluster_and_another_search_engine_are_refused(
    version: dict[str, str], says: str | None
) -> None:
    with answering(Canned(200, {"version": version})) as server:
        cluster = Cluster(server.address())
        if says is None:
            cluster.check_version()
        else:
            assert says in str(fault(cluster.check_version))
        cluster.close()


def bulk_answer(*statuses: int) -> Canned:
    error = {"type": "rejected_execution_exception", "reason": "queue is full"}
    items = [
        {"index": {"status": status, **({"error": error} if status > 400 else {})}} for status in statuses
    ]
    return Canned(200, {"items": items})


OPERATIONS = [connection.operation({"index": {"_id": str(number)}}, {}) for number in range(4)]


def sent(body: str) -> list[str]:
    """The ids of the operations of a bulk request."""
    return re.findall(r'"_id":"(\d+)"', body)


def test_of_a_bulk_only_what_was_refused_is_sent_again() -> None:
    with answering(bulk_answer(201, 429, 201, 503), bulk_answer(429, 409), bulk_answer(201)) as server:
        cluster = Cluster(server.address())
        cluster.bulk(OPERATIONS)
        assert [sent(request.body) for request in server.requests] == [
            ["0", "1", "2", "3"],
            ["1", "3"],
            ["1"],
        ]
        cluster.close()


def test_it_says_that_it_waits() -> None:
    with answering(
        bulk_answer(429), Canned(503, ""), bulk_answer(201), bulk_answer(429), bulk_answer(201)
    ) as server:
        cluster = Cluster(server.address())
        waits: list[int] = []
        with cluster.waiting(lambda: waits.append(1)):
            cluster.bulk(OPERATIONS[:1])
        assert sum(waits) == 2
        cluster.bulk(OPERATIONS[:1])
        assert sum(waits) == 2
        cluster.close()


def test_a_bulk_that_is_too_large_is_halved() -> None:
    with answering(Canned(413, ""), bulk_answer(201, 201), Canned(413, ""), bulk_answer(201)) as server:
        cluster = Cluster(server.address())
        cluster.bulk(OPERATIONS)
        assert [sent(one.body) for one in server.requests] == [
            ["0", "1", "2", "3"],
            ["0", "1"],
            ["2", "3"],
            ["2"],
            ["3"],
        ]
        cluster.close()


def test_an_operation_that_is_too_large_is_refused() -> None:
    with answering(Canned(413, "")) as server:
        cluster = Cluster(server.address())
        assert "larger than it takes" in str(fault(lambda: cluster.bulk(OPERATIONS)))
        cluster.close()


def test_an_operation_on_a_full_disk_is_refused_at_once() -> None:
    item = {"index": {"status": 429, "error": {"type": "cluster_block_exception", "reason": FLOOD}}}
    with answering(Canned(200, {"items": [item]})) as server:
        cluster = Cluster(server.address(), seconds=NEVER)
        assert "its disks are nearly full" in str(fault(lambda: cluster.bulk(OPERATIONS[:1])))
        cluster.close()


def test_searches_of_a_shard_that_is_away_are_asked_again() -> None:
    away = {"status": 503, "error": {"type": "no_shard_available_action_exception", "reason": "None"}}
    fine = {"status": 200}
    with answering(
        Canned(200, {"responses": [fine, away]}), Canned(200, {"responses": [fine, fine]})
    ) as server:
        cluster = Cluster(server.address())
        assert cluster.searches([{}, {}]) == [fine, fine]
        cluster.close()


@pytest.mark.parametrize("status", [400, 403])
def test_a_worker_can_send_a_refusal_to_its_parent(status: int) -> None:
    with answering(refusal(status, "a_kind", "no room")) as server:
        cluster = Cluster(server.address())
        error = fault(lambda: cluster.request("GET", "/"))
        received = pickle.loads(pickle.dumps(error))
        assert (str(received), received.exit_code) == (str(error), error.exit_code)
        cluster.close()


def test_what_a_shard_has_not_refreshed_is_refreshed_again() -> None:
    with answering(
        Canned(200, {"_shards": {"failed": 1}}), Canned(200, {"_shards": {"failed": 0}})
    ) as server:
        cluster = Cluster(server.address())
        cluster.refresh("news-articles")
        assert len(server.requests) == 2
        cluster.close()


def test_warnings_of_the_cluster_are_not_shown() -> None:
    warned = FOUND._replace(warning='299 OpenSearch-3.8.0 "this is deprecated"')
    with answering(warned) as server:
        cluster = Cluster(server.address())
        assert cluster.request("GET", "/") == {"found": True}  # a warning would be an error in tests
        cluster.close()


@pytest.mark.parametrize("token", [f"{MARK}\nmore", f"{MARK}é"])
def test_a_token_with_strange_characters_is_refused_and_not_shown(
    token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NEWSGREP_OPENSEARCH_USER", raising=False)
    monkeypatch.setenv("NEWSGREP_OPENSEARCH_TOKEN", token)
    error = fault(lambda: Cluster(ClusterAddress.parse("opensearch://localhost/news")))
    assert isinstance(error, UsageError)


@pytest.mark.parametrize(
    ("variable", "value", "header"),
    [
        ("PASSWORD", "pä€ss", "Basic YW5uYTpww6Tigqxzcw=="),
        ("TOKEN", " abc\n", "Bearer abc"),
    ],
)
def test_credentials_are_sent(
    variable: str, value: str, header: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A password may have any characters; a token read from a file ends in a line break."""
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"NEWSGREP_OPENSEARCH_{name}", raising=False)
    monkeypatch.setenv(f"NEWSGREP_OPENSEARCH_{variable}", value)
    if variable == "PASSWORD":
        monkeypatch.setenv("NEWSGREP_OPENSEARCH_USER", "anna")
    with answering(FOUND) as server:
        cluster = Cluster(server.address())
        cluster.request("GET", "/")
        assert server.requests[0].authorization == header
        cluster.close()
