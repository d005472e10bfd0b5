"""An archive's folder and its index: open it, bring it up to date, remove folders from it."""

import math
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from functools import cached_property
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
from newsgrep.engines import open_index
from newsgrep.errors import IndexBusyError, IndexIncompleteError, NoSuchRootError, UsageError
from newsgrep.home import (
    CONFIG,
    INDEX,
    NAME,
    absolute,
    config_path,
    corrections_path,
    create_home,
    find_home,
    is_home,
    is_new,
    last_run,
    mark_as_new,
    piped_path,
)

if TYPE_CHECKING:
    from pathlib import Path

    from newsgrep.engines.contract import Index, Snapshot
    from newsgrep.index_report import IndexProgress, IndexReport, Plan, Skipped
    from newsgrep.indexing.root_settings import RootOptions
    from newsgrep.indexing.scope import IndexRequest
    from newsgrep.text import Analyzer

_CREATION_SECONDS = 10.0


class IndexedFolder:
    """A folder of articles and its index. See `Archive`, which searches it."""

    def __init__(
        self,
        home: "str | Path",
        *,
        today: date | None = None,
        cwd: "Path | None" = None,
        resident: bool = True,
    ) -> None:
        self._place = os.fspath(home)
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
        """Open the archive of an index folder, or of the folder that holds it; None: as the command finds it.

        `today` is the day that relative dates refer to; None: each day itself. `resident`: the process stays for many queries. It
        uses each new commit, and loads libraries that make later queries faster. Otherwise all answers are of
        one commit. Raises NoIndexError.
        """
        home = find_home(str(index) if index else None, environ=os.environ, here=os.getcwd())
        return cls(home, today=today, resident=resident)

    @classmethod
    def create(cls, folder: "str | Path", *, language: str | None = None, today: date | None = None) -> Self:
        """Make an index in a folder, or open the one that is there.

        `language` is the name of a Snowball stemmer; None is english. Raises UsageError for an unknown one.
        """
        from newsgrep.indexing.lock import writer_lock  # noqa: PLC0415  not on the search path

        home = absolute(_path(folder)) / NAME
        config = ArchiveConfig(language=_language(language or "english"))
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
        """The archive that `create` would make or open in a folder. Nothing is made."""
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
        return load_archive_config(self._file(CONFIG))

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
        return open_index(self._file(INDEX), load_language(self._file(CONFIG)), resident=self._resident)

    @property
    def _snapshot(self) -> "Snapshot":
        """The newest generation; for a process that does not stay, always the first one that it opened."""
        if self._resident or self._last_snapshot is None:
            snapshot = self._index.snapshot()
            if not snapshot.generation and not is_new(self._home):
                raise IndexIncompleteError(
                    f"{self._file(INDEX)}: files are missing; newsgrep index makes the index anew from the articles"
                )
            self._last_snapshot = snapshot
        return self._last_snapshot

    @cached_property
    def _analyzer(self) -> "Analyzer":
        from newsgrep.text import Analyzer  # noqa: PLC0415  a refresh analyses nothing

        self._check_open()
        return Analyzer(load_language(self._file(CONFIG)))

    def _file(self, name: str) -> str:
        return os.path.join(self._place, name)

    def index(  # noqa: PLR0913  all of them are named, and options of the command
        self,
        roots: "Sequence[str | Path]" = (),
        *,
        files: "Iterable[str | Path] | None" = None,
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
        """Add or refresh folders and files; without `roots` and `files`, refresh everything in the index.

        `jobs`: 1 reads files in this process, where a file that kills or stalls its reader ends the run. More
        are that many spawned processes: guard your script's entry point with `if __name__ == "__main__"`.

        `exclude` are gitignore patterns, `date_order` is the order in 03/04/2025, and `fields` are pairs of
        names in records, (ours, theirs). These three are saved with `roots`, or with the known roots that
        these lie in; without `roots`, with all known roots.

        `piped` is a name and a stream, for example of JSON Lines. Its bytes are kept inside the index and
        replace earlier ones of this name. The ids of its articles begin with the name.

        `wait` is in seconds, for another writer to finish. `progress` is called after every batch, and every
        second.

        Raises UsageError, IndexBusyError, InterruptedRunError.
        """
        from newsgrep.indexing import lock, piped_input, refresh, root_settings  # noqa: PLC0415  not on the search path

        self._check_open()
        self._release()
        create_home(self._home)  # a killed process may have left it incomplete
        locations = self._absolute(roots)
        with ExitStack() as stack:
            if piped:
                piped_input.check_name(self._home, piped[0], self._config.roots)
                unfinished = stack.enter_context(piped_input.spooled(self._home, piped[1]))
            stack.enter_context(lock.writer_lock(self._home, wait))
            discard_half_written(config_path(self._home))
            discard_half_written(corrections_path(self._home))
            piped_input.discard_unfinished(self._home)
            self._config = load_archive_config(config_path(self._home))
            if piped:
                piped_input.check_name(self._home, piped[0], self._config.roots)
                locations.append(piped_input.keep(self._home, piped[0], unfinished))
            config = self._with_language(language, rebuild=rebuild)
            options = root_settings.RootOptions(tuple(exclude), date_order, tuple(fields))
            config, request = self._request(config, locations, files, options)
            if config != self._config:
                save_archive_config(config_path(self._home), config)
                self._config = config
            return refresh.index_files(
                self._home, config, request._replace(jobs=jobs, rebuild=rebuild), progress
            )

    def watch(
        self, *, jobs: int = 1, lost: "Callable[[str], None]" = lambda _: None
    ) -> "Iterator[IndexReport]":
        """Refresh everything in the index whenever its files change, once they rest; gives a report each time, without end.

        `lost` is told why the system cannot watch folders; then they are looked at every minute. Waits for other writers.
        Raises what `index` does.
        """
        from newsgrep.indexing.watching import Watched, times_to_refresh  # noqa: PLC0415  not on the search path

        for _ in times_to_refresh(lambda: Watched.of(self._home, self._config), lost):
            yield self.index(jobs=jobs, wait=math.inf)

    def check(
        self, roots: "Sequence[str | Path]", piped: str | None = None, exclude: Sequence[str] = ()
    ) -> None:
        """Raise UsageError for folders, files, names and patterns that `index` would refuse."""
        from newsgrep.indexing import piped_input, root_settings  # noqa: PLC0415  not on the search path

        options = root_settings.RootOptions(tuple(exclude))
        self._request(self._config, self._absolute(roots), (), options)
        if piped is not None:
            piped_input.check_name(self._home, piped, self._config.roots)

    def plan(
        self,
        roots: "Sequence[str | Path]" = (),
        *,
        files: "Iterable[str | Path] | None" = None,
        rebuild: bool = False,
        exclude: Sequence[str] = (),
        date_order: DateOrder | None = None,
        fields: Sequence[tuple[str, str]] = (),
    ) -> "tuple[Plan, Iterator[Article | Skipped]]":
        """What `index` would do, and an iterator over the articles and the skipped parts that it would read.

        The iterator reads the files as it advances, in this process. Nothing is changed. Raises UsageError.
        """
        from newsgrep.indexing import (  # noqa: PLC0415  not on the search path
            corrections_file,
            preview,
            root_settings,
            rules,
            run,
        )

        options = root_settings.RootOptions(tuple(exclude), date_order, tuple(fields))
        config, request = self._request(self._config, self._absolute(roots), files, options)
        plan = run.plan_index(self._home, config, request._replace(rebuild=rebuild))
        return plan, preview.preview_files(
            plan.read,
            rules.Rules.of(config, self.folder, self._today),
            corrections_file.load_corrections(self._home, self._today),
        )

    def forget(self, root: "str | Path", *, wait: float = 0.0) -> int:
        """Remove a folder or file that was given to `index`; returns how many articles it had.

        `root` may also be the name of piped input, whose kept bytes are deleted. Raises NoSuchRootError and
        IndexBusyError.
        """
        from newsgrep.indexing import folder_names, lock, run  # noqa: PLC0415  not on the search path

        self._check_open()
        self._release()
        location = folder_names.KnownNames(self.folder, self._config.roots).name(absolute(self._cwd / root))
        piped = piped_path(self._home, str(root))
        if not location.exists() and piped.is_file():
            location = piped
        with lock.writer_lock(self._home, wait):
            config = load_archive_config(config_path(self._home))
            kept = tuple(one for one in config.roots if absolute(self.folder / one.path) != location)
            self._config = config._replace(roots=kept)
            removed = run.forget(self._home, self._config, article_path(self.folder, location))
            if removed is None and len(kept) == len(config.roots):
                raise NoSuchRootError(f"{root} is not in the index {self._home}")
            save_archive_config(config_path(self._home), self._config)
            if location == piped:
                location.unlink(missing_ok=True)
            return removed or 0

    def root_above(self, path: "str | Path") -> "Path | None":
        """The indexed folder that an existing file or folder lies in; None if there is none."""
        location = absolute(self._cwd / path)
        roots = (absolute(self.folder / root.path) for root in self._config.roots)
        return next((root for root in roots if root in location.parents and location.exists()), None)

    @property
    def indexed_at(self) -> float | None:
        """When the last indexing run began that came to its end, in seconds since 1970; None if that is not known."""
        return last_run(self._home)

    def has_changed(self) -> bool:
        """Say whether a folder of the index is newer than the last indexing run; see `freshness`."""
        from newsgrep.archive.freshness import any_changed_since  # noqa: PLC0415  only for a person

        moment = self.indexed_at
        roots = (os.fspath(self.folder / root.path) for root in self._config.roots)
        return moment is not None and any_changed_since(moment, roots)

    def skipped(self) -> "list[Skipped]":
        """The files and parts of files that are not indexed, with the reasons, by path."""
        from newsgrep.indexing.run import skipped_files  # noqa: PLC0415  not on the search path

        return skipped_files(self._home, self._snapshot.generation)

    def _absolute(self, paths: "Iterable[str | Path]") -> "list[Path]":
        """Paths relative to the working directory, made absolute."""
        return [absolute(self._cwd / path) for path in paths]

    def _request(
        self,
        config: ArchiveConfig,
        locations: "Sequence[Path]",
        files: "Iterable[str | Path] | None",
        options: "RootOptions | None" = None,
    ) -> tuple[ArchiveConfig, "IndexRequest"]:
        """The settings with new roots and options added, and what to index. See `index`."""
        from newsgrep.indexing import folder_names, ignoring, root_settings, scope  # noqa: PLC0415  not on the search path

        options = options or root_settings.RootOptions()
        ignoring.check_patterns(options.exclude)
        if not locations and files is None:
            return root_settings.add_options_everywhere(config, options), scope.IndexRequest(self._today)
        config, named, locations = root_settings.add_roots(config, self._home, locations, options)
        if files is not None:
            config = root_settings.add_options_outside_roots(config, options)
        requested = [article_path(self.folder, location) for location in locations]
        names = folder_names.KnownNames(self.folder, config.roots)
        return config, scope.IndexRequest(
            self._today, named, requested, [names.name(file) for file in self._absolute(files or ())]
        )

    def _with_language(self, language: str | None, *, rebuild: bool) -> ArchiveConfig:
        """The settings with a language, which changes only in a rebuild. Raises UsageError."""
        if language is None or language == self._config.language:
            return self._config
        if not rebuild and self._index.snapshot().generation:
            raise UsageError(
                f"the index is in {self._config.language};"
                f" to change it: newsgrep index --rebuild --language {language}"
            )
        self._release()
        from newsgrep.indexing.rebuilding import check_nothing_is_lost  # noqa: PLC0415  not on the search path

        check_nothing_is_lost(self._home, self._config)
        return self._config._replace(language=_language(language))


def _language(name: str) -> str:
    """A language by the name that it has in settings. Raises UsageError for one that there is not."""
    from newsgrep.text import Analyzer  # noqa: PLC0415  a refresh analyses nothing

    return Analyzer(name).language


def _path(name: "str | Path") -> "Path":
    """A name as a path. Only names are kept: a search needs no more, and to import pathlib takes a twentieth of its time."""
    from pathlib import Path  # noqa: PLC0415  not on the search path

    return Path(name)
