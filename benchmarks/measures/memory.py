"""Memory of searching: whole commands, and the process that stays after every question was asked of it once.

What indexing takes is measured with it.
"""

from benchmarks.corpora import Size, articles
from benchmarks.indexes import corpus_of, index_of
from benchmarks.measures.cold import search
from benchmarks.measures.pipe import WORD
from benchmarks.peers import EXCERPTS, LABELS, MATCHES, NAMES
from benchmarks.processes import newsgrep, run
from benchmarks.questions import questions
from benchmarks.resident import resident
from benchmarks.runs import Raw
from benchmarks.tables import Table, megabytes

SIZES = (Size.SMALL, Size.LARGE)


def measure(size: Size, rounds: int | None) -> Raw:
    del rounds  # once will do: memory does not vary as time does
    index = index_of("newsgrep", size)
    whole = [newsgrep(), "search", "--index", str(index), WORD]
    peaks = {
        "newsgrep search -n 10, piped": run(search(index, WORD)).peak,
        "newsgrep search -n 10, on a terminal": run(search(index, WORD), terminal=True).peak,
        "newsgrep search -c": run([*whole, "-c"]).peak,
        "newsgrep search, every hit": run(whole).peak,
    }
    for name in NAMES if size is Size.SMALL else NAMES[:-1]:
        peaks[f"{LABELS[name]}, a process that stays"] = _staying(name, size)
    return {"articles": articles(size), "word": WORD, "peak_bytes": peaks}


def _staying(name: str, size: Size) -> int:
    with resident(name, corpus_of(size), index_of(name, size)) as peer:
        ways = [way for way in peer.ways() if way in {MATCHES, EXCERPTS}]
        for question in questions(size):
            for way in ways:
                peer.ask(question, way)
        return peer.peak()


def tables(size: Size, raw: Raw) -> list[Table]:
    del size
    rows = [(name, megabytes(peak)) for name, peak in raw["peak_bytes"].items()]
    return [Table(f"Memory, {raw['articles']:,} articles (`{raw['word']}`)", ("", "peak"), rows)]
