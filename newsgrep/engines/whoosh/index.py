"""The embedded engine: a folder of segments, and a catalogue of those that belong to a generation."""

import os
from typing import TYPE_CHECKING

from newsgrep.engines.whoosh.searching.generation import Generation, open_generation
from newsgrep.engines.whoosh.snapshot import WhooshSnapshot
from newsgrep.engines.whoosh.watch import Watch
from newsgrep.versions import ANALYSIS_VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from newsgrep.engines.whoosh.writer import WhooshWriter


class WhooshIndex:
    """An `Index` (see `engines`) of Whoosh segments in newsgrep's own codec."""

    def __init__(self, folder: "str | Path", language: str, *, vector: bool | None = None) -> None:
        """Open a folder.

        `vector` chooses the kernels (see `kernels`); None: the cheaper ones for each query.
        """
        self._folder = os.fspath(folder)
        self._language = language
        self._vector = vector
        self._newest: Generation | None = None
        self._watch = Watch(folder)

    def snapshot(self) -> WhooshSnapshot:
        """The newest generation."""
        return WhooshSnapshot(self._generation(), vector=self._vector)

    def writer(self) -> "WhooshWriter":
        """A writer."""
        from pathlib import Path  # noqa: PLC0415  not on the search path

        from newsgrep.engines.whoosh.writer import WhooshWriter  # noqa: PLC0415  not on the search path

        return WhooshWriter(Path(self._folder), self._language, self._generation)

    def close(self) -> None:
        """Release the generation; snapshots that are still in use keep theirs."""
        self._newest = None

    def _generation(self) -> Generation:
        newest, must_list = self._newest, self._watch.must_list()
        if newest is None or must_list:
            self._newest = None  # an error is raised again at the next call
            newest = open_generation(self._folder, self._language, ANALYSIS_VERSION, newest)
            self._newest = newest
        return newest
