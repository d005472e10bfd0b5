"""Real news, 19,043 articles of Reuters (or the first of them, unless NEWSGREP_TEST_SCALE is 10): as text
files and as JSON Lines, asked at random, against the brute-force oracle."""

import gzip
import json
import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import SCALE
from oracle import Oracle

from newsgrep.archive import Archive
from newsgrep.errors import QueryError
from newsgrep.query import parse

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "reuters.jsonl.gz"
ARTICLES = 19_043 if SCALE >= 10 else 1_000 * SCALE
QUERIES = 30 * SCALE
TODAY = date(2025, 5, 6)

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the Reuters articles are not beside this checkout")


def records() -> list[dict[str, Any]]:
    with gzip.open(DATA, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line, _ in zip(file, range(ARTICLES), strict=False)]


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Archive, Archive]]:
    """The same articles as text files and as JSON Lines."""
    folder = tmp_path_factory.mktemp("reuters")
    (folder / "text" / "r").mkdir(parents=True)
    (folder / "json").mkdir()
    with (folder / "json" / "r.jsonl").open("w", encoding="utf-8") as lines:
        for record in records():
            lines.write(json.dumps(record) + "\n")
            head = f"Title: {' '.join(record['title'].split())}\nDate: {record['date']}\n\n"
            (folder / "text" / "r" / f"{record['id']}.txt").write_text(
                head + record["body"], encoding="utf-8"
            )
    with (
        Archive.create(folder / "text", today=TODAY) as text,
        Archive.create(folder / "json", today=TODAY) as jsonl,
    ):
        for archive in (text, jsonl):
            report = archive.index([archive.folder], jobs=2)
            assert (report.added, report.skipped) == (ARTICLES, 0)
        yield text, jsonl


def random_queries(oracle: Oracle, draw: random.Random) -> Iterator[str]:
    """Queries over words that stand in the articles, in every form that the language has."""

    def words(count: int) -> list[str]:
        tokens = [
            token.surface for token in draw.choice(oracle.entries).tokens["body"] if token.surface.isalpha()
        ]
        start = draw.randrange(max(1, len(tokens) - count))
        return tokens[start : start + count] or ["oil"]

    forms: list[Callable[[], str]] = [
        lambda: words(1)[0],
        lambda: words(1)[0],
        lambda: f'"{" ".join(words(2))}"',
        lambda: f'"{" ".join(reversed(words(3)))}"~{draw.randint(1, 9)}',
        lambda: f"{words(1)[0]} NEAR/{draw.randint(1, 9)} {words(1)[0]}",
        lambda: f"{words(1)[0][:4]}*",
        lambda: f"{words(1)[0]}~1",
        lambda: f"title:{words(1)[0]}",
        lambda: f"date:1987-{draw.choice(['02', '03', '04', '06', '10'])}",
    ]
    while True:
        parts = [
            ("NOT " if draw.random() < 0.15 else "") + draw.choice(forms)() for _ in range(draw.randint(1, 4))
        ]
        joined = parts[0]
        for part in parts[1:]:
            joined = f"({joined}) {draw.choice(['AND', 'OR', 'OR'])} {part}"
        yield joined


def test_random_queries_give_the_oracles_articles_in_both_forms(archives: tuple[Archive, Archive]) -> None:
    text, jsonl = archives
    identifiers = [match.id for match in text.search("*").matches()]
    oracle = Oracle([text.show(identifier)[0] for identifier in identifiers])
    drawn = random_queries(oracle, random.Random(1987))  # noqa: S311  a repeatable draw
    asked = 0
    while asked < QUERIES:
        query = next(drawn)
        try:
            found = {match.id: match.score for match in text.search(query).matches()}
        except QueryError:  # a wildcard that stands for too much
            continue
        asked += 1
        assert set(found) == oracle.matching(parse(query, today=TODAY)), query
        assert text.count(query) == len(found)
        other = {
            match.id.replace(".jsonl#", "/") + ".txt": match.score for match in jsonl.search(query).matches()
        }
        assert other == pytest.approx(found, rel=1e-9), query
