"""`newsgrep kwic`, as a shell or a person sees it."""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from conftest import index
from rich.cells import cell_len

from newsgrep.archive import Archive
from newsgrep.cli import kwic_screen

Run: TypeAlias = Callable[..., Any]
FIELDS = ["id", "location", "date", "source", "field", "left", "match", "right", "start", "end"]
ESCAPES = re.compile(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\")
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
SCRIPTS = [
    "plain words of English, oil and more words behind it that go on and on and on",
    "\u6771\u4eac\u306e\u77f3\u6cb9 oil \u4fa1\u683c\u306f\u4e0a\u304c\u308b\u3060\u308d\u3046\u3068\u653f\u5e9c\u304c\u767a\u8868\u3057\u305f\u3002"
    * 2,
    "\u05de\u05d7\u05d9\u05e8\u05d9 \u05d4\u05e0\u05e4\u05d8 oil \u05e2\u05dc\u05d5 \u05d4\u05d9\u05d5\u05dd \u05d1\u05e9\u05d5\u05e7\u05d9 \u05d4\u05e2\u05d5\u05dc\u05dd \u05db\u05d5\u05dc\u05dd",
    "cafe\u0301 re\u0301sume\u0301 " * 6 + "oil " + "e\u0301te\u0301 " * 30,
    f"{FAMILY} \u2764\ufe0f {FAMILY} \U0001f1e8\U0001f1e6 oil {FAMILY} \u2764\ufe0f " * 4,
    "x" * 300 + " oil " + "y" * 300,
    "oil",
    "\u0e19\u0e49\u0e33\u0e21\u0e31\u0e19" * 40 + " oil " + "\u0e19\u0e49\u0e33\u0e21\u0e31\u0e19" * 40,
]


@pytest.fixture
def oil(tmp_path: Path) -> Path:
    """Headlines and texts, of several days, one of none."""
    records: list[dict[str, object]] = [
        {"text": "The price of oil\n\n  fell; crude oil too.", "title": "Oil falls", "date": "1987-03-05"},
        {"text": "No Oil here", "date": "1987-03", "source": "The Post"},
        {"text": "of oil, and olive oil."},
        {"text": "nothing", "date": "1986"},
    ]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    index(tmp_path, ".")
    return tmp_path


def test_lines_in_a_pipe(newsgrep: Run, oil: Path) -> None:
    ran = newsgrep("kwic", "oil", "-C", "3", cwd=oil)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "1987-03\ta.jsonl#2\tNo\tOil\there",
        "1987-03-05\ta.jsonl#1\t-\tOil\tfalls",
        "1987-03-05\ta.jsonl#1\tThe price of\toil\tfell; crude oil",
        "1987-03-05\ta.jsonl#1\toil fell; crude\toil\ttoo.",
        "-\ta.jsonl#3\tof\toil\t, and olive",
        "-\ta.jsonl#3\toil, and olive\toil\t.",
    ]


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ([], "The price of|oil|fell; crude oil too."),
        (["-C", "0"], "-|oil|-"),
        (["-B", "1"], "of|oil|fell; crude oil too."),
        (["-A", "1"], "The price of|oil|fell;"),
        (["-C", "1", "-A", "2"], "of|oil|fell; crude"),
        (["-C", "9" * 40], "The price of|oil|fell; crude oil too."),
    ],
)
def test_words_around_a_match(newsgrep: Run, oil: Path, options: list[str], line: str) -> None:
    printed = newsgrep("kwic", "oil", *options, cwd=oil).out.splitlines()
    assert printed[2].split("\t")[2:] == line.split("|")


def test_json_csv_and_tsv(newsgrep: Run, oil: Path) -> None:
    rows = json.loads(newsgrep("kwic", "oil", "--json", cwd=oil).out)
    assert [list(row) for row in rows] == [FIELDS] * 6
    assert rows[0]["date"] == "1987-03"
    assert (rows[0]["source"], rows[0]["field"], rows[1]["field"]) == ("The Post", "text", "title")
    assert rows[4]["date"] is rows[4]["source"] is None
    assert rows[1]["left"] == ""
    raw = newsgrep("show", "--raw", "a.jsonl#1", cwd=oil).out
    assert [raw[row["start"] : row["end"]] for row in rows[2:4]] == ["oil", "oil"]
    lines = newsgrep("kwic", "oil", "--jsonl", cwd=oil).out.splitlines()
    assert list(map(json.loads, lines)) == rows
    table = list(csv.reader(newsgrep("kwic", "oil", "--csv", cwd=oil).out.splitlines()))
    assert table[0] == FIELDS
    assert [row[6] for row in table[1:]] == [row["match"] for row in rows]
    assert newsgrep("kwic", "oil", "--format", "tsv", cwd=oil).out.splitlines()[0] == "\t".join(FIELDS)


