"""Runs one command and prints, as JSON, what it took.

    python -I -S launch.py pipe|terminal COMMAND...

A script of its own, small, because a process's peak memory counts what its parent had when it was started. The
peak is that of the largest process: the command, or any that it waited for.
"""

import json
import os
import pty
import sys
import time


def main() -> None:
    kind, *command = sys.argv[1:]
    ours, theirs = pty.openpty() if kind == "terminal" else os.pipe()
    streams = (0, 1, 2) if kind == "terminal" else (1,)
    actions: list[tuple[int, ...]] = [(os.POSIX_SPAWN_DUP2, theirs, stream) for stream in streams]
    start = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
    os.close(theirs)
    first_line, lines = _read(ours, start)
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - start
    took = {
        "code": os.waitstatus_to_exitcode(status),
        "seconds": seconds,
        "cpu": usage.ru_utime + usage.ru_stime,
        "first_line": first_line,
        "lines": lines,
        "peak": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
    }
    sys.stdout.write(json.dumps(took))


def _read(descriptor: int, start: float) -> tuple[float | None, int]:
    """Seconds until the first line was there, and how many lines came."""
    first_line, lines = None, 0
    while True:
        try:
            block = os.read(descriptor, 1 << 16)
        except OSError:  # a terminal's other side has closed
            break
        if not block:
            break
        lines += block.count(b"\n")
        if lines and first_line is None:
            first_line = time.perf_counter() - start
    return first_line, lines


main()
