"""Results of indexing, as plain frozen values. A search needs none of them."""

from newsgrep.article import ArticleId
from newsgrep.immutable import NamedTuple


class Skipped(NamedTuple):
    """A file, or a part of one, that was not indexed.

    `path` is its `Article.path`, `key` the part's key inside a container, `reader` the name of the reader that refused it.
    """

    path: str
    reason: str
    reader: str | None = None
    key: str | None = None


class IndexReport(NamedTuple):
    """Counts of an indexing run: of articles, but `skipped` and `ignored` of files, in the whole archive."""

    added: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0
    skipped: int = 0
    ignored: int = 0
    seconds: float = 0.0
    problems: tuple[Skipped, ...] = ()
    """What was skipped of the files that this run has read; not what earlier runs have skipped."""
    replaced: int = 0
    """Articles that this run has read in which bytes could not be decoded and stand as U+FFFD."""
    came: tuple[ArticleId, ...] = ()
    """Articles that this run has added or updated, the first of them."""
    warnings: tuple[str, ...] = ()
    """Roots that could not be read and keep their articles, and the like: any of them makes the exit code 2."""


class IndexProgress(NamedTuple):
    """The progress of an indexing run: files and bytes read, of all that are to be read, and articles found.

    `waits` says whether a writer waits for a cluster that is busy.
    """

    files: int = 0
    all_files: int = 0
    articles: int = 0
    bytes: int = 0
    all_bytes: int = 0
    waits: bool = False


class PlannedFile(NamedTuple):
    """A file to be read: its `Article.path`, and the part of its articles' ids that stands for the file."""

    path: str
    id: str


class Plan(NamedTuple):
    """What an indexing run would do: the files that it would read, and the paths of files whose articles it would remove."""

    read: tuple[PlannedFile, ...]
    removed: tuple[str, ...]
    warnings: tuple[str, ...]
