"""The standard streams of the process, in whatever state the shell hands them over."""

import errno
import os
import stat
import sys

_LOOKS, _MILLISECONDS_BETWEEN_LOOKS = 500, 10
_STREAMS = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))
_closed: set[str] = set()
"""Those that the shell handed over closed."""


def prepare_streams() -> None:
    """Make stdin, stdout and stderr UTF-8, and open those that are closed on /dev/null.

    Bytes of a path that are not UTF-8 are read and written unchanged.
    """
    for name, mode in _STREAMS:
        if getattr(sys, name) is None:
            _closed.add(name)
            # It gets the lowest free descriptor, the stream's own: no file opened later can be taken for the stream.
            descriptor = os.open(os.devnull, os.O_RDWR)
            os.set_inheritable(descriptor, True)  # noqa: FBT003  the parameter has no name
            setattr(sys, name, os.fdopen(descriptor, mode))
        newline = None if mode == "r" else "\n"
        getattr(sys, name).reconfigure(encoding="utf-8", errors="surrogateescape", newline=newline)


def wait_until_read() -> None:
    """Flush stdout, and where it is a pipe, let its reader take everything, or go away: then raise BrokenPipeError.

    After some seconds of a reader that does neither, it is taken for a slow one. Raises OSError where stdout was closed.
    """
    import select  # noqa: PLC0415  few commands wait

    if "stdout" in _closed:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    sys.stdout.flush()
    descriptor = sys.stdout.fileno()
    if not stat.S_ISFIFO(os.fstat(descriptor).st_mode):
        return
    closed = select.poll()
    closed.register(descriptor, 0)  # only what is always reported: that the other end is closed
    for _ in range(_LOOKS):
        if not _unread_bytes(descriptor):
            return
        if closed.poll(_MILLISECONDS_BETWEEN_LOOKS):
            raise BrokenPipeError


def _unread_bytes(pipe: int) -> int:
    """How much of what was written to a pipe is not read yet; 0 where the system does not say."""
    import fcntl  # noqa: PLC0415  as above
    import termios  # noqa: PLC0415  as above

    try:
        return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4), sys.byteorder)
    except OSError:
        return 0
