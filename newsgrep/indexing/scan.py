"""What a scan finds: the files below roots, with their sizes and times, their ids, and the places that could not be read."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from newsgrep.article import article_path, decode_id, encode_id
from newsgrep.config import Root
from newsgrep.indexing.file_states import FileStates
from newsgrep.indexing.folder_names import FolderIdentity, folder_identity


class Scan:
    """The files that are there now, by their `Article.path`.

    `root_names` are (path, name) of the roots that have a name. `ignored` counts files that cannot be articles.
    `unreadable` are the paths below which files may be missing from this scan: folders that could not be listed; roots, and
    folders that lay on another device, that are gone or empty, for their disk may not be mounted. `mounts` are the folders
    that lie on another device than the one that holds them, or did so before and are not there today. `folder_names` are the
    locations under which folders were found. `singles` are known files that lie in no root, and were looked for.
    """

    # No dataclass: its making, and the import for it, take a seventieth of the instructions of a run that finds nothing changed.
    def __init__(
        self,
        folder: str,
        root_names: Sequence[tuple[str, str]] = (),
        files: FileStates | None = None,
        unreadable: Iterable[str] = (),
    ) -> None:
        self.folder = folder
        self.root_names = root_names
        self.files = FileStates() if files is None else files
        self.ignored = 0
        self.unreadable = list(unreadable)
        self.mounts: list[str] = []
        self.folder_names: dict[FolderIdentity, str] = {}
        self.singles: list[str] = []
        self.warnings: list[str] = []

    def file_id(self, path: str) -> str:
        """The part of its articles' ids that stands for a file."""
        for root, name in self.root_names:
            if is_below(path, root):
                return encode_id(name + path[len(root) :])
        return encode_id(path)

    def path(self, file_id: str) -> str:
        """The `Article.path` of a file by its part of its articles' ids."""
        path = decode_id(file_id)
        for root, name in self.root_names:
            if is_below(path, name):
                return root + path[len(name) :]
        return path

    def has_by_another_name(self, location: Path) -> bool:
        """Say whether a file was found in its folder, but under another name of this folder."""
        with suppress(OSError):
            identity = folder_identity(location.parent.stat())
            name = self.folder_names.get(identity) if identity else None
            if name and name != str(location.parent):
                return article_path(Path(self.folder), Path(name, location.name)) in self.files
        return False

    def add_unreadable(self, location: str, error: OSError) -> None:
        """Record that a file, or the files of a folder, could not be read."""
        self.unreadable.append(article_path(Path(self.folder), Path(location)))
        self.warnings.append(f"{location}: {error.strerror}; its articles are kept")


def root_path(folder: Path, root: Root) -> str:
    """A root as `Article.path` would have it."""
    return article_path(folder, folder / root.path)


def is_below(path: str, above: str) -> bool:
    """Say whether one `Article.path` is another or lies below it."""
    if above == ".":
        return not path.startswith("/")
    return path == above or path.startswith(f"{above}/")


def below_any(path: str, above: Iterable[str]) -> bool:
    """Say whether an `Article.path` is one of others or lies below one."""
    return any(is_below(path, one) for one in above)
