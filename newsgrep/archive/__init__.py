"""An archive: a folder of articles and its index. The public Python API, and what the commands call."""

from newsgrep.archive.archive import Archive
from newsgrep.archive.search import CONTEXT, Query, Results
from newsgrep.home import NAME

__all__ = ["CONTEXT", "NAME", "Archive", "Query", "Results"]
