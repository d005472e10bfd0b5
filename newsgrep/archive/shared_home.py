"""The home of an index that is in a cluster, as this machine sees it.

An archive's folder, to which paths and ids are relative, holds a `.newsgrep` whose settings name the cluster, else it is the
working directory. Who indexes keeps there a copy of what the machines share; who only searches keeps one in the user's
cache, and only where a search needs it.
"""

import os
from contextlib import closing, suppress
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from newsgrep.cluster_address import ClusterAddress
from newsgrep.config import (
    ArchiveConfig,
    dump_archive_config,
    load_head,
    parse_archive_config,
    save_archive_config,
)
from newsgrep.engines import open_place
from newsgrep.engines.sharing import SharedPlace
from newsgrep.errors import IndexBusyError, NewsgrepError, NoIndexError, UsageError
from newsgrep.home import CONFIG, NAME, config_path, create_home, is_home, was_named
from newsgrep.indexing.lock import writer_lock
from newsgrep.indexing.shared_rows import catch_up
from newsgrep.indexing.working_copy import WorkingCopy, forget_copy

_ATTEMPTS = 5
_CREATION_SECONDS = 10.0


class SharedHome:
    """`home` is the one that the archive's folder has or would have."""

    def __init__(self, home: Path, address: str) -> None:
        self._home = home
        self._address = address

    @cached_property
    def place(self) -> SharedPlace:
        """Where the index is."""
        return open_place(self._address)

    def config(self) -> ArchiveConfig:
        """The settings as they are now. Raises NoIndexError."""
        for _ in range(_ATTEMPTS):
            blob = (self.place.blobs.directory() or {}).get(CONFIG)
            if blob is None:
                raise NoIndexError.at(self._address)
            pieces = self.place.blobs.read(blob)
            if pieces is not None:
                config = parse_archive_config(b"".join(pieces), f"{self._address}: {CONFIG}")
                return config._replace(cluster=self._address)
        raise IndexBusyError(f"{self._address}: others are changing the index all the time")

    def indexed_at(self) -> float | None:
        """When the last indexing run began that came to its end; see `home.last_run`."""
        blob = (self.place.blobs.directory() or {}).get("last-run")
        return blob and blob.time_ns / 1e9

    def pulled(self) -> Path:
        """A copy of the files that belong to the index, but for what was piped in, as they are now."""
        self._copy.pull()
        return self._copy.home

    def with_manifest(self, language: str) -> Path:
        """The same with the manifest of the newest commit, unless a run on this machine has it in hand."""
        home = self.pulled()
        with suppress(IndexBusyError):
            catch_up(home, self.place, language)
        return home

    def push(self) -> None:
        """Send what was changed in the copy."""
        self._copy.push()

    def prepare_own(self) -> Path:
        """The home in the archive's folder, which is made. Raises UsageError if that is one of another index."""
        self.check_own()
        if not is_home(self._home):
            create_home(self._home)
            try:
                with writer_lock(self._home, _CREATION_SECONDS):
                    if not is_home(self._home):
                        forget_copy(self._home)  # else the settings below would count as changed here
                        save_archive_config(config_path(self._home), ArchiveConfig(cluster=self._address))
            except IndexBusyError:
                if not is_home(self._home):  # another process was faster, and is at work already
                    raise
        return self._home

    def check_own(self) -> None:
        """Raise UsageError if the archive's folder has another index."""
        if not is_home(self._home):
            return
        other = load_head(config_path(self._home)).cluster
        if not other:
            raise UsageError(
                f"{self._home.parent} has an index of its own; newsgrep copy {self._home.parent} {self._address}"
                " brings the one in the cluster up to it"
            )
        if other != self._address:
            raise UsageError(f"{self._home.parent} belongs to the index {other}; index from another folder")

    @cached_property
    def _copy(self) -> WorkingCopy:
        return WorkingCopy(self._home_of_copy(), self.place, self._address, reads_only=True)

    def _home_of_copy(self) -> Path:
        with suppress(NewsgrepError):
            if load_head(config_path(self._home)).cluster == self._address and os.access(self._home, os.W_OK):
                return self._home
        from platformdirs import user_cache_path  # noqa: PLC0415  few searches

        digest = blake2b(self._address.encode(), digest_size=8).hexdigest()
        return user_cache_path("newsgrep") / "clusters" / digest


def make_index(address: str, config: ArchiveConfig, shards: int | None, replicas: int | None) -> None:
    """Make the index at an address, if there is none. Raises UsageError if the archive's folder has an index of its own."""
    address, home = find_home_of(address, Path.cwd())
    shared = SharedHome(home, address)
    shared.check_own()
    with closing(shared.place) as place:
        place.make(dump_archive_config(config), shards, replicas)


def find_home_of(address: str, here: Path) -> tuple[str, Path]:
    """The address as the archive's folder has it, and the home in that folder, which is `here` or above it, or `here` itself.

    Raises UsageError for what is no address.
    """
    parsed = ClusterAddress.parse(address)
    for home in (folder / NAME for folder in (here, *here.parents)):
        if is_home(home) and (known := load_head(config_path(home)).cluster):
            other = ClusterAddress.parse(known)
            is_same = other.name == parsed.name and set(other.nodes) & set(parsed.nodes)
            # A stranger's may name more nodes, and the credentials in the environment would go to these.
            if known == str(parsed) or (is_same and was_named(known)):
                return known, home
    return str(parsed), here / NAME
