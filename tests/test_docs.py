"""The documentation: every command is in it, every example runs, every query parses."""

import doctest
import re
import shlex
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pytest

from newsgrep.article import DateOrigin, Precision
from newsgrep.cli import VERBS
from newsgrep.cli.plan import SHOWN
from newsgrep.config import load_user_value
from newsgrep.indexing.corrections import FIELDS
from newsgrep.query import parse
from newsgrep.query.printer import to_text
from newsgrep.readers import ReadOptions
from newsgrep.readers.dating import date_in_line, read_date
from newsgrep.renderers import FORMATS
from newsgrep.results import HIT_COLUMNS

Run: TypeAlias = Callable[..., Any]
PROJECT = Path(__file__).resolve().parents[1]
README = (PROJECT / "README.md").read_text(encoding="utf-8")
QUERY = (PROJECT / "docs" / "query.md").read_text(encoding="utf-8")
CORRECTIONS = (PROJECT / "docs" / "corrections.md").read_text(encoding="utf-8")
INDEXING = (PROJECT / "docs" / "indexing.md").read_text(encoding="utf-8")
DATING = (PROJECT / "docs" / "dating.md").read_text(encoding="utf-8")
PYTHON = (PROJECT / "docs" / "python.md").read_text(encoding="utf-8")
FORMATS_PAGE = (PROJECT / "docs" / "formats.md").read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


CARNEY = "seeds/2025-05-06-carney-trump-oval-office.txt"
QUERIES = [line for block in blocks(QUERY, "") for line in block.splitlines()]
RECIPES = [line for line in blocks(README, "sh")[0].splitlines() if not line.startswith("#")]


def test_every_verb_is_in_the_readme() -> None:
    assert [verb for verb in VERBS if f"`newsgrep {verb}" not in README] == []


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_parses(query: str) -> None:
    tree = parse(query, today=date(2025, 5, 6))
    assert parse(to_text(tree), today=date(2025, 5, 6)) == tree


class Step(NamedTuple):
    """A command in a ```console block, and what stands under it."""

    command: str
    output: str
    on_terminal: bool


def steps(page: Path) -> list[Step]:
    """The commands of all blocks of a page.

    A line that begins with `$ ` is one, all until the next is its output.
    In a block that begins with ```console it is what comes through a pipe, stdout before stderr; with
    ```console terminal, what a person sees on a screen of 80 columns without colours.
    """
    found = []
    text = page.read_text(encoding="utf-8")
    for terminal, block in re.findall(r"^```console( terminal)?\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        before, *parts = re.split(r"^\$ ", block, flags=re.MULTILINE)
        assert before == "", f"{page.name}: no command stands above {before}"
        for part in parts:
            command, _, output = part.partition("\n")
            found.append(Step(command, output, on_terminal=bool(terminal)))
    assert text.count("```console") == len(re.findall(r"^```console(?: terminal)?$", text, re.MULTILINE))
    return found


PAGES = [page for page in (PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))) if steps(page)]


def without_time_and_place(shown: str) -> str:
    """What is shown, whenever it is, however long it takes, and wherever the archive lies."""
    shown = re.sub(r"^newsgrep: made a new index, .*\n", "", shown, flags=re.MULTILINE)
    shown = re.sub(r"\b\d+\.\d s$", "0.0 s", shown, flags=re.MULTILINE)
    return re.sub(r"\bindexed (just now|.* ago)", "indexed some time ago", shown)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_shows_is_what_happens(shell: Run, terminal: Run, folder: Path, page: Path) -> None:
    """The commands run one after the other in the sample archive, which is indexed unless the first does it."""
    first, *_ = steps(page)
    if first.command.startswith("newsgrep index "):
        shutil.rmtree(folder / ".newsgrep")
    for command, output, on_terminal in steps(page):
        if "jq" in command and not shutil.which("jq"):
            pytest.skip("jq is not installed")
        if on_terminal:
            ran = terminal(*shlex.split(command)[1:], cwd=folder, NO_COLOR="1")
        else:
            ran = shell(command, cwd=folder)
        assert without_time_and_place(ran.out + ran.err) == without_time_and_place(output), command


def test_the_session_of_the_readme_begins_with_indexing() -> None:
    assert PAGES[0].name == "README.md"
    assert steps(PAGES[0])[0].command == "newsgrep index seeds"


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_recipe_runs(shell: Run, folder: Path, recipe: str) -> None:
    if "jq" in recipe and not shutil.which("jq"):
        pytest.skip("jq is not installed")
    ran = shell(recipe, cwd=folder)
    assert ran.code == 0
    assert ran.out or ">" in recipe or "cp" in recipe


def test_there_are_ten_recipes() -> None:
    assert len(RECIPES) == 10


def test_the_python_example_runs(shell: Run, folder: Path) -> None:
    (folder / "example.py").write_text(blocks(README, "python")[0])
    ran = shell("python example.py", cwd=folder)
    assert ran.err == ""
    assert ran.out.splitlines()[-1] == "38"
    assert "  Carney" in ran.out or "   Carney" in ran.out


