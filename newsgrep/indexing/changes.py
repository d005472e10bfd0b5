"""What has changed: the files that are there now against those that the manifest knows."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from newsgrep.config import Root
from newsgrep.indexing.manifest import READ_AGAIN, FileState
from newsgrep.indexing.scan import Scan, below_any, root_path, scan_named, scan_roots

_MTIME_SLACK_NS = 2_000_000_000
"""File systems keep times as coarsely as two seconds: a file as young as this at the scan is read again."""


class Changes:
    """One look at the files. `roots` None: everywhere, else only there; `named` are single files, absolute.

    `recall` gives the files as they were when they were read; it is told those that are there now. `now` is the
    time, in ns since the epoch.
    """

    def __init__(
        self,
        folder: Path,
        configured: Sequence[Root],
        recall: Callable[[Mapping[str, FileState]], Mapping[str, FileState]],
        roots: Sequence[Root] | None,
        named: Sequence[Path],
        now: int,
    ) -> None:
        self._folder = folder
        self._old = now - _MTIME_SLACK_NS
        self.scan: Scan = scan_roots(folder, configured if roots is None else roots)
        if roots is not None:
            scan_named(self.scan, folder, named)
            self.scan.warnings += [f"{file}: no such file" for file in named if not file.exists()]
        self.known = recall(self.scan.files)
        missing = [path for path in self.known if path not in self.scan.files]
        if roots is None:
            below = [root_path(folder, root) for root in configured]
            scan_named(self.scan, folder, [folder / path for path in missing if not below_any(path, below)])
            missing = [path for path in missing if path not in self.scan.files]
        else:
            below = [root_path(folder, root) for root in roots]
            missing = [path for path in missing if below_any(path, below)]
        self.vanished = [path for path in missing if not below_any(path, self.scan.unseen)]
        """The files that are no longer where one has looked."""

    def changed(self) -> list[str]:
        """The files that must be opened: new, not as they were, or young when they were read; by path."""
        known = self.known
        if known is self.scan.files:
            return []
        return sorted(path for path, state in self.scan.files.items() if known.get(path) != state)

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
            if str(self._folder / path) not in warned
            and any(below_any(known, [path]) for known in self.known)
        ]
        return (*self.scan.warnings, *emptied)
