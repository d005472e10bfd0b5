"""What comes of indexing, as plain frozen values. No search needs them."""

from typing import NamedTuple


class Skipped(NamedTuple):
    """A file, or a part of one, that was not indexed. `key` names the part inside a container."""

    path: str
    reason: str
    reader: str | None = None
    key: str | None = None


class IndexReport(NamedTuple):
    """What one indexing run did, in articles; `skipped` and `ignored` count files."""

    added: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0
    skipped: int = 0
    ignored: int = 0
    seconds: float = 0.0
    problems: tuple[Skipped, ...] = ()
    """Files skipped that this run has read, for the user to see; not those known from an earlier run."""
    replaced: int = 0
    """Articles read by this run in which characters could not be decoded, and were replaced."""
    warnings: tuple[str, ...] = ()
    """Roots that could not be read and kept their articles, and the like: each makes the exit code 2."""


class IndexProgress(NamedTuple):
    """How far an indexing run is: files and their bytes, of those that are to be read, and articles found."""

    files: int = 0
    all_files: int = 0
    articles: int = 0
    bytes: int = 0
    all_bytes: int = 0


class PlannedFile(NamedTuple):
    """A file to be read: its `Article.path`, and its part of its articles' ids."""

    path: str
    id: str


class Plan(NamedTuple):
    """What an indexing run would do: files it would read, and paths of files whose articles it would remove."""

    read: tuple[PlannedFile, ...]
    removed: tuple[str, ...]
    warnings: tuple[str, ...]
