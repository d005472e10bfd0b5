"""Index the archive of a folder, and be killed at the call that changes the disk after so many others: FOLDER CALLS."""

import sys
from pathlib import Path

from faulty_disk import Disk

from newsgrep.archive import Archive
from newsgrep.engines.whoosh.writing import commit  # noqa: F401  likewise
from newsgrep.indexing import update  # noqa: F401  nothing is imported, and so written, when calls are counted

if __name__ == "__main__":
    with Archive.open(Path(sys.argv[1])) as archive:
        Disk("kill", int(sys.argv[2])).put_in_place()
        archive.index()
