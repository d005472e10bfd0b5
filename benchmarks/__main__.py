"""newsgrep beside its peers, on the same articles, in one run: SQLite FTS5, stock Whoosh, grep.

    python -m benchmarks [ARTICLES]

ARTICLES is JSON Lines, plain or gzipped, with `title` and `body`; without it, the Reuters articles beside the checkout,
else the sample archive fifty times over. Each query is timed in turns, peer after peer; the figure is the median of
the rounds. The raw run is kept under benchmarks/runs/.
"""

import gzip
import json
import platform
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from newsgrep.archive import Archive

PROJECT = Path(__file__).resolve().parents[1]
REUTERS = PROJECT / ".." / "shared" / "data" / "reuters.jsonl.gz"
ROUNDS = 7
TOP = 10
QUERIES = {
    "a rare word": ("tariffs", "tariffs", "tariffs"),
    "a common word": ("said", "said", "said"),
    "two words": ("oil prices", "oil prices", "oil AND prices"),
    "a phrase": ('"crude oil"', '"crude oil"', '"crude oil"'),
    "a wildcard": ("pric*", "pric*", "pric*"),
}
"""What each is called: for newsgrep, for FTS5, for Whoosh."""


def load(argument: str | None) -> list[dict[str, Any]]:
    """The articles: title and body."""
    path = Path(argument) if argument else REUTERS
    if not path.exists():
        texts = [file.read_text(encoding="utf-8") for file in sorted((PROJECT / "seeds").glob("*.txt"))]
        return [
            {"id": f"{copy}-{n}", "title": "", "body": text}
            for copy in range(50)
            for n, text in enumerate(texts)
        ]
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def timed(action: Callable[[], Any]) -> float:
    """Seconds."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def index_newsgrep(
    folder: Path, articles: list[dict[str, Any]], jobs: int
) -> Callable[[int], Callable[[], Any]]:
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(article) + "\n" for article in articles)
    archive = Archive.create(folder)
    archive.index([folder / "articles.jsonl"], jobs=jobs)
    texts = [queries[0] for queries in QUERIES.values()]
    return lambda number: lambda: list(archive.search(texts[number], limit=TOP).matches())


def index_fts5(folder: Path, articles: list[dict[str, Any]]) -> Callable[[int], Callable[[], Any]]:
    database = sqlite3.connect(folder / "fts5.sqlite")
    database.execute("create virtual table articles using fts5(title, body, tokenize = 'porter unicode61')")
    database.executemany("insert into articles values (:title, :body)", articles)
    database.commit()
    texts = [queries[1] for queries in QUERIES.values()]
    statement = f"select rowid from articles where articles match ? order by rank limit {TOP}"  # noqa: S608  a constant
    return lambda number: lambda: database.execute(statement, (texts[number],)).fetchall()


def index_whoosh(folder: Path, articles: list[dict[str, Any]]) -> Callable[[int], Callable[[], Any]]:
    from whoosh.analysis import StemmingAnalyzer
    from whoosh.fields import ID, TEXT, Schema
    from whoosh.index import create_in
    from whoosh.qparser import MultifieldParser

    (folder / "whoosh").mkdir()
    index = create_in(
        str(folder / "whoosh"), Schema(id=ID(stored=True), title=TEXT, body=TEXT(StemmingAnalyzer()))
    )
    writer = index.writer(limitmb=512)
    for article in articles:
        writer.add_document(id=str(article["id"]), title=article["title"], body=article["body"])
    writer.commit()
    searcher = index.searcher()
    parser = MultifieldParser(["body"], index.schema)
    queries = [parser.parse(texts[2]) for texts in QUERIES.values()]
    return lambda number: lambda: searcher.search(queries[number], limit=TOP)


def main() -> None:
    articles = load(sys.argv[1] if len(sys.argv) > 1 else None)
    peers: dict[str, Callable[[int], Callable[[], Any]]] = {}
    indexing: dict[str, float] = {}
    with TemporaryDirectory() as name:
        folder = Path(name)
        for peer, build in (
            ("newsgrep", lambda: index_newsgrep(folder, articles, 1)),
            ("fts5", lambda: index_fts5(folder, articles)),
            ("whoosh", lambda: index_whoosh(folder, articles)),
        ):
            start = time.perf_counter()
            peers[peer] = build()
            indexing[peer] = time.perf_counter() - start
        rounds: dict[str, dict[str, list[float]]] = {query: {peer: [] for peer in peers} for query in QUERIES}
        for _ in range(ROUNDS):
            for number, query in enumerate(QUERIES):
                for peer, ask in peers.items():
                    rounds[query][peer].append(timed(ask(number)))
        command = [sys.executable, "-m", "newsgrep", "search", "-c", "tariff"]
        grep = ["grep", "-ic", "tariff", str(folder / "articles.jsonl")]
        commands: dict[str, list[float]] = {"newsgrep search -c": [], "grep -ic": []}
        for _ in range(ROUNDS):
            for label, line in (("newsgrep search -c", command), ("grep -ic", grep)):
                commands[label].append(
                    timed(lambda line=line: subprocess.run(line, cwd=folder, capture_output=True, check=True))  # type: ignore[misc]  # bound now
                )
    report(len(articles), indexing, rounds, commands)


def report(
    articles: int,
    indexing: dict[str, float],
    rounds: dict[str, dict[str, list[float]]],
    commands: dict[str, list[float]],
) -> None:
    """Print ratios first, then times, and keep the raw run."""
    print(f"{articles} articles; newsgrep's time divided by the peer's (below 1: newsgrep is faster)")
    for query, of_peer in rounds.items():
        median = {peer: statistics.median(times) for peer, times in of_peer.items()}
        ratios = ", ".join(
            f"{peer} {median['newsgrep'] / median[peer]:.2f}" for peer in median if peer != "newsgrep"
        )
        print(f"  {query:<14} {ratios:<28} newsgrep {1000 * median['newsgrep']:.2f} ms")
    slower = ", ".join(
        f"{peer} {indexing['newsgrep'] / took:.2f}" for peer, took in indexing.items() if peer != "newsgrep"
    )
    print(f"  {'indexing':<14} {slower}")
    for label, times in commands.items():
        print(f"  {label:<20} {1000 * statistics.median(times):.0f} ms, the whole command")
    now = datetime.now(UTC)
    run = {
        "date": now.isoformat(timespec="seconds"),
        "versions": {name: version(name) for name in ("newsgrep", "whoosh3")}
        | {"sqlite": sqlite3.sqlite_version},
        "machine": {
            "python": platform.python_version(),
            "system": platform.system(),
            "processor": platform.machine(),
        },
        "articles": articles,
        "indexing_seconds": indexing,
        "search_seconds": rounds,
        "command_seconds": commands,
    }
    path = PROJECT / "benchmarks" / "runs" / f"{now:%Y-%m-%dT%H%M%S}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(run, indent=1) + "\n", encoding="utf-8")
    print(f"kept in {path.relative_to(PROJECT)}")


main()
