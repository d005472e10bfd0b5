"""One large file read in parts: the articles, their keys and all that is told are those of a file read as a whole."""

import io
import json
import os
import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import SCALE
from hostile_fields import FinallyKillingFields
from hypothesis import given, settings
from hypothesis import strategies as st
from wrecks import leftovers

from newsgrep.archive import Archive
from newsgrep.config import ArchiveConfig
from newsgrep.engines import open_index
from newsgrep.engines.contract import Writer
from newsgrep.index_report import IndexReport
from newsgrep.indexing import batches, found, update
from newsgrep.indexing.file_states import READ_AGAIN
from newsgrep.indexing.joining import JoinedFile
from newsgrep.indexing.parts import Cut, Part, PartKeys
from newsgrep.indexing.reading import BatchResult, FileTask, read_batch, source_file
from newsgrep.indexing.rules import Rule, Rules
from newsgrep.indexing.update import ThisProcess
from newsgrep.indexing.worker import WorkerSetting
from newsgrep.indexing.workers import WorkerPool
from newsgrep.readers import ReadOptions, record_fields
from newsgrep.readers.growing import BEGINNING, Content, Place
from newsgrep.readers.keys import Keys, PendingKeys
from newsgrep.readers.record_lines import RecordLines

TODAY = date(2025, 5, 6)


@pytest.fixture(autouse=True)
def _small_files_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found, "LARGE", 0)
    monkeypatch.setattr(batches, "_SMALLEST_BATCH", 150)
    monkeypatch.setattr(batches, "_LARGEST_BATCH", 150)
    monkeypatch.setattr(batches, "_SIZE_OF_A_FILE", 1)


class InParts(ThisProcess):
    """Reads files in parts, as workers do, but one after the other."""

    jobs = 2
    parts_read = 0

    def results(self, batches: Sequence[Sequence[FileTask]]) -> Iterator[BatchResult]:
        for batch in batches:
            result = self._read(batch)
            for cut in result.cuts:
                (task,) = (task for task in batch if task.path == cut.path)
                yield from self._in_parts(JoinedFile(task, cut))
            yield result

    def _read(self, batch: Sequence[FileTask], **agree: Any) -> BatchResult:
        return read_batch(self._writer, batch, self._rules, lambda _: None, **agree)

    def _in_parts(self, file: JoinedFile) -> Iterator[BatchResult]:
        for task in file.tasks():
            type(self).parts_read += 1
            answers: list[bytes | None] = []

            def agree(keys: PartKeys, answers: list[bytes | None] = answers) -> bytes | None:
                file.ask(keys, answers.append)
                return answers.pop()

            whole = file.add(self._read([task], agree=agree))
            if whole:
                yield whole


def in_parts(_home: Path, _config: ArchiveConfig, rules: Rules, writer: Writer, _jobs: int) -> InParts:
    return InParts(writer, rules)


def line(**fields: object) -> str:
    return json.dumps(fields) + "\n"


def write(path: Path, content: str) -> None:
    path.write_text(content)
    os.utime(path, (86_400, 86_400))


def held(archive: Archive) -> dict[str, Any]:
    ids = sorted(match.id for match in archive.search("*").matches())
    assert len(set(ids)) == len(ids)
    return {identifier: archive.show(identifier)[0] for identifier in ids}


def rows(archive: Archive) -> list[tuple[Any, ...]]:
    columns = "path, id, size, digest, ignored, skipped, given, keys, digests, corrected, settled"
    with closing(sqlite3.connect(archive.home / "index" / "manifest.sqlite")) as database:
        return database.execute(f"select {columns} from files order by path").fetchall()  # noqa: S608  constants


def outcome(archive: Archive, report: IndexReport) -> tuple[Any, ...]:
    return report._replace(seconds=0.0), held(archive), rows(archive), archive.skipped()


def compare(folder: Path, content: str, name: str = "a.jsonl", *, corrects: bool = False) -> int:
    """Index a file as a whole and in parts, then rebuild, and compare; gives how many parts were read."""
    outcomes = []
    before = InParts.parts_read
    for kind in ("whole", "parts"):
        (folder / kind).mkdir()
        write(folder / kind / name, content)
        write(folder / kind / "b.txt", "beside it")
        with pytest.MonkeyPatch.context() as patch, Archive.create(folder / kind, today=TODAY) as archive:
            if kind == "parts":
                patch.setattr(update, "open_readers", in_parts)
            told = [outcome(archive, archive.index([folder / kind]))]
            ids = list(held(archive))
            if corrects and ids:
                archive.correct([ids[-1]], [("title", "By hand")])
            told.append(outcome(archive, archive.index(rebuild=True)))
            outcomes.append(told)
    assert outcomes[0] == outcomes[1]
    return InParts.parts_read - before


