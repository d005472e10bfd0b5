"""Numbers, names, lists and screens beyond what is usual: each is taken, or refused in one line."""

import fcntl
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from conftest import index

Run: TypeAlias = Callable[..., Any]

HUGE = ["9223372036854775808", "9" * 5000]
"""More than 64 bits hold, and more digits than Python reads."""
NAMES = ["new\nline.txt", "tab\t.txt", "carriage\rreturn.txt", " space ", "é.txt", "caf\udce9.txt"]


@pytest.mark.parametrize(
    ("form", "number"),
    [*((form, HUGE[0]) for form in ("lines", "text", "json", "trec", "files", "ids")), ("csv", HUGE[1])],
)
def test_a_huge_limit_or_context_is_all_there_is(newsgrep: Run, form: str, number: str) -> None:
    shape = {"files": "-l", "ids": "--ids"}.get(form, f"--format={form}")
    every = newsgrep("search", shape, "tariffs", "-n", "1000", "-C", "100000")
    assert newsgrep("search", shape, "tariffs", "-n", number, "-C", number) == every
    past = newsgrep("search", shape, "tariffs", "--offset", number, "-n", number)
    assert past.code == 1
    assert "is past the end of" in past.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["search", "tariffs", "-n", "-1"], "-1 is not in the range"),
        (["search", "tariffs", "-n", "1e3"], "'1e3' is not a valid whole number"),
        (["index", "--jobs", "0"], "0 is not in the range"),
        (["index", "--wait", "nan"], "is not a number of seconds"),
        (["index", "--wait=-inf"], "is not in the range"),
        *((["search", f"tariffs^{number}"], "^ takes a number above 0") for number in HUGE),
        *((["search", f"tariffs NEAR/{number} canada"], "NEAR takes a number of words") for number in HUGE),
        *((["search", f'"tariffs canada"~{number}'], "~ takes a number of other words") for number in HUGE),
        *((["search", f"tariffs~{number}"], "~ takes 0, 1 or 2 edits") for number in HUGE),
        *((["search", "tariffs", "--since", f"{number}d"], " date") for number in HUGE),
        *((["search", "tariffs", "--on", f"{number}-01"], "cannot read the date") for number in HUGE),
    ],
)
def test_a_number_that_makes_no_sense_is_refused(newsgrep: Run, arguments: list[str], message: str) -> None:
    ran = newsgrep(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("today", "expression", "code"),
    [
        ("0001-01-01", "7d", 2),
        ("0001-01-01", "last year", 2),
        ("1605-01-01", "last week", 1),
        ("9999-12-31", "this quarter", 1),
        ("9999-12-31", ">=this week", 2),
        ("9999-12-31", ">9999", 2),
    ],
)
def test_relative_dates_at_the_ends_of_the_calendar(
    newsgrep: Run, today: str, expression: str, code: int
) -> None:
    ran = newsgrep("search", "-c", f'tariffs date:"{expression}"', NEWSGREP_TODAY=today)
    assert ran.code == code
    assert code == 1 or "years go from 1605 to 9999" in ran.err


@pytest.mark.parametrize("today", ["20250", "9" * 5000, "\udcff"])
def test_a_today_that_is_no_day_is_refused(newsgrep: Run, today: str) -> None:
    ran = newsgrep("search", "tariffs", NEWSGREP_TODAY=today)
    assert ran.code == 2
    assert ran.err.startswith("newsgrep: NEWSGREP_TODAY must be a day")
    assert ran.err.count("\n") == 1


@pytest.fixture
def oddly_named(tmp_path: Path) -> Path:
    """An archive of files whose names hold what ends lines and columns, and what is not UTF-8, where that can be."""
    (tmp_path / "a").mkdir()
    for name in NAMES:
        try:
            (tmp_path / "a" / name).write_text("oil")
        except OSError:  # a file system that knows characters alone
            assert "\udce9" in name
    (tmp_path / "a" / "plain.txt").write_text("oil and gas")
    index(tmp_path, "a")
    return tmp_path


def test_lists_that_end_names_with_nul_are_read_again(shell: Run, oddly_named: Path) -> None:
    files = len(list((oddly_named / "a").iterdir()))
    for line in (
        "newsgrep search -l0 oil | newsgrep search -c oil -0 --within -",
        "newsgrep search -l0 oil > list; newsgrep search -c oil -0 --within list",
        "newsgrep search --ids -0 oil | newsgrep search -c oil -0 --within -",
        "newsgrep search -l0 oil | newsgrep show -0 --jsonl - | wc -l",
        "find a -type f -print0 | newsgrep search -l0 oil --within - | tr -cd '\\0' | wc -c",
    ):
        ran = shell(line, cwd=oddly_named)
        assert ran.err == ""
        assert int(ran.out) == files, line
    ran = shell("rm -r .newsgrep; find a -type f -print0 | newsgrep index -0 --files-from -", cwd=oddly_named)
    assert ran.out.startswith(f"{files} articles added")


@pytest.mark.parametrize(
    "command", ["search oil --within", "index --files-from", "index --dry-run --files-from"]
)
def test_nuls_in_a_list_of_lines_are_refused(shell: Run, oddly_named: Path, command: str) -> None:
    ran = shell(f"newsgrep search -l0 oil > list; newsgrep {command} list", cwd=oddly_named)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "newsgrep: NUL ends the names in this list; give -0 to read it\n"


