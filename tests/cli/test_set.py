"""`newsgrep set`: what a shell sees of corrections."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Ran

Run = Callable[..., Ran]
CARNEY = "seeds/2025-05-06-carney-trump-oval-office.txt"
POPE = "seeds/2025-04-21-pope-francis-dies.txt"


def test_what_is_set_is_shown_found_and_listed(newsgrep: Run, terminal: Run, folder: Path) -> None:
    ran = newsgrep("set", CARNEY, "date=1987-03-05", "source=Reuters", "tag+=strike", cwd=folder)
    assert (ran.code, ran.out, ran.err) == (0, "1 articles updated\n", "")
    shown = newsgrep("show", CARNEY, cwd=folder).out
    assert "Date: 1987-03-05 (correction)\n" in shown
    assert "Correction: date, source, tag\n" in shown
    assert newsgrep("search", "-l", "source:reuters tag:strike", cwd=folder).out == f"{CARNEY}\n"
    listed = newsgrep("set", "--list", cwd=folder)
    assert listed.code == 0
    rows = [line.split("\t")[:3] for line in listed.out.splitlines()]
    assert rows == [[CARNEY, "date", "1987-03-05"], [CARNEY, "source", "Reuters"], [CARNEY, "tag+", "strike"]]
    assert newsgrep("set", "--list", "--csv", cwd=folder).out.startswith("id,field,value,when\n")
    assert "Reuters" in terminal("set", "--list", cwd=folder).out


@pytest.mark.parametrize("null", [False, True])
def test_ids_come_from_another_search(newsgrep: Run, folder: Path, *, null: bool) -> None:
    options = ["-0"] if null else []
    ids = newsgrep("search", "--ids", *options, "pope", cwd=folder).out
    ran = newsgrep("set", "-", *options, "tag+=rome", cwd=folder, stdin=ids)
    assert (ran.code, ran.err) == (0, "")
    assert newsgrep("search", "-c", "tag:rome", cwd=folder).out == newsgrep("search", "-c", "pope").out
    assert newsgrep("set", CARNEY, POPE, "--unset", "tag", "--unset", "title", cwd=folder).code == 0
    assert newsgrep("search", "-l", "tag:rome", cwd=folder).out.count(POPE) == 0


def test_no_ids_are_no_articles(newsgrep: Run, folder: Path) -> None:
    ran = newsgrep("set", "-", "tag+=x", cwd=folder, stdin="")
    assert (ran.code, ran.out, ran.err) == (1, "", "newsgrep: no article is named; nothing was corrected\n")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("no/such", "date=1999"), 1, "no such article: no/such; nothing was corrected"),
        ((CARNEY, "date=5/3/87"), 2, 'a date is YYYY-MM-DD, YYYY-MM or YYYY, not "5/3/87"'),
        (
            (CARNEY, "datum=1999"),
            2,
            'no field "datum" can be corrected; the fields are date, title, source, section, language, url, tag, author',
        ),
        ((CARNEY, "--unset", "x"), 2, 'no field "x" can be corrected; the fields are date, title, source,'),
        ((CARNEY, "source+=x"), 2, "source has one value; write source=VALUE"),
        ((CARNEY,), 2, "say what is corrected, such as date=1987-03-05, or withdrawn, such as --unset date"),
        (("date=1999",), 2, "say which article is corrected: newsgrep set ID date=1987-03-05"),
        (("--list", CARNEY), 2, "--list goes with no article and no correction"),
        ((CARNEY, "date=1999", "--json"), 2, "formats such as --json go with --list"),
        (("--list",), 1, "nothing is corrected"),
    ],
)
def test_what_is_refused_is_said_in_one_line(
    newsgrep: Run, folder: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    ran = newsgrep("set", *arguments, cwd=folder)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith(f"newsgrep: {said}")
    assert ran.err.count("\n") == 1
    assert not (folder / ".newsgrep" / "state" / "corrections.csv").exists()


def test_a_row_that_cannot_be_used_is_said_at_every_run(newsgrep: Run, folder: Path) -> None:
    path = folder / ".newsgrep" / "state" / "corrections.csv"
    path.write_text(f"id,field,value\n{CARNEY},date,5.3.87\n{POPE},title,Rome\n")
    for command in (["index"], ["set", "--list"], ["set", POPE, "source=x"], ["index", "--dry-run"]):
        ran = newsgrep(*command, cwd=folder)
        assert ran.code == 2
        assert ran.err.splitlines()[0] == (
            f'newsgrep: {path}, row 2: a date is YYYY-MM-DD, YYYY-MM or YYYY, not "5.3.87"; it is not applied'
        )
    assert newsgrep("search", "-l", "title:rome", cwd=folder).out == f"{POPE}\n"


def test_piped_articles_are_corrected_too(newsgrep: Run, folder: Path) -> None:
    assert newsgrep("index", "-", "--as", "wire", cwd=folder, stdin='{"text": "oil", "id": "1"}').code == 0
    assert newsgrep("set", "wire#1", "source=Wire", cwd=folder).out == "1 articles updated\n"
    assert newsgrep("index", "--rebuild", cwd=folder).code == 0
    assert newsgrep("search", "-c", "source:wire", cwd=folder).out == "1\n"
