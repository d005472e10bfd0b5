"""An archive: a folder of articles and its index.

This is the public Python API, which the commands call too.
"""

from newsgrep.archive.archive import Archive
from newsgrep.archive.search import CONTEXT, Query, Results
from newsgrep.home import NAME

__all__ = ["CONTEXT", "NAME", "Archive", "Query", "Results"]
