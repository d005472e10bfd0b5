"""The folder of an index, `.newsgrep`: how it is found and made, and the paths in it.

CACHEDIR.TAG, README     say what this folder is
config.toml              language, roots with their names and options
state/                   what cannot be derived from the articles: piped input, corrections by hand, saved queries
last-run                 empty; its time is that of the last indexing run
index/                   the engine's files and the manifest; may be deleted

If the index is in a cluster, which config.toml names, all this is a copy of what is kept there.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from newsgrep.cluster_address import is_cluster_address
from newsgrep.config import Value, load_head, load_user_value
from newsgrep.errors import NoIndexError, StorageError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

NAME = ".newsgrep"
CONFIG, INDEX = "config.toml", "index"
"""The names of the file of the settings, and of the folder of the engine's files and the manifest."""
SHARED = "shared.json"
"""The name, in that folder, of the list of the files that were copied from a cluster."""
PIPED_ENDING = ".jsonl.zst"
"""The ending of a file in which piped input, JSON Lines say, is kept: it is compressed."""

_CACHEDIR_TAG = """Signature: 8a477f597d28d172789f06886806bc55
# This folder holds an index made by newsgrep; backups may leave it out.
# See https://bford.info/cachedir/
"""
_README = """This folder is an index of news articles, made by newsgrep.

config.toml says which folders are indexed. index/ can be deleted at any time: `newsgrep index` makes it anew
from the articles. The articles themselves are never changed.
"""


def find_home(index: str | None, *, environ: Mapping[str, str], here: str) -> str:
    """Find the index: the one named, else NEWSGREP_INDEX, else in the folder `here` or above it, else in the user's config.

    The name is that of a `.newsgrep` folder or of the folder that holds it, or an address in a cluster, which is given as it is.
    Raises NoIndexError.
    """
    named = index or environ.get("NEWSGREP_INDEX")
    if named:
        return named if is_cluster_address(named) else _named_home(os.path.join(here, named))
    folder, above = "", here
    while folder != above:
        folder, above = above, os.path.dirname(above)
        if is_home(home := os.path.join(folder, NAME)):
            return home
    configured = load_user_setting("index", str, "a string")
    if configured:
        if is_cluster_address(configured):
            return configured
        return _named_home(os.path.expanduser(configured))  # which expands ~nobody to itself
    raise NoIndexError(f"no index in {here} or above it; make one with: newsgrep index FOLDER")


def load_user_setting(key: str, kind: type[Value], described: str) -> Value | None:
    """A setting of the user's own, see `config`. Raises UsageError, StorageError."""
    from platformdirs import user_config_path  # noqa: PLC0415  not on the search path

    return load_user_value(user_config_path("newsgrep") / "config.toml", key, kind, described)


def absolute(path: "Path") -> "Path":
    """An absolute path, without `..`. Links are not followed, for ids are made of the names of folders.

    But `..` behind a link is the folder that holds the link's target, as everywhere else.
    """
    return type(path)(_absolute(os.fspath(path)))


def _absolute(path: str) -> str:
    plain = os.path.abspath(path)
    if ".." not in path.split(os.sep) or os.path.realpath(plain) == os.path.realpath(path):
        return plain
    return os.path.realpath(path)


def is_home(folder: "str | Path") -> bool:
    """Say whether a folder is an index."""
    return os.path.isfile(os.path.join(folder, CONFIG))


def cluster_of(home: "str | Path") -> str:
    """The address in a cluster that a home, which was found and not named, stands for; empty for an index of its own.

    Raises UsageError for an address that this user has never named here: the credentials in the environment would go there, and
    the folder may have come out of an archive from strangers.
    """
    cluster = load_head(os.path.join(home, CONFIG)).cluster
    if cluster and not was_named(cluster):
        raise UsageError(
            f"{home} stands for an index in a cluster that you have not named on this computer; if it is yours: --index {cluster}"
        )
    return cluster


def was_named(address: str) -> bool:
    """Say whether this user has named an address in a cluster on this computer."""
    return os.path.exists(_mark_of(address))


def remember_named(address: str) -> None:
    """Keep that this user has named an address in a cluster, if that can be kept."""
    mark = _mark_of(address)
    with suppress(OSError):
        os.makedirs(os.path.dirname(mark), exist_ok=True)
        with open(mark, "a", encoding="utf-8"):
            pass


def _mark_of(address: str) -> str:
    from hashlib import sha256  # noqa: PLC0415  not for an index in a folder

    from platformdirs import user_state_path  # noqa: PLC0415  likewise

    name = sha256(address.encode("utf-8", "surrogateescape")).hexdigest()
    return os.path.join(user_state_path("newsgrep"), "named-clusters", name)


def _named_home(named: str) -> str:
    folder = _absolute(named)
    for home in (folder, os.path.join(folder, NAME)):
        if is_home(home):
            return home
    raise NoIndexError.at(named)


def create_home(home: "Path") -> None:
    """Make the folder, or complete one that a killed process has left. Raises StorageError."""
    try:
        (home / "state").mkdir(parents=True, exist_ok=True)
        for name, content in (("CACHEDIR.TAG", _CACHEDIR_TAG), ("README", _README)):
            if not (home / name).exists() or (home / name).read_bytes() != content.encode():
                (home / name).write_text(content, encoding="utf-8")
    except OSError as error:
        raise StorageError(f"cannot make the index {home}: {error.strerror}") from error


def mark_as_new(home: "Path") -> None:
    """Mark an index as one to which nothing was committed: without its files and this mark it is damaged. Raises StorageError."""
    try:
        index_path(home).mkdir(exist_ok=True)
        _new_mark(home).touch()
    except OSError as error:
        raise StorageError(f"cannot make the index {home}: {error.strerror}") from error


def mark_as_indexed(home: "Path") -> None:
    """Remove the mark of a new index. Raises StorageError."""
    try:
        _new_mark(home).unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"cannot write {home}: {error.strerror}") from error


def is_new(home: "Path") -> bool:
    """Say whether nothing was committed to an index."""
    return _new_mark(home).exists()


def _new_mark(home: "Path") -> "Path":
    return index_path(home) / "new"


def record_run(home: "Path", moment: float) -> None:
    """Keep when the last indexing run began that came to its end, in seconds since 1970. Raises StorageError."""
    mark = _run_mark(home)
    try:
        mark.touch()
        with suppress(
            PermissionError
        ):  # the file is another user's, who alone may choose its time: it is now
            os.utime(mark, (moment, moment))
    except OSError as error:
        raise StorageError(f"cannot write {mark}: {error.strerror}") from error


def last_run(home: "Path") -> float | None:
    """When the last indexing run began that came to its end, in seconds since 1970; None if that is not known."""
    try:
        return _run_mark(home).stat().st_mtime
    except OSError:
        return None


def _run_mark(home: "Path") -> "Path":
    return home / "last-run"


def config_path(home: "Path") -> "Path":
    """The file of the settings."""
    return home / CONFIG


def corrections_path(home: "Path") -> "Path":
    """The file of corrections by hand."""
    return home / "state" / "corrections.csv"


def piped_path(home: "Path", name: str) -> "Path":
    """The file in which the piped input of a name is kept."""
    return home / "state" / "piped" / f"{name}{PIPED_ENDING}"


def standing_queries_path(home: "Path") -> "Path":
    """The folder of the queries that are saved by `newsgrep new`."""
    return home / "state" / "new"


def index_path(home: "Path") -> "Path":
    """The folder of the engine's files, and of the manifest."""
    return home / INDEX
