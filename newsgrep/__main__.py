"""The `newsgrep` command. Its import is cheap, because worker processes import the main module again."""

import gc
import sys
from typing import NoReturn

_OBJECTS_PER_COLLECTION = 50_000
"""The threshold of the garbage collector: a command is short, and its objects are seldom cyclic."""


def main() -> NoReturn:
    """Run the command with the process's arguments, and exit."""
    gc.set_threshold(_OBJECTS_PER_COLLECTION)
    try:
        from newsgrep.cli import command  # noqa: PLC0415  see above
    except ImportError as error:
        from newsgrep.libraries import failed_import  # noqa: PLC0415  see above

        sys.stderr.write(f"newsgrep: {failed_import(error)}\n")
        sys.exit(2)
    command.main()


if __name__ == "__main__":
    main()
