"""Find the files below roots."""

import os
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path

from newsgrep.article import article_path
from newsgrep.config import Root
from newsgrep.indexing.file_states import FileStates, file_state
from newsgrep.indexing.folder_names import folder_identity, identities
from newsgrep.indexing.ignoring import IgnoreRules
from newsgrep.indexing.looking import look_into
from newsgrep.indexing.scan import Scan, below_any, is_below, root_path
from newsgrep.indexing.scope import Scope
from newsgrep.readers.saved_pages import are_parts, pages_of


def scan(scope: Scope) -> Scan:
    """Find the files of a scope that are there now."""
    folder, configured, files = scope.folder, scope.configured, scope.files
    # In this order, whatever the order in which they were named: the next scan then finds the same bytes.
    roots = configured if scope.roots is None else [root for root in configured if root in scope.roots]
    found = scan_roots(folder, roots, configured, scope.mounts)
    add_files(found, folder, files)
    found.warnings += [
        f"{file}: {'not a regular file' if file.exists() else 'no such file'}"
        for file in files
        if not file.is_file()
    ]
    return found


def add_singles(found: Scan, scope: Scope, paths: Iterable[str]) -> None:
    """Add those of known files that lie in no root, and are there, to a scan of all roots."""
    roots = [root_path(scope.folder, root) for root in scope.configured]
    singles = [path for path in paths if path not in found.singles and not below_any(path, roots)]
    add_files(found, scope.folder, [scope.folder / path for path in singles])
    found.singles += singles


def scan_roots(
    folder: Path, roots: Iterable[Root], configured: Sequence[Root], mounts: Iterable[str] = ()
) -> Scan:
    """Find the files of roots, which are some or all of those that are configured. `folder` is the archive's, absolute.

    `mounts` are those of the scan before.
    """
    found = Scan(str(folder), [(root_path(folder, root), root.name) for root in configured if root.name])
    scanner = _Scanner(folder, found, configured)
    for root in roots:
        scanner.scan_root(root)
    add_files(found, folder, scanner.files)
    for mount in mounts:
        scanner.keep_mount(mount)
    for path, name in found.root_names:
        if os.path.lexists(folder / name):
            _leave_out_namesakes(found, path, name)
    return found


def add_files(found: Scan, folder: Path, locations: Iterable[Path]) -> None:
    """Add single files to a scan, by their absolute locations; what is no regular file is passed over."""
    missing_folders: set[Path] = set()
    for location in locations:
        try:
            status = location.stat()
        except OSError as error:
            if not location.parent.is_dir() and location.parent not in missing_folders:
                missing_folders.add(location.parent)
                found.add_unreadable(str(location.parent), error)
        else:
            if stat.S_ISREG(status.st_mode) and not found.has_by_another_name(location):
                found.files.add(article_path(folder, location), file_state(status))


def _leave_out_namesakes(found: Scan, root: str, name: str) -> None:
    """Leave out files of the archive's folder whose ids would be those of files of a root with a name."""
    alike = [path for path in found.files if is_below(path, name)]
    if alike:
        found.files = found.files.without(alike)
        found.warnings.append(
            f"{found.folder}/{name}: left out, for its articles would have the ids of those of {root}; give it another name"
        )


class _Scanner:
    """Adds the files of folders to a scan, those of a folder with several names under one of them; a root's own is preferred.

    `files` are the roots that are files; whether one of them lies in one of the folders shows at the end.
    """

    def __init__(self, folder: Path, found: Scan, configured: Iterable[Root]) -> None:
        self._folder = folder
        self._found = found
        roots = identities(folder / root.path for root in configured)
        found.folder_names = {identity: str(location) for identity, location in roots.items()}
        self.files: list[Path] = []
        self._scanned: list[str] = []
        self._folders: set[str] = set()

    def scan_root(self, root: Root) -> None:
        location = self._folder / root.path
        path = article_path(self._folder, location)
        try:
            status = location.stat()
        except OSError as error:
            self._found.add_unreadable(str(location), error)
            return
        if stat.S_ISDIR(status.st_mode):
            rules = self._rules_above(location).with_patterns(str(location), root.exclude)
            files = self._walk(str(location), "" if path == "." else f"{path}/", rules)
            if not files and self._has_this_name(str(location), status):
                self._found.unreadable.append(path)
            self._found.files = self._found.files.with_more(files)
        else:
            self.files.append(location)
        self._scanned.append(path)

    def keep_mount(self, path: str) -> None:
        """Keep a folder that lay on another device when it was last scanned, if it is missing or empty today."""
        found = self._found
        is_scanned = below_any(path, self._scanned)
        is_there = path in self._folders or not os.path.lexists(self._folder / path)
        is_empty = is_scanned and is_there and not any(is_below(file, path) for file in found.files)
        if is_empty and path not in found.unreadable:
            found.unreadable.append(path)
        if (is_empty or not is_scanned) and path not in found.mounts:
            found.mounts.append(path)

    def _has_this_name(self, location: str, status: os.stat_result) -> bool:
        """Say whether a folder is found here by the first of its names."""
        identity = folder_identity(status)
        return identity is None or self._found.folder_names.setdefault(identity, location) == location

    def _rules_above(self, location: Path) -> IgnoreRules:
        """The ignore files from the archive's folder down to above the root."""
        rules = IgnoreRules()
        if location.is_relative_to(self._folder):
            for above in reversed(location.parents):
                if above.is_relative_to(self._folder):
                    rules = rules.entering(str(above))
        return rules

    def _walk(self, top: str, prefix: str, rules: IgnoreRules) -> FileStates:
        """The files below a folder whose paths begin with `prefix`."""
        files = FileStates()
        waiting = [(top, prefix, rules, 0)]
        while waiting:
            location, prefix, above, device = waiting.pop()
            try:
                status = os.stat(location)  # noqa: PTH116  for each folder
                if not self._has_this_name(location, status):
                    continue
                if device not in {0, status.st_dev}:
                    self._found.mounts.append(prefix[:-1])
                self._folders.add(prefix[:-1])
                inside = look_into(location, prefix, above, files)
            except OSError as error:
                self._found.add_unreadable(location, error)
                continue
            self._found.ignored += inside.ignored
            for name in sorted(inside.folders, reverse=True):
                folder = f"{location}/{name}"
                if _belongs_to_a_page(folder, name):
                    self._found.ignored += sum(len(names) for _, _, names in os.walk(folder))
                else:
                    waiting.append((folder, f"{prefix}{name}/", inside.rules, status.st_dev))
        return files


def _belongs_to_a_page(location: str, name: str) -> bool:
    """Say whether a folder holds the parts of a saved page."""
    pages = pages_of(name)
    if any(Path(location).with_name(page).exists() for page in pages):
        return True
    try:
        return bool(pages) and are_parts(name, _names_in(location))
    except OSError:  # who walks into it says so
        return False


def _names_in(location: str) -> list[str]:
    with os.scandir(location) as entries:
        return [entry.name + "/" * entry.is_dir(follow_symlinks=False) for entry in entries]
