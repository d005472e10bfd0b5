"""Removes files that no generation needs: those of earlier generations, and those of killed writers."""

import re
from collections.abc import Iterable
from pathlib import Path

from newsgrep.engines.whoosh.format.catalogue import Catalogue, catalogue_name, generations, load_catalogue
from newsgrep.engines.whoosh.interop.toc import write_toc
from newsgrep.errors import NewsgrepError, StorageError

_OURS = re.compile(r"MAIN_[0-9a-f]{32}(-[0-9a-f]+\.deleted|\.newsgrep)|catalogue-[0-9]+(\.new)?")


def discard_uncommitted(folder: Path, newest: Catalogue) -> None:
    """Delete files that neither the newest catalogue nor the previous one names. Raises StorageError."""
    if not folder.is_dir():
        return
    kept = set(newest.files)
    for generation in generations(folder):
        if generation >= newest.generation - 1:
            kept |= {catalogue_name(generation), *_files_of(folder, generation)}
    for path in folder.iterdir():
        if _OURS.fullmatch(path.name) and path.name not in kept:
            _unlink(path)
    if newest.generation:
        write_toc(folder, newest)


def remove_superseded(folder: Path, newest: Catalogue, previous: Catalogue, merged: Iterable[str]) -> None:
    """Remove files that only generations before `previous` name.

    Readers may still be opening `previous` itself.

    `merged` are new segments that may have been merged already. Other segments that no catalogue names are
    kept, because workers may be writing them. Raises StorageError.
    """
    kept = newest.files | previous.files
    for name in merged:
        if name not in kept:
            _unlink(folder / name)
    for generation in generations(folder):
        if generation < previous.generation:
            for name in _files_of(folder, generation):
                if name not in kept:
                    _unlink(folder / name)
            _unlink(folder / catalogue_name(generation))


def _files_of(folder: Path, generation: int) -> frozenset[str]:
    try:
        return load_catalogue(folder, generation).files
    except (FileNotFoundError, NewsgrepError):
        return frozenset()


def _unlink(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"cannot delete {path}: {error.strerror}") from error
