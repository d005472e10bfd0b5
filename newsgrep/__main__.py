"""The `newsgrep` command. Its import is cheap, because worker processes import the main module again."""

import gc
import os
import sys

TYPE_CHECKING = False  # for type checkers it is true; `typing` takes a while to import
if TYPE_CHECKING:
    from sys import UnraisableHookArgs
    from typing import NoReturn

_OBJECTS_PER_COLLECTION = 50_000
"""The threshold of the garbage collector: a command is short, and its objects are seldom cyclic."""


def main() -> "NoReturn":
    """Run the command with the process's arguments, and exit."""
    sys.unraisablehook = _not_raised
    try:
        _run()
    except KeyboardInterrupt:  # while modules are imported, or output is flushed at the end
        _end_interrupted()


def _not_raised(unraisable: "UnraisableHookArgs") -> None:
    """End by Ctrl-C also where Python would print it with a traceback and go on: in its own callbacks, as after each import."""
    if unraisable.exc_type is KeyboardInterrupt:
        _end_interrupted()
    sys.__unraisablehook__(unraisable)


def _end_interrupted() -> "NoReturn":
    sys.stderr.write("newsgrep: interrupted\n")
    os._exit(130)


def _run() -> "NoReturn":
    gc.set_threshold(_OBJECTS_PER_COLLECTION)
    if sys.getfilesystemencoding() != "utf-8" and not sys.flags.utf8_mode:
        _begin_again_in_utf8()
    try:
        from newsgrep.cli import command  # noqa: PLC0415  see above
    except ImportError as error:
        from newsgrep.libraries import failed_import  # noqa: PLC0415  see above

        sys.stderr.write(f"newsgrep: {failed_import(error)}\n")
        sys.exit(2)
    command.main()


def _begin_again_in_utf8() -> "NoReturn":
    """Start the command anew in Python's UTF-8 mode, so that the locale does not decide what a file is called, and its id."""
    os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606  no shell is wanted


if __name__ == "__main__":
    main()
