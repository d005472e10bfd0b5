"""Wait until files below folders change, and rest."""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias

from newsgrep.config import ArchiveConfig
from newsgrep.home import config_path, corrections_path
from newsgrep.indexing.ignoring import IGNORE_FILE
from newsgrep.indexing.scan import below_any

REST_SECONDS = 2.0
"""A file rests when it has not changed for so long; then no file system's clock is too coarse to tell a later change."""
_LONGEST_SECONDS = 60.0
"""How long a file may change without rest before it is read all the same."""
_SCAN_SECONDS = 300.0
"""How often everything is looked at though nothing was reported: some disks of other machines report nothing."""
_UNWATCHED_SECONDS = 60.0
"""The same while the system cannot watch."""
_TICK_MILLISECONDS = 1000

_State: TypeAlias = tuple[int, int] | None


class Watched(NamedTuple):
    """What is watched: folders, for the articles below them, and single files; all absolute."""

    folders: tuple[Path, ...]
    files: tuple[Path, ...]

    @classmethod
    def of(cls, home: Path, config: ArchiveConfig) -> "Watched":
        """The roots of an index that are there now, its settings, and its corrections by hand."""
        roots = [home.parent / root.path for root in config.roots]
        folders = tuple(root for root in roots if root.is_dir())
        return cls(
            folders,
            (config_path(home), corrections_path(home), *(root for root in roots if root not in folders)),
        )

    def concerns(self, path: str) -> bool:
        """Say whether a change of a path may be one of an article: not if it, or a folder that it lies in, is hidden."""
        for folder in self.folders:
            for name in (str(folder), os.path.realpath(folder)):
                if below_any(path, [name]):
                    parts = path[len(name) :].split("/")
                    return not any(part.startswith(".") and part != IGNORE_FILE for part in parts)
        return False

    def states(self, others: Iterable[str]) -> dict[str, _State]:
        """The states of the single files, and of other paths."""
        return {path: _state(path) for path in (*map(str, self.files), *others)}


def times_to_refresh(watched: Callable[[], Watched], lost: Callable[[str], None]) -> Iterator[None]:
    """Yield at once, whenever something has changed and rests, and from time to time besides; without end.

    `watched` is asked again and again, for disks come and go. `lost` is told why the system cannot watch: until it can, everything
    is looked at every minute.
    """
    while True:
        now = watched()
        try:
            yield from _until_others(now, watched)
        except (OSError, RuntimeError) as error:  # no more watches are to be had, a folder is gone, ...
            lost(str(error))
            time.sleep(_UNWATCHED_SECONDS)
            yield


def _until_others(now: Watched, watched: Callable[[], Watched]) -> Iterator[None]:
    """Yield whenever there is something to refresh, until something else is to be watched. Raises OSError, RuntimeError."""
    changed: set[str] = set()
    states = now.states(())
    due = since = time.monotonic()  # at once, for what has changed before the watch began
    begun: float | None = None
    for paths in _reports(now):
        if watched() != now:
            return
        moment = time.monotonic()
        changed |= paths
        latest = now.states(changed)
        if latest != states:
            states, since, begun = latest, moment, begun or moment
        is_due = moment >= due if begun is None else _rests(moment, since, begun)
        if is_due:
            changed.clear()
            states, begun, due = now.states(()), None, moment + _SCAN_SECONDS
            yield


def _rests(moment: float, since: float, begun: float) -> bool:
    """Say whether what began to change is read: nothing has changed since, or it changes for too long."""
    return moment - since >= REST_SECONDS or moment - begun >= _LONGEST_SECONDS


def _reports(watched: Watched) -> Iterator[set[str]]:
    """The paths that have changed, every second, if only none. Raises OSError, RuntimeError."""
    from watchfiles import watch  # noqa: PLC0415  only here

    folders = watched.folders or (watched.files[0].parent,)
    for changes in watch(
        *folders,
        watch_filter=lambda _, path: watched.concerns(path),
        rust_timeout=_TICK_MILLISECONDS,
        yield_on_timeout=True,
    ):
        yield {path for _, path in changes}


def _state(path: str) -> _State:
    try:
        status = os.stat(path)  # noqa: PTH116  of many files, every second
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns
