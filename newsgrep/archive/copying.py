"""Copy an index: from a folder to a cluster and back, or to another place of the same kind."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from newsgrep.archive.indexed_folder import IndexedFolder
from newsgrep.cluster_address import ClusterAddress, is_cluster_address
from newsgrep.config import (
    ArchiveConfig,
    dump_archive_config,
    load_archive_config,
    save_archive_config,
)
from newsgrep.engines import open_index, open_place
from newsgrep.errors import NoIndexError, StorageError, UsageError
from newsgrep.home import (
    NAME,
    absolute,
    cluster_of,
    config_path,
    create_home,
    index_path,
    is_home,
    last_run,
    record_run,
    remember_named,
)
from newsgrep.indexing.copying import Progress, copy_articles, files_of
from newsgrep.indexing.held import held_home
from newsgrep.indexing.open_index import open_for_writing
from newsgrep.indexing.shared_rows import catch_up
from newsgrep.indexing.working_copy import WorkingCopy

if TYPE_CHECKING:
    from newsgrep.engines.contract import Index, Snapshot
    from newsgrep.index_report import IndexReport

_ATTEMPTS = 5
_STATE = ("state/corrections.csv", "state/new/*.seen", "state/piped/*.jsonl.zst")


def copy_index(
    source: str,
    target: str,
    *,
    shards: int | None = None,
    replicas: int | None = None,
    wait: float = 0.0,
    progress: Progress = lambda *_: None,
) -> "IndexReport":
    """Make an index hold what another holds, its settings, corrections and saved queries included; gives the counts of articles.

    Each is the folder of an archive or of an index, or an address in a cluster. The target is made if it is not there, with
    `shards` and `replicas` as `Archive.create` makes it. `wait` is in seconds, for another writer of the target. `progress` is told how many articles are done,
    and how many there are.

    Raises NoIndexError; UsageError if the target holds other articles; IndexBusyError; InterruptedRunError, with what was
    copied committed.
    """
    source, target = _place(source), _place(target)
    if source == target:
        raise UsageError(f"{source} cannot be copied into itself")
    with ExitStack() as stack:
        home = stack.enter_context(_home_of_source(source))
        config = load_archive_config(config_path(home))
        own = stack.enter_context(_home_of_target(target, config, shards, replicas))
        held = stack.enter_context(held_home(own, wait))
        before = load_archive_config(config_path(own))
        _check_alike(config, before, target)
        index = stack.enter_context(closing(open_index(config.cluster or index_path(home), config.language)))
        snapshot = _snapshot(index, home, config)
        files = stack.enter_context(files_of(home, snapshot, config.language))
        _copy_state(home, own)
        save_archive_config(config_path(own), config._replace(cluster=before.cluster))
        held.share()
        with open_for_writing(held, config, compares_all=True) as opened:
            report = copy_articles(snapshot, files, opened, progress)
        if moment := last_run(home):
            record_run(own, moment)
        for place in filter(is_cluster_address, (source, target)):
            remember_named(place)
        return report


def _place(name: str) -> str:
    """The address of an index, or its home, whether it is there or not."""
    if is_cluster_address(name):
        return str(ClusterAddress.parse(name))
    folder = absolute(Path(name))
    home = folder if is_home(folder) or folder.name == NAME else folder / NAME
    return (is_home(home) and cluster_of(home)) or str(home)


@contextmanager
def _home_of_source(source: str) -> Iterator[Path]:
    """The home, or a copy of what a cluster has of one."""
    if not is_cluster_address(source):
        if not is_home(source):
            raise NoIndexError(f"no index at {source}")
        yield Path(source)
        return
    with _temporary_home(source) as home, closing(open_place(source)) as place:
        WorkingCopy(home, place, source).pull()
        yield home


@contextmanager
def _home_of_target(
    target: str, config: ArchiveConfig, shards: int | None, replicas: int | None
) -> Iterator[Path]:
    """The home, which is made if it is not there, or a copy of what a cluster has of one."""
    if not is_cluster_address(target):
        if not is_home(target):
            IndexedFolder.create(Path(target).parent, language=config.language).close()
        yield Path(target)
        return
    with closing(open_place(target)) as place:
        place.make(dump_archive_config(config._replace(cluster="")), shards, replicas)
    with _temporary_home(target) as home:
        yield home


@contextmanager
def _temporary_home(address: str) -> Iterator[Path]:
    with TemporaryDirectory(prefix="newsgrep-") as folder:
        home = Path(folder, NAME)
        create_home(home)
        save_archive_config(config_path(home), ArchiveConfig(cluster=address))
        yield home


def _check_alike(config: ArchiveConfig, other: ArchiveConfig, target: str) -> None:
    """Raise UsageError for a target that is of another archive: its articles would be removed."""
    if other.language != config.language:
        raise UsageError(f"{target} is in {other.language}, and this index in {config.language}")
    roots = {root.path for root in other.roots}
    if roots and roots.isdisjoint(root.path for root in config.roots):
        raise UsageError(f"{target} holds other articles, which would be removed: those of {min(roots)}")


def _snapshot(index: "Index", home: Path, config: ArchiveConfig) -> "Snapshot":
    """The newest snapshot, of whose commit the manifest is."""
    snapshot = index.snapshot()
    if config.cluster:
        with closing(open_place(config.cluster)) as place:
            for _ in range(_ATTEMPTS):
                if catch_up(home, place, config.language) == snapshot.label:
                    break
                snapshot = index.snapshot()
    return snapshot


def _copy_state(home: Path, target: Path) -> None:
    """Copy what belongs to an index and is no article. Raises StorageError."""
    try:
        for pattern in _STATE:
            files = {file.relative_to(home) for file in home.glob(pattern) if file.stat().st_size}
            for name in files:
                copied = target / name
                copied.parent.mkdir(parents=True, exist_ok=True)
                unfinished = copied.with_name(f"{copied.name}.new")
                try:
                    shutil.copy2(home / name, unfinished)
                    unfinished.replace(copied)
                finally:
                    unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"cannot write {target}: {error.strerror or error}") from error
