"""Which Java runs the cluster of the tests and of `make cluster`, and with it which server."""

from pathlib import Path

import pytest

from cluster import java
from cluster.jars import UnavailableError


@pytest.fixture(autouse=True)
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine whose Javas are those of the test's folder alone."""
    monkeypatch.setattr(java, "_PLACES", (str(tmp_path / "jvm"),))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)


def install(home: Path, says: str) -> str:
    """A stand-in for a Java that says its version."""
    command = home / "bin" / "java"
    command.parent.mkdir(parents=True)
    command.write_text(f"#!/bin/sh\necho '{says}' >&2\n")
    command.chmod(0o755)
    return str(command)


def test_the_newest_java_runs_the_newest_server(tmp_path: Path) -> None:
    install(tmp_path / "jvm" / "a", 'openjdk version "17.0.1"')
    newest = install(tmp_path / "jvm" / "b", 'openjdk version "25.0.3" 2026-04-21 LTS')
    install(tmp_path / "jvm" / "c", 'openjdk version "21.0.1"')
    assert java.find_java() == (newest, "3.8.0.0")


def test_java_17_runs_the_older_server(tmp_path: Path) -> None:
    command = install(tmp_path / "jvm" / "a", 'openjdk version "17.0.1"')
    assert java.find_java() == (command, "2.19.1.0")


def test_java_home_is_preferred(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "jvm" / "a", 'openjdk version "25.0.1"')
    chosen = install(tmp_path / "chosen", 'openjdk version "17.0.1"')
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "chosen"))
    assert java.find_java() == (chosen, "2.19.1.0")


@pytest.mark.parametrize("says", ['java version "1.8.0_412"', 'openjdk version "11.0.2"', "no Java runtime"])
def test_an_old_java_will_not_do(tmp_path: Path, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "jvm" / "a", says)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "nowhere"))
    with pytest.raises(UnavailableError, match="no Java 17 or later"):
        java.find_java()
