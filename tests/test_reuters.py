"""Real news, 19,043 articles of Reuters (or the first of them, unless NEWSGREP_TEST_SCALE is 10): as text
files and as JSON Lines, asked at random, against the oracle."""

import json
from collections.abc import Iterator
from datetime import date

import pytest
import reuters
from conftest import SCALE
from inverted_oracle import InvertedOracle
from random_queries import Asker

from newsgrep.archive import Archive
from newsgrep.errors import QueryError
from newsgrep.query import parse

ARTICLES = reuters.ALL if SCALE >= 10 else 1_000 * SCALE
QUERIES = 30 * SCALE
TODAY = date(2025, 5, 6)

pytestmark = reuters.needs_reuters


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Archive, Archive]]:
    """The same articles as text files and as JSON Lines."""
    folder = tmp_path_factory.mktemp("reuters")
    (folder / "text" / "r").mkdir(parents=True)
    (folder / "json").mkdir()
    with (folder / "json" / "r.jsonl").open("w", encoding="utf-8") as lines:
        for record in reuters.records(ARTICLES):
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


def test_random_queries_give_the_oracles_articles_in_both_forms(
    archives: tuple[Archive, Archive], seed: int
) -> None:
    text, jsonl = archives
    articles = [text.show(match.id)[0] for match in text.search("*").matches()]
    oracle, asker = InvertedOracle(articles), Asker(articles, seed=seed)
    asked = 0
    while asked < QUERIES:
        query = asker.ask().query
        try:
            found = {match.id: match.score for match in text.search(query).matches()}
        except QueryError:  # a wildcard that stands for too much
            continue
        asked += 1
        assert list(found) == [identifier for identifier, _ in oracle.search(parse(query, today=TODAY))], (
            query
        )
        assert text.count(query) == len(found)
        if any(name in query for name in ("path:", "id:", "tag:")):  # these differ between the forms
            continue
        other = {
            match.id.replace(".jsonl#", "/") + ".txt": match.score for match in jsonl.search(query).matches()
        }
        assert other == pytest.approx(found, rel=1e-9), query
