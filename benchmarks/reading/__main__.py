"""Measure how right web pages are read: `python -m benchmarks.reading [PLACE] [--pages FOLDER] [--wrong SYSTEM]`.

PLACE is a folder with a truth.tsv (page, url, date) and the pages, or a pages.tar.xz of them; or an evaluation file
of trafilatura's, Python or JSON, whose pages are in FOLDER.
"""

import argparse
import os
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.pool import Pool
from pathlib import Path

from benchmarks import reading, runs
from benchmarks.cache import PROJECT
from benchmarks.corpora import MissingArticlesError
from benchmarks.reading.judged import DATES, Judged, judged
from benchmarks.reading.scores import RIGHT, scores, verdict
from benchmarks.reading.systems import SYSTEMS, Found


def main() -> None:
    arguments = _arguments()
    try:
        pages = judged(arguments.place, arguments.pages)
    except MissingArticlesError as missing:
        print(f"nothing is measured: {missing}")
        return
    paths = [page.page for page in pages]
    with get_context("spawn").Pool(os.cpu_count()) as pool:
        found = {name: _found(pool, name, paths) for name in SYSTEMS}
    raw = {"pages": len(pages), "systems": {name: scores(pages, of) for name, of in found.items()}}
    for table in reading.tables(raw):
        print(table)
    if arguments.wrong:
        _list(pages, found[arguments.wrong])
    if arguments.place == DATES:
        path = runs.keep(reading.PART, reading.PART, raw)
        print(f"kept in {path.relative_to(PROJECT)}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("place", nargs="?", type=Path, default=DATES)
    parser.add_argument("--pages", type=Path, help="the folder of the pages")
    parser.add_argument("--wrong", choices=list(SYSTEMS), help="list the pages that a system dates wrong")
    return parser.parse_args()


def _found(pool: Pool, name: str, paths: Sequence[Path]) -> list[Found]:
    return pool.map(SYSTEMS[name], paths, chunksize=8)


def _list(pages: Sequence[Judged], found: Sequence[Found]) -> None:
    for page, one in zip(pages, found, strict=True):
        said = verdict(page, one)
        if page.date is not None and said != RIGHT:
            print(
                f"{said}\t{page.page.name}\tjudged {page.date or '-'}\tfound {one.date or '-'}\t{one.origin}"
            )


if __name__ == "__main__":
    main()
