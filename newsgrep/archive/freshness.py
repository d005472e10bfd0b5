"""Whether folders have changed since the last indexing run, as far as the times of the folders themselves tell."""

import os
from collections import deque
from collections.abc import Iterable
from contextlib import suppress

_ENTRIES_LOOKED_AT = 20_000
"""A few hundredths of a second."""
_LINKS_OF_A_LEAF = 2
"""The links of a folder without folders, on the file systems that count them."""


def any_changed_since(moment: float, roots: Iterable[str]) -> bool:
    """Say whether a root, or a folder in one, is newer than a moment: files came into it, were renamed or went.

    Of a large archive only the first folders are looked at.
    """
    waiting = deque(roots)
    entries = 0
    while waiting and entries < _ENTRIES_LOOKED_AT:
        folder = waiting.popleft()
        with suppress(OSError):
            status = os.stat(folder)  # noqa: PTH116  many of them
            if status.st_mtime > moment:
                return True
            if status.st_nlink != _LINKS_OF_A_LEAF:
                with os.scandir(folder) as listed:
                    for entry in listed:
                        entries += 1
                        if not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False):
                            waiting.append(entry.path)
    return False
