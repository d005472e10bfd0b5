"""The archive that a command is about, and the day that relative dates refer to."""

import os
from datetime import date
from typing import TYPE_CHECKING

from newsgrep.archive import NAME, Archive
from newsgrep.cli.options import index_named
from newsgrep.errors import NoIndexError, UsageError

if TYPE_CHECKING:
    from pathlib import Path


def today() -> date:
    """NEWSGREP_TODAY, else the day that it is. Raises UsageError."""
    text = os.environ.get("NEWSGREP_TODAY")
    if not text:
        return date.today()  # noqa: DTZ011  the user's own day
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f'NEWSGREP_TODAY must be a day such as 2025-05-06, not "{text}"') from None


def open_archive() -> Archive:
    """The archive of the index that is named or found. Raises NoIndexError."""
    return Archive.open(index_named(), today=today(), resident=False)


def open_or_create_archive(language: str | None) -> tuple[Archive, bool]:
    """As `open_archive`; where there is no index, one is made. The second value: whether it was made."""
    try:
        return open_archive(), False
    except NoIndexError:
        return Archive.create(_future_folder(), language=language, today=today()), True


def existing_or_future_archive() -> Archive:
    """As `open_archive`; where there is no index, the archive that `open_or_create_archive` would make."""
    try:
        return open_archive()
    except NoIndexError:
        return Archive.future(_future_folder(), today=today())


def _future_folder() -> "Path":
    """The folder that would hold a new index."""
    from pathlib import Path  # noqa: PLC0415  not on the search path

    named = Path(index_named() or os.environ.get("NEWSGREP_INDEX") or ".")
    return named.parent if named.name == NAME else named
