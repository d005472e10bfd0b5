"""A time limit for readers: an alarm in the process that reads."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from newsgrep.readers import StalledReaderError

READER_SECONDS = 30.0
"""A reader that yields nothing for this long is interrupted, and its document is skipped."""
_AGAIN_SECONDS = 1.0
"""The alarm goes off again after this time, for a library may have swallowed the exception."""


class Deadline:
    """Raises StalledReaderError in the main thread when the time is over, as soon as the interpreter runs Python code again."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def renew(self) -> None:
        """Begin the time anew: the reader has yielded something."""
        signal.setitimer(signal.ITIMER_REAL, self._seconds, _AGAIN_SECONDS)

    def lift(self) -> None:
        """Stop the time: no reader is working."""
        signal.setitimer(signal.ITIMER_REAL, 0)


@contextmanager
def reading_deadline(seconds: float = READER_SECONDS) -> Iterator[Deadline]:
    """Limit the time of the readers that run in this process's main thread. Uses SIGALRM."""
    before = signal.signal(signal.SIGALRM, _interrupt)
    deadline = Deadline(seconds)
    try:
        yield deadline
    finally:
        deadline.lift()
        signal.signal(signal.SIGALRM, before)


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise StalledReaderError
