"""Collections of documents with topics, and with judgements of what is relevant to each."""

import gzip
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cache import PROJECT
from benchmarks.corpora import MissingArticlesError, reuters
from benchmarks.varying import Record

FOLDER = PROJECT / ".." / "shared" / "data" / "relevance"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Collection:
    """`topics` are the lower-cased words of each topic that is judged; `judgements` a file of TREC's form."""

    name: str
    records: Sequence[Record]
    topics: dict[str, list[str]]
    judgements: Path


def collections() -> list[Collection]:
    """All of them. Raises MissingArticlesError."""
    if not FOLDER.exists():
        raise MissingArticlesError(
            "the judged collections, shared/data/relevance, are not beside this checkout"
        )
    return [_read(folder) for folder in sorted(FOLDER.iterdir())]


def _read(folder: Path) -> Collection:
    judgements = folder / "qrels.txt"
    judged = {line.split()[0] for line in judgements.read_text(encoding="utf-8").splitlines()}
    lines = (folder / "queries.tsv").read_text(encoding="utf-8").splitlines()
    topics = dict(line.split("\t", 1) for line in lines)
    words = {topic: _WORD.findall(text.lower()) for topic, text in topics.items() if topic in judged}
    documents = folder / "docs.jsonl.gz"
    records = _documents(documents) if documents.exists() else reuters()
    return Collection(folder.name, records, words, judgements)


def _documents(path: Path) -> list[Record]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        values = [json.loads(line) for line in file]
    return [Record(value["id"], value["date"], value["title"], value["text"]) for value in values]