KEYS = st.none() | st.sampled_from(["x", "y", "2", "5", "7", "7+", "11"])
LINES = st.one_of(
    st.builds(
        lambda key, title, size: line(
            **({"id": key} if key else {}),
            **({"title": title} if title else {}),
            text="oil \N{REPLACEMENT CHARACTER} " * size,
        ),
        KEYS,
        st.sampled_from([None, "A title"]),
        st.sampled_from([1, 3, 12]),
    ),
    st.sampled_from(
        [
            *("\n", "no record\n", "[1]\n", '{"id": "x"}\n'),
            line(text="iron", when="2024-02-03", what="A heading of it"),
            line(text="iron", day="2024-02-03", published="2024-02-03"),
            line(newsgrep_export=1, id="y", text="\n"),
            line(newsgrep_export=1, id="5", text="zinc"),
        ]
    ),
)


@settings(max_examples=20 * SCALE)
@given(
    lines=st.lists(LINES, min_size=4, max_size=25),
    end=st.sampled_from(["", '{"text": "no end"}', '{"te']),
    name=st.sampled_from(["a.jsonl", "a.json"]),
    corrects=st.booleans(),
)
def test_a_file_in_parts_is_as_one_read_as_a_whole(
    lines: list[str],
    end: str,
    name: str,
    corrects: bool,  # noqa: FBT001  drawn by its name
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    content = line(id="x", text="first") + "".join(lines) + end
    compare(tmp_path_factory.mktemp("parts"), content, name, corrects=corrects)


def test_keys_doubled_across_parts_are_given_once(tmp_path: Path) -> None:
    content = "".join(line(id=f"{number % 7}", text="oil " * 20) for number in range(60))
    assert compare(tmp_path, content) > 20


def test_what_comes_after_a_fault_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As of a file that is read as a whole, which the fault ends."""
    draft = record_fields.ArticleBuilder.draft

    def exhausting(builder: Any, record: Any) -> Any:
        if record == {"text": "too much"}:
            raise MemoryError
        return draft(builder, record)

    monkeypatch.setattr(record_fields.ArticleBuilder, "draft", exhausting)
    before, after = line(text="oil " * 40) * 9, line(text="tin " * 40) * 9
    compare(tmp_path, before + line(text="too much") + after)
    with Archive.open(tmp_path / "parts", today=TODAY) as archive:
        assert (archive.count("oil"), archive.count("tin")) == (9, 0)
        assert [part.reason for part in archive.skipped()] == ["takes too much memory to read"]
        assert leftovers(tmp_path / "parts") != set()
        assert archive.index().unchanged == 10
        assert leftovers(tmp_path / "parts") == set()


@given(
    lines=st.lists(st.sampled_from(["", "x", "xx" * 9, "y" * 50]), max_size=30),
    end=st.sampled_from(["", "z"]),
    step=st.integers(1, 70),
    weight=st.integers(0, 20),
    begin=st.integers(0, 5),
)
def test_cuts_are_at_ends_of_lines(lines: list[str], end: str, step: int, weight: int, begin: int) -> None:
    data = "".join(f"{one}\n" for one in lines).encode()
    ends = [0, *(number + 1 for number, byte in enumerate(data) if byte == ord("\n"))]
    begin = min(begin, len(lines))
    since = Place(ends[begin], begin)
    content = Content(io.BytesIO(data + end.encode()), len(data + end.encode()), since, Keys())
    file = source_file("a.jsonl", "a.jsonl", 0)
    places = list(RecordLines(file, content, ReadOptions(TODAY)).cuts(step, weight))
    assert places[0] == since
    assert places[-1].offset == len(data)
    assert places == sorted(set(places))
    assert all(ends[place.number] == place.offset for place in places)
    longest = max(map(len, lines), default=0) + 1
    for earlier, later in pairwise(places):
        size = later.offset - earlier.offset + weight * (later.number - earlier.number)
        assert size < 2 * step + longest + weight * (step + 1)


@given(
    asked=st.lists(st.lists(st.sampled_from([None, "a", "b", "2", "3", "3+", "6"]), max_size=4), max_size=4)
)
def test_keys_of_parts_are_those_of_the_whole(asked: list[list[str | None]]) -> None:
    """Whoever asks first: the parts are answered in order."""
    numbers = iter(range(1, 100))
    numbered = [[(own, str(next(numbers))) for own in part] for part in asked]
    whole = Keys()
    wanted = [[whole.key(own, number) for own, number in part] for part in numbered]
    parts = tuple(Part(number, BEGINNING, 0) for number in range(len(asked)))
    file = JoinedFile(FileTask("a", "a", 0, 0), Cut("a", b"", 0, (0, 0, 0, 0), "json", parts, len(parts)))
    came: list[list[str]] = [[] for _ in asked]

    def begin(place: int) -> None:
        keys = PendingKeys()
        first = [keys.key(own, number) for own, number in numbered[place]]

        def ask() -> None:
            file.ask(PartKeys("a", place, keys.digests().tobytes()), answer)

        def answer(taken: bytes | None) -> None:
            assert taken is not None
            if taken:
                keys.avoid(array("Q", taken))
                ask()
            else:
                came[place] = [keys.changed().get(key, key) for key in first]

        ask()

    for place in reversed(range(len(asked))):
        begin(place)
    assert came == wanted


def records(count: int) -> str:
    return "".join(line(id=str(number % 50), text=f"oil {number} " * 10) for number in range(count))


def test_workers_read_a_file_in_parts(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder / "a.jsonl", records(80) + '{"text": "no end"}')
        write(tmp_path / folder / "b.txt", "beside it")
    with (
        Archive.create(tmp_path / "one", today=TODAY) as one,
        Archive.create(tmp_path / "two", today=TODAY) as two,
    ):
        whole = outcome(one, one.index([tmp_path / "one"], jobs=1)._replace(came=()))
        by_two = outcome(two, two.index([tmp_path / "two"], jobs=2)._replace(came=()))
    assert list(whole) == list(by_two)
    assert len(whole[1]) == 82


@pytest.mark.parametrize("allowed", [2, 5, 14])
def test_a_file_of_which_a_part_kills_its_worker_is_skipped(tmp_path: Path, allowed: int) -> None:
    """All its parts, those that others have read too; and the files beside it are read."""
    write(tmp_path / "a.jsonl", records(60))
    write(tmp_path / "b.txt", "beside it")
    fields: Any = FinallyKillingFields(tmp_path / "looks", allowed)
    rules = Rules(str(tmp_path), (Rule("", ReadOptions(TODAY, fields=fields), "1"),))
    sizes = {name: (tmp_path / name).stat().st_size for name in ("a.jsonl", "b.txt")}
    waiting = batches.batches(
        list(sizes), sizes.values(), lambda name: FileTask(name, name, sizes[name], 0), 2
    )
    with closing(WorkerPool(WorkerSetting(str(tmp_path / "index"), "english", rules), 2)) as pool:
        results = [result for result in pool.results(waiting) if result]
        beats = list(pool.in_progress())
    told = {row.path: [part.reason for part in row.problems] for result in results for row in result.rows}
    assert told == {"a.jsonl": ["ends its reader by SIGKILL"], "b.txt": []}
    assert sum(len(result.segments) for result in results) == 1
    assert beats == []


def test_a_file_that_becomes_no_article_while_it_is_read_in_parts(tmp_path: Path) -> None:
    """The run goes on, and the next one reads the file again."""
    write(tmp_path / "a.jsonl", records(60))
    rules = Rules(str(tmp_path), (Rule("", ReadOptions(TODAY), "1"),))
    size = (tmp_path / "a.jsonl").stat().st_size
    ((task,), *_) = batches.batches(["a.jsonl"], [size], lambda name: FileTask(name, name, size, 0), 2)
    with closing(open_index(tmp_path / "index", "english")) as index:
        (cut,) = read_batch(index.writer(), [task], rules, lambda _: None).cuts
        write(tmp_path / "a.jsonl", "\x7fELF" + "\0" * size)
        result = read_batch(index.writer(), [task._replace(part=cut.parts[1])], rules, lambda _: None)
    (row,) = result.rows
    assert [part.reason for part in row.problems] == ["has changed while it was read"]
    assert row.mtime_ns == READ_AGAIN


class CutOff(io.BytesIO):
    """A file that loses its second half when somebody has found its end."""

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.truncate(len(self.getvalue()) // 2)
        return data


def test_a_file_that_is_cut_off_while_it_is_cut() -> None:
    data = records(20).encode()
    content = Content(CutOff(data), len(data), BEGINNING, Keys())
    lines = RecordLines(source_file("a.jsonl", "a.jsonl", len(data)), content, ReadOptions(TODAY))
    assert all(place.offset <= len(data) // 2 for place in lines.cuts(50, 0))


def test_a_file_that_gave_articles_before_is_read_as_a_whole(tmp_path: Path) -> None:
    """Its parts would not be compared with them, and be written though nothing has changed."""
    write(tmp_path / "a.jsonl", records(60))
    with Archive.create(tmp_path, today=TODAY) as archive:
        archive.index([tmp_path])
        write(tmp_path / "a.jsonl", records(61).replace("oil 1 ", "tin 1 "))
        os.utime(tmp_path / "a.jsonl", (86_401, 86_401))
        before = InParts.parts_read
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(update, "open_readers", in_parts)
            report = archive.index()
    assert (report.added, report.updated, report.unchanged) == (1, 1, 59)
    assert InParts.parts_read == before


@pytest.mark.parametrize("meanwhile", ["", line(id="0", text="tin")])
def test_a_file_that_was_written_to_while_its_parts_were_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    """Though it is the same again, to its time, when all have come."""
    file = tmp_path / "a.jsonl"
    content = "".join(line(id=str(number), text="oil" * 20) for number in range(20))
    write(file, content)
    monkeypatch.setattr(update, "open_readers", in_parts)
    read = InParts._in_parts  # noqa: SLF001  to be disturbed

    def disturbed(self: InParts, joined: JoinedFile) -> Iterator[BatchResult]:
        write(file, meanwhile)
        return read(self, joined)

    with Archive.create(tmp_path, today=TODAY) as archive:
        with monkeypatch.context() as patched:
            patched.setattr(InParts, "_in_parts", disturbed)
            archive.index([tmp_path])
        assert len(held(archive)) < 20
        write(file, content)
        archive.index()
        assert sorted(held(archive)) == sorted(f"a.jsonl#{number}" for number in range(20))
        assert archive.index().updated == 0
