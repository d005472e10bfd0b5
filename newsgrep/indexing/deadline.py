"""An end to readers that take too long: an alarm in the process that reads."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from newsgrep.readers import StalledReaderError

READER_SECONDS = 30.0
"""A reader that gives nothing for so long is abandoned, and what it reads is skipped."""
_AGAIN_SECONDS = 1.0
"""Where a library has swallowed it, the alarm goes off again."""


class Deadline:
    """Raises StalledReaderError in the main thread once it is over; code of a library that does not come back to Python is not ended."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def renew(self) -> None:
        """The reader has given a sign: its time begins anew."""
        signal.setitimer(signal.ITIMER_REAL, self._seconds, _AGAIN_SECONDS)

    def lift(self) -> None:
        """No reader is at work."""
        signal.setitimer(signal.ITIMER_REAL, 0)


@contextmanager
def reading_deadline(seconds: float = READER_SECONDS) -> Iterator[Deadline]:
    """Watch the readers that this process, in its main thread, lets work. Uses SIGALRM."""
    before = signal.signal(signal.SIGALRM, _interrupt)
    deadline = Deadline(seconds)
    try:
        yield deadline
    finally:
        deadline.lift()
        signal.signal(signal.SIGALRM, before)


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise StalledReaderError
