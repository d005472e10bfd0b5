"""Files and folders that the user excludes: by `.newsgrepignore` files and `--exclude`, in gitignore's syntax."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

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
        from pathspec import GitIgnoreSpec  # noqa: PLC0415  most archives have no such rules

        return IgnoreRules((*self.rules, (folder, GitIgnoreSpec.from_lines(patterns))))

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
