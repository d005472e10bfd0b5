"""Run the benchmarks, or write the tables of README.md from the newest runs.

    python -m benchmarks [PART...] [--size small|large|both] [--rounds N] [--before COMMIT]
    python -m benchmarks report

Parts: index, long, growing, histories, refresh, queries, cold, pipe, memory, pages, desk, scaling, cluster; all if none is
named. A cluster needs Java and the server's jars, or Maven.
With --before the code of an earlier commit takes its turns too, where users feel the difference. The environment may say
BENCH_SIZE, BENCH_ROUNDS and BENCH_BEFORE.
"""

import argparse
import os
import sys

from benchmarks import measures, report, runs
from benchmarks.cache import PROJECT
from benchmarks.corpora import MissingArticlesError, Size, reuters
from cluster.jars import UnavailableError


def main() -> int:
    arguments = _arguments()
    if arguments.parts == ["report"]:
        report.write()
        return 0
    try:
        reuters()
    except MissingArticlesError as missing:
        print(f"nothing is measured: {missing}")
        return 0
    sizes = list(Size) if arguments.size == "both" else [Size(arguments.size)]
    for size in sizes:
        for part in arguments.parts or measures.NAMES:
            _run(part, size, arguments.rounds)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(measures.NAMES)}; or report")
    parser.add_argument("--size", choices=[*Size, "both"], default=os.environ.get("BENCH_SIZE", "both"))
    parser.add_argument(
        "--rounds", type=int, default=os.environ.get("BENCH_ROUNDS"), help="in place of a part's own"
    )
    parser.add_argument("--before", default=os.environ.get("BENCH_BEFORE"), metavar="COMMIT")
    arguments = parser.parse_args()
    if arguments.before:
        os.environ["BENCH_BEFORE"] = arguments.before
    unknown = set(arguments.parts) - set(measures.NAMES)
    if unknown and arguments.parts != ["report"]:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    return arguments


def _run(part: str, size: Size, rounds: int | None) -> None:
    measured = measures.measure(part)
    if size not in measured.SIZES:
        print(f"{part} is not measured with the {size} corpus\n")
        return
    try:
        raw = measured.measure(size, rounds)
    except UnavailableError as reason:
        print(f"{part} is not measured: {reason}\n")
        return
    path = runs.keep(part, size, raw)
    for table in measured.tables(size, raw):
        print(table)
    print(f"kept in {path.relative_to(PROJECT)}\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
