"""The `newsgrep` command. To import it costs next to nothing: every process does that a script of it starts."""

import gc
from typing import NoReturn

_OBJECTS_PER_COLLECTION = 50_000
"""A command is short, and what it makes is seldom cyclic."""


def main() -> NoReturn:
    """Run the command with the process's arguments, and exit."""
    gc.set_threshold(_OBJECTS_PER_COLLECTION)
    from newsgrep.cli import command  # noqa: PLC0415  see above

    command.main()


if __name__ == "__main__":
    main()
