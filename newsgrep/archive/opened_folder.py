"""An archive's folder: open it, or make it, and close it."""

import os
from datetime import date
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self

from newsgrep.archive.locations import Locations
from newsgrep.cluster_address import is_cluster_address
from newsgrep.config import ArchiveConfig, load_archive_config, load_head, save_archive_config
from newsgrep.engines import open_index
from newsgrep.errors import IndexBusyError, IndexIncompleteError, UsageError
from newsgrep.home import (
    CONFIG,
    INDEX,
    NAME,
    absolute,
    cluster_of,
    config_path,
    create_home,
    find_home,
    is_home,
    is_new,
    mark_as_new,
    remember_named,
)

if TYPE_CHECKING:
    from pathlib import Path

    from newsgrep.archive.shared_home import SharedHome
    from newsgrep.engines.contract import Index, Snapshot
    from newsgrep.text import Analyzer

_CREATION_SECONDS = 10.0


class OpenedFolder:
    """A folder of articles with its settings and its index, which are read when first needed."""

    def __init__(
        self,
        home: "str | Path",
        *,
        today: date | None = None,
        cwd: "Path | None" = None,
        resident: bool = True,
        cluster: str = "",
    ) -> None:
        self._place = os.fspath(home)
        self._given_cluster = cluster
        self._here = os.fspath(cwd or os.getcwd())
        self._resident = resident
        self._last_snapshot: Snapshot | None = None
        self._is_closed = False
        self._locations = Locations(os.path.dirname(self._place), self._here)
        self._only_day = today

    @classmethod
    def open(
        cls, index: "str | Path | None" = None, *, today: date | None = None, resident: bool = True
    ) -> Self:
        """Open the archive of an index folder, or of the folder that holds it, or at an address; None: as the command finds it.

        `today` is the day that relative dates refer to; None: each day itself. `resident`: the process stays for many queries. It
        uses each new commit, and loads libraries that make later queries faster. Otherwise all answers are of
        one commit. Raises NoIndexError.
        """
        home = find_home(str(index) if index else None, environ=os.environ, here=os.getcwd())
        if is_cluster_address(home):
            opened = cls._at(home, today=today, resident=resident)
            _ = opened.config  # which says whether there is an index
            remember_named(opened.address)
            return opened
        return cls(home, today=today, resident=resident)

    @classmethod
    def _at(cls, address: str, *, today: date | None, resident: bool = True) -> Self:
        """The archive at an address in a cluster."""
        from newsgrep.archive.shared_home import find_home_of  # noqa: PLC0415  most indexes are in a folder

        address, home = find_home_of(address, _path(os.getcwd()))
        return cls(home, today=today, resident=resident, cluster=address)

    @classmethod
    def create(
        cls,
        folder: "str | Path",
        *,
        language: str | None = None,
        today: date | None = None,
        shards: int | None = None,
        replicas: int | None = None,
    ) -> Self:
        """Make an index in a folder, or at an address in a cluster; or open the one that is there.

        `language` is the name of a Snowball stemmer; None is english. `shards` and `replicas` are those of the articles in a cluster;
        None: 3 and 1. Raises UsageError for an unknown language.
        """
        config = ArchiveConfig(language=known_language(language or "english"))
        if is_cluster_address(str(folder)):
            from newsgrep.archive.shared_home import make_index  # noqa: PLC0415  likewise

            make_index(str(folder), config, shards, replicas)
            made = cls._at(str(folder), today=today)
            remember_named(made.address)
            return made
        from newsgrep.indexing.lock import writer_lock  # noqa: PLC0415  not on the search path

        home = absolute(_path(folder)) / NAME
        if not is_home(home):
            create_home(home)
            try:
                with writer_lock(home, _CREATION_SECONDS):
                    if not is_home(home):
                        mark_as_new(home)
                        save_archive_config(config_path(home), config)
            except IndexBusyError:
                if not is_home(home):  # another process was faster, and is at work already
                    raise
        return cls(home, today=today)

    @classmethod
    def future(cls, folder: "str | Path", *, today: date | None = None) -> Self:
        """The archive that `create` would make or open. Nothing is made."""
        if is_cluster_address(str(folder)):
            archive = cls._at(str(folder), today=today)
            archive.__dict__["_config"] = ArchiveConfig(cluster=str(folder))
            return archive
        return cls(absolute(_path(folder)) / NAME, today=today)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._place!r}{' closed' if self._is_closed else ''}>"

    def close(self) -> None:
        """Close every file. To search or index afterwards raises UsageError."""
        self._release()
        self._is_closed = True

    def _release(self) -> None:
        """Close every file; the next use opens them again."""
        if "_index" in self.__dict__:
            self._index.close()
            del self._index
        self._last_snapshot = None
        self.__dict__.pop("_analyzer", None)

    @property
    def home(self) -> "Path":
        """The index's folder, `.newsgrep`."""
        return self._home

    @property
    def address(self) -> str:
        """Where the index is: its folder, or its address in a cluster."""
        return self._cluster or self._place

    @property
    def state(self) -> "Path":
        """The folder of the settings, corrections and saved queries, as they are now; see `home`."""
        return self._shared_home.pulled() if self._cluster else self._home

    def share(self) -> None:
        """Send what was changed in `state` to where others see it."""
        if self._cluster:
            self._shared_home.push()

    @property
    def folder(self) -> "Path":
        """The archive's folder, which holds the index; paths and ids are relative to it."""
        return self._home.parent

    @property
    def _home(self) -> "Path":
        return _path(self._place)

    @property
    def _cwd(self) -> "Path":
        return _path(self._here)

    @property
    def config(self) -> ArchiveConfig:
        """The archive's settings."""
        return self._config

    @cached_property
    def _config(self) -> ArchiveConfig:
        return self._shared_home.config() if self._cluster else load_archive_config(self._file(CONFIG))

    @cached_property
    def _cluster(self) -> str:
        """The index's address in a cluster; empty for one in a folder."""
        return self._given_cluster or cluster_of(self._place)

    @property
    def _language(self) -> str:
        return self._config.language if self._cluster else load_head(self._file(CONFIG)).language

    @cached_property
    def _shared_home(self) -> "SharedHome":
        from newsgrep.archive.shared_home import SharedHome  # noqa: PLC0415  most indexes are in a folder

        return SharedHome(self._home, self._cluster)

    def relative_to_here(self, path: str) -> str:
        """A path relative to the archive's folder, as a path relative to the working directory."""
        return self._locations.relative_to_here(path)

    def _check_open(self) -> None:
        if self._is_closed:
            raise UsageError(f"the archive {self.folder} is closed")

    @property
    def _today(self) -> date:
        """The day that it is: a process may stay over midnight."""
        return self._only_day or date.today()  # noqa: DTZ011  the user's own day

    @cached_property
    def _index(self) -> "Index":
        self._check_open()
        if self._cluster:
            return self._shared_home.place.index(self._language)
        return open_index(self._file(INDEX), self._language, resident=self._resident)

    @property
    def _snapshot(self) -> "Snapshot":
        """The newest generation; for a process that does not stay, always the first one that it opened."""
        if self._resident or self._last_snapshot is None:
            snapshot = self._index.snapshot()
            if not snapshot.generation and not self._cluster and not is_new(self._home):
                raise IndexIncompleteError(
                    f"{self._file(INDEX)}: files are missing; newsgrep index makes the index anew from the articles"
                )
            self._last_snapshot = snapshot
        return self._last_snapshot

    @cached_property
    def _analyzer(self) -> "Analyzer":
        from newsgrep.text import Analyzer  # noqa: PLC0415  a refresh analyses nothing

        self._check_open()
        return Analyzer(self._language)

    def _file(self, name: str) -> str:
        return os.path.join(self._place, name)


def known_language(name: str) -> str:
    """A language by the name that it has in settings. Raises UsageError for one that there is not."""
    from newsgrep.text import Analyzer  # noqa: PLC0415  a refresh analyses nothing

    return Analyzer(name).language


def _path(name: "str | Path") -> "Path":
    """A name as a path. Only names are kept: a search needs no more, and to import pathlib takes a twentieth of its time."""
    from pathlib import Path  # noqa: PLC0415  not on the search path

    return Path(name)
