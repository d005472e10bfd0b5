"""Which files have changed: those that are there now, compared with those that the manifest knows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from newsgrep.indexing.corrections import Corrections
from newsgrep.indexing.file_states import READ_AGAIN, FileState, FileStates
from newsgrep.indexing.rules import Rules, Versions
from newsgrep.indexing.scan import Scan, below_any, is_below, root_path
from newsgrep.indexing.scanning import add_singles, scan
from newsgrep.indexing.scope import Scope

_MTIME_SLACK_NS = 2_000_000_000
"""File systems keep times as coarsely as two seconds: a file as young as this at the scan is read again."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a scan found that is not as the manifest has it.

    `known` are the files as they were when they were read. `vanished` are files whose place was scanned, and that are gone.
    `warnings` say which places could not be scanned, and which requested ones hold nothing. Files changed after
    `settled_before`, in ns since the epoch, may change again within the same tick of the file system's clock.
    """

    scan: Scan
    known: FileStates
    vanished: Sequence[str]
    warnings: tuple[str, ...]
    settled_before: int

    def to_read(
        self, rules: Rules, before: Versions, corrected: Iterable[str], *, all_files: bool
    ) -> list[str]:
        """The paths, sorted, of the files to open: those that changed, or whose rules did since `before`; or all of them.

        `corrected` are the files whose corrections have changed.
        """
        files = self.scan.files
        if all_files or not self.known.paths:
            return sorted(files)
        changed_rules = rules.changed_since(before)
        changed = {*files.changed_since(self.known), *(path for path in corrected if path in files)}
        if changed_rules:
            changed |= {path for path in files if rules.of_file(path).root in changed_rules}
        return sorted(changed)

    def corrected_since(self, before: Mapping[str, str], corrections: Corrections) -> set[str]:
        """The paths of the files whose corrections are not those with which they were read, as `Manifest.corrected` has them."""
        now = {self.scan.path(file_id): version for file_id, version in corrections.versions().items()}
        return {path for path in now.keys() | before.keys() if now.get(path) != before.get(path)}

    def state(self, path: str) -> FileState:
        """The state to remember of a file that is there: one that is not settled is to be read again."""
        size, mtime_ns = self.scan.files[path]
        return size, mtime_ns if mtime_ns < self.settled_before else READ_AGAIN


def find_changes(scope: Scope, known: FileStates, now: int, found: Scan | None = None) -> Changes:
    """Scan, and compare with what is known. `now` is the time, in ns since the epoch, `found` what was found since."""
    found = found or scan(scope)
    if scope.roots is None:
        add_singles(found, scope, known.missing_from(found.files))
    return diff(scope, found, known, now)


def diff(scope: Scope, found: Scan, known: FileStates, now: int) -> Changes:
    """Compare the files found with those known. Nothing is said of files whose place was not, or could not be, scanned."""
    missing = known.missing_from(found.files)
    scanned = scope.scanned
    if scanned is not None:
        roots = [root_path(scope.folder, root) for root in scope.configured]
        inner = [path for path in roots if path not in scanned and below_any(path, scanned)]
        in_scope = [path for path in missing if below_any(path, scanned) and not below_any(path, inner)]
    else:
        in_scope = missing
    vanished = [path for path in in_scope if not below_any(path, found.unreadable)]
    return Changes(found, known, vanished, _warnings(scope, found, missing), now - _MTIME_SLACK_NS)


def _warnings(scope: Scope, found: Scan, missing: Sequence[str]) -> tuple[str, ...]:
    """Places that could not be scanned, roots that held articles and hold no file now, requested places that hold nothing."""
    roots = [root_path(scope.folder, root) for root in scope.configured]
    warned = {warning.partition(":")[0] for warning in found.warnings}
    emptied = [
        f"{scope.folder / path}: no files are there now; its articles are kept (newsgrep forget removes them)"
        for path in found.unreadable
        if str(scope.folder / path) not in warned and _has_own_file(path, roots, missing)
    ]
    passed_over = [
        f"{scope.folder / path}: nothing of it is read, for it is hidden, left out or empty"
        for path in scope.requested
        if path not in roots and not any(is_below(file, path) for file in found.files)
    ]
    return (*found.warnings, *emptied, *passed_over)


def _has_own_file(root: str, roots: Sequence[str], paths: Sequence[str]) -> bool:
    """Say whether one of the paths is that of a file of a root, not of a root within it."""
    inner = [path for path in roots if path != root and is_below(path, root)]
    return any(is_below(path, root) and not below_any(path, inner) for path in paths)
