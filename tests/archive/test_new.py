"""What is new since a saved query was last asked: shown once, never lost, whatever happens between."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from conftest import SCALE, index
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrep.archive import Archive
from newsgrep.archive.new import peek
from newsgrep.archive.question import Question
from newsgrep.archive.standing_queries import Seen, load, saved_names
from newsgrep.article import ArticleId
from newsgrep.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexFormatError,
    QueryError,
    StorageError,
    UsageError,
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Two articles about oil, the older one also about gas."""
    write(tmp_path, "1", "2025-05-01 oil and gas")
    write(tmp_path, "2", "2025-05-02 oil")
    index(tmp_path, "news")
    with Archive.open(tmp_path, today=dt.date(2025, 5, 10)) as opened:
        yield opened


def write(folder: Path, name: str, text: str) -> None:
    (folder / "news").mkdir(exist_ok=True)
    (folder / "news" / f"{name}.txt").write_text(f"date {text}\n")


def add(archive: Archive, name: str, text: str) -> None:
    write(archive.folder, name, text)
    archive.index()


def new(archive: Archive, name: str, query: str | Question | None = None, **options: Any) -> list[str]:
    """The names of the files that are new."""
    with archive.new(name, query, **options) as results:
        return sorted(Path(hit.article.path).stem for hit in results)


def state(archive: Archive) -> Path:
    return archive.home / "state" / "new"


def test_what_was_there_at_first_is_seen_and_what_comes_is_new_once(archive: Archive) -> None:
    assert new(archive, "oil", "oil") == []
    add(archive, "3", "2025-05-03 oil prices")
    add(archive, "4", "2025-05-03 wheat")
    assert new(archive, "oil") == ["3"]
    assert new(archive, "oil", "oil") == []


def test_all_may_be_new_at_first(archive: Archive) -> None:
    assert new(archive, "oil", "oil", all_at_first=True) == ["1", "2"]
    assert new(archive, "oil") == []
    assert new(archive, "oil", all_at_first=True) == []


def test_a_query_without_matches_is_saved(archive: Archive) -> None:
    for all_at_first in (False, True):
        assert new(archive, f"wheat-{all_at_first}", "wheat", all_at_first=all_at_first) == []
    add(archive, "3", "2025-05-03 wheat")
    assert [new(archive, name) for name in saved_names(archive.home)] == [["3"], ["3"]]


def test_rebuilt_touched_and_removed_articles_do_not_come_back(archive: Archive) -> None:
    assert new(archive, "oil", "oil") == []
    archive.index(rebuild=True)
    assert new(archive, "oil") == []
    write(archive.folder, "1", "2025-05-01 oil, gas and wheat")
    archive.index()
    assert new(archive, "oil") == []
    (archive.folder / "news" / "1.txt").unlink()
    archive.index()
    assert new(archive, "oil") == []
    add(archive, "1", "2025-05-01 oil")
    assert new(archive, "oil") == []
    shutil.rmtree(archive.home / "index")
    archive.index()
    assert new(archive, "oil") == []


def test_an_article_that_comes_to_match_is_new(archive: Archive) -> None:
    assert new(archive, "gas", "gas") == []
    write(archive.folder, "2", "2025-05-02 oil, and gas at last")
    archive.index()
    assert new(archive, "gas") == ["2"]


def test_an_error_in_the_block_makes_nothing_seen(archive: Archive) -> None:
    assert new(archive, "oil", "oil") == []
    add(archive, "3", "2025-05-03 oil")
    before = (state(archive) / "oil.seen").read_bytes()
    with pytest.raises(ZeroDivisionError), archive.new("oil"):
        raise ZeroDivisionError
    assert (state(archive) / "oil.seen").read_bytes() == before
    assert new(archive, "oil") == ["3"]


