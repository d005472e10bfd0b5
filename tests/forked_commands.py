"""Commands that begin with everything imported: forks of a process that has done so once.

The tests run a thousand short commands. Nine tenths of what one takes are the start of Python and imports. What differs
from a command that a shell starts: the modules that are there, and that the seed of Python's hashes is the same for all.
"""

import gc
import json
import os
import pkgutil
import runpy
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

SAME = ("HOME", "PATH", "LC_ALL", "TERM", "COLUMNS", "NO_COLOR", "PAGER", "NEWSGREP_")
"""How the variables begin that are read by newsgrep, or not at all: not by Python as it starts."""
_STREAMS = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))


class ForkingServer:
    """A process that has imported newsgrep. It runs one command at a time."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._connection, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(theirs.fileno())],
                env={**environment, "OPENBLAS_NUM_THREADS": "1"},  # where others run, Python warns of forks
                pass_fds=[theirs.fileno()],
            )

    def close(self) -> None:
        self._connection.close()
        self._process.wait()

    def start(
        self, arguments: Sequence[str], cwd: Path, environment: Mapping[str, str], streams: Sequence[int]
    ) -> None:
        """Let a command begin, with descriptors of its three streams."""
        request = json.dumps([arguments, str(cwd), dict(environment)]).encode()
        socket.send_fds(self._connection, [len(request).to_bytes(4)], streams)
        self._connection.sendall(request)

    def code(self) -> int:
        """Wait until it has ended; gives its code, or the signal that ended it, less than 0."""
        return int.from_bytes(self._connection.recv(4), signed=True)


def _serve(connection: socket.socket) -> Sequence[str] | None:
    """Fork for each request: in the forked process gives the command's arguments, in this one None when all is done."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the tests themselves end this one
    for module in pkgutil.walk_packages(import_module("newsgrep").__path__, "newsgrep."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    gc.collect()
    gc.freeze()  # memory that a collection does not touch is not copied
    while True:
        size, descriptors, *_ = socket.recv_fds(connection, 4, len(_STREAMS))
        if not size:
            return None
        request = connection.recv(int.from_bytes(size), socket.MSG_WAITALL)
        child = os.fork()
        if child == 0:
            connection.close()
            return _become(descriptors, *json.loads(request))
        for descriptor in descriptors:
            os.close(descriptor)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        connection.sendall(status.to_bytes(4, signed=True))


def _become(
    descriptors: Sequence[int], arguments: Sequence[str], cwd: str, environment: Mapping[str, str]
) -> Sequence[str]:
    """Set what a new process of Python has of its own."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, (descriptor, (name, mode)) in enumerate(zip(descriptors, _STREAMS, strict=True)):
        os.dup2(descriptor, number)
        os.close(descriptor)
        stream = open(number, mode, encoding="utf-8", newline="\n", closefd=False)  # noqa: SIM115  the standard streams
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    sys.orig_argv[1:] = ["-m", "newsgrep", *arguments]
    sys.path[0] = cwd
    gc.unfreeze()
    return arguments


if __name__ == "__main__":
    asked = _serve(socket.socket(fileno=int(sys.argv[1])))
    if asked is not None:
        sys.argv[1:] = asked
        runpy.run_module("newsgrep", run_name="__main__", alter_sys=True)
