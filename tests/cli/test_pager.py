"""The pager of `newsgrep show`, at a terminal of its own, where Ctrl-C reaches all that runs there."""

import fcntl
import os
import pty
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from conftest import COMMAND, environment

CARNEY = "seeds/2025-05-06-carney-trump-oval-office.txt"
IN_A_TERMINAL = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
PAGER = """#!{python}
import os, signal, sys
print("ignored" if signal.getsignal(signal.SIGINT) is signal.SIG_IGN else "heard", flush=True)
signal.signal(signal.SIGINT, lambda *_: os.write(1, b"Ctrl-C\\n"))  # print may be at work
sys.stdin.read()
print("READY", flush=True)
print("DONE" + open("/dev/tty").readline(), flush=True)
"""


class Terminal:
    """A command at a terminal: what is typed, what is shown."""

    def __init__(self, folder: Path, *arguments: str, **variables: str) -> None:
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-c", IN_A_TERMINAL, *COMMAND, *arguments],
            cwd=folder,
            env=environment(folder, TERM="xterm", **variables),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        self._name = os.ttyname(theirs)
        os.close(theirs)
        self.shown = ""

    def type(self, keys: bytes) -> None:
        os.write(self._ours, keys)

    def wait_for(self, text: str) -> None:
        while text not in self.shown:
            assert self._read(), self.shown

    def wait_until_read(self) -> None:
        """Wait until the command has taken what was typed."""
        descriptor = os.open(self._name, os.O_RDWR | os.O_NOCTTY)
        while any(fcntl.ioctl(descriptor, termios.FIONREAD, bytes(4))):
            time.sleep(0.01)
        os.close(descriptor)

    def close(self) -> None:
        """Wait for the end of what runs there."""
        while self._read():
            pass
        os.close(self._ours)
        self.process.wait()

    def _read(self) -> bool:
        try:
            block = os.read(self._ours, 1 << 16)
        except OSError:  # the other side has closed
            return False
        self.shown += block.decode()
        return bool(block)


@pytest.fixture
def pager(tmp_path: Path) -> str:
    """A pager that stays until a line is typed, and says when Ctrl-C is."""
    path = tmp_path / "pager"
    path.write_text(PAGER.format(python=sys.executable))
    path.chmod(0o755)
    return str(path)


def test_ctrl_c_is_the_pagers_and_what_is_missing_is_said_after_it(samples: Path, pager: str) -> None:
    terminal = Terminal(samples, "show", "nothing", CARNEY, NEWSGREP_PAGER=pager)
    terminal.wait_for("READY")
    terminal.type(b"\x03")
    terminal.wait_for("Ctrl-C")
    terminal.type(b"q\n")
    terminal.close()
    assert terminal.shown.startswith("heard")
    assert "interrupted" not in terminal.shown
    assert terminal.shown.partition("DONE")[2].endswith("newsgrep: no such article: nothing\r\n")
    assert terminal.process.returncode == 1


def test_an_error_is_said_after_the_pager(samples: Path, pager: str) -> None:
    terminal = Terminal(samples, "show", CARNEY, "--query", "titel:x", NEWSGREP_PAGER=pager)
    terminal.wait_for("READY")
    terminal.type(b"q\n")
    terminal.close()
    assert 'unknown field "titel"' in terminal.shown.partition("DONE")[2]
    assert terminal.process.returncode == 2


def test_what_is_typed_is_typed_to_its_end_before_the_pager_begins(samples: Path, pager: str) -> None:
    terminal = Terminal(samples, "show", "-", NEWSGREP_PAGER=pager)
    terminal.type(f"{CARNEY}\n".encode())
    terminal.wait_for(f"{CARNEY}\r\n")
    terminal.wait_until_read()
    terminal.type(b"\x03")
    terminal.close()
    assert "READY" not in terminal.shown
    assert terminal.process.returncode == 130