def test_a_first_call_with_an_error_saves_nothing(archive: Archive) -> None:
    with pytest.raises(ZeroDivisionError), archive.new("oil", "oil"):
        raise ZeroDivisionError
    with pytest.raises(QueryError, match=r"^the query is empty"), archive.new("oil", ""):
        pass
    assert list(state(archive).iterdir()) == []


def test_only_what_a_limit_lets_through_is_seen(archive: Archive) -> None:
    options: dict[str, Any] = {"limit": 1, "order": "-date"}
    assert new(archive, "oil", "oil", all_at_first=True, **options) == ["2"]
    assert new(archive, "oil", **options) == ["1"]
    assert new(archive, "oil", **options) == []


def test_of_a_file_that_is_shown_all_articles_are_seen(archive: Archive) -> None:
    lines = [f'{{"id": "{number}", "text": "oil", "date": "2025-05-0{number}"}}' for number in range(1, 6)]
    for name in ("a", "b"):
        (archive.folder / "news" / f"{name}.jsonl").write_text("\n".join(lines))
    archive.index()
    options: dict[str, Any] = {"one_per_file": True, "order": "id", "limit": 3}
    assert new(archive, "oil", "oil", all_at_first=True, **options) == ["1", "2", "a"]
    assert new(archive, "oil", **options) == ["b"]
    assert new(archive, "oil", **options) == []


def test_peeking_makes_nothing_seen_and_needs_no_lock(archive: Archive) -> None:
    assert new(archive, "oil", "oil") == []
    add(archive, "3", "2025-05-03 oil")
    with archive.new("oil") as results:
        assert len(results) == 1
        assert [hit.article.path for hit in peek(archive, "oil")] == ["news/3.txt"]
    assert len(peek(archive, "oil")) == 0


def test_relative_dates_are_those_of_the_day_on_which_it_is_asked(archive: Archive) -> None:
    """What was seen is so for ever: it is not new when the days reach it."""
    question = Question(("oil",), until="today", since="7d")
    assert new(archive, "oil", question) == []
    add(archive, "9", "2025-05-09 oil")
    assert new(archive, "oil") == ["9"]
    with Archive.open(archive.folder, today=dt.date(2025, 5, 20)) as later:
        add(later, "18", "2025-05-18 oil")
        assert new(later, "oil", question) == ["18"]


def test_all_options_are_kept(archive: Archive) -> None:
    question = Question(
        ("oil", "AND gas"),
        "2025",
        "2026",
        "2025-05",
        sure=True,
        any_word=True,
        fixed=True,
        within=("news/1.txt",),
    )
    assert new(archive, "all", question, all_at_first=True) == ["1"]
    saved = load(archive.home, "all")
    assert saved is not None
    assert saved.question == question
    assert str(question) == (
        "oil 'AND gas' --since 2025 --until 2026 --on 2025-05 --sure --any -F --within '(1)'"
    )
    assert new(archive, "listed", Question(("oil",), within=("news/1.txt",)), all_at_first=True) == ["1"]


def test_another_query_is_refused(archive: Archive) -> None:
    assert new(archive, "oil", "oil") == []
    for other in ("gas", Question(("oil",), since="7d"), Question(("oil",), any_word=True)):
        with pytest.raises(UsageError, match=r'^the query saved as "oil" is another: oil '):
            new(archive, "oil", other)
        with pytest.raises(UsageError, match=r'^the query saved as "oil" is another: oil '):
            peek(archive, "oil", other)


def test_a_name_that_is_not_saved_needs_a_query(archive: Archive) -> None:
    with pytest.raises(
        UsageError, match=r"^no query is saved as \"oil\"; newsgrep new oil 'QUERY' saves one$"
    ):
        new(archive, "oil")
    with pytest.raises(UsageError, match=r'^no query is saved as "oil"$'):
        peek(archive, "oil")
    assert list(state(archive).iterdir()) == []


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/b", "-a", ".a", "a b", "öl", "a\n", "a" * 101, "a\0"]
)
def test_a_name_is_a_name_of_a_file_anywhere(archive: Archive, name: str) -> None:
    for ask in (new, peek):
        with pytest.raises(UsageError, match=r"^a query is saved under a name of at most 100 letters"):
            ask(archive, name, "oil")