def test_the_python_page_says_what_happens(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    examples = doctest.DocTestParser().get_doctest(
        "\n".join(blocks(PYTHON, "pycon")), {}, "python.md", None, 0
    )
    told: list[str] = []
    ran = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(examples, out=told.append)
    assert "".join(told) == ""
    assert ran.attempted > 20


def test_the_formats_page_names_every_field_in_order_and_every_format() -> None:
    rows = re.findall(r"^\| (`.*?) \|", FORMATS_PAGE, re.MULTILINE)
    assert tuple(re.findall(r"`(\w+)`", " ".join(rows))) == tuple(column.name for column in HIT_COLUMNS)
    for word in (*FORMATS, *DateOrigin, *Precision):
        assert f"`{word}`" in FORMATS_PAGE


@pytest.mark.parametrize(
    "line", [line for block in blocks(FORMATS_PAGE, "sh") for line in block.splitlines()]
)
def test_every_example_of_the_formats_page_runs(shell: Run, folder: Path, line: str) -> None:
    assert shell(line, cwd=folder).code == 0


def test_the_settings_of_the_formats_page_are_those_that_are_read(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(blocks(FORMATS_PAGE, "toml")[0])
    assert load_user_value(path, "index", str, "a string") == "~/news"
    assert load_user_value(path, "compact", bool, "true or false") is True


def test_the_page_about_corrections_runs(shell: Run, folder: Path) -> None:
    for line in blocks(CORRECTIONS, "sh")[0].splitlines():
        ran = shell(line, cwd=folder)
        assert (ran.code, ran.err) == (0, ""), line
        assert ran.out or line.startswith("#")
    csv = folder / ".newsgrep" / "state" / "corrections.csv"
    csv.write_text(blocks(CORRECTIONS, "csv")[0])
    assert shell("newsgrep index", cwd=folder).code == 0
    assert shell("newsgrep search -l 'origin:correction tag:canada'", cwd=folder).out == f"{CARNEY}\n"
    fields = re.findall(r"^\| (`.*?) \|", CORRECTIONS, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", " ".join(fields))) == set(FIELDS)


def test_the_indexing_page_runs_and_names_the_columns_of_a_plan(shell: Run, folder: Path) -> None:
    (folder / "seeds" / "2025-06-19.txt").write_text("new")
    for line in blocks(INDEXING, "sh")[0].splitlines():
        ran = shell(line, cwd=folder)
        assert (ran.code, ran.err) == (0, "") or "dry-run" in line, line
        assert ran.out or line.startswith("#")
    (folder / "seeds" / "drafts").mkdir()
    for name in ("drafts/a.txt", "a-copy.txt", "only-copy.txt"):
        (folder / "seeds" / name).write_text("text")
    (folder / "seeds" / ".newsgrepignore").write_text(blocks(INDEXING, "")[0])
    shell("newsgrep index", cwd=folder)
    assert (
        shell("newsgrep search -l 'path:*-copy.txt OR path:*/drafts/*'", cwd=folder).out
        == "seeds/only-copy.txt\n"
    )
    named = re.findall(r"^\| `(\w+)` \|", INDEXING, re.MULTILINE)
    assert tuple(named) == SHOWN


def table(page: str, header: str) -> list[tuple[str, str]]:
    """The rows of the table with this header: what stands in code in the first cell, and the second cell."""
    rows = page.partition(f"| {header} |")[2].partition("\n\n")[0]
    return re.findall(r"^\| `(.*?)` \| (.*) \|$", rows, re.MULTILINE)


def test_the_dating_page_names_the_origins_in_the_order_of_trust() -> None:
    assert [origin for origin, _ in table(DATING, "origin | where it stands")] == list(DateOrigin)


@pytest.mark.parametrize(("written", "day"), table(DATING, "written | day"))
def test_what_the_dating_page_says_of_a_text_is_so(written: str, day: str) -> None:
    found = read_date(written, DateOrigin.RECORD, ReadOptions(today=date(2025, 5, 6)))
    assert str(found or "none") == day


@pytest.mark.parametrize(("line", "day"), table(DATING, "line | day"))
def test_what_the_dating_page_says_of_a_line_is_so(line: str, day: str) -> None:
    found = date_in_line(line.replace("\\|", "|"), ReadOptions(today=date(2025, 5, 6)))
    assert str(found.date or "none") == day


def test_the_examples_of_the_dating_page_run(shell: Run, folder: Path) -> None:
    (folder / "seeds" / "doubtful.txt").write_text("Title: Ferry\nDate: 03/04/2025\n\nAt dawn.\n")
    assert shell("newsgrep index", cwd=folder).code == 0
    count, in_order = blocks(DATING, "sh")[0].splitlines()
    assert shell(count, cwd=folder).out == "1\n"
    assert shell(in_order, cwd=folder).code == 0
    assert shell(count, cwd=folder).out == "0\n"


def test_importing_newsgrep_imports_nothing_heavy(shell: Run) -> None:
    ran = shell("python -X importtime -c 'import newsgrep'")
    imported = re.findall(r"\| +(\S+)$", ran.err, re.MULTILINE)
    assert [name for name in imported if re.match("newsgrep|whoosh|click|rich", name)] == ["newsgrep"]
