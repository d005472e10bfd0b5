"""Measure the ranking, or part of it: `python -m benchmarks.relevance [COLLECTION...]`."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import ir_measures
from ir_measures import nDCG

from benchmarks import relevance, runs
from benchmarks.cache import PROJECT
from benchmarks.corpora import MissingArticlesError
from benchmarks.relevance.collections import Collection, collections
from benchmarks.relevance.systems import SYSTEMS

_MEASURE = nDCG @ 10


def main() -> None:
    wanted = sys.argv[1:]
    try:
        found = [one for one in collections() if not wanted or one.name in wanted]
    except MissingArticlesError as missing:
        print(f"nothing is measured: {missing}")
        return
    raw = {
        "documents": {one.name: len(one.records) for one in found},
        "topics": {one.name: len(one.topics) for one in found},
        "ndcg": {system: {one.name: score(system, one) for one in found} for system in SYSTEMS},
    }
    for table in relevance.tables(raw):
        print(table)
    if not wanted:
        path = runs.keep(relevance.PART, relevance.PART, raw)
        print(f"kept in {path.relative_to(PROJECT)}")


def score(system: str, collection: Collection) -> float:
    """The mean over the topics that have anything relevant."""
    judgements = list(ir_measures.read_trec_qrels(str(collection.judgements)))
    with TemporaryDirectory() as folder:
        run = SYSTEMS[system](collection, Path(folder))
        return float(ir_measures.calc_aggregate([_MEASURE], judgements, run)[_MEASURE])


if __name__ == "__main__":
    main()
