"""A time limit for readers: an alarm in the process that reads."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from time import monotonic
from types import FrameType
from typing import NoReturn

from newsgrep.readers import StalledReaderError

READER_SECONDS = 30.0
"""A reader that yields nothing for this long is interrupted, and its document is skipped."""
_SET_EVERY = 0.5
"""Seconds: readers yield every few microseconds, and each setting of the alarm is a call of the system."""
_AGAIN_SECONDS = 1.0
"""The alarm goes off again after this time, for a library may have swallowed the exception."""


class Deadline:
    """Raises StalledReaderError in the main thread when the time is over, as soon as the interpreter runs Python code again.

    The time may be longer by `_SET_EVERY`, never shorter.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._set_at = -inf

    def renew(self) -> None:
        """Begin the time anew: the reader has yielded something."""
        now = monotonic()
        if now - self._set_at >= _SET_EVERY:
            self._set_at = now
            signal.setitimer(signal.ITIMER_REAL, self._seconds + _SET_EVERY, _AGAIN_SECONDS)

    def lift(self) -> None:
        """Stop the time: no reader is working."""
        self._set_at = -inf
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
