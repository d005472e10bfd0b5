"""The archive: searching, indexing, and everything between the two."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from newsgrep.archive.found import CONTEXT, Query, Results
from newsgrep.archive.locations import Locations
from newsgrep.article import Article, ArticleId
from newsgrep.config import (
    ArchiveConfig,
    DateOrder,
    Root,
    discard_half_written,
    load_archive_config,
    load_language,
    save_archive_config,
)
from newsgrep.engines import Engine, open_engine
from newsgrep.errors import NoSuchArticleError, NoSuchRootError, QueryError, UsageError
from newsgrep.indexing.home import NAME, absolute, config_path, create_home, find_home, index_path, is_home
from newsgrep.query import combine, literal, nodes, parse, parse_dates, parse_period, to_text
from newsgrep.query.globs import escape_glob
from newsgrep.query.rewriting import has_dates, walk, with_dates
from newsgrep.results import DateNotes, EngineStats, IndexReport, MarkedSpans, Match, Order, Plan, Skipped
from newsgrep.text import Analyzer, SpanFinder

if TYPE_CHECKING:
    from newsgrep.indexing.run import IndexRequest


class Archive:
    """An archive, open. Searching sees the newest commit; indexing needs no other process to be writing.

    Close it, or use it in a `with` statement. Every method may raise IndexDamagedError, IndexFormatError and
    StorageError.
    """

    def __init__(
        self, home: Path, *, today: date | None = None, cwd: Path | None = None, resident: bool = True
    ) -> None:
        self._home = home
        self._resident = resident
        self._cwd = cwd or Path.cwd()
        self._locations = Locations(self.folder, self._cwd)
        self._today = today or date.today()  # noqa: DTZ011  the user's own day

    @classmethod
    def open(
        cls, index: str | Path | None = None, *, today: date | None = None, resident: bool = True
    ) -> "Archive":
        """Open the archive of an index folder, or of the folder that holds it; None: as the command finds it.

        `today` is what relative dates refer to. `resident`: the process stays for more than a query, so that
        what makes queries fast may take its time to load. Raises NoIndexError.
        """
        home = find_home(str(index) if index else None, environ=os.environ, cwd=Path.cwd())
        return cls(home, today=today, resident=resident)

    @classmethod
    def create(
        cls, folder: str | Path, *, language: str | None = None, today: date | None = None
    ) -> "Archive":
        """Make an index in a folder, or open the one that is there.

        `language` names a stemmer of Snowball's; english if none is named. Raises UsageError for an unknown one.
        """
        home = absolute(Path(folder)) / NAME
        config = ArchiveConfig(language=Analyzer(language or "english").language)
        if not is_home(home):
            create_home(home)
            save_archive_config(config_path(home), config)
        return cls(home, today=today)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of every file."""
        if "_engine" in self.__dict__:
            self._engine.close()
            del self._engine
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
    def _engine(self) -> Engine:
        return open_engine(
            index_path(self._home), load_language(config_path(self._home)), resident=self._resident
        )

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
        wait: float = 0.0,
        progress: Callable[[int, int, int], None] = lambda *_: None,
    ) -> IndexReport:
        """Add folders and files, or refresh them; with none named, refresh what the index holds.

        With one job, files are read in this process, where one that kills or stalls its reader ends the run;
        with more, in as many processes, spawned: guard your script's entry point. `exclude` are gitignore patterns,
        kept with the roots named; `fields` (ours, theirs) pairs of names in records; `wait` the seconds to wait
        for another writer; `progress` is called with files read, files to read, and articles.

        Raises UsageError, IndexBusyError, InterruptedRunError.
        """
        from newsgrep.indexing.lock import writer_lock  # noqa: PLC0415  not on the search path
        from newsgrep.indexing.run import run_index  # noqa: PLC0415

        self.close()
        with writer_lock(self._home, wait):
            create_home(self._home)  # a kill may have left it half made
            discard_half_written(config_path(self._home))
            self._config = load_archive_config(config_path(self._home))
            config = self._with_language(language, rebuild=rebuild)
            named = self._named_roots(config, roots, exclude)
            config = config._replace(
                roots=tuple({root.path: root for root in (*config.roots, *named)}.values()),
                date_order=date_order or config.date_order,
                fields=tuple((dict(config.fields) | dict(fields)).items()),
            )
            if config != self._config:
                save_archive_config(config_path(self._home), config)
                self._config = config
            request = self._request(named if roots or files is not None else None, files)
            request = request._replace(jobs=jobs, rebuild=rebuild)
            return run_index(self._home, config, request, progress)

    def plan(
        self,
        roots: Sequence[str | Path] = (),
        *,
        files: Iterable[str | Path] | None = None,
        exclude: Sequence[str] = (),
    ) -> Plan:
        """What `index` would read and remove; nothing is changed. Raises UsageError."""
        from newsgrep.indexing.run import plan_index  # noqa: PLC0415  not on the search path

        named = self._named_roots(self._config, roots, exclude)
        request = self._request(named if roots or files is not None else None, files)
        known = {root.path: root for root in (*self._config.roots, *named)}
        return plan_index(self._home, self._config._replace(roots=tuple(known.values())), request)

    def forget(self, root: str | Path, *, wait: float = 0.0) -> int:
        """Take a folder or file, once named to `index`, out of the index; gives how many articles that were.

        Raises NoSuchRootError and IndexBusyError.
        """
        from newsgrep.indexing import run  # noqa: PLC0415  not on the search path
        from newsgrep.indexing.lock import writer_lock  # noqa: PLC0415
        from newsgrep.indexing.scan import article_path  # noqa: PLC0415

        self.close()
        location = absolute(self._cwd / root)
        with writer_lock(self._home, wait):
            config = load_archive_config(config_path(self._home))
            kept = tuple(one for one in config.roots if absolute(self.folder / one.path) != location)
            self._config = config._replace(roots=kept)
            removed = run.forget(self._home, self._config, article_path(self.folder, location))
            if removed is None and len(kept) == len(config.roots):
                raise NoSuchRootError(f"{root} is not in the index {self._home}")
            save_archive_config(config_path(self._home), self._config)
            return removed or 0

    def parse(
        self,
        query: str | Sequence[str],
        *,
        any_word: bool = False,
        sure: bool = False,
        fixed: bool = False,
        since: str | None = None,
        until: str | None = None,
        on: str | None = None,
    ) -> Query:
        """Understand a query: one text, or several, joined by spaces. `fixed`: each text is a literal phrase.

        `since`, `until` and `on` are date expressions. `sure`: a date known to the month or year must lie
        wholly inside. `any_word`: any of the words will do. Raises QueryError.
        """
        arguments = [query] if isinstance(query, str) else list(query)
        text = " ".join(arguments)
        filters: list[nodes.Node] = []
        period = parse_period(since, until, self._today, sure=sure)
        if period:
            filters.append(period)
        if on is not None:
            filters.append(parse_dates(on, self._today, sure=sure))
        if not text.strip() and not filters:
            raise QueryError("the query is empty; say what to look for, or a filter such as --since", text)
        words = None
        if text.strip():
            words = (
                literal(arguments, any_word=any_word)
                if fixed
                else parse(text, today=self._today, any_word=any_word, sure=sure)
            )
        return Query(text, combine(words, filters))

    def search(
        self,
        query: "str | Query",
        *,
        order: Order = Order.RELEVANCE,
        limit: int | None = None,
        offset: int = 0,
        context: int = CONTEXT,
    ) -> Results:
        """Find articles; see `parse` for a query with filters. `context` is in words. Raises QueryError."""
        asked = self.parse(query) if isinstance(query, str) else query
        with _faults_in(asked.text):
            answer = self._engine.search(asked.node, order=order, limit=limit, offset=offset)
            return Results(answer, SpanFinder(asked.node, self._analyzer), self.location, context)

    def count(self, query: "str | Query") -> int:
        """How many articles match, exactly. Raises QueryError."""
        asked = self.parse(query) if isinstance(query, str) else query
        with _faults_in(asked.text):
            return self._engine.count(asked.node)

    def within(self, query: Query, references: Iterable[str]) -> Query:
        """The query, restricted to articles given as `show` takes them; unknown ones are passed over."""
        ids = dict.fromkeys(article.id for reference in references for article in self._find(reference))
        chosen: nodes.Node = nodes.Not(nodes.Everything())
        if ids:
            chosen = nodes.Or(tuple(nodes.Value("id", escape_glob(identifier)) for identifier in ids))
        return Query(query.text, combine(query.node, [chosen]))

    def date_notes(self, query: Query) -> DateNotes | None:
        """What the query's filter by date leaves unsaid; None if it has no such filter."""
        if not has_dates(query.node):
            return None
        undated = with_dates(query.node, lambda _: nodes.Undated())
        sure = with_dates(query.node, lambda dates: dates.with_(sure=True))
        with _faults_in(query.text):
            engine = self._engine
            return DateNotes(engine.count(undated), engine.count(query.node) - engine.count(sure))

    def explain(self, query: Query) -> list[tuple[int, str, int]]:
        """(depth, part, articles that match it) of every part of a query, as it was understood."""
        with _faults_in(query.text):
            return [(depth, to_text(part), self._engine.count(part)) for depth, part in walk(query.node)]

    def suggest(self, query: Query) -> str | None:
        """The query with words that no article holds spelled as words that some do; None if none is near."""
        from newsgrep.text.spelling import nearest_word  # noqa: PLC0415  only when nothing was found

        text = query.text
        misspelled = [
            part
            for _, part in walk(query.node, negated=False)
            if isinstance(part, nodes.Word) and not self._engine.count(part)
        ]
        for word in sorted(misspelled, key=lambda word: word.extent, reverse=True):
            surfaces = [token.surface for token in self._analyzer.tokens(word.text)]
            nearest = nearest_word(surfaces[0], self._engine.words()) if len(surfaces) == 1 else None
            if nearest is None:
                return None
            text = text[: word.extent[0]] + nearest + text[word.extent[1] :]
        return text if misspelled else None

    def show(self, reference: str) -> list[Article]:
        """The articles of an id, of a location, or of a file's path, relative to here or to the archive.

        Raises NoSuchArticleError.
        """
        found = self._find(reference)
        if not found:
            raise NoSuchArticleError(f"no such article: {reference}")
        return found

    def mark(self, query: "str | Query", article: Article) -> MarkedSpans:
        """Where a query's words stand in an article. Raises QueryError."""
        asked = self.parse(query) if isinstance(query, str) else query
        with _faults_in(asked.text):
            return SpanFinder(asked.node, self._analyzer).find(article)

    def stats(self) -> EngineStats:
        """Facts about the articles in the index."""
        return self._engine.stats()

    def skipped(self) -> list[Skipped]:
        """What is not indexed, and why, by path."""
        from newsgrep.indexing.run import skipped_files  # noqa: PLC0415  not on the search path

        return skipped_files(self._home, self._config)

    def path(self, match: Match | Article) -> str:
        """The file's path relative to the working directory."""
        return self._locations.path(match)

    def location(self, match: Match | Article) -> str:
        """The file's path relative to the working directory, and `#key` in a container."""
        return self._locations.location(match)

    def _find(self, reference: str) -> list[Article]:
        by_id = next(self._engine.articles([ArticleId(reference)]))
        if by_id:
            return [by_id]
        path, sign, key = reference, "", ""
        while True:
            found = self._of_path(path)
            if found:
                return [article for article in found if not sign or article.id.partition("#")[2] == key]
            path, sign, rest = path.rpartition("#")
            if not sign:
                return []
            key = f"{rest}#{key}" if key else rest

    def _of_path(self, path: str) -> list[Article]:
        """The articles of the file of a path, relative to the working directory or else to the archive's folder."""
        for base in (self._cwd, self.folder):
            wanted = Path(os.path.relpath(base / path, self.folder)).as_posix()
            answer = self._engine.search(nodes.Value("path", escape_glob(wanted)), order=Order.ID)
            found = [answer.article(match) for match in answer if match.path == wanted]
            if found:
                return sorted(found, key=_place_in_container)
        return []

    def _named_roots(
        self, config: ArchiveConfig, roots: Sequence[str | Path], exclude: Sequence[str]
    ) -> list[Root]:
        from newsgrep.indexing.roots import name_root  # noqa: PLC0415  not on the search path

        locations = dict.fromkeys(absolute(self._cwd / root) for root in roots)
        return [name_root(config.roots, self.folder, location, tuple(exclude)) for location in locations]

    def _request(self, roots: Sequence[Root] | None, files: Iterable[str | Path] | None) -> "IndexRequest":
        from newsgrep.indexing.run import IndexRequest  # noqa: PLC0415  not on the search path

        return IndexRequest(self._today, roots, [absolute(self._cwd / file) for file in files or ()])

    def _with_language(self, language: str | None, *, rebuild: bool) -> ArchiveConfig:
        if language is None or language == self._config.language:
            return self._config
        if not rebuild and self._engine.generation:
            raise UsageError(
                f"the index is in {self._config.language}; to change it: newsgrep index --rebuild --language {language}"
            )
        self.close()
        return self._config._replace(language=Analyzer(language).language)


def _place_in_container(article: Article) -> tuple[int, str]:
    """By number, where keys are numbers; else by id."""
    key = article.id.partition("#")[2]
    return (int(key), "") if key.isascii() and key.isdigit() else (0, article.id)


@contextmanager
def _faults_in(text: str) -> Iterator[None]:
    """Let an error about a part of the query refer to the query's text."""
    try:
        yield
    except QueryError as error:
        raise QueryError(str(error), text, error.start, error.end) from error
