"""Files and folders that the user excludes: by `.newsgrepignore` files and `--exclude`, in gitignore's syntax."""

import re
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.errors import UsageError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILE = ".newsgrepignore"


class IgnoreRules(NamedTuple):
    """The rules that hold in a folder, the nearest last: (folder that the patterns are relative to, patterns)."""

    rules: tuple[tuple[str, "GitIgnoreSpec"], ...] = ()

    def with_patterns(self, folder: str, patterns: Sequence[str]) -> "IgnoreRules":
        """These rules, and nearer ones."""
        if not patterns:
            return self
        return IgnoreRules((*self.rules, (folder, _compiled(patterns))))

    def entering(self, folder: str) -> "IgnoreRules":
        """The rules inside a folder: these, and those of its own ignore file if it has one."""
        try:
            lines = Path(folder, IGNORE_FILE).read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return self
        return self.with_patterns(folder, lines)

    def ignore(self, location: str, *, is_folder: bool) -> bool:
        """Say whether a file or a folder is excluded; the nearest rule that matches decides."""
        for folder, spec in reversed(self.rules):
            relative = location.removeprefix(folder).lstrip("/") + ("/" if is_folder else "")
            is_excluded = spec.check_file(relative).include
            if is_excluded is not None:
                return is_excluded
        return False


def check_patterns(patterns: Sequence[str]) -> None:
    """Raise UsageError for a pattern that is invalid in gitignore's syntax."""
    for pattern in patterns:
        if not _is_valid(pattern):
            raise UsageError(f'"{pattern}" is not a pattern of gitignore\'s syntax')


def _compiled(patterns: Sequence[str]) -> "GitIgnoreSpec":
    """The patterns; invalid ones match nothing, as in git."""
    from pathspec import GitIgnoreSpec  # noqa: PLC0415  most archives have no such rules

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of how a later Python may read `[[`
        try:
            return GitIgnoreSpec.from_lines(patterns)
        except (ValueError, re.error):
            return GitIgnoreSpec.from_lines(filter(_is_valid, patterns))


def _is_valid(pattern: str) -> bool:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415  likewise

    try:
        GitIgnoreSpec.from_lines([pattern])
    except (ValueError, re.error):
        return False
    return True
