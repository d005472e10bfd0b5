"""Empty an index that cannot be used, or changes its language, so that it is made anew from the same files."""

from pathlib import Path

from newsgrep.config import ArchiveConfig
from newsgrep.errors import StorageError, UsageError
from newsgrep.home import index_path
from newsgrep.indexing.held import HeldHome
from newsgrep.indexing.manifest_database import manifest_path
from newsgrep.indexing.manifest_reading import files_with_rows, read_mounts
from newsgrep.indexing.scan import is_below
from newsgrep.indexing.scanning import scan_roots


def check_nothing_is_lost(home: Path, config: ArchiveConfig) -> None:
    """Raise UsageError where files that gave articles cannot be read again, on a disk that is not there, say."""
    folder = home.parent
    manifest = manifest_path(home)
    found = scan_roots(folder, config.roots, config.roots, read_mounts(manifest))
    known = files_with_rows(manifest, with_articles=True)
    for unreadable in found.unreadable:
        location = folder / unreadable
        lost = sum(1 for path in known if is_below(path, unreadable) and path not in found.files)
        if lost or not location.exists():
            raise UsageError(
                f"{location}: not there, or empty, and its articles would be lost; to go on without them, delete {index_path(home)}"
            )


def empty_index(held: HeldHome, config: ArchiveConfig) -> None:
    """Delete the index but for the list of its files, each to be read again. Raises UsageError, StorageError."""
    home = held.path
    check_nothing_is_lost(home, config)
    if held.place:
        held.place.empty()
        return
    kept = manifest_path(home).name
    try:
        for path in index_path(home).iterdir():
            if not path.name.startswith(kept):
                path.unlink()
    except OSError as error:
        raise StorageError(f"cannot delete {error.filename}: {error.strerror}") from error