def test_every_span_that_a_search_marks_is_a_line(newsgrep: Run) -> None:
    for query in ("tariff*", '"trade war" OR canada', "steel NEAR/9 tariff", "title:carney"):
        lines = [json.loads(line) for line in newsgrep("kwic", query, "--jsonl").out.splitlines()]
        hits = [json.loads(line) for line in newsgrep("search", query, "--jsonl").out.splitlines()]
        found = {(line["id"], line["start"], line["end"]) for line in lines if line["field"] == "text"}
        assert found == {(hit["id"], *span) for hit in hits for span in hit["spans"]}
        assert newsgrep("kwic", query, "-c").out == f"{len(lines)}\n"


@pytest.mark.parametrize(
    ("order", "column", "words"),
    [
        ("left", 2, ["-", "oil fell; crude", "No", "of", "The price of", "oil, and olive"]),
        ("right", 4, [".", ", and olive oil.", "falls", "fell; crude oil too.", "here", "too."]),
    ],
)
def test_sorting_by_context(newsgrep: Run, oil: Path, order: str, column: int, words: list[str]) -> None:
    printed = newsgrep("kwic", "oil", "-B", "3", "--sort", order, cwd=oil).out.splitlines()
    assert [line.split("\t")[column] for line in printed] == words
    first = newsgrep("kwic", "oil", "-B", "3", "--sort", order, "-n", "2", cwd=oil).out.splitlines()
    assert first == printed[:2]


def test_a_random_order_is_that_of_its_seed(newsgrep: Run) -> None:
    def drawn(*options: str) -> list[str]:
        lines: list[str] = newsgrep("kwic", "tariffs", "--sort", "random", *options).out.splitlines()
        return lines

    first = drawn()
    assert first == drawn("--seed", "0") != drawn("--seed", "1")
    assert (
        sorted(first) == sorted(drawn("--seed", "1")) == sorted(newsgrep("kwic", "tariffs").out.splitlines())
    )
    assert drawn("--seed", "1", "-n", "5") == drawn("--seed", "1")[:5]


@pytest.mark.parametrize(
    ("arguments", "code", "out", "note"),
    [
        (["absent"], 1, "", "nothing found"),
        (["absent", "-c"], 1, "0\n", ""),
        (["absent", "--json"], 1, "[]\n", "nothing found"),
        (["fallz"], 1, "", "nothing found; did you mean: falls"),
        (["source:post*"], 1, "", "nothing found"),
        (
            ["source:the*"],
            1,
            "",
            "nothing to show: the query finds articles, but no word of it stands in their",
        ),
        (["oil", "-n", "0"], 0, "", ""),
        (["oil", "--until", "1990", "-n", "0"], 0, "", "1 article that matches otherwise is undated"),
        (["oil", "-C", "-1"], 2, "", "-1 is not in the range"),
        (["oil", "--seed", "1"], 2, "", "--seed goes with --sort random"),
        (["oil", "--seed", "x"], 2, "", "'x' is not a valid integer"),
        (['"oil'], 2, "", "this quote is never closed"),
        (["oil", "-c", "--json"], 2, "", "-c and --json do not go together"),
    ],
)
def test_exit_codes_and_notes(
    newsgrep: Run, oil: Path, arguments: list[str], code: int, out: str, note: str
) -> None:
    ran = newsgrep("kwic", *arguments, cwd=oil)
    assert (ran.code, ran.out) == (code, out)
    assert note in ran.err if note else not ran.err


def test_a_pipe_that_closes_early(shell: Run) -> None:
    ran = shell("newsgrep kwic 'the' | head -1")
    assert (ran.code, ran.out.count("\n"), ran.err) == (0, 1, "")


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """Texts that are wide, narrow, joined, long, or written from the right."""
    (tmp_path / "a.jsonl").write_text(
        "".join(
            json.dumps({"text": text, "date": f"1987-03-{day:02}"}) + "\n"
            for day, text in enumerate(SCRIPTS, 1)
        )
    )
    index(tmp_path, ".")
    return tmp_path


