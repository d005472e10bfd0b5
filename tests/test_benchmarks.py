"""What the benchmarks stand on: articles and questions that repeat, ratios, tables that no one typed."""

import json
import subprocess
import sys
from collections import Counter
from datetime import date
from itertools import islice
from math import isclose
from pathlib import Path

import pytest

from benchmarks import felt, measures, report
from benchmarks.corpora import REUTERS, Size, reuters
from benchmarks.pages import page_of
from benchmarks.peers import fts5
from benchmarks.peers.newsgrep import query_text
from benchmarks.processes import run
from benchmarks.questions import OF_EACH_KIND, Kind, questions
from benchmarks.reading import tables
from benchmarks.reading.judged import Judged, judged
from benchmarks.reading.scores import f1, scores
from benchmarks.reading.systems import OURS, Found
from benchmarks.rounds import best_ratio, geometric_mean, take_turns
from benchmarks.tables import figure
from benchmarks.varying import INVENTIONS, Record, invented_word, varied_copies
from newsgrep.query import parse

SOME = 3_000
"""So many articles have words of every kind."""
RECORDS = [
    Record(str(n), "1987-03-01", f"Oil news {n}", "Crude oil rose, said a trader.\n" * 20) for n in range(20)
]


def test_the_first_copy_is_the_articles_and_the_others_differ_by_a_fifth() -> None:
    copies = list(varied_copies(RECORDS, 3))
    assert len(copies) == 60
    assert copies[:20] == RECORDS
    assert copies[40].id == "2-0"
    assert copies[40].date == "1987-06-29"
    words = [
        (ours, theirs) for ours, theirs in zip(RECORDS[0].body.split(), copies[20].body.split(), strict=True)
    ]
    assert 10 < sum(ours != theirs for ours, theirs in words) < 30


def test_the_same_seed_gives_the_same_articles_one_at_a_time() -> None:
    assert list(islice(varied_copies(RECORDS, 1000), 50)) == list(varied_copies(RECORDS, 3))[:50]
    assert list(varied_copies(RECORDS, 2, seed=1)) != list(varied_copies(RECORDS, 2, seed=2))


def test_no_two_invented_words_are_alike() -> None:
    words = {invented_word(number) for number in range(0, INVENTIONS, 15)}
    assert len(words) == INVENTIONS // 15
    assert all(word.isalpha() for word in words)


