"""Batches of files, as a worker is sent them: cut so that all take equally long, and made when they are sent."""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, pairwise
from typing import overload

from newsgrep.indexing.reading import SEGMENT_BYTES, FileTask

_SMALLEST_BATCH, _LARGEST_BATCH = 1_000_000, 14_000_000
_SIZE_OF_A_FILE = 500
"""Bytes of text that take as long to read as a file takes to open."""


class Batch(Sequence[FileTask]):
    """The tasks of some files, each made when it is asked for: those of a million files would take a quarter of a gigabyte."""

    def __init__(self, paths: Sequence[str], make: Callable[[str], FileTask], part_size: int | None) -> None:
        """A task for each path. Files that are much larger than `part_size` may be cut into parts of it."""
        self._paths = paths
        self._make = make
        self._part_size = part_size

    def __len__(self) -> int:
        return len(self._paths)

    @overload
    def __getitem__(self, index: int) -> FileTask: ...
    @overload
    def __getitem__(self, index: slice) -> "Batch": ...
    def __getitem__(self, index: int | slice) -> "FileTask | Batch":
        if isinstance(index, slice):
            return Batch(self._paths[index], self._make, self._part_size)
        task = self._make(self._paths[index])
        if self._part_size is not None and 2 * task.size > 3 * self._part_size:
            return task._replace(part_size=self._part_size)
        return task


def batches(
    paths: Sequence[str], sizes: Iterable[int], make: Callable[[str], FileTask], jobs: int
) -> list[Batch]:
    """Cut files, in order, into batches that take equally long: as few as possible, and equally many for each job.

    `sizes` are those of the files in bytes, `make` makes the task of one. A batch holds one file, or at most `_LARGEST_BATCH`
    bytes; and at least `_SMALLEST_BATCH` bytes, if there are as many.
    """
    ends = array("q", accumulate(size + _SIZE_OF_A_FILE for size in sizes))
    total = ends[-1] if ends else 0
    wanted = min(-(-total // (_LARGEST_BATCH * jobs)) * jobs, -(-total // _SMALLEST_BATCH))
    cuts = [bisect_left(ends, total * number // wanted) + 1 for number in range(1, wanted)]
    places = sorted({0, *cuts, len(paths)})
    # So that a part is one segment.
    part_size = min(total // wanted, SEGMENT_BYTES) if jobs > 1 and wanted else None
    return [Batch(paths[start:end], make, part_size) for start, end in pairwise(places)]