@pytest.mark.parametrize("columns", [2, 7, 20, 40, 59, 60, 80, 99, 100, 137, 200])
def test_the_matches_stand_below_each_other(terminal: Run, scripts: Path, columns: int) -> None:
    shown = (
        terminal("kwic", "oil", "-n", "100", cwd=scripts, columns=columns)
        .out.partition("\n\n")[0]
        .splitlines()
    )
    assert len(shown) == 12
    starts = {cell_len(ESCAPES.sub("", line.partition("\x1b[1;31m")[0])) for line in shown}
    assert len(starts) == 1
    plain = [ESCAPES.sub("", line) for line in shown]
    assert max(map(cell_len, plain)) <= columns
    assert [line for line in plain if line != line.rstrip()] == []
    if columns >= 20:
        middle = (columns + (12 if columns >= 60 else 0) - (columns // 5 + 2 if columns >= 100 else 0)) / 2
        assert abs(starts.pop() - middle) <= 5
        assert [line for line in shown if "\x1b[1;31moil\x1b[0m" not in line] == []
    assert [line for line in plain if "1987-03-01" in line] == (plain[:1] if columns >= 60 else [])
    assert [line for line in plain if line.endswith("a.jsonl#1")] == (plain[:1] if columns >= 100 else [])


def test_no_letter_is_cut_apart(terminal: Run, scripts: Path) -> None:
    for columns in range(30, 60):
        shown = terminal("kwic", "oil", "-n", "100", cwd=scripts, columns=columns, NO_COLOR="1").out
        assert not [
            line
            for line in shown.splitlines()
            if line.lstrip().startswith(("\u0301", "\u200d", "\ufe0f", "\u0e49"))
        ]


def test_the_first_lines_and_how_many_there_are(terminal: Run, newsgrep: Run, oil: Path) -> None:
    (oil / "many.txt").write_text("Date: 2001-05-06\n\n" + "oil and\n" * 1_500)
    index(oil)
    quiet = {"cwd": oil, "NO_COLOR": "1"}
    lines, _, below = terminal("kwic", "oil", **quiet).out.partition("\n\n")
    assert lines.count("\n") == 19
    assert " ".join(below.split()) == (
        "1,506 lines in 4 articles, 20 shown; -n 1506 shows all · 5 searched, indexed just now"
    )
    lines, _, below = terminal("kwic", "oil", "-n", "9999", **quiet).out.partition("\n\n")
    assert lines.count("\n") == 1_505
    assert below.startswith("1,506 lines in 4 articles · 5 searched")
    assert newsgrep("kwic", "oil", "--format", "text", cwd=oil).out == f"{lines}\n"


def test_of_many_articles_the_lines_are_not_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "oil and oil"}\n' * 5)
    index(tmp_path, ".")
    monkeypatch.setattr(kwic_screen, "_MOST_READ", 4)
    with Archive.open(tmp_path) as archive:
        assert kwic_screen.how_many(archive, archive.parse("oil"), 3) == (
            "3 lines shown of those in 5 articles; -c counts all"
        )


def test_nothing_for_a_person(terminal: Run, oil: Path) -> None:
    assert terminal("kwic", "absent", cwd=oil).out == "newsgrep: nothing found\n"


def test_a_pager_that_ends_early_has_found_something(terminal: Run, oil: Path) -> None:
    ran = terminal("kwic", "oil", cwd=oil, NEWSGREP_PAGER="true")
    assert (ran.code, ran.out) == (0, "")


def test_a_headline_is_bold_and_a_link_leads_to_the_file(terminal: Run, oil: Path) -> None:
    line = next(
        line for line in terminal("kwic", "oil", cwd=oil, columns=120).out.splitlines() if "falls" in line
    )
    assert "\x1b[1mfalls" in line
    assert line.count(f"{(oil / 'a.jsonl').as_uri()}\x1b") == 2
    assert "file://" not in terminal("kwic", "oil", "--color", "never", cwd=oil).out


HOSTILE = "a\x1b[2Jb \u202eoil\u202c\tx\r\ny \u2066z \x9b31m \x00 oil\x07 \ud800"


def test_hostile_texts(newsgrep: Run, terminal: Run, tmp_path: Path) -> None:
    record = {"text": HOSTILE, "title": f"t {HOSTILE}", "source": "s\x1b[2J", "id": "k\x1b[1m\u202e"}
    (tmp_path / "a.jsonl").write_text(json.dumps(record) + "\n")
    index(tmp_path, ".")
    unsafe = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
    for form in ("lines", "jsonl", "csv", "tsv", "text"):
        ran = newsgrep("kwic", "oil", "--format", form, cwd=tmp_path)
        assert ran.code == 0
        assert not unsafe.search(ran.out.replace("\r\n", "\n")), form
    lines = newsgrep("kwic", "oil", cwd=tmp_path).out.splitlines()
    assert [line.count("\t") for line in lines] == [4] * 4
    for columns in (40, 80, 160):
        shown = terminal("kwic", "oil", cwd=tmp_path, columns=columns).out
        assert not unsafe.search(ESCAPES.sub("", shown))


def test_a_long_text_of_many_matches(newsgrep: Run, tmp_path: Path) -> None:
    """A megabyte, also without a blank: what is read around each of a hundred thousand matches is bounded."""
    (tmp_path / "blanks.txt").write_text("oil and " * 125_000)
    (tmp_path / "none.txt").write_text("\u77f3\u6cb9\u3068" * 33_000)
    (tmp_path / "dashes.txt").write_text("oil-" * 100_000)
    index(tmp_path, ".")
    assert newsgrep("kwic", "oil", "-c", cwd=tmp_path).out == "225000\n"
    lines = newsgrep("kwic", "oil", "-C", "2", "path:blanks.txt", cwd=tmp_path).out.splitlines()
    assert set(lines[1:-1]) == {"-\tblanks.txt\toil and\toil\tand oil"}
    lines = newsgrep("kwic", "\u6cb9", "-C", "2", cwd=tmp_path).out.splitlines()
    assert len(lines) == 33_000
    assert {len(part) for part in lines[100].split("\t")[2:]} == {80, 1}
    assert newsgrep("kwic", "oil", "path:dashes.txt", cwd=tmp_path).out.count("\n") == 100_000
