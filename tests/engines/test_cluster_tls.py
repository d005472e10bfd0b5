"""By TLS, newsgrep speaks only to a node whose certificate is trusted, and shows its own if it is told to."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import NEVER
from fake_cluster import Canned, FakeCluster, answering

from newsgrep.engines.opensearch.connection import Cluster
from newsgrep.errors import StorageError, UsageError

FOUND = {"found": True}


class Pair:
    """A certificate that signs itself, and its key."""

    def __init__(self, folder: Path, name: str) -> None:
        self.certificate, self.key = folder / f"{name}.pem", folder / f"{name}.key"
        command = [
            *(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                f"/CN={name}",
            ),
            *("-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", str(self.key), "-out", str(self.certificate)),
        ]
        subprocess.run(command, check=True, capture_output=True)


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Pair, Pair]:
    """Those of the cluster and of its client."""
    if not shutil.which("openssl"):
        pytest.skip("there is no openssl, which makes certificates")
    folder = tmp_path_factory.mktemp("certificates")
    return Pair(folder, "cluster"), Pair(folder, "client")


@pytest.fixture
def server(pairs: tuple[Pair, Pair]) -> Iterator[FakeCluster]:
    """A cluster with a certificate that no authority knows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pairs[0].certificate, pairs[0].key)
    with answering(Canned(200, FOUND), tls=context) as server:
        yield server


@pytest.fixture
def strict_server(pairs: tuple[Pair, Pair]) -> Iterator[FakeCluster]:
    """A cluster that wants a certificate of its clients."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pairs[0].certificate, pairs[0].key)
    context.load_verify_locations(pairs[1].certificate)
    context.verify_mode = ssl.CERT_REQUIRED
    with answering(Canned(200, FOUND), tls=context) as server:
        yield server


def ask(server: FakeCluster) -> object:
    cluster = Cluster(server.address("opensearchs"), seconds=NEVER)
    try:
        return cluster.request("GET", "/")
    finally:
        cluster.close()


def test_an_unknown_certificate_is_refused_at_once(server: FakeCluster) -> None:
    with pytest.raises(StorageError) as raised:
        ask(server)
    assert str(raised.value) == (
        f"opensearchs://127.0.0.1:{server.port}/news: its certificate is not trusted; NEWSGREP_OPENSEARCH_CA"
        " names a file with those to trust: self-signed certificate"
    )
    assert server.requests == []


def test_a_certificate_that_the_user_trusts_is_accepted(
    server: FakeCluster, pairs: tuple[Pair, Pair], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSGREP_OPENSEARCH_CA", str(pairs[0].certificate))
    assert ask(server) == FOUND


def test_a_certificate_for_another_host_is_refused(
    server: FakeCluster, pairs: tuple[Pair, Pair], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSGREP_OPENSEARCH_CA", str(pairs[0].certificate))
    address = server.address("opensearchs")._replace(nodes=(f"https://localhost:{server.port}",))
    cluster = Cluster(address, seconds=NEVER)
    with pytest.raises(StorageError, match=r"not trusted.*localhost"):
        cluster.request("GET", "/")
    cluster.close()
    assert server.requests == []


def test_the_client_shows_its_own_certificate(
    strict_server: FakeCluster, pairs: tuple[Pair, Pair], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSGREP_OPENSEARCH_CA", str(pairs[0].certificate))
    with pytest.raises(StorageError, match="wants a certificate: set NEWSGREP_OPENSEARCH_CERT"):
        ask(strict_server)
    assert strict_server.requests == []
    monkeypatch.setenv("NEWSGREP_OPENSEARCH_CERT", str(pairs[1].certificate))
    monkeypatch.setenv("NEWSGREP_OPENSEARCH_KEY", str(pairs[1].key))
    assert ask(strict_server) == FOUND


def test_a_certificate_that_the_cluster_does_not_know_is_explained(
    strict_server: FakeCluster, pairs: tuple[Pair, Pair], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSGREP_OPENSEARCH_CA", str(pairs[0].certificate))
    monkeypatch.setenv("NEWSGREP_OPENSEARCH_CERT", str(pairs[0].certificate))
    monkeypatch.setenv("NEWSGREP_OPENSEARCH_KEY", str(pairs[0].key))
    with pytest.raises(
        StorageError, match="does not know the certificate that NEWSGREP_OPENSEARCH_CERT names"
    ):
        ask(strict_server)


def test_files_that_hold_no_certificates_are_named(
    server: FakeCluster, pairs: tuple[Pair, Pair], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "text").write_text("no certificate")
    for name, path, says in (
        ("CA", tmp_path / "nowhere", "_CA: no such file: "),
        ("CA", tmp_path / "text", "_CA: no certificates in PEM: "),
        ("CERT", tmp_path / "text", "_CERT and NEWSGREP_OPENSEARCH_KEY: no certificate and its key"),
        ("KEY", pairs[1].key, "_KEY: set NEWSGREP_OPENSEARCH_CERT too"),
    ):
        monkeypatch.setenv(f"NEWSGREP_OPENSEARCH_{name}", str(path))
        with pytest.raises(UsageError, match=says):
            ask(server)
        monkeypatch.delenv(f"NEWSGREP_OPENSEARCH_{name}")
    assert server.requests == []
