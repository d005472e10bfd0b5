"""Detects whether a folder may have changed since it was last listed, mostly from its times alone.

A file system sets a folder's times whenever a name is added or removed. But its clock has a resolution of up
to two seconds, and two changes within one tick leave the same times. So equal times are trusted only if they
had been equal for longer than one tick when the folder was listed. Some file systems do not set these times,
so no listing is trusted for long.
"""

import os
import time
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

_Times: TypeAlias = tuple[int, int, int, int]

_TICK_SECONDS = 2.5
"""More than the resolution of any file system's clock."""
_TRUSTED_SECONDS = 1.0
"""How long a listing of the folder is trusted."""


class Watch:
    """Watches one folder."""

    def __init__(self, folder: "str | Path") -> None:
        self._folder = os.fspath(folder)
        self._times: _Times | None = None
        self._unchanged_since = 0.0
        self._listed_at = 0.0
        self._is_trusted = False

    def must_list(self) -> bool:
        """Whether the folder must be listed again. If so, the caller lists it after this call."""
        now = time.monotonic()
        times = self._times_now()
        if times is not None and times == self._times:
            if self._is_trusted and now - self._listed_at < _TRUSTED_SECONDS:
                return False
        else:
            self._times, self._unchanged_since = times, now
        self._is_trusted = now - self._unchanged_since > _TICK_SECONDS
        self._listed_at = now
        return True

    def _times_now(self) -> _Times | None:
        try:
            status = os.stat(self._folder)
        except OSError:
            return None
        return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_ctime_ns
