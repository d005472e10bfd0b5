"""What an indexing run is asked for, and which files it has to look at."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from newsgrep.config import ArchiveConfig, Root
from newsgrep.immutable import NamedTuple
from newsgrep.indexing.scan import root_path


class Scope(NamedTuple):
    """Which files of an archive to look at. `folder` is the archive's, absolute; `configured` are all its roots.

    `roots` are those to scan; None: all of them, and every file that is known besides. `files` are single files, absolute.
    `requested` are the paths, as `Article.path` has them, that the user has named and for which `roots` are scanned.
    `mounts` are those of the scan before, see `Scan`.
    """

    folder: Path
    configured: Sequence[Root]
    roots: Sequence[Root] | None = None
    files: Sequence[Path] = ()
    requested: Sequence[str] = ()
    mounts: Sequence[str] = ()

    @property
    def scanned(self) -> Sequence[str] | None:
        """The paths of the roots to scan; None for all."""
        return None if self.roots is None else [root_path(self.folder, root) for root in self.roots]


class IndexRequest(NamedTuple):
    """What to index: `roots`, `files` and `requested` are those of `Scope`. `today` is the last day an article can be of.

    With one job files are read in this process, where one that kills or stalls its reader ends the run; with more, in as many
    spawned processes. With `rebuild` every file is read and written again.
    """

    today: date
    roots: Sequence[Root] | None = None
    requested: Sequence[str] = ()
    files: Sequence[Path] = ()
    jobs: int = 1
    rebuild: bool = False

    def is_of_everything(self, home: Path, config: ArchiveConfig) -> bool:
        """Say whether all files are looked at that there are, and for nothing else."""
        roots = [root_path(home.parent, root) for root in config.roots]
        is_every_root = self.roots is None or (set(self.roots) == set(config.roots) and bool(config.roots))
        return is_every_root and not self.files and set(self.requested) <= set(roots)

    def scope(self, home: Path, config: ArchiveConfig, mounts: Sequence[str]) -> Scope:
        """The files to look at. `mounts` are those of the scan before."""
        return Scope(home.parent, config.roots, self.roots, self.files, self.requested, mounts)
