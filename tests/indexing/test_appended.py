"""Files that grow at their end: only what was appended is parsed, and the index is as if all were read again."""

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import parsed_lines
import pytest
from conftest import SCALE
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrep.archive import Archive
from newsgrep.article import Article
from newsgrep.index_report import IndexReport
from newsgrep.indexing import content, found, last_scan, rules
from newsgrep.indexing.digests import DIGEST_SIZE, ArticleDigests, KnownKeys
from newsgrep.indexing.settled import Settled, settled_from_text
from newsgrep.readers import recoding, record_lines
from newsgrep.readers.growing import Place

TODAY = date(2025, 5, 6)
LARGE = 1 << 16
PADDING = (" " * 999 + "\n") * 70
"""Lines that hold nothing, and make a file a large one: by its beginning, which stays, its reader and encoding are told."""


@pytest.fixture(autouse=True)
def _smaller_files_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found, "LARGE", LARGE)
    monkeypatch.setattr(content, "_READ_WHOLE", 1 << 12)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The lines that are parsed as records."""
    return parsed_lines.watched(monkeypatch)


def line(**fields: object) -> str:
    return json.dumps(fields) + "\n"


FIRST = line(id="first", title="The first", text="oil", date="2024-01-01") + PADDING


def write(path: Path, content: str | bytes) -> None:
    """Write a file that looks as if it had been there for long; no two of its states have the same time."""
    data = content.encode() if isinstance(content, str) else content
    later = path.stat().st_mtime_ns + 10**9 if path.exists() else 10**18
    path.write_bytes(data)
    os.utime(path, ns=(later, later))


def append(path: Path, content: str) -> None:
    write(path, path.read_bytes() + content.encode())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Of two records, in an archive that is not indexed yet."""
    path = tmp_path / "a.jsonl"
    write(path, FIRST + line(id="x", title="X", text="coal"))
    return path


@pytest.fixture
def archive(file: Path) -> Iterator[Archive]:
    with Archive.create(file.parent, today=TODAY) as archive:
        archive.index([file.parent])
        yield archive


def held(archive: Archive) -> dict[str, Article]:
    ids = [match.id for match in archive.search("*").matches()]
    assert len(set(ids)) == len(ids)
    return {identifier: archive.show(identifier)[0] for identifier in sorted(ids)}


def rows(archive: Archive) -> list[tuple[Any, ...]]:
    """What the manifest has of the files, but for the times and the generations."""
    columns = "path, id, size, digest, ignored, skipped, given, keys, digests, corrected, settled"
    with closing(sqlite3.connect(archive.home / "index" / "manifest.sqlite")) as database:
        return database.execute(f"select {columns} from files order by path").fetchall()  # noqa: S608  constants


def test_only_what_is_appended_is_parsed(file: Path, archive: Archive, parsed: list[bytes]) -> None:
    append(file, line(id="y", title="Y", text="tin"))
    report = archive.index()
    assert parsed == [line(id="y", title="Y", text="tin").encode()]
    assert (report.added, report.updated, report.removed, report.unchanged) == (1, 0, 0, 2)
    assert report.came == ("a.jsonl#y",)
    assert list(held(archive)) == ["a.jsonl#first", "a.jsonl#x", "a.jsonl#y"]