def test_names_of_small_and_capital_letters_are_one(archive: Archive) -> None:
    assert new(archive, "Oil.seen", "oil") == []
    assert new(archive, "a" * 100, "oil") == []
    add(archive, "3", "2025-05-03 oil")
    assert new(archive, "oil.SEEN") == ["3"]
    assert new(archive, "Oil.seen") == []
    assert saved_names(archive.home) == ["a" * 100, "oil.seen"]


def test_two_at_once_do_not_get_the_same(archive: Archive) -> None:
    assert new(archive, "oil", "oil") == []
    add(archive, "3", "2025-05-03 oil")
    with archive.new("oil") as results, Archive.open(archive.folder) as other:
        assert len(results) == 1
        with pytest.raises(IndexBusyError, match=r'^another newsgrep is asking "oil"$'):
            new(other, "oil")
        assert new(other, "gas", "gas") == []
    assert new(archive, "oil") == []


def test_a_saved_query_that_is_not_understood_any_more_is_named(archive: Archive) -> None:
    assert new(archive, "oil", "oil") == []
    path = state(archive) / "oil.seen"
    rewrite(path, b'"texts": ["oil"]', b'"texts": ["(oil"]')
    with pytest.raises(QueryError, match=r'^the query saved as "oil": ') as raised:
        new(archive, "oil")
    assert raised.value.query == "(oil"


def rewrite(path: Path, old: bytes, new: bytes) -> None:
    """Change a file, and make its digest fit."""
    from newsgrep.archive.standing_queries import _digest

    content = path.read_bytes()[:-16]
    assert old in content
    content = content.replace(old, new)
    path.write_bytes(content + _digest(content))


def test_the_file_of_another_version_is_refused(archive: Archive) -> None:
    assert new(archive, "oil", "oil") == []
    rewrite(state(archive) / "oil.seen", b'"version": 1', b'"version": 2')
    with pytest.raises(
        IndexFormatError,
        match=r"oil.seen was written by another version of newsgrep; newsgrep new --forget oil",
    ):
        new(archive, "oil")


@pytest.mark.parametrize(
    ("old", "new_"),
    [
        (b'"texts": ["oil"]', b'"texts": [1]'),
        (b'"texts": ["oil"]', b'"texts": "oil", "more": 1'),
        (b'"since": null', b'"since": 7'),
        (b'"within": null', b'"within": [[]]'),
        (b'"within": null', b'"within": 5'),
        (b'"question": {', b'"question": [], "q": {'),
        (b'{"version"', b"[" * 100_000 + b'{"version"'),
        (b'{"version": 1', b"1"),
        (b"\n", b"\nx"),
    ],
)
def test_a_file_that_is_not_ours_is_refused(archive: Archive, old: bytes, new_: bytes) -> None:
    """Even if its digest fits."""
    assert new(archive, "oil", "oil") == []
    rewrite(state(archive) / "oil.seen", old, new_)
    with pytest.raises(IndexDamagedError, match=r"oil.seen is damaged; newsgrep new --forget oil"):
        new(archive, "oil")


def test_a_damaged_file_is_refused_wherever_it_is_damaged(archive: Archive) -> None:
    assert new(archive, "oil", "oil") == []
    path = state(archive) / "oil.seen"
    whole = path.read_bytes()
    for place in range(0, len(whole), 7):
        for damaged in (
            whole[: place + 1][:-1],
            whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :],
        ):
            if damaged:
                path.write_bytes(damaged)
                with pytest.raises((IndexDamagedError, IndexFormatError)):
                    new(archive, "oil")
    path.write_bytes(b"")  # as a kill leaves it before anything was saved
    with pytest.raises(UsageError, match="no query is saved"):
        new(archive, "oil")


