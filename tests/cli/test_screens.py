"""Screens: what a person sees of a search on a terminal, how it is paged, and how old it says the index is."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from conftest import index
from rich.cells import cell_len

from newsgrep.cli.wording import ago, counted, megabytes

Run: TypeAlias = Callable[..., Any]
LONG = "a folder of news/from the archive of a paper/that was printed once a week/the-story-of-the-strike.txt"
BEGINNING = "Workers at the harbour went home on Monday after a vote that "
PASSAGE = "The strike, which Mr. Lee called long\n\n   and bitter, was over by noon."


@pytest.fixture
def strike(tmp_path: Path) -> Path:
    """Articles with and without titles, dates and sources; one in a folder with a long name."""
    (tmp_path / LONG).parent.mkdir(parents=True)
    (tmp_path / LONG).write_text(
        f"{BEGINNING}{'nobody had asked for, ' * 30}said. {PASSAGE} More was said.\n"
    )
    (tmp_path / "a.jsonl").write_text(
        '{"text": "The strike is over", "title": "Strike\\u001b ends", "date": "1987-03-05", "source": "The Post"}\n'
        '{"text": "Two\\n\\nstrikes", "date": "1987-03"}\n'
    )
    (tmp_path / "1987-03-07.txt").write_text("strike")
    index(tmp_path, ".")
    return tmp_path


def lines(terminal: Run, folder: Path, *arguments: str, **more: Any) -> list[str]:
    shown: list[str] = terminal("search", *arguments, cwd=folder, NO_COLOR="1", **more).out.splitlines()
    return shown


def test_cards(terminal: Run, strike: Path) -> None:
    assert lines(terminal, strike, "strike", "--sort", "id", columns=80) == [
        " 1. 1987-03-07 (from file name) · 1987-03-07.txt",
        "    strike",
        "",
        " 2. undated · a folder of news/from the archive of …/the-story-of-the-strike.txt",
        "    Workers at the harbour went home on Monday after a… The strike, which Mr.",
        "    Lee called long and bitter, was over by noon. More was said.",
        "",
        " 3. Strike␛ ends",
        "    1987-03-05 · The Post · a.jsonl#1",
        "    The strike is over",
        "",
        " 4. 1987-03 · a.jsonl#2",
        "    Two strikes",
        "",
        "4 articles · 4 searched, indexed just now",
    ]


@pytest.mark.parametrize("columns", [1, 2, 3, 7, 20, 30, 45, 60, 80, 120, 200])
def test_screens_fit_and_no_line_is_an_ellipsis(terminal: Run, strike: Path, columns: int) -> None:
    for layout in ([], ["--compact"]):
        shown = lines(terminal, strike, *layout, "strike", columns=columns)
        hits = (
            shown[: next(place for place, line in enumerate(shown) if line.startswith("4"))]
            if columns > 9
            else []
        )
        assert max(map(cell_len, hits), default=0) <= min(columns, 120 if not layout else columns)
        assert [line for line in hits if line.strip() == "…" or line != line.rstrip()] == []


def test_the_link_of_a_path_that_is_shortened_is_whole(terminal: Run, strike: Path) -> None:
    shown = terminal("search", "strike", cwd=strike).out
    link = (strike / LONG).as_uri()
    assert f"{link}\x1b" in shown
    assert re.search(r"\x1b\\\x1b\[35m[^\x1b]*…[^\x1b]*the-strike\.txt\x1b", shown)
    assert "harbour" in shown


def test_an_excerpt_that_begins_inside_a_sentence_begins_with_an_ellipsis(
    terminal: Run, tmp_path: Path
) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"title": "A", "text": "' + "word " * 200 + "strike " + "other " * 200 + '"}\n'
    )
    index(tmp_path, ".")
    card = " ".join(" ".join(lines(terminal, tmp_path, "strike")).split())
    excerpt = card.partition("a.jsonl#1 ")[2].partition(" 1 article")[0]
    assert excerpt.startswith("…word word")
    assert excerpt.endswith("other…")


def test_compact(terminal: Run, strike: Path) -> None:
    shown = lines(terminal, strike, "strike", "--compact", "--sort", "id")
    assert shown == [
        "1987-03-07            strike                       1987-03-07.txt",
        "undated               Workers at the harbour wen…  …/the-story-of-the-strike.txt",
        "1987-03-05  The Post  Strike␛ ends                 a.jsonl#1",
        "1987-03               Two strikes                  a.jsonl#2",
        "",
        "4 articles · 4 searched, indexed just now",
    ]


def test_compact_as_a_setting(terminal: Run, newsgrep: Run, strike: Path) -> None:
    (strike / "settings" / "newsgrep").mkdir(parents=True)
    settings = strike / "settings" / "newsgrep" / "config.toml"
    settings.write_text("compact = true\n")
    there = {"XDG_CONFIG_HOME": str(strike / "settings")}
    one_each = lines(terminal, strike, "--compact", "strike")
    if os.uname().sysname == "Linux":
        assert lines(terminal, strike, "strike", **there) == one_each
        assert lines(terminal, strike, "--format", "text", "strike", **there)[0].startswith(" 1. ")
        settings.write_text("compact = 3\n")
        assert "must be true or false" in lines(terminal, strike, "strike", **there)[-1]
    assert newsgrep("search", "strike", cwd=strike, **there).out.count("\t") == 4 * 3


def test_the_end_says_what_was_searched_and_whether_it_has_changed(terminal: Run, strike: Path) -> None:
    mark = strike / ".newsgrep" / "last-run"
    then = mark.stat().st_mtime - 3 * 3600
    for folder in (strike, *(path for path in strike.rglob("*") if path.is_dir())):
        os.utime(folder, (then - 60, then - 60))
    os.utime(mark, (then, then))
    assert lines(terminal, strike, "strike", "-n", "1")[-1] == (
        "4 articles, 1 shown · 4 searched, indexed 3 hours ago"
    )
    assert lines(terminal, strike, "absent")[-2:] == [
        "0 articles · 4 searched, indexed 3 hours ago",
        "newsgrep: nothing found",
    ]
    (strike / LONG).with_name("new.txt").write_text("new")
    changed = "0 articles · 4 searched, indexed 3 hours ago · changed since: newsgrep index"
    assert changed in lines(terminal, strike, "absent")
    index(strike)
    assert lines(terminal, strike, "absent")[0] == "0 articles · 5 searched, indexed just now"
    mark.unlink()
    assert lines(terminal, strike, "absent")[0] == "0 articles · 5 searched"


def test_of_more_than_is_shown_it_says_how_to_see_it(terminal: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "oil"}\n' * 1_200)
    index(tmp_path, ".")
    assert lines(terminal, tmp_path, "oil")[-2:] == [
        "1,200 articles, 10 shown · 1,200 searched, indexed just now",
        "--offset 10 shows more, -n 1200 all",
    ]
    assert lines(terminal, tmp_path, "oil", "--offset", "1195")[-1].startswith("1,200 articles, 5 shown")


@pytest.fixture
def pager(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("pager") / "pager"
    path.write_text('#!/bin/sh\necho "PAGED $LESS"\ncat\n')
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "strike"],
        ["search", "--compact", "strike"],
        ["kwic", "strike"],
        ["coverage"],
        ["stats"],
        ["show", "a.jsonl"],
    ],
)
def test_screens_go_through_the_pager(
    terminal: Run, newsgrep: Run, strike: Path, pager: str, arguments: list[str]
) -> None:
    plain = {"cwd": strike, "NO_COLOR": "1"}
    shown = terminal(*arguments, **plain, PAGER="false", NEWSGREP_PAGER=pager).out
    assert shown.startswith("PAGED FRX\n")
    straight = terminal(*arguments, "--no-pager", **plain, NEWSGREP_PAGER=pager).out
    assert straight == shown.removeprefix("PAGED FRX\n")
    assert straight == terminal("--no-pager", *arguments, **plain, NEWSGREP_PAGER=pager).out
    assert straight == terminal(*arguments, **plain, NEWSGREP_PAGER=pager, TERM="dumb").out
    assert "PAGED" not in newsgrep(*arguments, cwd=strike, NEWSGREP_PAGER=pager, PAGER=pager).out


@pytest.mark.parametrize("form", ["-l", "-c", "--json", "--ids"])
def test_what_is_for_programs_is_not_paged(terminal: Run, strike: Path, pager: str, form: str) -> None:
    assert "PAGED" not in terminal("search", form, "strike", cwd=strike, NEWSGREP_PAGER=pager).out


@pytest.mark.parametrize(("version", "links"), [("less 551", 0), ("less 590 (GNU)", 4), ("?", 4)])
def test_a_less_that_knows_no_links_gets_none(
    terminal: Run, strike: Path, tmp_path_factory: pytest.TempPathFactory, version: str, links: int
) -> None:
    less = tmp_path_factory.mktemp("old") / "less"
    less.write_text(f'#!/bin/sh\ncase "$1" in --version) echo "{version}";; *) cat;; esac\n')
    less.chmod(0o755)
    for layout in ([], ["--compact"]):
        shown = terminal("search", "strike", *layout, cwd=strike, NEWSGREP_PAGER=str(less)).out
        assert shown.count("file://") == links
        assert "\x1b[35ma.jsonl#1" in shown


def test_a_search_whose_pager_ends_early_has_found_something(terminal: Run, strike: Path) -> None:
    ran = terminal("search", "strike", cwd=strike, NEWSGREP_PAGER="true")
    assert (ran.code, ran.out) == (0, "")
    assert terminal("search", "absent", cwd=strike, NEWSGREP_PAGER="true").code == 1


def test_statistics_for_a_person_and_for_a_program(terminal: Run, newsgrep: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "oil", "source": "A\\u202eB"}\n' * 1_200)
    index(tmp_path, ".")
    shown = terminal("stats", cwd=tmp_path).out
    assert "articles       1,200\n" in shown
    assert re.search(r"^size           0\.\d MB$", shown, re.MULTILINE)
    assert re.search(r"^indexed        \d{4}-\d\d-\d\d \d\d:\d\d, just now$", shown, re.MULTILINE)
    assert re.search(r"^sources        A.?B: 1,200$", shown, re.MULTILINE)
    piped = newsgrep("stats", cwd=tmp_path).out
    assert "articles       1200\n" in piped
    assert re.search(r"^bytes          \d+$", piped, re.MULTILINE)
    assert re.search(r"^indexed        \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$", piped, re.MULTILINE)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "just now"), (59, "just now"), (60, "1 minute ago"), (3599, "59 minutes ago"), (3600, "1 hour ago"),
        (10_900, "3 hours ago"), (86_400, "1 day ago"), (59 * 86_400, "59 days ago"), (60 * 86_400, "2 months ago"),
        (729 * 86_400, "24 months ago"), (730 * 86_400, "2 years ago"), (4_000 * 365 * 86_400, "4,000 years ago"),
    ],
)  # fmt: skip
def test_ages(seconds: float, words: str) -> None:
    assert ago(seconds) == words


def test_numbers_with_their_nouns() -> None:
    assert [counted(number, "article") for number in (0, 1, 2, 19_043)] == [
        "0 articles", "1 article", "2 articles", "19,043 articles",
    ]  # fmt: skip
    assert megabytes(1_234_560_000) == "1,234.6 MB"
