"""Runs the command where the disk fails at one of the calls that change it: at the first, at the second, and so on.

    python faulty_disk.py FAULT STEP FOLDER ARGUMENT...

`newsgrep ARGUMENT...` is run in copies of FOLDER, beside it: FOLDER-0 where the call that comes after 0 others fails,
FOLDER-STEP where it comes after STEP others, until a run meets no fault any more. FAULT is `kill`, which ends the
process by SIGKILL, or the name of an `errno`: from there on every such call fails. A failing write has written half.
With a STEP of 1, what is kept in memory while it is small goes to temporary files at once: so they fail too.
Each run is a line of JSON on stdout: the folder's name, the exit status (negative: the signal), and stderr.
"""

import _pyio  # type: ignore[import-not-found]  # the standard library's, without types
import builtins
import errno
import io
import json
import os
import shutil
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

READ_ONLY = {"EROFS", "EACCES"}
"""Faults that refuse every change; those of a full disk refuse what needs room."""
NEEDING_ROOM = ("open", "mkdir", "write", "fsync")
OTHERS = ("rename", "replace", "unlink", "remove", "rmdir")


class Ran(NamedTuple):
    """What came of a run."""

    folder: str
    status: int
    err: str


class Disk:
    """Counts the calls that change it, and fails from the n-th on."""

    def __init__(self, fault: str, good_calls: int) -> None:
        self._fault = fault
        self._left = good_calls
        self.has_failed = False

    def fails(self) -> bool:
        """Say whether the call that is about to be made fails; counts it."""
        self._left -= 1
        self.has_failed = self.has_failed or self._left < 0
        return self.has_failed

    def fail(self) -> NoReturn:
        """Be as the fault says."""
        if self._fault == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        number: int = getattr(errno, self._fault)
        raise OSError(number, os.strerror(number))

    def put_in_place(self) -> None:
        """Let all of this process's calls pass here. Files are those of the pure Python io, which calls `os`."""
        for module in (io, builtins, sys.modules["_io"]):
            vars(module)["open"] = _pyio.open
        os.open = self._opening(os.open)
        os.write = self._writing(os.write)
        names = NEEDING_ROOM if self._fault not in {"kill", *READ_ONLY} else (*NEEDING_ROOM, *OTHERS)
        for name in names:
            if name not in {"open", "write"}:
                setattr(os, name, self._changing(getattr(os, name)))
        sqlite3.connect = self._connecting(sqlite3.connect)  # type: ignore[assignment]

    def _changing(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            if self.fails():
                self.fail()
            return original(*arguments, **named)

        return call

    def _opening(self, original: Callable[..., int]) -> Callable[..., int]:
        changing = self._changing(original)

        def open_(path: Any, flags: int, *rest: Any, **named: Any) -> int:
            changes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            return int((changing if changes else original)(path, flags, *rest, **named))

        return open_

    def _writing(self, original: Callable[[int, Any], int]) -> Callable[[int, Any], int]:
        def write(descriptor: int, data: Any) -> int:
            if descriptor > 2 and self.fails():  # not stdout, not stderr
                original(descriptor, bytes(data)[: len(data) // 2])
                self.fail()
            return original(descriptor, data)

        return write

    def _connecting(self, original: Callable[..., sqlite3.Connection]) -> Callable[..., sqlite3.Connection]:
        """A database counts by the statement: what SQLite itself does between two it makes good itself."""
        disk = self

        class Connection(sqlite3.Connection):
            def execute(self, statement: str, *rest: Any) -> sqlite3.Cursor:
                if not statement.lstrip().startswith(("select", "pragma")):
                    disk.change_database()
                return super().execute(statement, *rest)

            def executemany(self, *arguments: Any) -> sqlite3.Cursor:
                disk.change_database()
                return super().executemany(*arguments)

            def commit(self) -> None:
                disk.change_database()
                super().commit()

        def connect(*arguments: Any, **named: Any) -> sqlite3.Connection:
            return original(*arguments, **named, factory=Connection)

        return connect

    def change_database(self) -> None:
        """A statement that changes a database, or the end of a transaction."""
        if not self.fails():
            return
        try:
            self.fail()
        except OSError as error:
            said = {"ENOSPC": "database or disk is full"}.get(
                self._fault, "attempt to write a readonly database"
            )
            raise sqlite3.OperationalError(said) from error


def main() -> None:
    """See the module."""
    from newsgrep.archive import Archive

    fault, step, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    warm = Path(tempfile.mkdtemp())  # what is imported once need not be imported by every child
    (warm / "a.txt").write_text("oil")
    with Archive.create(warm) as archive:
        archive.index([warm])
    shutil.rmtree(warm)
    good_calls, met = 0, True
    while met:
        copy = folder.with_name(f"{folder.name}-{good_calls}")
        shutil.copytree(folder, copy)
        met, ran = run(fault, good_calls, copy, sys.argv[4:], spill=step == 1)
        sys.stdout.write(json.dumps(ran) + "\n")
        sys.stdout.flush()
        good_calls += step


def run(fault: str, good_calls: int, folder: Path, arguments: list[str], *, spill: bool) -> tuple[bool, Ran]:
    """Run the command in a child; says whether it met the fault."""
    with tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as met:
        child = os.fork()
        if child == 0:
            os.dup2(err.fileno(), 2)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            _live(Disk(fault, good_calls), folder, arguments, met.fileno(), spill=spill)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        err.seek(0)
        return bool(os.fstat(met.fileno()).st_size) or status < 0, Ran(
            folder.name, status, err.read().decode()
        )


def _live(disk: Disk, folder: Path, arguments: list[str], met: int, *, spill: bool) -> NoReturn:
    """The life of a child."""
    status = 70
    write = os.write
    with suppress(BaseException):
        os.chdir(folder)
        from newsgrep.cli.command import run as run_command
        from newsgrep.engines.whoosh.writing import lexicon_writer

        if spill:
            lexicon_writer._BYTES_IN_MEMORY = 0  # noqa: SLF001  see the module's text
        disk.put_in_place()
        try:
            status = run_command(arguments)
        finally:
            sys.stderr.flush()
    if disk.has_failed:
        write(met, b"!")
    os._exit(status)


if __name__ == "__main__":
    main()
