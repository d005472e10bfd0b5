"""`newsgrep coverage`, as a shell or a person sees it."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from conftest import index
from rich.cells import cell_len

Run: TypeAlias = Callable[..., Any]


def test_coverage_for_a_person_and_for_jq(newsgrep: Run, folder: Path) -> None:
    (folder / "seeds" / "more.jsonl").write_text(
        '{"text": "x", "date": "2024-11", "source": "AP", "lang": "en"}\n{"text": "y", "date": "03/04/2025"}\n'
    )
    index(folder)
    shown = newsgrep("coverage", cwd=folder).out
    assert shown.startswith("articles     40, 2024-11 to 2025-06\n")
    for line in (
        r"undated +2 +newsgrep search 'date:undated'",
        r"doubtful +1 +newsgrep search 'flag:doubtful-date'",
        r"imprecise +1 +newsgrep search 'precision:month OR precision:year'",
        r"conflicting +0",
        r"dated by +text 33, front-matter 3, (?:record 1, file-name 1|file-name 1, record 1)",
        r"formats +text 35, markdown 3, json 2",
        r"languages +not stated 39, en 1",
        r"sources +not stated: 36, 2025-01 to 2025-06",
        r" +AP: 1, 2024-11 to 2024-11",
        r"2025-05 +12 +9 +0 +1 +█+",
        r"no article +2024-12",
    ):
        assert re.search(rf"^(?:{line})$", shown, re.MULTILINE), line
    for query, found in (("flag:doubtful-date", 1), ("precision:month OR precision:year", 1)):
        assert newsgrep("search", "-c", query, cwd=folder).out == f"{found}\n"
    told = json.loads(newsgrep("coverage", "--json", "--by", "year", cwd=folder).out)
    assert [(period["period"], period["articles"]) for period in told["periods"]] == [
        ("2024", 1),
        ("2025", 37),
    ]
    assert told["languages"] == [{"value": None, "articles": 39}, {"value": "en", "articles": 1}]
    assert told["gaps"] == []


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of three sources with long names, of many gaps, of years and of months."""
    sources = ("路透社新闻中文网站", "Agence France-Presse International News Bureau of Paris", "AP")
    months = [(2003 + number // 2, 1 + number % 2 * (1 + number // 4)) for number in range(32)]
    records = [{"text": "x", "date": "2003", "source": "AP"}] + [
        {"text": "x", "date": f"{year}-{month:02}", "source": source}
        for year, month in months
        for source in sources
    ]
    folder = tmp_path_factory.mktemp("wide")
    (folder / "a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    index(folder, ".")
    return folder


@pytest.mark.parametrize("columns", [None, 40, 80, 132])
def test_rows_are_no_wider_than_the_screen(newsgrep: Run, wide: Path, columns: int | None) -> None:
    variables = {"COLUMNS": str(columns)} if columns else {}
    shown = newsgrep("coverage", "--by", "month", cwd=wide, **variables).out
    table = shown.split("\n\n")[1].splitlines()
    assert max(map(cell_len, table)) <= (columns or 80)
    assert [line for line in table[1:] if not re.match(r"[0-9-]+( to [0-9-]+)? +[0-9]", line)] == []
    bars = [cell_len(line[: line.index("█")]) for line in table if "█" in line]
    assert len(set(bars)) == 1
    assert min(len(re.findall("█", line)) for line in table if re.match(r"2003-01 ", line)) >= 1
    assert ("路透社新闻…" in table[0]) == (columns != 40)


def test_periods_are_told_as_precisely_as_both_are_known(newsgrep: Run, wide: Path) -> None:
    shown = newsgrep("coverage", "--by", "month", cwd=wide).out
    assert shown.startswith("articles     97, 2003 to 2018\n")
    assert "AP: 33, 2003 to 2018\n" in shown
    assert "路透社新闻中文网站: 32, 2003-01 to 2018-09\n" in shown
    assert re.search(r"^ +Agence France-Presse International New.*…: 32", shown, re.MULTILINE)


def test_the_longest_gaps_are_told_and_how_many_more_there_are(newsgrep: Run, wide: Path) -> None:
    shown = newsgrep("coverage", "--by", "month", cwd=wide).out
    told = json.loads(newsgrep("coverage", "--by", "month", "--json", cwd=wide).out)["gaps"]
    named = re.findall(r"^no article +(\S+) to (\S+) \((\d+) months\)$", shown, re.MULTILINE)
    assert len(named) == 10
    assert [first for first, _, _ in named] == sorted(first for first, _, _ in named)
    assert sorted((gap["periods"] for gap in told), reverse=True)[:10] == sorted(
        (int(periods) for _, _, periods in named), reverse=True
    )
    assert f"and {len(told) - 10} more, none longer (--json lists them)\n" in shown