def test_where_nothing_can_be_written_only_peeking_works(archive: Archive) -> None:
    assert new(archive, "oil", "oil") == []
    shutil.rmtree(state(archive))
    state(archive).write_text("in the way")
    for name in ("oil", "gas"):
        with pytest.raises(StorageError, match=r"^cannot write "):
            new(archive, name, "oil")


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_is_written_in_part_is_deleted(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def fail(_descriptor: int) -> None:
        raise error

    new(archive, "x", "oil")
    before = {file.name: file.read_bytes() for file in state(archive).iterdir()}
    add(archive, "3", "2025-05-03 oil")
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", fail)
        with pytest.raises(StorageError if isinstance(error, OSError) else KeyboardInterrupt):
            new(archive, "x")
    assert {file.name: file.read_bytes() for file in state(archive).iterdir()} == before
    assert new(archive, "x") == ["3"]


def test_hashes_are_those_of_ids_and_sorted() -> None:
    ids = [ArticleId(f"a/{number}#\udcff") for number in range(300)]
    seen = Seen().with_added(ids[:200]).with_added(ids[100:250])
    assert len(seen) == 250
    assert [identifier in seen for identifier in ids] == [True] * 250 + [False] * 50
    again = Seen(seen.hashes)
    assert [identifier in again for identifier in ids] == [True] * 250 + [False] * 50
    hashes = [seen.hashes[start : start + 16] for start in range(0, len(seen.hashes), 16)]
    assert hashes == sorted(set(hashes))


class World:
    """An archive, and the oracle: which articles there are, and which were seen."""

    def __init__(self, folder: Path, *, all_at_first: bool) -> None:
        self.there = {0, 1}
        for number in self.there:
            write(folder, str(number), "2025-05-01 oil")
        index(folder, "news")
        self.archive = Archive.open(folder)
        self.seen = set() if all_at_first else set(self.there)
        assert set(map(int, new(self.archive, "oil", "oil", all_at_first=all_at_first))) == self.unseen()
        self.seen |= self.there

    def unseen(self) -> set[int]:
        return self.there - self.seen

    def write(self, number: int) -> None:
        """Add an article, or change it."""
        write(self.archive.folder, str(number), f"2025-05-01 oil{' prices' * len(self.there)}")
        self.archive.index()
        self.there.add(number)

    def remove(self, number: int) -> None:
        if number in self.there and len(self.there) > 1:
            (self.archive.folder / "news" / f"{number}.txt").unlink()
            self.archive.index()
            self.there.remove(number)

    def rebuild(self, _: int) -> None:
        self.archive.index(rebuild=True)

    def ask(self, _: int) -> None:
        assert set(map(int, new(self.archive, "oil"))) == self.unseen()
        self.seen |= self.there

    def ask_for_some(self, number: int) -> None:
        shown = set(map(int, new(self.archive, "oil", limit=number, order="id")))
        assert shown == set(sorted(self.unseen())[:number])
        self.seen |= shown

    def peek(self, _: int) -> None:
        assert {int(Path(hit.article.path).stem) for hit in peek(self.archive, "oil")} == self.unseen()

    def fail(self, _: int) -> None:
        with pytest.raises(UsageError), self.archive.new("oil"):
            raise UsageError("the reader is gone")


STEPS = (World.write, World.remove, World.rebuild, World.ask, World.ask_for_some, World.peek, World.fail)


@given(
    history=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 4)), max_size=10),
    all_at_first=st.booleans(),
)
@settings(deadline=None, max_examples=25 * SCALE)
def test_each_article_is_shown_once_whatever_happens(
    history: list[tuple[Callable[[World, int], None], int]], *, all_at_first: bool
) -> None:
    with TemporaryDirectory() as name:
        world = World(Path(name), all_at_first=all_at_first)
        for step, number in history:
            step(world, number)
        world.ask(0)
        world.archive.close()
