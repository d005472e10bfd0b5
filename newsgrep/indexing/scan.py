"""From roots to files: which are there now, what each is called, where one could not look."""

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from newsgrep.article import encode_id
from newsgrep.config import Root
from newsgrep.indexing.home import NAME
from newsgrep.indexing.ignoring import IgnoreRules
from newsgrep.readers import SourceFile, is_ignored


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that may hold articles."""

    source: SourceFile
    size: int
    mtime_ns: int


@dataclass(slots=True)
class Scan:
    """What was found. `unseen` are the paths, as `Article.path`, below which one could not look."""

    files: dict[str, FoundFile] = field(default_factory=dict)
    ignored: int = 0
    unseen: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def scan_roots(folder: Path, roots: Sequence[Root], named: Sequence[Path] = ()) -> Scan:
    """Look through roots, and at files named one by one. `folder` is the archive's, absolute."""
    scanner = _Scanner(folder)
    for root in roots:
        scanner.scan_root(root)
    for location in named:
        scanner.scan_named(location)
    return scanner.found


def root_path(folder: Path, root: Root) -> str:
    """A root as `Article.path` would have it."""
    return article_path(folder, folder / root.path)


def article_path(folder: Path, location: Path) -> str:
    """`Article.path` of a file: relative to the archive's folder."""
    return Path(os.path.relpath(location, folder)).as_posix()


def is_below(path: str, above: str) -> bool:
    """Say whether one `Article.path` is another or lies below it."""
    if above == ".":
        return not path.startswith("../")
    return path == above or path.startswith(f"{above}/")


class _Scanner:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen = 0
        self._lost: set[Path] = set()
        self.found = Scan()

    def scan_root(self, root: Root) -> None:
        location = self._folder / root.path
        try:
            status = location.stat()
        except OSError as error:
            self._cannot_look(location, error)
            return
        if not stat.S_ISDIR(status.st_mode):
            self._add(location, root, status)
            return
        rules = self._rules_above(location).with_patterns(location, root.exclude)
        before = self._seen
        self._walk(location, root, rules)
        if self._seen == before:
            self.found.unseen.append(article_path(self._folder, location))

    def scan_named(self, location: Path) -> None:
        try:
            self._add(location, None, location.stat())
        except OSError as error:
            if not location.parent.is_dir() and location.parent not in self._lost:
                self._lost.add(location.parent)
                self._cannot_look(location.parent, error)

    def _rules_above(self, location: Path) -> IgnoreRules:
        """The ignore files from the archive's folder down to above the root."""
        rules = IgnoreRules()
        if location.is_relative_to(self._folder):
            for above in reversed(location.parents):
                if above.is_relative_to(self._folder):
                    rules = rules.entering(above)
        return rules

    def _walk(self, location: Path, root: Root, rules: IgnoreRules) -> None:
        try:
            entries = sorted(os.scandir(location), key=lambda entry: entry.name)
        except OSError as error:
            self._cannot_look(location, error)
            return
        rules = rules.entering(location)
        names = {entry.name for entry in entries}
        for entry in entries:
            if entry.name.startswith(".") or entry.name == NAME:
                continue
            path = location / entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            if rules.ignore(path, is_folder=is_folder):
                continue
            if is_folder:
                if _belongs_to_a_page(entry.name, names):
                    self.found.ignored += sum(len(files) for _, _, files in os.walk(path))
                else:
                    self._walk(path, root, rules)
            elif is_ignored(entry.name):
                self.found.ignored += 1
            else:
                self._look_at(entry, root)

    def _look_at(self, entry: os.DirEntry[str], root: Root) -> None:
        try:
            status = entry.stat()
        except OSError:
            status = entry.stat(follow_symlinks=False)  # a link to nowhere: reading it gives the reason
        if stat.S_ISREG(status.st_mode) or stat.S_ISLNK(status.st_mode):
            self._add(Path(entry.path), root, status)
        elif not stat.S_ISDIR(status.st_mode):  # a pipe or a device would block who opens it
            self.found.ignored += 1

    def _add(self, location: Path, root: Root | None, status: os.stat_result) -> None:
        path = article_path(self._folder, location)
        identifier = path
        if root and root.name:
            inside = location.relative_to(self._folder / root.path).as_posix()
            identifier = root.name if inside == "." else f"{root.name}/{inside}"
        source = SourceFile(location, encode_id(identifier), path)
        self._seen += 1
        self.found.files.setdefault(path, FoundFile(source, status.st_size, status.st_mtime_ns))

    def _cannot_look(self, location: Path, error: OSError) -> None:
        self.found.unseen.append(article_path(self._folder, location))
        self.found.warnings.append(f"{location}: {error.strerror}; its articles are kept")


def _belongs_to_a_page(folder: str, names: set[str]) -> bool:
    """Say whether a folder holds the parts of a page saved beside it: `X_files` of `X.html`."""
    page, is_parts, _ = folder.rpartition("_files")
    return bool(is_parts) and bool({f"{page}.html", f"{page}.htm"} & names)


def below_any(path: str, above: Sequence[str]) -> bool:
    """Say whether an `Article.path` is one of others or lies below one."""
    return any(is_below(path, one) for one in above)
