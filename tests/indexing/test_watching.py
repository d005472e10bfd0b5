"""When an archive that is watched is refreshed: by a clock and events that are made up."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

import pytest

from newsgrep.config import ArchiveConfig, Root
from newsgrep.indexing import watching
from newsgrep.indexing.watching import Watched, times_to_refresh


class Clock:
    """A clock that goes on only where it is told to, or slept."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(time, "monotonic", lambda: self.now)
        monkeypatch.setattr(time, "sleep", self.pass_by)

    def pass_by(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def refreshed_at(
    monkeypatch: pytest.MonkeyPatch, clock: Clock, writes: Mapping[int, Sequence[Path]], until: int
) -> list[int]:
    """The seconds at which to refresh, where files are written in some seconds, until another."""
    begin = clock.now
    end = begin + until

    def reports(_: Watched) -> Iterator[set[str]]:
        while clock.now < end:
            clock.pass_by(1)
            written = writes.get(round(clock.now - begin), ())
            for path in written:
                with path.open("a") as file:
                    file.write("more")
            yield set(map(str, written))
        raise KeyboardInterrupt

    monkeypatch.setattr(watching, "_reports", reports)
    times = times_to_refresh(lambda: Watched((), ()), lambda _: None)
    seconds: list[int] = []
    with suppress(KeyboardInterrupt):
        seconds.extend(round(clock.now - begin) for _ in times)
    return seconds


def test_a_refresh_comes_when_the_watch_begins_and_once_files_rest(
    monkeypatch: pytest.MonkeyPatch, clock: Clock, tmp_path: Path
) -> None:
    """The first finds what has changed before."""
    one, two = tmp_path / "one", tmp_path / "two"
    assert refreshed_at(monkeypatch, clock, {}, 20) == [1]
    assert refreshed_at(monkeypatch, clock, {5: [one]}, 20) == [1, 7]
    assert refreshed_at(monkeypatch, clock, {5: [one], 6: [two], 7: [two]}, 20) == [1, 9]
    assert refreshed_at(monkeypatch, clock, {5: [one], 8: [one]}, 20) == [1, 7, 10]


def test_a_file_that_never_rests_is_read_after_a_minute(
    monkeypatch: pytest.MonkeyPatch, clock: Clock, tmp_path: Path
) -> None:
    writes = {second: [tmp_path / "one"] for second in range(5, 100)}
    assert refreshed_at(monkeypatch, clock, writes, 120) == [1, 65, 101]


def test_everything_is_looked_at_now_and_then(
    monkeypatch: pytest.MonkeyPatch, clock: Clock, tmp_path: Path
) -> None:
    assert refreshed_at(monkeypatch, clock, {400: [tmp_path / "one"]}, 1000) == [1, 301, 402, 702]


def test_single_files_are_looked_at_every_second(
    monkeypatch: pytest.MonkeyPatch, clock: Clock, tmp_path: Path
) -> None:
    single = tmp_path / "single"

    def reports(_: Watched) -> Iterator[set[str]]:
        for second in range(10):
            clock.pass_by(1)
            if second == 4:
                single.write_text("changed")
            yield set()
        raise KeyboardInterrupt

    monkeypatch.setattr(watching, "_reports", reports)
    begin = clock.now
    times = times_to_refresh(lambda: Watched((), (single,)), lambda _: None)
    assert [round(clock.now - begin) for _ in islice(times, 2)] == [1, 7]


def test_a_watch_that_is_lost_is_replaced_by_a_look_a_minute_and_begun_again(
    monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    watches: list[Watched] = []

    def reports(watched: Watched) -> Iterator[set[str]]:
        watches.append(watched)
        clock.pass_by(1)
        if len(watches) < 3:
            raise OSError("no more watches are to be had")
        yield set()
        raise KeyboardInterrupt

    monkeypatch.setattr(watching, "_reports", reports)
    lost: list[str] = []
    begin = clock.now
    times = times_to_refresh(lambda: Watched((), ()), lost.append)
    assert [round(clock.now - begin) for _ in islice(times, 3)] == [61, 122, 123]
    assert lost == ["no more watches are to be had"] * 2


def test_a_folder_that_comes_is_watched_from_then_on(
    monkeypatch: pytest.MonkeyPatch, clock: Clock, tmp_path: Path
) -> None:
    (tmp_path / ".newsgrep").mkdir()
    config = ArchiveConfig(roots=(Root("here"), Root("comes")))
    (tmp_path / "here").mkdir()
    watches: list[Watched] = []

    def reports(watched: Watched) -> Iterator[set[str]]:
        watches.append(watched)
        clock.pass_by(1)
        yield set()
        (tmp_path / "comes").mkdir(exist_ok=True)
        yield set()
        raise KeyboardInterrupt

    monkeypatch.setattr(watching, "_reports", reports)
    times = times_to_refresh(lambda: Watched.of(tmp_path / ".newsgrep", config), lambda _: None)
    for _ in islice(times, 2):
        pass
    assert [watched.folders for watched in watches] == [
        (tmp_path / "here",),
        (tmp_path / "here", tmp_path / "comes"),
    ]


@pytest.mark.parametrize(
    ("path", "concerns"),
    [
        ("news/a.txt", True),
        ("news/2024/a.txt", True),
        ("news/.newsgrepignore", True),
        ("link/a.txt", True),
        ("news/.a.txt.swp", False),
        ("news/.git/a.txt", False),
        ("newsreel/a.txt", False),
        ("other/a.txt", False),
    ],
)
def test_changes_of_hidden_files_and_of_others_are_none(tmp_path: Path, path: str, *, concerns: bool) -> None:
    """A root that is a link may be reported by the name of the folder to which it leads."""
    (tmp_path / "news").mkdir()
    (tmp_path / "to").symlink_to("link")
    watched = Watched((tmp_path / "news", tmp_path / "to"), ())
    assert watched.concerns(str(tmp_path / path)) == concerns
