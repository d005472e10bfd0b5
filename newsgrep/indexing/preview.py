"""What a run would read of files: their articles, and what would be skipped, without a word written."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from io import BufferedReader
from pathlib import Path

from newsgrep.article import Article, encode_id
from newsgrep.indexing.deadline import reading_deadline
from newsgrep.indexing.reading import open_file
from newsgrep.readers import NotAnArticleError, ReadOptions, SourceFile, read_file
from newsgrep.readers.expansion import Expansion
from newsgrep.results import Skipped


def preview_files(folder: Path, files: Iterable[str], options: ReadOptions) -> Iterator[Article | Skipped]:
    """The articles of files, given as `Article.path`, and the parts that are none.

    They are read in this process; a reader that takes too long is ended only if this is its main thread.
    """
    with ExitStack() as stack:
        renew = lift = _nothing
        if threading.current_thread() is threading.main_thread():
            deadline = stack.enter_context(reading_deadline())
            renew, lift = deadline.renew, deadline.lift
        for path in files:
            renew()
            for part in _read(folder, path, options):
                lift()
                yield part
                renew()
            lift()


def _read(folder: Path, path: str, options: ReadOptions) -> Iterator[Article | Skipped]:
    try:
        with BufferedReader(open_file(f"{folder}/{path}")) as stream:
            size = stream.seek(0, 2)
            stream.seek(0)
            file = SourceFile(path.rpartition("/")[2], path, encode_id(path), expansion=Expansion(size))
            yield from read_file(file, stream, options)
    except NotAnArticleError:
        return
    except OSError as error:
        yield Skipped(path, error.strerror or type(error).__name__)


def _nothing() -> None:
    """There is no deadline."""
