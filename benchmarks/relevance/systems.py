"""What ranks: each indexes a collection's documents and answers its topics, any of a topic's words being enough."""

import io
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import ir_measures
from whoosh.analysis import StemmingAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.index import create_in
from whoosh.qparser import OrGroup, QueryParser

from benchmarks.peers import fts5, tantivy
from benchmarks.relevance.collections import Collection
from newsgrep import Archive
from newsgrep.renderers import Layout
from newsgrep.renderers.trec import render_trec

DEPTH = 100
Run: TypeAlias = Iterable[Any]
"""Scored documents, as ir-measures has them."""


def newsgrep(collection: Collection, folder: Path) -> Run:
    """As `newsgrep search --any --format trec` does it, but in one process."""
    documents = folder / "d.jsonl"
    with documents.open("w", encoding="utf-8") as file:
        for record in collection.records:
            value = {"id": record.id, "date": record.date, "title": record.title, "text": record.body}
            file.write(json.dumps(value) + "\n")
    run = io.StringIO()
    with Archive.create(folder) as archive:
        archive.index([documents])
        for topic, words in collection.topics.items():
            query = archive.parse(" ".join(words), any_word=True)
            render_trec(archive.search(query, limit=DEPTH), run, Layout(topic=topic))
    for found in ir_measures.read_trec_run(run.getvalue()):
        yield found._replace(doc_id=found.doc_id.partition("#")[2])


def sqlite_fts5(collection: Collection, folder: Path) -> Run:
    fts5.build(collection.records, folder)
    database = fts5.connect(folder)
    statement = f"select rowid, -rank from articles where articles match ? order by rank limit {DEPTH}"  # noqa: S608  a number of ours
    for topic, words in collection.topics.items():
        query = " OR ".join(f'"{word}"' for word in dict.fromkeys(words))
        for row, score in database.execute(statement, (query,)):
            yield ir_measures.ScoredDoc(topic, collection.records[row - 1].id, score)


def stock_whoosh(collection: Collection, folder: Path) -> Run:
    """With its own analyzer as it comes, stop words and all."""
    index = create_in(str(folder), Schema(id=ID(stored=True), text=TEXT(StemmingAnalyzer(), phrase=False)))
    writer = index.writer(limitmb=256)
    for record in collection.records:
        writer.add_document(id=record.id, text=f"{record.title}\n\n{record.body}")
    writer.commit()
    parser = QueryParser("text", index.schema, group=OrGroup)
    with index.searcher() as searcher:
        for topic, words in collection.topics.items():
            for hit in searcher.search(parser.parse(" ".join(words)), limit=DEPTH):
                yield ir_measures.ScoredDoc(topic, hit["id"], hit.score)


def tantivy_or(collection: Collection, folder: Path) -> Run:
    tantivy.build(collection.records, folder)
    for found in tantivy.rank(folder, collection.topics, DEPTH):
        yield ir_measures.ScoredDoc(*found)


def bm25s(collection: Collection, folder: Path) -> Run:
    """With its stop words, Snowball's stems, and the best of five usual settings on these collections."""
    del folder
    import Stemmer
    from bm25s import BM25
    from bm25s.tokenization import Tokenizer

    def tokens(texts: list[str]) -> Any:
        return tokenizer.tokenize(texts, show_progress=False, return_as="tuple")

    tokenizer = Tokenizer(stemmer=Stemmer.Stemmer("english"), stopwords="en")
    index = BM25(k1=1.5, b=0.4)
    index.index(
        tokens([f"{record.title} {record.body}" for record in collection.records]), show_progress=False
    )
    for topic, words in collection.topics.items():
        asked = tokenizer.tokenize([" ".join(words)], update_vocab=False, show_progress=False)
        numbers, scores = index.retrieve(asked, k=DEPTH, show_progress=False)
        for number, score in zip(numbers[0], scores[0], strict=True):
            yield ir_measures.ScoredDoc(topic, collection.records[number].id, float(score))


SYSTEMS: Mapping[str, Callable[[Collection, Path], Run]] = {
    "newsgrep": newsgrep,
    "SQLite FTS5": sqlite_fts5,
    "stock Whoosh": stock_whoosh,
    "tantivy": tantivy_or,
    "bm25s": bm25s,
}
