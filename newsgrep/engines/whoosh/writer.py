"""What changes the index: segments written, and made visible by a commit.

Most runs of `newsgrep index` find nothing to write: numpy, and what stands on it, is imported when something is.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from newsgrep.article import Article, ArticleId
from newsgrep.engines import Segment
from newsgrep.engines.whoosh.searching.generation import Generation
from newsgrep.engines.whoosh.writing.leftovers import discard_uncommitted
from newsgrep.errors import StorageError

if TYPE_CHECKING:
    from newsgrep.engines.whoosh.writing.segment_writer import SegmentWriter


class WhooshWriter:
    """A `Writer` (see `engines`). `newest` gives the newest generation, open."""

    def __init__(self, folder: Path, language: str, newest: Callable[[], Generation]) -> None:
        self._folder = folder
        self._language = language
        self._newest = newest

    def write(self, articles: Iterable[Article]) -> Segment | None:
        """Analyse and store the articles as one segment that no reader sees yet."""
        self._make_folder()
        name = self._segments.write(articles)
        return None if name is None else Segment({"file": name})

    def commit(self, segments: Sequence[Segment], removed: Collection[ArticleId]) -> int:
        """Make the segments visible and the removed articles vanish, at once."""
        from newsgrep.engines.whoosh.writing.commit import commit  # noqa: PLC0415  imports numpy

        self._make_folder()
        files = [str(segment["file"]) for segment in segments]
        newest = self._newest()
        return commit(self._folder, newest.catalogue, newest.readers, files, removed, self._segments)

    def discard_uncommitted(self) -> None:
        """Delete what no catalogue names, and bring Whoosh's table of contents up to date."""
        discard_uncommitted(self._folder, self._newest().catalogue)

    @cached_property
    def _segments(self) -> "SegmentWriter":
        from newsgrep.engines.whoosh.writing.segment_writer import SegmentWriter  # noqa: PLC0415  imports numpy
        from newsgrep.text import Analyzer  # noqa: PLC0415

        return SegmentWriter(self._folder, Analyzer(self._language))

    def _make_folder(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"cannot make {self._folder}: {error.strerror}") from error
