"""The folder of an index, `.newsgrep`: what is in it, and how it is made.

CACHEDIR.TAG, README     what this folder is
config.toml              language, roots and their names, excludes
state/                   what cannot be derived from the articles
index/                   the engine's files and the manifest; may be deleted
"""

from pathlib import Path

from newsgrep.errors import StorageError

NAME = ".newsgrep"

_CACHEDIR_TAG = """Signature: 8a477f597d28d172789f06886806bc55
# This folder holds an index made by newsgrep; backups may leave it out.
# See https://bford.info/cachedir/
"""
_README = """This folder is an index of news articles, made by newsgrep.

config.toml says which folders are indexed. index/ can be deleted at any time: `newsgrep index` makes it anew
from the articles. The articles themselves are never changed.
"""


def create_home(home: Path) -> None:
    """Make the folder, complete; what is there already stays. Raises StorageError."""
    try:
        (home / "state").mkdir(parents=True, exist_ok=True)
        for name, content in (("CACHEDIR.TAG", _CACHEDIR_TAG), ("README", _README)):
            if not (home / name).exists():
                (home / name).write_text(content, encoding="utf-8")
    except OSError as error:
        raise StorageError(f"cannot make the index {home}: {error.strerror}") from error


def config_path(home: Path) -> Path:
    """Where the settings are kept."""
    return home / "config.toml"


def index_path(home: Path) -> Path:
    """Where the engine keeps its files."""
    return home / "index"
