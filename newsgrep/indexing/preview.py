"""The articles that a run would read, and the parts that it would skip; nothing is written."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from newsgrep.article import Article
from newsgrep.index_report import PlannedFile, Skipped
from newsgrep.indexing.content import open_file
from newsgrep.indexing.corrections import Corrections, corrected
from newsgrep.indexing.deadline import reading_deadline
from newsgrep.indexing.reading import source_file
from newsgrep.indexing.rules import Rules
from newsgrep.readers import NotAnArticleError, read_file


def preview_files(
    files: Iterable[PlannedFile], rules: Rules, corrections: Corrections
) -> Iterator[Article | Skipped]:
    """Read files; gives their articles, with the corrections, and skipped parts.

    They are read in this process; a reader that takes too long is interrupted only in its main thread.
    """
    with ExitStack() as stack:
        renew = lift = _nothing
        if threading.current_thread() is threading.main_thread():
            deadline = stack.enter_context(reading_deadline())
            renew, lift = deadline.renew, deadline.lift
        for file in files:
            renew()
            for part in _read(file, rules):
                lift()
                yield part if isinstance(part, Skipped) else corrected(part, corrections.of_file(file.id))
                renew()
            lift()


def _read(file: PlannedFile, rules: Rules) -> Iterator[Article | Skipped]:
    try:
        with open_file(str(Path(rules.folder, file.path))) as stream:
            size = stream.seek(0, 2)
            stream.seek(0)
            source = source_file(file.path, file.id, size)
            yield from read_file(source, stream, rules.of_file(file.path).options)
    except NotAnArticleError:
        return
    except OSError as error:
        yield Skipped(file.path, error.strerror or type(error).__name__)


def _nothing() -> None:
    """Stand in for a deadline."""