def test_peers_take_turns_and_the_first_round_is_not_kept() -> None:
    calls: list[str] = []
    kept = take_turns({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, 2)
    assert calls == ["a", "b"] * 3
    assert {name: len(turns) for name, turns in kept.items()} == {"a": 2, "b": 2}


def test_past_its_budget_a_question_is_asked_three_times() -> None:
    assert len(take_turns({"a": lambda: None}, 50, budget=0)["a"]) == 3


def test_a_command_is_measured_to_its_end() -> None:
    took = run(["sh", "-c", "echo a; sleep 0.2; echo b"])
    assert took.lines == 2
    assert took.first_line is not None
    assert 0 < took.first_line < took.seconds
    assert took.seconds > 0.2
    assert run(["true"]).first_line is None


def test_memory_is_that_of_the_largest_process_not_of_who_measures() -> None:
    ours = bytearray(200_000_000)
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', 'len(b\\'x\\' * {len(ours)})'])"
    assert run(["true"]).peak < 50_000_000
    assert run([sys.executable, "-c", child]).peak > len(ours)


def test_a_command_may_run_on_a_terminal_and_must_not_fail() -> None:
    asks = [
        sys.executable,
        "-c",
        "import sys; sys.exit(not all(s.isatty() for s in (sys.stdin, sys.stdout)))",
    ]
    assert run(asks, terminal=True).seconds > 0
    with pytest.raises(subprocess.CalledProcessError):
        run(asks)


def test_ratios() -> None:
    assert best_ratio({"a": [3.0, 2.0], "b": [4.0, 9.0]}, "a", "b") == 0.5
    assert isclose(geometric_mean([0.5, 2.0, 8.0]), 2.0)


def test_a_figure_says_whether_its_target_is_met() -> None:
    assert figure("x", 1.2, 1.3, most=1.2) == ("x", "1.20", "1.30", "≤ 1.2", "met")
    assert figure("x", 11.9, least=12, unit=" MB") == ("x", "11.9 MB", "-", "≥ 12 MB", "missed")


@pytest.mark.skipif(not REUTERS.exists(), reason="the Reuters articles are not beside this checkout")
def test_questions_are_three_of_each_kind_repeat_and_parse(monkeypatch: pytest.MonkeyPatch) -> None:
    some = reuters()[:SOME]
    monkeypatch.setattr("benchmarks.questions.reuters", lambda: some)
    asked = questions(Size.SMALL)
    assert asked == questions(Size.SMALL)
    assert Counter(question.kind for question in asked) == dict.fromkeys(Kind, OF_EACH_KIND)
    assert [one.words for one in asked] == [one.words for one in questions(Size.LARGE)]
    for question in asked:
        parse(query_text(question), today=date(2025, 5, 6))
        if question.kind not in {Kind.INFIX, Kind.FUZZY}:
            assert fts5.expression(question) or question.kind is Kind.FILTER


def test_the_readmes_tables_are_those_of_the_newest_runs() -> None:
    page = report.README.read_text(encoding="utf-8")
    assert report.written(page) == page


def test_what_users_feel_is_taken_from_the_newest_runs_of_other_parts() -> None:
    seconds = {"git status": [0.1, 0.2], "newsgrep index": [0.3, 0.25], "newsgrep index, before": [0.5, 0.6]}
    shown = felt.table({("refresh", "small"): {"raw": {"seconds": seconds}}})
    assert shown.rows == [("refresh, nothing changed, by `git status`", "5.00", "2.50", "≤ 3", "met")]
    del seconds["newsgrep index, before"]
    assert felt.table({("refresh", "small"): {"raw": {"seconds": seconds}}}).rows[0][1] == "-"
    assert {one.part for one in felt.FIGURES} <= set(measures.NAMES)


def test_a_page_of_the_benchmark_is_as_large_as_real_ones_and_holds_its_article() -> None:
    pages = [page_of(record, number, RECORDS * 2) for number, record in enumerate(RECORDS[:6])]
    assert pages == [page_of(record, number, RECORDS * 2) for number, record in enumerate(RECORDS[:6])]
    assert all(20_000 < len(page) < 60_000 for page in pages)
    assert all("Crude oil rose, said a trader." in page and "1987-03-01" in page for page in pages)


def test_judged_pages_are_those_of_a_table_that_are_there(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.html").write_text("<p>a</p>")
    (tmp_path / "pages" / "b.html").write_text("<p>b</p>")
    (tmp_path / "truth.tsv").write_text(
        "page\turl\tdate\na.html\thttps://a.example/\t2020-05-05\nb.html\t\tnan\nc.html\t\t2020-05-06\n"
    )
    assert [(one.page.name, one.date) for one in judged(tmp_path, None)] == [
        ("a.html", "2020-05-05"),
        ("b.html", ""),
    ]


def test_an_evaluation_file_is_read_and_not_run(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>a</p>")
    told = {
        "file": "a.html",
        "with": ["wheat"],
        "without": ["menu"],
        "title": "Mill",
        "author": "Ann Smith; Bo Lee",
    }
    python = tmp_path / "evaldata.py"
    python.write_text(
        f"open({str(tmp_path / 'run')!r}, 'w')\nPAGES = {{'https://a.example/': {told!r}}}\nX = {{}}\n"
    )
    (tmp_path / "data.json").write_text(json.dumps({"https://a.example/": told, "b": {"file": "b.html"}}))
    wanted = Judged(
        tmp_path / "a.html",
        "https://a.example/",
        None,
        "Mill",
        ("Ann Smith", "Bo Lee"),
        ("wheat",),
        ("menu",),
    )
    assert judged(python, None) == [wanted]
    assert judged(tmp_path / "data.json", tmp_path) == [wanted]
    assert not (tmp_path / "run").exists()


def test_scores_count_what_is_right_wrong_and_undated() -> None:
    pages = [
        Judged(
            Path("a"), date="2020-05-05", title="Mill  sold", authors=("Ann Smith",), wanted=("wheat", "rye")
        ),
        Judged(Path("b"), date="2020-05-05", unwanted=("menu",)),
        Judged(Path("c"), date="2020-05-05"),
        Judged(Path("d"), date=""),
    ]
    found = [
        Found("2020-05-05", "meta", "mill sold", ("Ann Smith", "Bo Lee"), "wheat"),
        Found("2020-05", "url", text="menu"),
        Found(),
        Found(),
    ]
    raw = scores(pages, found)
    assert raw["dates"] == [["-", "right", 1], ["-", "undated", 1], ["meta", "right", 1], ["url", "wrong", 1]]
    assert (raw["titles"], raw["authors"]) == ([1, 1], [0, 1])
    assert f1(raw["passages"]) == (0.5, 0.5, 0.5)
    told = [str(table) for table in tables({"pages": 4, "systems": {OURS: raw}})]
    assert "| newsgrep | 2 (50.0%) | 1 (25.0%) | 1 (25.0%) |" in told[0]
    assert "| dates right | 50.0% | - | ≥ 92% | missed |" in told[2]
