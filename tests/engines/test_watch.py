"""When a folder must be looked through again: whenever it may have changed, for all that its times say."""

import os
from pathlib import Path

import pytest
from handle import open_whoosh

from newsgrep.article import Article, ArticleId
from newsgrep.engines.whoosh import watch
from newsgrep.engines.whoosh.watch import Watch
from newsgrep.query.nodes import Everything


class Clock:
    """In place of the monotonic one."""

    now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    stopped = Clock()
    monkeypatch.setattr(watch, "time", stopped)
    return stopped


def test_times_count_once_they_are_older_than_a_step_of_any_clock(tmp_path: Path, clock: Clock) -> None:
    watched = Watch(tmp_path)
    assert watched.must_list()
    clock.now += 0.1
    assert watched.must_list()  # a change in the same step would not show
    clock.now += 3
    assert watched.must_list()  # seen after the step
    clock.now += 0.1
    assert not watched.must_list()


def test_a_name_that_comes_or_goes_is_seen(tmp_path: Path, clock: Clock) -> None:
    watched = settled(tmp_path, clock)
    assert not watched.must_list()
    (tmp_path / "new").touch()
    os.utime(tmp_path, (1, 1))  # as a copy might have it: the time of the change itself is another
    assert watched.must_list()
    clock.now += 0.1
    assert watched.must_list()


def test_no_look_counts_for_long(tmp_path: Path, clock: Clock) -> None:
    """There are file systems on which folders have no times of their own."""
    watched = settled(tmp_path, clock)
    assert not watched.must_list()
    clock.now += 2
    assert watched.must_list()


def test_a_folder_that_is_not_there_is_looked_for(tmp_path: Path, clock: Clock) -> None:
    watched = settled(tmp_path / "missing", clock)
    assert watched.must_list()


def test_an_engine_at_rest_answers_from_the_next_commit(tmp_path: Path, clock: Clock) -> None:
    reading, writing = open_whoosh(tmp_path), open_whoosh(tmp_path)
    for number in range(1, 4):
        segment = writing.write([Article(ArticleId(str(number)), "path", "some words")])
        assert segment is not None
        writing.commit([segment], ())
        os.utime(tmp_path, (number, number))  # as seen on any clock, however coarse
        assert reading.count(Everything()) == number
        clock.now += 3
        assert reading.count(Everything()) == number
        clock.now += 0.1
        assert reading.count(Everything()) == number


def settled(folder: Path, clock: Clock) -> Watch:
    """A watch whose last look counts."""
    watched = Watch(folder)
    watched.must_list()
    clock.now += 3
    watched.must_list()
    clock.now += 0.1
    return watched
