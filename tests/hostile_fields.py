"""Names of fields that harm whoever reads a record by them: they travel to worker processes as the options do."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress


class StallingFields:
    """Keeps its reader waiting, and an alarm from reaching it."""

    def __iter__(self) -> Iterator[tuple[str, str]]:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        time.sleep(3600)
        return iter(())


class SleepingFields:
    """Keeps its reader waiting till an alarm ends it."""

    def __iter__(self) -> Iterator[tuple[str, str]]:
        while True:
            with suppress(Exception):  # as careless libraries do
                time.sleep(3600)


class KillingFields:
    """Kills its reader."""

    def __iter__(self) -> Iterator[tuple[str, str]]:
        os.kill(os.getpid(), signal.SIGKILL)
        return iter(())
