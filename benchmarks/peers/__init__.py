"""Who is measured: one module each, with the contract below."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Protocol, TypeAlias, cast

from benchmarks.questions import Question

Ways: TypeAlias = Mapping[str, Callable[[Question], int | None]]
"""How a question can be asked, by name: `MATCHES` at least. Gives the total that the peer says, None for one that it
does not say; raises LookupError for a kind of question that the peer does not know."""

MATCHES = "matches"
"""The ten best matches, without text, and how many there are."""
EXCERPTS = "excerpts"
"""The same, each with its text read and a passage of it chosen, with what matched."""
UNCOUNTED = "uncounted"
"""The ten best matches alone."""


class Peer(Protocol):
    @property
    def SOURCES(self) -> tuple[Path, ...]:  # noqa: N802  a module's constant
        """What an index depends on."""
        ...

    def build_command(self, corpus: Path, folder: Path) -> list[str]:
        """The command that indexes a corpus in an empty folder."""
        ...

    def index_files(self, folder: Path) -> Path:
        """What of the folder is the index."""
        ...

    def open_index(self, corpus: Path, folder: Path) -> Ways:
        """Open an index for many questions."""
        ...


NAMES = ("newsgrep", "fts5", "tantivy", "whoosh")
LABELS = {"newsgrep": "newsgrep", "fts5": "SQLite FTS5", "tantivy": "tantivy", "whoosh": "stock Whoosh"}


def peer(name: str) -> Peer:
    return cast("Peer", import_module(f"benchmarks.peers.{name}"))
