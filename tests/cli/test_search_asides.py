"""What `newsgrep search` says beside its results, and what it refuses."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from conftest import index

Run: TypeAlias = Callable[..., Any]


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two files of several articles, their dates known to the month, the year and not at all."""
    folder = tmp_path_factory.mktemp("several")
    (folder / "a.jsonl").write_text(
        '{"text": "oil rose", "date": "2025-05"}\n{"text": "oil fell", "date": "2025"}\n{"text": "gas, crude"}\n'
    )
    (folder / "b.jsonl").write_text('{"text": "oil", "date": "2025-05-02"}\n{"text": "oil alone"}\n')
    index(folder, ".")
    return folder


def test_an_offset_past_the_files_finds_nothing(newsgrep: Run, several: Path) -> None:
    assert newsgrep("search", "-l", "oil", "--offset", "1", cwd=several).out.count("\n") == 1
    assert newsgrep("search", "-l", "oil", "-n", "1", cwd=several).out.count("\n") == 1
    assert newsgrep("search", "-l", "oil", "-n", "0", "--offset", "1", cwd=several).code == 0
    past = newsgrep("search", "-l", "oil", "--offset", "2", cwd=several)
    assert (past.code, past.out) == (1, "")
    assert past.err == "newsgrep: nothing found: --offset 2 is past the end of 2 files\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rose", "--on", "2025-05-02"], "1 article matches only because its month or year overlaps (--sure leaves it out)"),
        (["oil", "--on", "2025-05-02"], "1 article that matches otherwise is undated; 2 articles match only because their month or year overlaps (--sure leaves them out)"),
        (["*", "--on", "2025-05-02", "--sure"], "2 articles that match otherwise are undated"),
    ],
)  # fmt: skip
def test_what_a_filter_by_date_leaves_unsaid(
    newsgrep: Run, several: Path, arguments: list[str], said: str
) -> None:
    assert newsgrep("search", "-c", *arguments, cwd=several).err == f"newsgrep: {said}\n"


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (['"rose crude"'], "nothing found"),
        (["rose gas"], "nothing found; --any finds articles with any of the words"),
        (["-F", "rose gas"], "nothing found"),
        (["-F", "oil", "crude"], "nothing found; --any finds articles with any of the words"),
        (["gas", "crude", "--on", "2020"], "nothing found"),
        (["oil AND crude"], "nothing found"),
    ],
)
def test_any_is_a_hint_where_it_finds_something(
    newsgrep: Run, several: Path, arguments: list[str], hint: str
) -> None:
    ran = newsgrep("search", *arguments, cwd=several)
    assert ran.code == 1
    assert ran.err.splitlines()[-1] == f"newsgrep: {hint}"


@pytest.mark.parametrize(
    "word", ["China", "china", "nuclear", "inflation", "Congress", "military", "hi", "house", "gas", "9/11"]
)
def test_a_word_with_a_dash_is_told_from_options(newsgrep: Run, word: str) -> None:
    ran = newsgrep("search", "oil", f"-{word}")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"newsgrep: no such option: -{word};"
        f" to leave out a word write 'NOT {word}' in the query, or -- before it\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["search", "oil", "-n", "x"], "invalid value for '-n'"),
        (["search", "oil", "-n5x"], "invalid value for '-n'"),
        (["index", "-jx"], "invalid value for '--jobs'"),
        (["index", "-xy"], "no such option"),
    ],
)
def test_what_is_no_word_is_an_option(newsgrep: Run, arguments: list[str], message: str) -> None:
    ran = newsgrep(*arguments)
    assert ran.code == 2
    assert message in ran.err
    assert "NOT" not in ran.err


def test_short_options_may_stand_together(newsgrep: Run) -> None:
    assert newsgrep("search", "-ilq", "tariffs").code == 0
    assert newsgrep("search", "-h").out.startswith("Usage: ")
    assert newsgrep("search", "-c", "--", "-canada", "tariff*").out == "8\n"


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (["search", "-c", "--csv", "oil"], "-c and --csv"),
        (["search", "oil", "-l", "--json"], "-l and --json"),
        (["search", "oil", "--ids", "-l"], "--ids and -l"),
        (["search", "oil", "--format", "csv", "--jsonl"], "--format and --jsonl"),
        (["show", "seeds", "--raw", "--json"], "--raw and --json"),
    ],
)
def test_two_forms_are_one_too_many(newsgrep: Run, arguments: list[str], options: str) -> None:
    ran = newsgrep(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"newsgrep: {options} do not go together; give one of them\n"


def test_one_form_may_be_said_twice(newsgrep: Run) -> None:
    assert newsgrep("search", "tariffs", "--json", "--format", "json").code == 0


NAME = "a\x1b[31m\u202eb\n\tc#d.txt"
SEEN = "a␛[31m\N{REPLACEMENT CHARACTER}b␊␉c#d.txt"


def test_names_are_made_visible_on_a_terminal_alone(newsgrep: Run, terminal: Run, tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("oil")
    index(tmp_path, ".")
    assert newsgrep("search", "-l", "oil", cwd=tmp_path).out == NAME + "\n"
    assert terminal("search", "-l", "oil", cwd=tmp_path).out == SEEN + "\n"
    assert terminal("search", "-l0", "oil", cwd=tmp_path).out == NAME + "\0"
    assert terminal("search", "--ids", "oil", cwd=tmp_path).out == (
        "a%1B[31m\N{REPLACEMENT CHARACTER}b%0A%09c%23d.txt\n"
    )
    assert SEEN in terminal("search", "oil", cwd=tmp_path, NO_COLOR="1").out


def test_a_link_is_the_articles_file(terminal: Run, tmp_path: Path) -> None:
    (tmp_path / "a#b.jsonl").write_text('{"text": "oil", "id": "k#l"}\n{"text": "gas"}\n')
    (tmp_path / "c#d.txt").write_text("coal")
    index(tmp_path, ".")
    for word, name in (("oil", "a#b.jsonl"), ("gas", "a#b.jsonl"), ("coal", "c#d.txt")):
        shown = terminal("search", word, cwd=tmp_path).out
        assert f"file://{os.fspath(tmp_path)}/{name.replace('#', '%23')}\x1b" in shown