def test_the_old_part_is_not_taken_from_the_stream_again(
    file: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read once, for its digest; after that only a few blocks of the beginning and the end are."""
    taken = 0
    read = recoding.part_of_utf8

    def watched(stream: Any, begin: int, end: int) -> Any:
        nonlocal taken
        taken += end - begin
        return read(stream, begin, end)

    monkeypatch.setattr(record_lines, "part_of_utf8", watched)
    added = line(text="tin") * 3
    append(file, added)
    archive.index()
    assert taken == len(added)


def test_a_key_that_the_old_part_has_is_given_to_no_other(file: Path, archive: Archive) -> None:
    append(file, line(id="x", text="tin") + line(id="75", text="iron") + line(text="lead"))
    archive.index()
    assert list(held(archive)) == ["a.jsonl#73", "a.jsonl#75", "a.jsonl#75+", "a.jsonl#first", "a.jsonl#x"]


def test_a_key_of_a_refused_article_is_given_to_no_other(file: Path, archive: Archive) -> None:
    refused = line(newsgrep_export=1, id="seeds/b.txt", text="\n")
    append(file, refused)
    (problem,) = archive.index().problems
    assert (problem.key, problem.reason) == ("seeds/b.txt", "no text")
    append(file, refused.replace("\\n", "zinc") + line(id="73", text="of a line that has no such key"))
    archive.index()
    assert set(held(archive)) == {"a.jsonl#first", "a.jsonl#x", "a.jsonl#74", "a.jsonl#73"}


def test_a_last_line_without_end_is_completed(file: Path, archive: Archive, parsed: list[bytes]) -> None:
    append(file, '{"id": "y", "text": "ti')
    report = archive.index()
    assert [part.key for part in report.problems] == ["73"]
    append(file, 'n"}')
    assert archive.index().added == 1
    append(file, "\n" + line(id="z", text="iron"))
    parsed.clear()
    report = archive.index()
    assert [json.loads(one)["id"] for one in parsed] == ["y", "z"]
    assert (report.added, report.unchanged, report.skipped) == (1, 3, 0)


def test_what_changed_in_the_old_part_is_read_again(
    file: Path, archive: Archive, parsed: list[bytes]
) -> None:
    write(file, file.read_text().replace("coal", "gold") + line(id="y", text="tin"))
    report = archive.index()
    assert len(parsed) == 3
    assert (report.added, report.updated, report.unchanged) == (1, 1, 1)


def test_other_readers_rules_and_corrections_read_all_again(
    file: Path, archive: Archive, parsed: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    append(file, line(id="y", text="tin"))
    for module in (rules, last_scan):
        monkeypatch.setattr(module, "READERS_VERSION", 10**6)
    archive.index()
    assert len(parsed) == 3
    append(file, line(id="z", text="iron"))
    archive.index(fields=[("title", "text")])
    assert len(parsed) == 3 + 4
    archive.correct(["a.jsonl#x"], [("title", "By hand")])
    assert len(parsed) == 3 + 4 + 4
    append(file, line(id="a", text="lead"))
    archive.index()
    assert len(parsed) == 3 + 4 + 4 + 1
    assert archive.show("a.jsonl#x")[0].title == "By hand"


def test_a_rebuild_reads_all(file: Path, archive: Archive, parsed: list[bytes]) -> None:
    append(file, line(id="y", text="tin"))
    archive.index(rebuild=True)
    assert len(parsed) == 3


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_of_other_encodings_all_is_read_again(
    encoding: str, file: Path, parsed: list[bytes], tmp_path: Path
) -> None:
    content = '{"text": "Die Brücke am Bahnhof wird nächsten Frühling geöffnet"}\n'
    write(file, (content * 1500).encode(encoding))
    with Archive.create(tmp_path, today=TODAY) as archive:
        archive.index([tmp_path])
        parsed.clear()
        write(file, (content * 1501).encode(encoding))
        assert archive.index().added == 1
        assert len(parsed) == 1501


@pytest.mark.parametrize(
    "settled",
    [
        "{}",
        "[",
        "[1, 2]",
        "[" * 10**5,
        "[90000, [0, 1, null], 1, 1, 0, []]",
        '[90000, [9, 1, {"date": 1}], 1, 1, 0, []]',
    ],
)
def test_what_only_another_program_can_have_kept_is_not_used(
    settled: str, file: Path, archive: Archive, parsed: list[bytes]
) -> None:
    with closing(sqlite3.connect(archive.home / "index" / "manifest.sqlite")) as database:
        database.execute("update files set settled = ?", (settled,))
        database.commit()
    append(file, line(id="y", text="tin"))
    assert archive.index().added == 1
    assert len(parsed) == 3


def test_skipped_parts_that_only_another_program_can_have_kept(file: Path, archive: Archive) -> None:
    """The manifest is damaged: all is read again."""
    with closing(sqlite3.connect(archive.home / "index" / "manifest.sqlite")) as database:
        database.execute("update files set skipped = '[[['")
        database.commit()
    append(file, line(id="y", text="tin"))
    archive.index()
    assert archive.stats().articles == 3
    assert archive.skipped() == []


def test_workers_read_on_too(file: Path, archive: Archive) -> None:
    """In a process of their own the limits are those of every run: the file is a large one."""
    append(file, line(text="wool" * 300_000))
    archive.index(jobs=2)
    kept = settled_from_text(rows(archive)[0][-1])
    append(file, line(id="y", text="tin"))
    report = archive.index(jobs=2)
    assert kept is not None
    assert kept.size > 1 << 20
    assert (report.added, report.unchanged) == (1, 3)


KEYS = st.sampled_from(["x", "y", "z", "74", "75+", "first"])
RECORDS = st.one_of(
    st.builds(
        lambda key, text, title: line(
            **({"id": key} if key else {}), text=text, **({"title": title} if title else {})
        ),
        st.none() | KEYS,
        st.sampled_from(["oil", "coal", "tin \N{REPLACEMENT CHARACTER}"]),
        st.none() | st.just("A title"),
    ),
    st.sampled_from(
        [
            *(
                "\n",
                "   \n",
                "no record\n",
                "[1]\n",
                '{"id": "x"}\n',
                '{"id": "y", "text": "  "}\n',
                "\N{BOM}{}\n",
            ),
            line(text="iron", when="2024-02-03", what="A heading of it"),
            line(newsgrep_export=1, id="seeds/b.txt", text="\n", date="2024-03-04"),
            line(newsgrep_export=1, id="x", text="zinc", date="2024-03-04", date_origin="record"),
        ]
    ),
)
TAILS = st.builds(
    lambda lines, is_cut: "".join(lines)[: -3 if is_cut else None],
    st.lists(RECORDS, min_size=1, max_size=4),
    st.booleans(),
)
BEGINNINGS = {
    "usual": FIRST,
    "with a mark": "\N{BOM}" + FIRST,
    "no record": "no record\n" + PADDING,
    "no title": line(text="no title, no date", headings="One of these", day="2024-05-06") + PADDING,
    "mail": "From a@example.com Mon Jan  1 00:00:00 2024\nSubject: mail\n\noil\n" + PADDING,
    "blank": PADDING,
}
STEPS = st.one_of(
    TAILS.map(lambda tail: ("append", tail)),
    TAILS.map(lambda tail: ("append", tail)),
    st.integers(1, 60).map(lambda count: ("cut off", count)),
    st.just(("change", "")),
    st.sampled_from(sorted(BEGINNINGS)).map(lambda which: ("begin anew", which)),
    st.sampled_from(["title", "text"]).map(lambda field: ("choose a field", field)),
    st.sampled_from(["a title", ""]).map(lambda title: ("correct", title)),
)
NAMES = st.sampled_from(["a.jsonl", "a.json", "a.txt"])


def take(step: tuple[str, Any], archive: Archive, path: Path) -> IndexReport:
    what, value = step
    content = path.read_bytes()
    if what == "append":
        write(path, content + value.encode())
    elif what == "cut off":
        write(path, content[:-value])
    elif what == "change":
        write(path, content.replace(b"oil", b"wine", 1))
    elif what == "begin anew":
        write(path, BEGINNINGS[value])
    elif what == "correct" and (first := next(iter(held(archive)), None)):
        return archive.correct([first], [("title", value)])
    fields = [("section", value)] if what == "choose a field" else []
    return archive.index([path.parent], fields=fields)


def told(report: IndexReport) -> IndexReport:
    return report._replace(seconds=0.0)


@settings(max_examples=15 * SCALE)
@given(
    beginning=st.sampled_from(sorted(BEGINNINGS)), name=NAMES, steps=st.lists(STEPS, min_size=1, max_size=5)
)
def test_a_file_read_on_is_as_one_read_anew(
    beginning: str, name: str, steps: Sequence[tuple[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Beside an archive whose every file is read whole by each run, and at the end one that reads it for the first time."""
    folders = [tmp_path_factory.mktemp("grown"), tmp_path_factory.mktemp("read-whole")]
    limits = (LARGE, 1 << 60)
    archives = [Archive.create(folder, today=TODAY) for folder in folders]
    for folder in folders:
        write(folder / name, BEGINNINGS[beginning])
    with archives[0], archives[1], pytest.MonkeyPatch.context() as patch:
        for step in [("", ""), *steps]:
            reports = []
            for archive, limit in zip(archives, limits, strict=True):
                patch.setattr(found, "LARGE", limit)
                reports.append(told(take(step, archive, archive.folder / name)))
            assert reports[0] == reports[1]
            assert held(archives[0]) == held(archives[1])
            assert archives[0].skipped() == archives[1].skipped()
            grown, whole = (rows(archive) for archive in archives)
            assert [row[:-1] for row in grown] == [row[:-1] for row in whole]
        patch.setattr(found, "LARGE", LARGE)
        archives[1].index(rebuild=True)
        assert rows(archives[0]) == rows(archives[1])


@given(
    keys=st.lists(st.text("#ab", max_size=2), unique=True, max_size=5),
    count=st.integers(0, 5),
)
def test_articles_are_split(keys: list[str], count: int) -> None:
    count = min(count, len(keys))
    digests = [bytes([number] * DIGEST_SIZE) for number in range(len(keys))]
    first, others = ArticleDigests("\n".join(keys), b"".join(digests)).split(count)
    assert list(first.each_key()) == keys[:count]
    assert list(others.each_key()) == keys[count:]
    assert (first.digests, others.digests) == (b"".join(digests[:count]), b"".join(digests[count:]))


def test_known_keys_are_without_their_sign() -> None:
    known = KnownKeys(ArticleDigests("#x\n##", bytes(2 * DIGEST_SIZE)), ["y"])
    assert [key in known for key in ("x", "#", "y", "#x", "")] == [True, True, True, False, False]


def test_what_is_settled_comes_back_out_of_its_text() -> None:
    settled = Settled(99, Place(90, 7, {"date": ["when"]}), 3, 2, 1, ["x\ud800"])
    assert settled_from_text(settled.to_text()) == settled
    assert settled_from_text("") is None
