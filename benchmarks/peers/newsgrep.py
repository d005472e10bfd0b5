"""newsgrep: the installed command for indexing, the library for questions."""

from datetime import date
from pathlib import Path

from benchmarks.cache import PROJECT
from benchmarks.peers import EXCERPTS, MATCHES, Ways
from benchmarks.processes import newsgrep
from benchmarks.questions import TOP, Kind, Question
from newsgrep import Archive
from newsgrep.archive import Results
from newsgrep.results import Order

JOBS = 2
SOURCES = (PROJECT / "newsgrep",)


def build_command(corpus: Path, folder: Path) -> list[str]:
    return [newsgrep(), "index", "--quiet", "--index", str(folder), "--jobs", str(JOBS), str(corpus)]


def index_files(folder: Path) -> Path:
    return folder / ".newsgrep"


def open_index(corpus: Path, folder: Path) -> Ways:
    del corpus
    archive = Archive.open(folder, today=date(2025, 5, 6))

    def search(question: Question) -> Results:
        order = Order.NEWEST if question.kind is Kind.NEWEST else Order.RELEVANCE
        return archive.search(query_text(question), order=order, limit=TOP, offset=question.offset)

    def matches(question: Question) -> int:
        results = search(question)
        list(results.matches())
        return results.total

    def excerpts(question: Question) -> int:
        results = search(question)
        list(results)
        return results.total

    return {MATCHES: matches, EXCERPTS: excerpts}


def query_text(question: Question) -> str:
    """The question in newsgrep's language."""
    words = question.words
    first, last = question.days
    dates = f"date:{first}..{last}"
    match question.kind:
        case Kind.PHRASE:
            return f'"{" ".join(words)}"'
        case Kind.OR:
            return " OR ".join(words)
        case Kind.NOT:
            return f"{words[0]} NOT {words[1]}"
        case Kind.PREFIX:
            return f"{words[0]}*"
        case Kind.INFIX:
            return "*".join(words)
        case Kind.FUZZY:
            return f"{words[0]}~1"
        case Kind.NEAR:
            return f"{words[0]} NEAR/5 {words[1]}"
        case Kind.DATES:
            return f"{words[0]} {dates}"
        case Kind.FILTER:
            return dates
        case Kind.TITLE:
            return f"title:{words[0]}"
        case _:
            return " ".join(words)
