"""The standard streams of the process, in whatever state the shell hands them over."""

import os
import sys

_STREAMS = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))


def prepare_streams() -> None:
    """Make stdin, stdout and stderr UTF-8, and open those that are closed on /dev/null.

    Bytes of a path that are not UTF-8 are read and written unchanged.
    """
    for name, mode in _STREAMS:
        if getattr(sys, name) is None:
            # It gets the lowest free descriptor, the stream's own: no file opened later can be taken for the stream.
            descriptor = os.open(os.devnull, os.O_RDWR)
            os.set_inheritable(descriptor, True)  # noqa: FBT003  the parameter has no name
            setattr(sys, name, os.fdopen(descriptor, mode))
        newline = None if mode == "r" else "\n"
        getattr(sys, name).reconfigure(encoding="utf-8", errors="surrogateescape", newline=newline)
