"""Whoosh's table of contents, written after each commit for Whoosh's own programs. newsgrep never reads it.

After a kill it may be older than the catalogue; the next writer updates it.
"""

from pathlib import Path

from newsgrep.engines.whoosh.format.catalogue import Catalogue
from newsgrep.engines.whoosh.format.names import INDEX_NAME
from newsgrep.errors import StorageError


def write_toc(folder: Path, catalogue: Catalogue) -> None:
    """Write the table of a generation, unless it exists; remove those of other generations.

    Raises StorageError.
    """
    name = f"_{INDEX_NAME}_{catalogue.generation}.toc"
    try:
        if not (folder / name).exists():
            _write(folder, catalogue)
        for path in folder.glob(f"_{INDEX_NAME}_*.toc*"):
            if path.name != name:
                path.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"cannot write {folder / name}: {error.strerror}") from error


def _write(folder: Path, catalogue: Catalogue) -> None:
    from whoosh.filedb.filestore import FileStorage  # noqa: PLC0415  only writers need Whoosh
    from whoosh.index import TOC  # noqa: PLC0415  likewise

    from newsgrep.engines.whoosh.interop.codec import NewsgrepSegment  # noqa: PLC0415  likewise
    from newsgrep.engines.whoosh.interop.schema import whoosh_schema  # noqa: PLC0415  likewise

    segments = [
        NewsgrepSegment(entry.file, entry.deleted, entry.written, entry.articles)
        for entry in catalogue.segments
    ]
    TOC(whoosh_schema(), segments, catalogue.generation).write(FileStorage(str(folder)), INDEX_NAME)
