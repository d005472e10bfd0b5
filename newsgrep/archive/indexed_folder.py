"""An archive's index: bring it up to date with the folders that it knows, add folders, remove them."""

import math
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, BinaryIO

from newsgrep.archive.opened_folder import OpenedFolder, known_language
from newsgrep.article import Article, article_path
from newsgrep.config import (
    ArchiveConfig,
    DateOrder,
    discard_half_written,
    load_archive_config,
    save_archive_config,
)
from newsgrep.errors import NoIndexError, NoSuchRootError, UsageError
from newsgrep.home import (
    absolute,
    config_path,
    corrections_path,
    create_home,
    last_run,
    piped_path,
)

if TYPE_CHECKING:
    from pathlib import Path

    from newsgrep.index_report import IndexProgress, IndexReport, Plan, Skipped
    from newsgrep.indexing.held import HeldHome
    from newsgrep.indexing.root_settings import RootOptions
    from newsgrep.indexing.scope import IndexRequest


class IndexedFolder(OpenedFolder):
    """A folder of articles whose index follows its files. See `Archive`, which searches it."""

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
        from newsgrep.indexing import held, piped_input, refresh, root_settings  # noqa: PLC0415  not on the search path

        self._check_open()
        self._release()
        self._prepare_home()
        locations = self._absolute(roots)
        with ExitStack() as stack:
            if piped:
                piped_input.check_name(self._home, piped[0], self._config.roots)
                unfinished = stack.enter_context(piped_input.spooled(self._home, piped[1]))
            home = stack.enter_context(held.held_home(self._home, wait))
            discard_half_written(config_path(self._home))
            discard_half_written(corrections_path(self._home))
            piped_input.discard_unfinished(self._home)
            self._config = load_archive_config(config_path(self._home))
            if piped:
                piped_input.check_name(self._home, piped[0], self._config.roots)
                locations.append(piped_input.keep(self._home, piped[0], unfinished))
            config = self._with_language(language, home, rebuild=rebuild)
            options = root_settings.RootOptions(tuple(exclude), date_order, tuple(fields))
            config, request = self._request(config, locations, files, options)
            if config != self._config:
                save_archive_config(config_path(self._home), config)
                self._config = config
            home.share()
            return refresh.index_files(home, config, request._replace(jobs=jobs, rebuild=rebuild), progress)

    def _prepare_home(self) -> None:
        """Make what is missing of the folder of the index: a killed process may have left it incomplete."""
        if self._cluster:
            self._shared_home.prepare_own()
        create_home(self._home)

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
        state = self._home_of_manifest()
        plan = run.plan_index(self._home, state, config, request._replace(rebuild=rebuild))
        return plan, preview.preview_files(
            plan.read,
            rules.Rules.of(config, self.folder, self._today),
            corrections_file.load_corrections(state, self._today),
        )

    def forget(self, root: "str | Path", *, wait: float = 0.0) -> int:
        """Remove a folder or file that was given to `index`; returns how many articles it had.

        `root` may also be the name of piped input, whose kept bytes are deleted. Raises NoSuchRootError and
        IndexBusyError.
        """
        from newsgrep.indexing import folder_names, held, run  # noqa: PLC0415  not on the search path

        self._check_open()
        self._release()
        self._prepare_home()
        with held.held_home(self._home, wait) as home:
            config = load_archive_config(config_path(self._home))
            location = folder_names.KnownNames(self.folder, config.roots).name(absolute(self._cwd / root))
            piped = piped_path(self._home, str(root))
            if not location.exists() and piped.is_file():
                location = piped
            kept = tuple(one for one in config.roots if absolute(self.folder / one.path) != location)
            self._config = config._replace(roots=kept)
            removed = run.forget(home, self._config, article_path(self.folder, location))
            if removed is None and len(kept) == len(config.roots):
                raise NoSuchRootError(f"{root} is not in the index {self.address}")
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
        return self._shared_home.indexed_at() if self._cluster else last_run(self._home)

    def has_changed(self) -> bool:
        """Say whether a folder of the index is newer than the last indexing run; see `freshness`."""
        from newsgrep.archive.freshness import any_changed_since  # noqa: PLC0415  only for a person

        moment = self.indexed_at
        roots = (os.fspath(self.folder / root.path) for root in self._config.roots)
        return moment is not None and any_changed_since(moment, roots)

    def skipped(self) -> "list[Skipped]":
        """The files and parts of files that are not indexed, with the reasons, by path."""
        from newsgrep.indexing.run import skipped_files  # noqa: PLC0415  not on the search path

        return skipped_files(self._home_of_manifest(), self._snapshot.generation)

    def _home_of_manifest(self) -> "Path":
        """The home whose manifest is that of the newest commit, if there is one."""
        if not self._cluster:
            return self._home
        try:
            return self._shared_home.with_manifest(self._language)
        except NoIndexError:  # one to be made
            return self._home

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

    def _with_language(self, language: str | None, held: "HeldHome", *, rebuild: bool) -> ArchiveConfig:
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

        held.catch_up(self._config.language)
        check_nothing_is_lost(self._home, self._config)
        return self._config._replace(language=known_language(language))
