"""What can go wrong, as one tree: every error carries its one-line message and its exit code.

NewsgrepError                2
├── UsageError               2   the command or the call makes no sense
├── QueryError               2   a query or a date that cannot be understood, with its place
├── NoIndexError             2   there is no index where one was looked for
├── IndexDamagedError        2   the index is not what its catalogue says
│   └── IndexIncompleteError 2   files of the index are missing; the next run of `newsgrep index` makes it anew
├── IndexFormatError         2   the index was written in another format version
├── StorageError             2   the disk, or its permissions, refused
├── MissingLibraryError      2   a library that newsgrep needs cannot be imported
├── NoSuchArticleError       1   no article has this id, location or path
├── NoSuchRootError          1   the index holds no such root
├── InternalError           70   a bug in newsgrep (EX_SOFTWARE of sysexits.h)
├── IndexBusyError          75   another process is writing the index (EX_TEMPFAIL of sysexits.h)
└── InterruptedRunError    130   stopped by Ctrl-C; finished work is kept
"""

from typing import ClassVar, Self


class NewsgrepError(Exception):
    """Base of every error that newsgrep raises on purpose; `str()` of it is one line for a person."""

    exit_code: ClassVar[int] = 2


class UsageError(NewsgrepError):
    """The command line, or a call of the Python API, asks for something that makes no sense."""


class QueryError(NewsgrepError):
    """A query that cannot be understood; `query[start:end]` is the part at fault.

    `start` and `end` count characters of `query`; both are None when no single part is to blame.
    """

    def __init__(self, message: str, query: str, start: int | None = None, end: int | None = None) -> None:
        super().__init__(message)
        self.query = query
        self.start = start
        self.end = end


class NoIndexError(NewsgrepError):
    """No index where one was named or looked for."""

    @classmethod
    def at(cls, place: object) -> Self:
        """The error that none is at a folder or an address."""
        return cls(f"no index at {place}; make one there with: newsgrep index --index {place} FOLDER")


class IndexDamagedError(NewsgrepError):
    """A file of the index is missing, or is not what the catalogue says it is."""


class IndexIncompleteError(IndexDamagedError):
    """A file of the index is missing, as in a copy that was interrupted."""


class IndexFormatError(NewsgrepError):
    """The index was written in a format version that this newsgrep does not read."""


class StorageError(NewsgrepError):
    """The file system refused: disk full, no permission, read-only."""


class MissingLibraryError(NewsgrepError):
    """A library that newsgrep needs is missing or cannot be imported; the message says how to install it."""


class NoSuchArticleError(NewsgrepError):
    """No article of the archive has this id, location or path."""

    exit_code = 1


class NoSuchRootError(NewsgrepError):
    """The index holds no such root."""

    exit_code = 1


class InternalError(NewsgrepError):
    """A bug in newsgrep: an exception that nobody expected. `trace` is its traceback, several lines."""

    exit_code = 70

    def __init__(self, message: str, trace: str) -> None:
        super().__init__(message, trace)
        self.trace = trace

    def __str__(self) -> str:
        """Give the message."""
        return str(self.args[0])

    @classmethod
    def of(cls, unexpected: Exception) -> Self:
        """The error that an exception is which should never have come so far."""
        from traceback import format_exception  # noqa: PLC0415  only when all else has failed

        return cls(f"{type(unexpected).__name__}: {unexpected}", "".join(format_exception(unexpected)))


class IndexBusyError(NewsgrepError):
    """Another process holds the index for writing; the message names it."""

    exit_code = 75


class InterruptedRunError(NewsgrepError):
    """A run was stopped by Ctrl-C; what was finished before is committed."""

    exit_code = 130
