"""SQLite FTS5 with its Porter stemmer, the text stored in it: what anyone has who has Python.

    python -m benchmarks.peers.fts5 CORPUS FOLDER

indexes. It knows no fuzzy words and no wildcard inside a word. For questions about dates there is a table of them, made
at the first question, so that its making is not timed.
"""

import sqlite3
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.peers import EXCERPTS, MATCHES, Ways
from benchmarks.questions import TOP, Kind, Question
from benchmarks.record_files import read
from benchmarks.varying import Record

SOURCES = (Path(__file__),)

_TABLE = "create virtual table articles using fts5(title, body, tokenize = 'porter unicode61')"
_TEXT = "select rowid from articles where articles match :text order by rank limit :top offset :offset"
_EXCERPTS = (
    "select title, snippet(articles, 1, '[', ']', '…', 40) from articles where articles match :text"
    " order by rank limit :top offset :offset"
)
_TOTAL = "select count(*) from articles where articles match :text"
_JOINED = "from articles join dates on dates.rowid = articles.rowid where articles match :text"
_STATEMENTS = {
    Kind.DATES: (
        f"select articles.rowid {_JOINED} and day between :first and :last order by rank limit :top",
        f"select count(*) {_JOINED} and day between :first and :last",
    ),
    Kind.NEWEST: (f"select articles.rowid {_JOINED} order by day desc limit :top", _TOTAL),
    Kind.FILTER: (
        "select rowid from dates where day between :first and :last order by day desc limit :top",
        "select count(*) from dates where day between :first and :last",
    ),
}


def build_command(corpus: Path, folder: Path) -> list[str]:
    return [sys.executable, "-m", "benchmarks.peers.fts5", str(corpus), str(folder)]


def index_files(folder: Path) -> Path:
    return folder


def build(records: Iterable[Record], folder: Path) -> None:
    database = connect(folder)
    database.execute(_TABLE)
    database.executemany("insert into articles values (?, ?)", ((one.title, one.body) for one in records))
    database.commit()
    database.close()


def connect(folder: Path) -> sqlite3.Connection:
    database = sqlite3.connect(folder / "fts5.sqlite")
    database.execute(f"pragma mmap_size = {1 << 33}")
    return database


def open_index(corpus: Path, folder: Path) -> Ways:
    database = connect(folder)
    add_dates(database, corpus)

    def ask(question: Question, select: str) -> int:
        ordered, total = _STATEMENTS.get(question.kind, (select, _TOTAL))
        values: dict[str, Any] = {
            "text": expression(question),
            "top": TOP,
            "offset": question.offset,
            "first": question.days[0],
            "last": question.days[1],
        }
        database.execute(ordered, values).fetchall()
        return int(database.execute(total, values).fetchone()[0])

    def excerpts(question: Question) -> int:
        if question.kind in _STATEMENTS:
            raise LookupError(question.kind)
        return ask(question, _EXCERPTS)

    return {MATCHES: lambda question: ask(question, _TEXT), EXCERPTS: excerpts}


def expression(question: Question) -> str:
    """The question in FTS5's language. Raises LookupError."""
    words = [f'"{word}"' for word in question.words]
    match question.kind:
        case Kind.INFIX | Kind.FUZZY:
            raise LookupError(question.kind)
        case Kind.PHRASE:
            return f'"{" ".join(question.words)}"'
        case Kind.OR:
            return " OR ".join(words)
        case Kind.NOT:
            return f"{words[0]} NOT {words[1]}"
        case Kind.PREFIX:
            return f"{question.words[0]}*"
        case Kind.NEAR:
            return f"NEAR({words[0]} {words[1]}, 5)"
        case Kind.TITLE:
            return f"title : {words[0]}"
        case _:
            return " ".join(words)


def add_dates(database: sqlite3.Connection, corpus: Path) -> None:
    """Make the table of dates, if there is none yet."""
    if database.execute("select 1 from sqlite_master where name = 'dates'").fetchone():
        return
    database.execute("create table dates (rowid integer primary key, day integer)")
    days = ((int(record.date.replace("-", "")),) for record in read(corpus))
    database.executemany("insert into dates (day) values (?)", days)
    database.execute("create index dates_by_day on dates (day)")
    database.commit()


if __name__ == "__main__":
    build(read(Path(sys.argv[1])), Path(sys.argv[2]))
