"""What a run was made with: facts about the machine, and versions. No names, no paths."""

import os
import platform
import shutil
import sqlite3
import subprocess
from importlib.metadata import PackageNotFoundError, version

from benchmarks.cache import PROJECT
from benchmarks.trees import before

_PACKAGES = (
    *("newsgrep", "whoosh3", "tantivy", "bm25s", "ir-measures", "numpy", "click", "rich"),
    *("trafilatura", "lxml", "datasketch", "rensa", "opensearch-py"),
)


def facts() -> dict[str, str | int]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": os.cpu_count() or 1,
        "memory_gib": round(memory / 2**30),
        "processor": platform.machine(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": platform.system(),
    }


def versions() -> dict[str, str]:
    """Of what was measured, as far as it is installed; newsgrep's commit too."""
    found = {"sqlite": sqlite3.sqlite_version}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    for command in ("git", "rg", "ugrep"):
        if shutil.which(command):
            found[command] = (
                _output(command, "--version").split("\n")[0].split()[-1 if command == "git" else 1]
            )
    changed = _output("git", "-C", str(PROJECT), "status", "--porcelain", "--", "newsgrep")
    commit = _output("git", "-C", str(PROJECT), "rev-parse", "--short", "HEAD").strip()
    found["commit"] = commit + (" and changes" if changed else "")
    return found | ({"before": earlier} if (earlier := before()) else {})


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
