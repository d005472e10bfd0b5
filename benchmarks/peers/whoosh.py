"""Stock Whoosh, with the fields that newsgrep has: words with positions, stems, titles, date, id, the text stored.

    python -m benchmarks.peers.whoosh index CORPUS FOLDER
    python -m benchmarks.peers.whoosh print FOLDER WORD

The second prints every hit of a word with its excerpt, best first. Nothing is done to make it fast but a larger buffer:
it is what one gets who follows its documentation.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from whoosh.analysis import StandardAnalyzer, StemmingAnalyzer
from whoosh.fields import ID, NUMERIC, STORED, TEXT, Schema
from whoosh.index import create_in, open_dir
from whoosh.qparser import FuzzyTermPlugin, QueryParser
from whoosh.query import NumericRange

from benchmarks.peers import MATCHES, Ways
from benchmarks.questions import TOP, Kind, Question
from benchmarks.record_files import read
from benchmarks.varying import Record

SOURCES = (Path(__file__),)
_BUFFER_MB = 256


def build_command(corpus: Path, folder: Path) -> list[str]:
    return [sys.executable, "-m", "benchmarks.peers.whoosh", "index", str(corpus), str(folder)]


def index_files(folder: Path) -> Path:
    return folder


def schema() -> Any:
    """Every word is indexed, stop words too, as with the others."""
    words = StandardAnalyzer(stoplist=None, minsize=1)
    stems = StemmingAnalyzer(stoplist=None, minsize=1)
    return Schema(
        id=ID(stored=True, unique=True),
        date=NUMERIC(int, stored=True, sortable=True),
        words=TEXT(words),
        stems=TEXT(stems, phrase=False),
        title_words=TEXT(words),
        title_stems=TEXT(stems, phrase=False),
        title=STORED,
        body=STORED,
    )


def build(records: Iterable[Record], folder: Path) -> None:
    writer = create_in(str(folder), schema()).writer(limitmb=_BUFFER_MB)
    for record in records:
        text = f"{record.title}\n\n{record.body}"
        writer.add_document(
            id=record.id,
            date=int(record.date.replace("-", "") or 0),
            words=text,
            stems=text,
            title_words=record.title,
            title_stems=record.title,
            title=record.title,
            body=record.body,
        )
    writer.commit()


def open_index(corpus: Path, folder: Path) -> Ways:
    del corpus
    index = open_dir(str(folder))
    searcher = index.searcher()
    parsers = {field: QueryParser(field, index.schema) for field in ("words", "stems", "title_stems")}
    parsers["words"].add_plugin(FuzzyTermPlugin())

    def matches(question: Question) -> int:
        by = {"sortedby": "date", "reverse": True} if question.kind in {Kind.NEWEST, Kind.FILTER} else {}
        results = searcher.search(_query(parsers, question), limit=TOP + question.offset, **by)
        list(results.items())
        return len(results)

    return {MATCHES: matches}


def _query(parsers: dict[str, Any], question: Question) -> Any:
    """The question as a query of Whoosh's."""
    words = question.words
    days = NumericRange("date", *question.days)
    match question.kind:
        case Kind.PHRASE:
            return parsers["words"].parse(f'"{" ".join(words)}"')
        case Kind.NEAR:
            return parsers["words"].parse(f'"{" ".join(words)}"~6')
        case Kind.PREFIX | Kind.INFIX:
            return parsers["words"].parse("*".join((*words, "")[:2]))
        case Kind.FUZZY:
            return parsers["words"].parse(f"{words[0]}~1")
        case Kind.OR:
            return parsers["stems"].parse(" OR ".join(words))
        case Kind.NOT:
            return parsers["stems"].parse(f"{words[0]} NOT {words[1]}")
        case Kind.DATES:
            return parsers["stems"].parse(words[0]) & days
        case Kind.FILTER:
            return days
        case Kind.TITLE:
            return parsers["title_stems"].parse(words[0])
        case _:
            return parsers["stems"].parse(" ".join(words))


def print_hits(folder: Path, word: str) -> None:
    """Print every hit of a word: date, id, title, excerpt."""
    index = open_dir(str(folder))
    with index.searcher() as searcher:
        for hit in searcher.search(QueryParser("stems", index.schema).parse(word), limit=None):
            excerpt = " ".join(hit.highlights("stems", text=hit["body"]).split())
            sys.stdout.write(f"{hit['date']}\t{hit['id']}\t{hit['title']}\t{excerpt}\n")


if __name__ == "__main__":
    verb, *arguments = sys.argv[1:]
    if verb == "index":
        build(read(Path(arguments[0])), Path(arguments[1]))
    else:
        print_hits(Path(arguments[0]), arguments[1])
