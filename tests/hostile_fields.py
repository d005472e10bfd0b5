"""Names of fields that harm whoever reads a record by them: they travel to worker processes as the options do."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path


class StallingFields:
    """Keeps its reader waiting, and an alarm from reaching it. Makes a file when it begins to."""

    def __init__(self, begun: Path) -> None:
        self._begun = begun

    def __iter__(self) -> Iterator[tuple[str, str]]:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        self._begun.touch()
        time.sleep(3600)
        return iter(())


class SleepingFields:
    """Keeps its reader waiting till an alarm ends it, which it calls for once it sleeps."""

    def __init__(self, call_for_alarm: Callable[[], None]) -> None:
        self._call_for_alarm = call_for_alarm

    def __iter__(self) -> Iterator[tuple[str, str]]:
        self._call_for_alarm()
        while True:
            with suppress(Exception):  # as careless libraries do
                time.sleep(3600)


class LateFields:
    """Keeps a process that they travel to from starting, until there is a file."""

    def __init__(self, awaited: Path) -> None:
        self._awaited = awaited

    def __setstate__(self, state: dict[str, Path]) -> None:
        self.__dict__.update(state)
        while not self._awaited.exists():
            time.sleep(0.01)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(())


class KillingFields:
    """Kills its reader."""

    def __iter__(self) -> Iterator[tuple[str, str]]:
        os.kill(os.getpid(), signal.SIGKILL)
        return iter(())


class FinallyKillingFields:
    """Kills its reader when it has been looked at more often than is allowed, in whatever processes."""

    def __init__(self, looks: Path, allowed: int) -> None:
        self._looks = looks
        self._allowed = allowed

    def __iter__(self) -> Iterator[tuple[str, str]]:
        with self._looks.open("ab") as file:
            file.write(b".")
        if self._looks.stat().st_size > self._allowed:
            os.kill(os.getpid(), signal.SIGKILL)
        return iter(())
