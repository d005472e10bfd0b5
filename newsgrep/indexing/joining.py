"""The parts of a large file, as workers read them, and the result of the file when all have come."""

from collections import Counter
from collections.abc import Callable

import numpy as np

from newsgrep.article import ArticleId
from newsgrep.index_report import Skipped
from newsgrep.indexing.corrections import version
from newsgrep.indexing.digests import DIGEST_SIZE, Comparison
from newsgrep.indexing.file_states import READ_AGAIN
from newsgrep.indexing.manifest import FileRow
from newsgrep.indexing.manifest_database import skipped_to_text
from newsgrep.indexing.parts import Cut, PartKeys, PartResult
from newsgrep.indexing.reading import CAME, BatchResult, FileTask, Heartbeat
from newsgrep.indexing.settled import Settled
from newsgrep.readers.growing import Place
from newsgrep.readers.unknown_fields import joined, told_of

Answer = Callable[[bytes | None], None]
"""Sends the answer to a worker, see `Agree`."""


class JoinedFile:
    """A file of which the parts are read in any order, by a task each. Their keys are given in their own order."""

    def __init__(self, task: FileTask, cut: Cut) -> None:
        self._task = task
        self._cut = cut
        self._results: dict[int, BatchResult] = {}
        self._taken = np.zeros(0, np.uint64)
        self._turn = 0
        self._asking: dict[int, tuple[bytes, Answer]] = {}

    def tasks(self) -> list[FileTask]:
        """The tasks to read the parts, in order."""
        return [self._task._replace(part=part, size=part.end - part.since.offset) for part in self._cut.parts]

    def ask(self, keys: PartKeys, answer: Answer) -> None:
        """Answer the question of who reads a part, as soon as the keys of all parts before it are given."""
        self._asking[keys.number] = keys.digests, answer
        while self._turn in self._asking:
            wanted, answer = self._asking.pop(self._turn)
            taken = self._give(np.frombuffer(wanted, np.uint64))
            self._turn += not taken
            answer(taken)

    def _give(self, wanted: "np.ndarray[tuple[int], np.dtype[np.uint64]]") -> bytes:
        """Give keys by their digests, or none if some of them are taken: these are returned."""
        wanted = np.sort(wanted)
        places = np.searchsorted(self._taken, wanted)
        if len(self._taken):
            taken = wanted[self._taken[np.minimum(places, len(self._taken) - 1)] == wanted]
            if len(taken):
                return bytes(taken.tobytes())
        self._taken = np.insert(self._taken, places, wanted)
        return b""

    def give_up(self) -> None:
        """Tell all who ask that the file is not wanted any more."""
        for _, answer in self._asking.values():
            answer(None)
        self._asking.clear()

    def progress(self) -> Heartbeat:
        """How much of the file is in the parts that have come."""
        done = [self._cut.parts[number] for number in self._results]
        articles = sum(
            part.articles.article_count for result in self._results.values() for part in result.parts
        )
        return Heartbeat(bytes=sum(part.end - part.since.offset for part in done), articles=articles)

    def add(self, result: BatchResult) -> BatchResult | None:
        """Add the result of a part; gives that of the file when no other part is missing."""
        (part,) = result.parts
        self._results[part.number] = result
        return self._joined() if len(self._results) == len(self._cut.parts) else None

    def _joined(self) -> BatchResult:
        results = [self._results[part.number] for part in self._cut.parts]
        parts = [part for result in results for part in result.parts]
        broken = next((part.number for part in parts if part.place is None), None)
        if broken is not None:  # as of a file that is read as a whole, what comes after the fault is not read
            results, parts = results[: broken + 1], parts[: broken + 1]
        articles = Comparison(self._task.articles)
        result = BatchResult(segments=[segment for result in results for segment in result.segments])
        for part in parts:
            self._compare(part, articles, result)
        task = self._task
        result.removed = [ArticleId(task.id + key) for key in articles.gone()]
        skipped = [*(one for part in parts for one in part.skipped), *self._told(parts)]
        row = FileRow(
            # The next run opens it, and so deletes the segments of the parts after a fault.
            *(
                task.path,
                task.id,
                task.size,
                task.mtime_ns if broken is None else READ_AGAIN,
                self._cut.digest,
            ),
            skipped=skipped_to_text(skipped),
            corrected=version(task.corrections),
            settled="" if broken is not None else self._settled(parts[: self._cut.settled]),
        )
        row = row.with_articles(articles.articles())
        has_changed = any(part.state != self._cut.state for part in parts)
        result.rows = [row.unsure(b"", "") if has_changed else row]
        return result

    def _compare(self, part: PartResult, articles: Comparison, result: BatchResult) -> None:
        counts: Counter[str] = result.counts
        counts["with replaced characters"] += part.replaced
        for number, key in enumerate(part.articles.each_key()):
            start = number * DIGEST_SIZE
            change = articles.add(key, part.articles.digests[start : start + DIGEST_SIZE])
            counts[change] += 1
            if change != "unchanged" and len(result.came) < CAME:
                result.came.append(ArticleId(self._task.id + key))

    def _told(self, parts: list[PartResult]) -> list[Skipped]:
        """What there is to tell of the fields of all records, unless a fault has ended the reading."""
        places = [part.place for part in parts if part.place]
        told = told_of(joined(place.suspects for place in places)) if len(places) == len(parts) else None
        return [Skipped(self._task.path, told, self._cut.reader, "fields")] if told else []

    def _settled(self, parts: list[PartResult]) -> str:
        places = [part.place for part in parts if part.place]
        offset, number, _ = places[-1]
        return Settled(
            self._cut.size,
            Place(offset, number, joined(place.suspects for place in places)),
            sum(part.articles.article_count for part in parts),
            sum(len(part.skipped) for part in parts),
            sum(part.replaced for part in parts),
            [key for part in parts for key in part.refused],
        ).to_text()
