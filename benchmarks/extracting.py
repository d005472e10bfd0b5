"""trafilatura by itself: the text of every page of a folder, and nothing done with it.

python -m benchmarks.extracting FOLDER fast|default PROCESSES
"""

import sys
from functools import partial
from multiprocessing import Pool
from pathlib import Path

from trafilatura import extract


def main() -> None:
    folder, mode, processes = sys.argv[1:]
    paths = sorted(Path(folder).iterdir())
    length = partial(_length, fast=mode == "fast")
    if processes == "1":
        print(sum(map(length, paths)))
        return
    with Pool(int(processes)) as pool:
        print(sum(pool.imap_unordered(length, paths, chunksize=32)))


def _length(path: Path, *, fast: bool) -> int:
    """In characters, of a page's text."""
    return len(extract(path.read_bytes(), fast=fast, include_comments=False) or "")


if __name__ == "__main__":
    main()
