"""An archive's folder and its index: opened, brought up to date, told what to forget."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

from newsgrep.archive.locations import Locations
from newsgrep.article import Article, article_path
from newsgrep.config import (
    ArchiveConfig,
    DateOrder,
    discard_half_written,
    load_archive_config,
    load_language,
    save_archive_config,
)
from newsgrep.engines import Index, Snapshot, open_index
from newsgrep.errors import IndexBusyError, NoSuchRootError, UsageError
from newsgrep.home import NAME, absolute, config_path, create_home, find_home, index_path, is_home, piped_path
from newsgrep.text import Analyzer

if TYPE_CHECKING:
    from newsgrep.indexing.roots import Said
    from newsgrep.indexing.run import IndexRequest
    from newsgrep.outcomes import IndexProgress, IndexReport, Plan, Skipped

_CREATION_SECONDS = 10.0


class IndexedFolder:
    """A folder of articles and its index. See `Archive`, which searches it."""

    def __init__(
        self, home: Path, *, today: date | None = None, cwd: Path | None = None, resident: bool = True
    ) -> None:
        self._home = home
        self._resident = resident
        self._first_look: Snapshot | None = None
        self._cwd = cwd or Path.cwd()
        self._locations = Locations(self.folder, self._cwd)
        self._today = today or date.today()  # noqa: DTZ011  the user's own day

    @classmethod
    def open(
        cls, index: str | Path | None = None, *, today: date | None = None, resident: bool = True
    ) -> Self:
        """Open the archive of an index folder, or of the folder that holds it; None: as the command finds it.

        `today` is what relative dates refer to. `resident`: the process stays for more than a query. It sees each
        new commit, and what makes queries fast may take its time to load; else all answers are of one commit.
        Raises NoIndexError.
        """
        home = find_home(str(index) if index else None, environ=os.environ, cwd=Path.cwd())
        return cls(home, today=today, resident=resident)

    @classmethod
    def create(cls, folder: str | Path, *, language: str | None = None, today: date | None = None) -> Self:
        """Make an index in a folder, or open the one that is there.

        `language` names a stemmer of Snowball's; english if none is named. Raises UsageError for an unknown one.
        """
        from newsgrep.indexing.lock import writer_lock  # noqa: PLC0415  not on the search path

        home = absolute(Path(folder)) / NAME
        config = ArchiveConfig(language=Analyzer(language or "english").language)
        if not is_home(home):
            create_home(home)
            try:
                with writer_lock(home, _CREATION_SECONDS):
                    if not is_home(home):
                        save_archive_config(config_path(home), config)
            except IndexBusyError:
                if not is_home(home):  # another process was faster, and is at work already
                    raise
        return cls(home, today=today)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of every file."""
        if "_index" in self.__dict__:
            self._index.close()
            del self._index
        self._first_look = None
        self.__dict__.pop("_analyzer", None)

    @property
    def home(self) -> Path:
        """The index's folder, `.newsgrep`."""
        return self._home

    @property
    def folder(self) -> Path:
        """The archive's folder, which holds the index; paths and ids are relative to it."""
        return self._home.parent

    @property
    def config(self) -> ArchiveConfig:
        """The archive's settings."""
        return self._config

    @cached_property
    def _config(self) -> ArchiveConfig:
        return load_archive_config(config_path(self._home))

    @cached_property
    def _index(self) -> Index:
        return open_index(
            index_path(self._home), load_language(config_path(self._home)), resident=self._resident
        )

    @property
    def _snapshot(self) -> Snapshot:
        """The newest generation; for a process that does not stay, that of its first look."""
        if self._resident or self._first_look is None:
            self._first_look = self._index.snapshot()
        return self._first_look

    @cached_property
    def _analyzer(self) -> Analyzer:
        return Analyzer(load_language(config_path(self._home)))

    def index(  # noqa: PLR0913  all of them named, all of them what the command takes
        self,
        roots: Sequence[str | Path] = (),
        *,
        files: Iterable[str | Path] | None = None,
        jobs: int = 1,
        rebuild: bool = False,
        language: str | None = None,
        exclude: Sequence[str] = (),
        date_order: DateOrder | None = None,
        fields: Sequence[tuple[str, str]] = (),
        piped: tuple[str, BinaryIO] | None = None,
        wait: float = 0.0,
        progress: "Callable[[IndexProgress], None]" = lambda _: None,
    ) -> "IndexReport":
        """Add folders and files, or refresh them; with none named, refresh what the index holds.

        With one job, files are read in this process, where one that kills or stalls its reader ends the run;
        with more, in as many processes, spawned: guard your script's entry point.

        `exclude` are gitignore patterns; `date_order` says how 03/04/2025 is read; `fields` are (ours, theirs) pairs of names in
        records: all are kept with the roots that `roots` are or lie in; with no `roots`, with all of them. `piped` is
        a name and a stream, of JSON Lines say: all that it gives is kept inside the index, in place of what was kept
        under the name, and its articles are called by it. `wait` are the seconds to wait for another writer;
        `progress` is called again and again.

        Raises UsageError, IndexBusyError, InterruptedRunError.
        """
        from newsgrep.indexing.lock import writer_lock  # noqa: PLC0415  not on the search path
        from newsgrep.indexing.piped import check_name, discard_unfinished, keep, spooled  # noqa: PLC0415
        from newsgrep.indexing.roots import Said  # noqa: PLC0415
        from newsgrep.indexing.run import run_index  # noqa: PLC0415

        self.close()
        create_home(self._home)  # a kill may have left it half made
        asked = [absolute(self._cwd / root) for root in roots]
        with ExitStack() as stack:
            if piped:
                check_name(self._home, piped[0], self._config.roots)
                unfinished = stack.enter_context(spooled(self._home, piped[1]))
            stack.enter_context(writer_lock(self._home, wait))
            discard_half_written(config_path(self._home))
            discard_unfinished(self._home)
            self._config = load_archive_config(config_path(self._home))
            if piped:
                check_name(self._home, piped[0], self._config.roots)
                asked.append(keep(self._home, piped[0], unfinished))
            config = self._with_language(language, rebuild=rebuild)
            said = Said(tuple(exclude), date_order, tuple(fields))
            config, request = self._told(config, asked, files, said)
            if config != self._config:
                save_archive_config(config_path(self._home), config)
                self._config = config
            return run_index(self._home, config, request._replace(jobs=jobs, rebuild=rebuild), progress)

    def check(self, roots: Sequence[str | Path], piped: str | None = None) -> None:
        """Raise UsageError for folders and files that `index` would refuse, and for such a name of what is piped in."""
        from newsgrep.indexing.piped import check_name  # noqa: PLC0415  not on the search path
        from newsgrep.indexing.roots import Said  # noqa: PLC0415

        self._told(self._config, [absolute(self._cwd / root) for root in roots], (), Said())
        if piped is not None:
            check_name(self._home, piped, self._config.roots)

    def plan(
        self,
        roots: Sequence[str | Path] = (),
        *,
        files: Iterable[str | Path] | None = None,
        rebuild: bool = False,
        exclude: Sequence[str] = (),
        date_order: DateOrder | None = None,
        fields: Sequence[tuple[str, str]] = (),
    ) -> "tuple[Plan, Iterator[Article | Skipped]]":
        """What `index` would do; and the articles that it would read, and parts that it would skip, as they are read.

        They are read in this process, as with one job. Nothing is changed. Raises UsageError.
        """
        from newsgrep.indexing.preview import preview_files  # noqa: PLC0415  not on the search path
        from newsgrep.indexing.roots import Said  # noqa: PLC0415
        from newsgrep.indexing.rules import Rules  # noqa: PLC0415
        from newsgrep.indexing.run import plan_index  # noqa: PLC0415

        asked = [absolute(self._cwd / root) for root in roots]
        said = Said(tuple(exclude), date_order, tuple(fields))
        config, request = self._told(self._config, asked, files, said)
        plan = plan_index(self._home, config, request._replace(rebuild=rebuild))
        return plan, preview_files(plan.read, Rules.of(config, self.folder, self._today))

    def forget(self, root: str | Path, *, wait: float = 0.0) -> int:
        """Take a folder or file, once named to `index`, out of the index; gives how many articles that were.

        What was piped in is named as it was called, and deleted.
        Raises NoSuchRootError and IndexBusyError.
        """
        from newsgrep.indexing import run  # noqa: PLC0415  not on the search path
        from newsgrep.indexing.lock import writer_lock  # noqa: PLC0415

        self.close()
        location = absolute(self._cwd / root)
        kept_here = piped_path(self._home, str(root))
        if not location.exists() and kept_here.is_file():
            location = kept_here
        with writer_lock(self._home, wait):
            config = load_archive_config(config_path(self._home))
            kept = tuple(one for one in config.roots if absolute(self.folder / one.path) != location)
            self._config = config._replace(roots=kept)
            removed = run.forget(self._home, self._config, article_path(self.folder, location))
            if removed is None and len(kept) == len(config.roots):
                raise NoSuchRootError(f"{root} is not in the index {self._home}")
            save_archive_config(config_path(self._home), self._config)
            if location == kept_here:
                location.unlink(missing_ok=True)
            return removed or 0

    def root_above(self, path: str | Path) -> Path | None:
        """The folder that is indexed in which a file or folder lies that is there; None if it lies in none."""
        location = absolute(self._cwd / path)
        roots = (absolute(self.folder / root.path) for root in self._config.roots)
        return next((root for root in roots if root in location.parents and location.exists()), None)

    def skipped(self) -> "list[Skipped]":
        """What is not indexed, and why, by path."""
        from newsgrep.indexing.run import skipped_files  # noqa: PLC0415  not on the search path

        return skipped_files(self._home, self._config)

    def _told(
        self,
        config: ArchiveConfig,
        asked: Sequence[Path],
        files: Iterable[str | Path] | None,
        said: "Said",
    ) -> tuple[ArchiveConfig, "IndexRequest"]:
        """The settings with what a user says, and what is asked for."""
        from newsgrep.indexing.roots import add_roots, say_of_all, say_of_files  # noqa: PLC0415  not on the search path
        from newsgrep.indexing.run import IndexRequest  # noqa: PLC0415

        if not asked and files is None:
            return say_of_all(config, said), IndexRequest(self._today)
        config, roots = add_roots(config, self._home, asked, said)
        if files is not None:
            config = say_of_files(config, said)
        paths = [article_path(self.folder, location) for location in asked]
        named = [absolute(self._cwd / file) for file in files or ()]
        return config, IndexRequest(self._today, roots, paths, named)

    def _with_language(self, language: str | None, *, rebuild: bool) -> ArchiveConfig:
        if language is None or language == self._config.language:
            return self._config
        if not rebuild and self._index.snapshot().generation:
            raise UsageError(
                f"the index is in {self._config.language}; to change it: newsgrep index --rebuild --language {language}"
            )
        self.close()
        from newsgrep.indexing.rebuilding import check_nothing_is_lost  # noqa: PLC0415  not on the search path

        check_nothing_is_lost(self._home, self._config)
        return self._config._replace(language=Analyzer(language).language)
