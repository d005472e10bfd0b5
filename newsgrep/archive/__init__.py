"""An archive: a folder of articles and its index.

This is the public Python API, which the commands call too.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from newsgrep.home import NAME

if TYPE_CHECKING:
    from newsgrep.archive.archive import Archive
    from newsgrep.archive.search import CONTEXT, Query, Results

__all__ = ["CONTEXT", "NAME", "Archive", "Query", "Results"]

_MODULES = {"Archive": "archive", "CONTEXT": "search", "Query": "search", "Results": "search"}
"""Where each name is defined. They are imported on first use: `newsgrep index` does not search."""


def __getattr__(name: str) -> Any:  # noqa: ANN401  module attributes, on first use
    if name in _MODULES:
        return getattr(import_module(f"newsgrep.archive.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
