"""Whether a folder may have changed since it was looked through: one look at its times, most of the time.

A file system sets a folder's times whenever a name in it comes or goes. But its clock goes in steps, of up to two
seconds, and two changes in one step leave the same times. So times count only once they have been the same for
longer than a step when the folder was looked through. Some file systems set none: so no look counts for long.
"""

import os
import time
from pathlib import Path
from typing import TypeAlias

_Times: TypeAlias = tuple[int, int, int, int]

_STEP = 2.5
"""Seconds, more than any file system's clock takes for a step."""
_LONGEST = 1.0
"""Seconds for which a look through the folder counts."""


class Watch:
    """Watches one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._times: _Times | None = None
        self._first_seen = 0.0
        self._looked = 0.0
        self._counts = False

    def must_look(self) -> bool:
        """Say whether the folder must be looked through, which the caller then does, after this call."""
        now = time.monotonic()
        times = self._times_now()
        if times is not None and times == self._times:
            if self._counts and now - self._looked < _LONGEST:
                return False
        else:
            self._times, self._first_seen = times, now
        self._counts = now - self._first_seen > _STEP
        self._looked = now
        return True

    def _times_now(self) -> _Times | None:
        try:
            status = os.stat(self._folder)  # noqa: PTH116  every query asks for it
        except OSError:
            return None
        return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_ctime_ns