def test_a_list_of_lines_is_read_with_0_too(newsgrep: Run, oddly_named: Path) -> None:
    """-0 of `search -l0` says how names are printed; a list without any NUL is none that NUL ends."""
    listed = newsgrep("search", "-l0", "oil", "--within", "-", cwd=oddly_named, stdin="a/plain.txt\n")
    assert (listed.code, listed.out) == (0, "a/plain.txt\0")
    assert newsgrep("search", "-c", "oil", "-0", "--within", "-", cwd=oddly_named, stdin="").out == "0\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["index", "-0"], "-0 goes with --files-from"),
    ],
)
def test_nul_without_a_list_is_refused(newsgrep: Run, arguments: list[str], message: str) -> None:
    ran = newsgrep(*arguments)
    assert (ran.code, ran.err) == (2, f"newsgrep: {message}\n")


TITLE, TEXT = "Headline 路透社 of e\u0301galite\u0301", "harbour Monday 新闻中文网站"


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of one article, whose signs take no column, one, or two."""
    folder = tmp_path_factory.mktemp("wide")
    (folder / "a.jsonl").write_text(json.dumps({"id": "1", "title": TITLE, "text": TEXT}) + "\n")
    index(folder, "a.jsonl")
    return folder


@pytest.mark.parametrize("columns", ["0", "-7", "x", "1", "2", "4", "23", "24", "9" * 30])
def test_on_a_screen_of_any_width_no_character_is_lost(newsgrep: Run, wide: Path, columns: str) -> None:
    for command in (["search", "--format", "text", "harbour"], ["show", "a.jsonl"]):
        ran = newsgrep(*command, cwd=wide, COLUMNS=columns)
        assert (ran.code, ran.err) == (0, "")
        shown = "".join(ran.out.split())
        assert "".join(TITLE.split()) in shown
        assert "".join(TEXT.split()) in shown
    assert newsgrep("coverage", cwd=wide, COLUMNS=columns).err == ""


@pytest.mark.parametrize("link", ["http://e/\0", "http://e/\ud800"])
def test_a_link_that_no_program_can_be_given_is_printed(newsgrep: Run, tmp_path: Path, link: str) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"text": "oil", "url": link}))
    index(tmp_path, "a.json")
    opener = tmp_path / "bin"
    opener.mkdir()
    for name in ("xdg-open", "open"):
        (opener / name).write_text("#!/bin/sh\nexit 1\n")
        (opener / name).chmod(0o755)
    ran = newsgrep("open", "a.json", cwd=tmp_path, PATH=f"{opener}{os.pathsep}{os.environ['PATH']}")
    assert ran.code == 2
    assert ran.out.startswith("http://e/")
    assert ran.err == "newsgrep: nothing on this computer opens it\n"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('[[roots]]\npath = "a\\u0000b"', "holds NUL"),
        ('[[roots]]\npath = "a"\nexclude = ["\\u0000"]', "holds NUL"),
        (f"x = {'9' * 5000}", "not valid TOML"),
        (f"x = {'[' * 100_000}", "not valid TOML"),
    ],
)
@pytest.mark.parametrize("verb", ["index", "stats"])
def test_settings_that_no_path_or_number_can_be_are_refused(
    newsgrep: Run, folder: Path, verb: str, settings: str, message: str
) -> None:
    (folder / ".newsgrep" / "config.toml").write_text(settings)
    ran = newsgrep(verb, cwd=folder)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert ran.err.count("\n") == 1


def test_a_home_that_nobody_has_is_no_index(newsgrep: Run, tmp_path: Path) -> None:
    settings = tmp_path / "newsgrep"
    settings.mkdir()
    (settings / "config.toml").write_text('index = "~no-such-user/archive"')
    ran = newsgrep("search", "oil", cwd=tmp_path, XDG_CONFIG_HOME=str(tmp_path))
    assert ran.code == 2
    assert ran.err.startswith("newsgrep: no index at ~no-such-user/archive")


@pytest.mark.parametrize("pattern", ["!", "\\", "a\\", "[z-a]"])
def test_a_pattern_that_is_none_is_refused_and_not_kept(newsgrep: Run, folder: Path, pattern: str) -> None:
    settings = (folder / ".newsgrep" / "config.toml").read_text()
    for option in ("--dry-run", "--quiet"):
        ran = newsgrep("index", "seeds", "--exclude", pattern, option, cwd=folder)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == f'newsgrep: "{pattern}" is not a pattern of gitignore\'s syntax\n'
    assert (folder / ".newsgrep" / "config.toml").read_text() == settings


def test_a_pattern_that_is_none_in_a_file_matches_nothing(newsgrep: Run, folder: Path) -> None:
    (folder / "seeds" / ".newsgrepignore").write_text("!\n[z-a]\n[[:alpha:]\n2025-0[1-4]*\n\\\n")
    ran = newsgrep("index", cwd=folder)
    assert (ran.code, ran.err) == (0, "")
    assert newsgrep("search", "-c", "path:*2025-04*", cwd=folder).out == "0\n"
    assert newsgrep("search", "-c", "path:*2025-05*", cwd=folder).out == "12\n"


@pytest.mark.parametrize("variables", [{}, {"COMP_WORDS": "newsgrep s", "COMP_CWORD": "9" * 5000}])
def test_a_shell_that_does_not_say_what_to_complete(newsgrep: Run, variables: dict[str, str]) -> None:
    ran = newsgrep(_NEWSGREP_COMPLETE="bash_complete", **variables)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("newsgrep: _NEWSGREP_COMPLETE is for shells")
    assert ran.err.count("\n") == 1


def test_a_lock_whose_holder_cannot_be_read_is_held(newsgrep: Run, folder: Path) -> None:
    with (folder / ".newsgrep" / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        (folder / ".newsgrep" / "lock.holder").write_text("[" * 100_000)
        ran = newsgrep("index", cwd=folder)
    assert (ran.code, ran.err.count("\n")) == (os.EX_TEMPFAIL, 1)
