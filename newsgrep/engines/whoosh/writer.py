"""The writer of the embedded engine: it writes segments and commits them.

Most runs of `newsgrep index` find nothing to write. So numpy, and the modules that need it, are imported at
the first write.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from newsgrep.article import Article, ArticleId
from newsgrep.engines.contract import Segment
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.engines.whoosh.searching.generation import Generation
from newsgrep.engines.whoosh.searching.kernels import import_numpy
from newsgrep.engines.whoosh.writing.leftovers import discard_uncommitted
from newsgrep.errors import StorageError

if TYPE_CHECKING:
    from newsgrep.engines.whoosh.writing.segment_writer import SegmentWriter


class WhooshWriter:
    """A `Writer` (see `engines`). `newest` opens the newest generation."""

    def __init__(self, folder: Path, language: str, newest: Callable[[], Generation]) -> None:
        self._folder = folder
        self._language = language
        self._newest = newest

    def write(
        self,
        articles: Iterable[Article],
        on_wait: Callable[[], None] = lambda: None,  # noqa: ARG002  a disk lets nobody wait
    ) -> Segment | None:
        """Analyse and store the articles as one segment, which no snapshot contains yet."""
        self._make_folder()
        name = self._segments.write(articles)
        return None if name is None else Segment({"file": name})

    def groups(self, segments: Sequence[Segment]) -> list[Sequence[Segment]]:
        """Cut new segments into groups, each to be merged."""
        from newsgrep.engines.whoosh.writing.merge_policy import groups  # noqa: PLC0415  at the end of long runs

        sizes = [len(SegmentReader(self._folder / segment["file"], None)) for segment in segments]
        return [segments[start:end] for start, end in pairwise(groups(sizes))]

    def merge(self, segments: Sequence[Segment]) -> Segment:
        """Merge new segments."""
        from newsgrep.engines.whoosh.writing.commit import merge_new  # noqa: PLC0415  imports numpy

        files = [segment["file"] for segment in segments]
        return Segment({"file": merge_new(self._folder, files), "merged": files})

    def commit(self, segments: Sequence[Segment], removed: Collection[ArticleId], label: str = "") -> int:
        """Add the segments and remove articles, atomically."""
        from newsgrep.engines.whoosh.writing.commit import commit  # noqa: PLC0415  imports numpy

        import_numpy()
        self._make_folder()
        files = {segment["file"]: segment.get("merged", []) for segment in segments}
        newest = self._newest()
        return commit(self._folder, newest.catalogue, newest.readers, files, removed, self._segments, label)

    def discard_uncommitted(self) -> None:
        """Delete files that no catalogue names, and update Whoosh's table of contents."""
        discard_uncommitted(self._folder, self._newest().catalogue)

    @cached_property
    def _segments(self) -> "SegmentWriter":
        import_numpy()  # before the modules that import it as others do, and start its threads
        from newsgrep.engines.whoosh.writing.segment_writer import SegmentWriter  # noqa: PLC0415  imports numpy
        from newsgrep.text import Analyzer  # noqa: PLC0415  likewise

        return SegmentWriter(self._folder, Analyzer(self._language))

    def _make_folder(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"cannot make {self._folder}: {error.strerror}") from error
