"""What the user has said not to look at: `.newsgrepignore` files and excludes, in gitignore's syntax."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILE = ".newsgrepignore"


class IgnoreRules(NamedTuple):
    """The rules that hold in a folder: each with the folder that its patterns refer to, the nearest last."""

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
        """Say whether not to look at a file or a folder; the nearest rule that says anything decides."""
        for folder, spec in reversed(self.rules):
            relative = location.removeprefix(folder).lstrip("/") + ("/" if is_folder else "")
            said = spec.check_file(relative).include
            if said is not None:
                return said
        return False
