"""Corpora and indexes that outlive a run. What made an entry is in its name, so that a stale one is never measured."""

import hashlib
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
CACHE = PROJECT / "benchmarks" / ".cache"


def digest(sources: Iterable[Path], *facts: str) -> str:
    """A short name for these files' content (folders: of their Python files) and these facts."""
    said = hashlib.sha256("\0".join(facts).encode())
    for source in sources:
        files = sorted(source.rglob("*.py")) if source.is_dir() else [source]
        for file in files:
            said.update(file.read_bytes())
    return said.hexdigest()[:12]


def entry(name: str, key: str, make: Callable[[Path], None]) -> Path:
    """The folder of this name and key; made if it is not there whole, and others of the name removed."""
    folder = CACHE / f"{name}-{key}"
    whole = folder.with_name(f"{folder.name}.whole")  # beside the folder, whose files are what is measured
    if not whole.exists():
        for other in CACHE.glob(f"{name}-*"):
            shutil.rmtree(other) if other.is_dir() else other.unlink()
        folder.mkdir(parents=True)
        make(folder)
        whole.touch()
    return folder


def fresh(name: str) -> Path:
    """An empty folder, made anew at each call."""
    folder = CACHE / f"fresh-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def size_of(folder: Path) -> int:
    """Bytes of all files below."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
