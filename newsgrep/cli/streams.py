"""The three streams of the process, whatever the shell has made of them."""

import os
import sys

_STREAMS = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))


def prepare_streams() -> None:
    """Make stdin, stdout and stderr UTF-8, and such as are closed empty.

    The bytes of a path that are not UTF-8 come in and go out as they are.
    """
    for name, mode in _STREAMS:
        if getattr(sys, name) is None:
            # It gets the number that is free: no file opened later is taken for the stream, and written to.
            descriptor = os.open(os.devnull, os.O_RDWR)
            os.set_inheritable(descriptor, True)  # noqa: FBT003  as the others are
            setattr(sys, name, os.fdopen(descriptor, mode))
        newline = None if mode == "r" else "\n"
        getattr(sys, name).reconfigure(encoding="utf-8", errors="surrogateescape", newline=newline)
