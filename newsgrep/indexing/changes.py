"""What has changed: the files that are there now against those that the manifest knows."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from newsgrep.config import Root
from newsgrep.indexing.manifest import FileRow
from newsgrep.indexing.scan import FoundFile, Scan, below_any, root_path, scan_roots

_MTIME_SLACK_NS = 2_000_000_000
"""File systems keep times as coarsely as two seconds: a file as young as this at the scan is read again."""


class Changes:
    """One look at the files. `roots` None: everywhere, else only there; `named` are single files, absolute."""

    def __init__(
        self,
        folder: Path,
        configured: Sequence[Root],
        known: Mapping[str, FileRow],
        roots: Sequence[Root] | None,
        named: Sequence[Path],
    ) -> None:
        self._folder = folder
        self._known = known
        self._looked_at = None if roots is None else [root_path(folder, root) for root in roots]
        if roots is None:
            above = [root_path(folder, root) for root in configured]
            once_named = [folder / path for path in known if not below_any(path, above)]
            self.scan: Scan = scan_roots(folder, configured, once_named)
        else:
            self.scan = scan_roots(folder, roots, named)
            self.scan.warnings += [f"{file}: no such file" for file in named if not file.exists()]

    def is_unchanged(self, file: FoundFile) -> bool:
        """Say whether the file need not be opened: it is as it was, and was not young when it was read."""
        row = self._known.get(file.source.path)
        return (
            row is not None
            and bool(row.digest)
            and (row.size, row.mtime_ns) == (file.size, file.mtime_ns)
            and file.mtime_ns < row.scanned_ns - _MTIME_SLACK_NS
        )

    def vanished(self) -> list[FileRow]:
        """The files that are no longer where one has looked."""
        return [
            row
            for path, row in self._known.items()
            if path not in self.scan.files
            and (self._looked_at is None or below_any(path, self._looked_at))
            and not below_any(path, self.scan.unseen)
        ]

    def warnings(self) -> tuple[str, ...]:
        """Where one could not look, and roots that held articles and hold no file now."""
        warned = {warning.partition(":")[0] for warning in self.scan.warnings}
        emptied = [
            f"{self._folder / path}: no files are there now; its articles are kept (newsgrep forget removes them)"
            for path in self.scan.unseen
            if str(self._folder / path) not in warned
            and any(below_any(known, [path]) for known in self._known)
        ]
        return (*self.scan.warnings, *emptied)
