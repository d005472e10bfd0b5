"""`newsgrep search` with --each, --fold and --sort random, as a shell sees it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from conftest import index

Run: TypeAlias = Callable[..., Any]

TEXT = "Wheat and corn rose at dawn because rain and cold came over the plains before the harvest began."


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two papers with the same story, one of them with a story of its own, and a story of no paper."""
    folder = tmp_path_factory.mktemp("copies")
    records = [
        {"text": TEXT, "source": "Post", "date": "1987-03-06", "tags": ["farms", "weather"]},
        {"text": TEXT, "source": "Courier", "date": "1987-03-05", "title": "Wheat"},
        {"text": "Wheat fell.", "source": "Post", "date": "1987-04-01"},
        {"text": TEXT, "date": "1987-05", "tags": ["tab\there"]},
    ]
    (folder / "a.jsonl").write_text("".join(f"{json.dumps(record)}\n" for record in records))
    index(folder, ".")
    return folder


def columns(out: str, number: int) -> list[list[str]]:
    return [line.split("\t")[:number] for line in out.splitlines()]


def test_the_value_and_the_copies_come_before_other_columns(newsgrep: Run, copies: Path) -> None:
    each = newsgrep("search", "wheat", "--each", "source", "--sort", "date", cwd=copies)
    assert columns(each.out, 3) == [
        ["Courier", "1987-03-05", "a.jsonl#2"],
        ["Post", "1987-03-06", "a.jsonl#1"],
        ["-", "1987-05", "a.jsonl#4"],
    ]
    fold = newsgrep("search", "wheat", "--fold", "--sort", "date", cwd=copies)
    assert columns(fold.out, 3) == [["2", "1987-03-05", "a.jsonl#2"], ["0", "1987-04-01", "a.jsonl#3"]]
    all_three = newsgrep(
        "search", "--each", "month", "--fold", "-e", "wheat", "-e", "corn", "--sort", "date", cwd=copies
    )
    assert columns(all_three.out, 5) == [
        ["wheat", "1987-03", "2", "1987-03-05", "a.jsonl#2"],
        ["wheat", "1987-04", "0", "1987-04-01", "a.jsonl#3"],
        ["corn", "1987-03", "2", "1987-03-05", "a.jsonl#2"],
    ]
    tags = newsgrep("search", "wheat", "--each", "tag", "--sort", "date", cwd=copies)
    assert columns(tags.out, 1) == [["-"], ["farms"], ["weather"], ["tab here"]]


def test_programs_get_them_as_fields(newsgrep: Run, copies: Path) -> None:
    options = ("--each", "source", "--fold", "--sort", "-date")
    hits = json.loads(newsgrep("search", "wheat", *options, "--json", cwd=copies).out)
    assert [list(hit)[:3] for hit in hits] == [["each", "behind", "id"]] * 2
    assert [(hit["each"], hit["behind"]) for hit in hits] == [("Post", 0), ("Courier", 2)]
    alone = json.loads(
        newsgrep("search", "cold", "--each", "source", "--sort", "-date", "--json", cwd=copies).out
    )
    assert [hit["each"] for hit in alone] == [None, "Post", "Courier"]
    table = newsgrep("search", "wheat", *options, "--csv", cwd=copies).out.splitlines()
    assert [line.split(",")[:3] for line in table] == [
        ["each", "behind", "id"],
        ["Post", "0", "a.jsonl#3"],
        ["Courier", "2", "a.jsonl#2"],
    ]


@pytest.mark.parametrize(
    ("options", "number"),
    [(["--each", "tag"], "4\n"), (["--fold"], "2\n"), (["--fold", "--each", "month"], "2\n"), (["-n", "1", "--fold"], "2\n")],
)  # fmt: skip
def test_the_count_is_of_what_is_printed(
    newsgrep: Run, copies: Path, options: list[str], number: str
) -> None:
    assert newsgrep("search", "-c", "wheat", *options, cwd=copies).out == number
    ran = newsgrep("search", "-c", "-e", "wheat", "-e", "zzzz", *options, cwd=copies)
    assert ran.out == f"wheat\t{number}zzzz\t0\n"


