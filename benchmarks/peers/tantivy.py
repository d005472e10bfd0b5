"""tantivy, through its Python package: the fastest full-text library that Python can have.

    python -m benchmarks.peers.tantivy CORPUS FOLDER

indexes, with the fields that newsgrep has: words with positions, stems with counts, titles' stems, the date, the text
stored. As with newsgrep, phrases, wildcards and fuzzy words are matched with words, all else with stems. What differs in
meaning: a phrase with slop stands for NEAR, and counts the words between in its own way; titles do not raise a score.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import tantivy

from benchmarks.peers import EXCERPTS, MATCHES, UNCOUNTED, Ways
from benchmarks.questions import TOP, Kind, Question
from benchmarks.record_files import read
from benchmarks.varying import Record

SOURCES = (Path(__file__),)
THREADS = 2
_HEAP = 256_000_000
_WITHOUT_SNIPPETS = {Kind.PHRASE, Kind.PREFIX, Kind.INFIX, Kind.FUZZY, Kind.NEAR, Kind.TITLE, Kind.FILTER}
"""Its snippets show the words of a query of the stored field, which is that of stems."""


def build_command(corpus: Path, folder: Path) -> list[str]:
    return [sys.executable, "-m", "benchmarks.peers.tantivy", str(corpus), str(folder)]


def index_files(folder: Path) -> Path:
    return folder


def schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name="default", index_option="position")
    builder.add_text_field("stems", stored=True, tokenizer_name="en_stem", index_option="freq")
    builder.add_text_field("title", stored=True, tokenizer_name="en_stem", index_option="freq")
    builder.add_integer_field("date", stored=True, indexed=True, fast=True)
    return builder.build()


def build(records: Iterable[Record], folder: Path) -> None:
    writer = tantivy.Index(schema(), str(folder)).writer(_HEAP, THREADS)
    for record in records:
        document = tantivy.Document()
        document.add_text("id", record.id)
        text = f"{record.title}\n\n{record.body}"
        document.add_text("words", text)
        document.add_text("stems", text)
        document.add_text("title", record.title)
        document.add_integer("date", int(record.date.replace("-", "") or 0))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def open_index(corpus: Path, folder: Path) -> Ways:
    del corpus
    index = tantivy.Index.open(str(folder))
    searcher = index.searcher()

    def search(query: Any, question: Question, *, count: bool) -> Any:
        by = "date" if question.kind in {Kind.NEWEST, Kind.FILTER} else None
        return searcher.search(query, TOP, count=count, order_by_field=by, offset=question.offset)

    def matches(question: Question) -> int:
        result = search(query_of(index, question), question, count=True)
        list(result.hits)
        return int(result.count)

    def uncounted(question: Question) -> None:
        list(search(query_of(index, question), question, count=False).hits)

    def excerpts(question: Question) -> int:
        if question.kind in _WITHOUT_SNIPPETS:
            raise LookupError(question.kind)
        query = query_of(index, question)
        result = search(query, question, count=True)
        snippets = tantivy.SnippetGenerator.create(searcher, query, index.schema, "stems")
        for _, address in result.hits:
            snippets.snippet_from_doc(searcher.doc(address)).fragment()
        return int(result.count)

    return {MATCHES: matches, UNCOUNTED: uncounted, EXCERPTS: excerpts}


def query_of(index: Any, question: Question) -> Any:
    """The question as a query of tantivy's."""
    fields, words = index.schema, question.words
    days = ("date", tantivy.FieldType.Integer, *question.days)
    match question.kind:
        case Kind.PREFIX | Kind.INFIX:
            return tantivy.Query.regex_query(fields, "words", ".*".join((*words, "")[:2]))
        case Kind.FUZZY:
            return tantivy.Query.fuzzy_term_query(fields, "words", words[0], 1)
        case Kind.FILTER:
            return tantivy.Query.range_query(fields, *days)
        case Kind.DATES:
            must = tantivy.Occur.Must
            word = index.parse_query(words[0], ["stems"])
            return tantivy.Query.boolean_query(
                [(must, word), (must, tantivy.Query.range_query(fields, *days))]
            )
        case Kind.TITLE:
            return index.parse_query(words[0], ["title"])
        case Kind.PHRASE:
            return index.parse_query(f'"{" ".join(words)}"', ["words"])
        case Kind.NEAR:
            return index.parse_query(f'"{" ".join(words)}"~5', ["words"])
        case Kind.OR:
            text = " OR ".join(words)
        case Kind.NOT:
            text = f"{words[0]} -{words[1]}"
        case _:
            text = " ".join(words)
    return index.parse_query(text, ["stems"], conjunction_by_default=True)


def rank(folder: Path, topics: Mapping[str, Sequence[str]], depth: int) -> Iterator[tuple[str, str, float]]:
    """(topic, id, score) of the best hits for any of each topic's words."""
    index = tantivy.Index.open(str(folder))
    searcher = index.searcher()
    for topic, words in topics.items():
        for score, address in searcher.search(index.parse_query(" ".join(words), ["stems"]), depth).hits:
            yield topic, searcher.doc(address).get_first("id"), score


if __name__ == "__main__":
    build(read(Path(sys.argv[1])), Path(sys.argv[2]))
