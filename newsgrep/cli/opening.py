"""The archive that a command is about, and the day that relative dates refer to."""

import os
from datetime import date
from typing import TYPE_CHECKING, Any

from newsgrep.archive import NAME
from newsgrep.archive.indexed_folder import IndexedFolder
from newsgrep.cli.options import index_named
from newsgrep.cluster_address import is_cluster_address
from newsgrep.errors import NoIndexError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from newsgrep.archive import Archive


def today() -> date | None:
    """NEWSGREP_TODAY; None for the day that it is, whichever that will be. Raises UsageError."""
    text = os.environ.get("NEWSGREP_TODAY")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f'NEWSGREP_TODAY must be a day such as 2025-05-06, not "{text}"') from None


def open_archive() -> "Archive":
    """The archive of the index that is named or found. Raises NoIndexError."""
    from newsgrep.archive import Archive  # noqa: PLC0415  `newsgrep index` does not search

    return Archive.open(index_named(), today=today(), resident=False)


def open_folder() -> IndexedFolder:
    """The same, to be indexed. Raises NoIndexError."""
    return IndexedFolder.open(index_named(), today=today(), resident=False)


def open_or_create_folder(**options: Any) -> tuple[IndexedFolder, bool]:  # noqa: ANN401  those of `IndexedFolder.create`
    """As `open_folder`; where there is no index, one is made. The second value: whether it was made."""
    try:
        return open_folder(), False
    except NoIndexError:
        return IndexedFolder.create(_future_folder(), today=today(), **options), True


def existing_or_future_folder() -> IndexedFolder:
    """As `open_folder`; where there is no index, the folder that `open_or_create_folder` would make."""
    try:
        return open_folder()
    except NoIndexError:
        return IndexedFolder.future(_future_folder(), today=today())


def _future_folder() -> "str | Path":
    """The folder that would hold a new index, or its address in a cluster."""
    from pathlib import Path  # noqa: PLC0415  not on the search path

    named = index_named() or os.environ.get("NEWSGREP_INDEX") or "."
    if is_cluster_address(named):
        return named
    folder = Path(named)
    return folder.parent if folder.name == NAME else folder