def test_names_are_listed_once(newsgrep: Run, copies: Path) -> None:
    by_tag = newsgrep("search", "--ids", "wheat", "--each", "tag", "--sort", "date", cwd=copies)
    assert by_tag.out.split() == ["a.jsonl#2", "a.jsonl#1", "a.jsonl#4"]
    assert newsgrep("search", "-l", "wheat", "--fold", "--each", "source", cwd=copies).out == "a.jsonl\n"
    run = newsgrep("search", "--format", "trec", "wheat", "--each", "tag", cwd=copies)
    assert len({line.split()[2] for line in run.out.splitlines()}) == len(run.out.splitlines()) == 3


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="sha256sum is not installed")
def test_a_sample_can_be_drawn_again_with_other_tools(shell: Run, newsgrep: Run) -> None:
    drawn = newsgrep("search", "--ids", "tariffs", "--sort", "random", "--seed", "42")
    other = shell(
        "newsgrep search --ids tariffs | while read -r id; do"
        """ printf '%s %s\\n' "$(printf '42\\0%s' "$id" | sha256sum | cut -c1-64)" "$id"; done | sort | cut -d' ' -f2"""
    )
    assert drawn.out == other.out
    assert drawn.out.count("\n") > 20
    few = newsgrep("search", "--ids", "tariffs", "--sort", "random", "--seed", "42", "-n", "3")
    assert few.out.splitlines() == drawn.out.splitlines()[:3]
    without = newsgrep("search", "--ids", "tariffs", "--sort", "random")
    assert without == newsgrep("search", "--ids", "tariffs", "--sort", "random", "--seed", "0")
    assert without.out != drawn.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["oil", "--seed", "1"], 2, "--seed goes with --sort random"),
        (["wheat", "--each", "paper"], 2, 'no such field: "paper"; there are day, week, month, quarter, year, decade, source, author, section, tag, lang, format, origin, precision, flag'),
        (["wheat", "--each", "source", "--offset", "9"], 1, "nothing found: --offset 9 is past the end of 3 values"),
        (["zzzz", "--each", "source"], 1, "nothing found"),
        (["zzzz", "--fold"], 1, "nothing found"),
    ],
)  # fmt: skip
def test_what_is_said_instead(
    newsgrep: Run, copies: Path, arguments: list[str], code: int, said: str
) -> None:
    ran = newsgrep("search", *arguments, cwd=copies)
    assert (ran.code, ran.out, ran.err) == (code, "", f"newsgrep: {said}\n")


def test_on_a_terminal_a_card_says_both(terminal: Run, copies: Path) -> None:
    shown = terminal("search", "wheat", "--each", "month", "--fold", cwd=copies, NO_COLOR="1").out
    assert " 1987-03 · Wheat\n" in shown
    assert "    1987-03-05 · Courier · 2 near copies · a.jsonl#2\n" in shown
    assert "    1987-04-01 · Post · a.jsonl#3\n" in shown
    assert "2 values · 4 searched, indexed " in shown
    compact = terminal(
        "search", "wheat", "--fold", "--compact", "--sort", "date", cwd=copies, NO_COLOR="1"
    ).out
    assert compact.splitlines()[0].startswith("1987-03-05  +2  Courier  Wheat ")
    narrow = terminal(
        "search", "wheat", "--each", "source", "--compact", cwd=copies, columns=40, NO_COLOR="1"
    ).out
    assert all(source in narrow for source in ("Post", "Courier"))
    plain = terminal("search", "wheat", "--each", "source", "--sort", "date", cwd=copies, NO_COLOR="1").out
    assert "    1987-03-05 · Courier · a.jsonl#2\n" in plain
    assert "Courier · Wheat" not in plain


def test_shells_complete_the_fields(newsgrep: Run) -> None:
    ran = newsgrep(
        _NEWSGREP_COMPLETE="bash_complete", COMP_WORDS="newsgrep search oil --each mo", COMP_CWORD="4"
    )
    assert "month" in ran.out
