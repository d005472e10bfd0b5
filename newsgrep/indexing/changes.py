"""What has changed: the files that are there now against those that the manifest knows."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from newsgrep.config import Root
from newsgrep.indexing.manifest import READ_AGAIN, FileState
from newsgrep.indexing.rules import Rules, Versions
from newsgrep.indexing.scan import Scan, below_any, is_below, root_path, scan_named, scan_roots

_MTIME_SLACK_NS = 2_000_000_000
"""File systems keep times as coarsely as two seconds: a file as young as this at the scan is read again."""


class Changes:
    """One look at the files. `roots` None: everywhere, else only there; `named` are single files, absolute.

    `recall` gives the files as they were when they were read; it is told those that are there now. `asked` are what a
    user wants to be read, in `roots`, as `Article.path` has it. `now` is the time, in ns since the epoch.
    """

    def __init__(
        self,
        folder: Path,
        configured: Sequence[Root],
        recall: Callable[[Mapping[str, FileState]], Mapping[str, FileState]],
        roots: Sequence[Root] | None,
        named: Sequence[Path],
        asked: Sequence[str],
        now: int,
    ) -> None:
        self._folder = folder
        self._old = now - _MTIME_SLACK_NS
        self._asked = asked
        self._roots = [root_path(folder, root) for root in configured]
        self.scan: Scan = scan_roots(folder, configured if roots is None else roots, configured)
        scan_named(self.scan, folder, named)
        self.scan.warnings += [
            f"{file}: {'not a regular file' if file.exists() else 'no such file'}"
            for file in named
            if not file.is_file()
        ]
        self.known = recall(self.scan.files)
        missing = [path for path in self.known if path not in self.scan.files]
        if roots is None:
            singles = [folder / path for path in missing if not below_any(path, self._roots)]
            scan_named(self.scan, folder, singles)
            missing = [path for path in missing if path not in self.scan.files]
        else:
            looked_at = [root_path(folder, root) for root in roots]
            within = [path for path in self._roots if path not in looked_at and below_any(path, looked_at)]
            missing = [path for path in missing if below_any(path, looked_at) and not below_any(path, within)]
        self.vanished = [path for path in missing if not below_any(path, self.scan.unseen)]
        """The files that are no longer where one has looked."""

    def changed(self) -> list[str]:
        """The files that must be opened: new, not as they were, or young when they were read; by path."""
        known = self.known
        if known is self.scan.files:
            return []
        return sorted(path for path, state in self.scan.files.items() if known.get(path) != state)

    def to_read(self, rules: Rules, before: Versions, *, again: bool) -> list[str]:
        """The files that must be opened: changed, or read by other rules `before`; or all of them, `again`; by path."""
        files = self.scan.files
        if again:
            return sorted(files)
        stale = rules.changed_since(before)
        changed = self.changed()
        return (
            sorted({*changed, *(path for path in files if rules.of_file(path).root in stale)})
            if stale
            else changed
        )

    def state(self, path: str) -> FileState:
        """A file as it is now; of a young one the state says that it is to be read again."""
        size, mtime_ns = self.scan.files[path]
        return size, mtime_ns if mtime_ns < self._old else READ_AGAIN

    def warnings(self) -> tuple[str, ...]:
        """Where one could not look, and roots that held articles and hold no file now."""
        warned = {warning.partition(":")[0] for warning in self.scan.warnings}
        emptied = [
            f"{self._folder / path}: no files are there now; its articles are kept (newsgrep forget removes them)"
            for path in self.scan.unseen
            if str(self._folder / path) not in warned and self._lacks_files_of(path)
        ]
        passed_over = [
            f"{self._folder / path}: nothing of it is read, for it is hidden, left out or empty"
            for path in self._asked
            if path not in self._roots and not any(is_below(file, path) for file in self.scan.files)
        ]
        return (*self.scan.warnings, *emptied, *passed_over)

    def _lacks_files_of(self, root: str) -> bool:
        """Say whether files of a root, not of one within, are known that are not there."""
        within = [path for path in self._roots if path != root and is_below(path, root)]
        return any(
            is_below(known, root) and not below_any(known, within)
            for known in self.known
            if known not in self.scan.files
        )
