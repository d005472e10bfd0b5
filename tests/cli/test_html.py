"""--html: a page for a browser in place of what a command prints, or nothing at all."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import unquote

import pytest
from conftest import index
from lxml import html

Run: TypeAlias = Callable[..., Any]

COMMANDS = {
    "timeline": ["timeline", "tariffs"],
    "timeline of several": ["timeline", "-e", "tariffs", "-e", "carney", "--by", "month", "--absolute"],
    "counts": ["counts", "tariffs", "--by", "source,month", "--words"],
}


def page(path: Path) -> Any:
    return html.fromstring(path.read_bytes())


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_page_is_all_that_is_written(newsgrep: Run, folder: Path, command: list[str]) -> None:
    ran = newsgrep(*command, "--html", "page.html", cwd=folder)
    printed = newsgrep(*command, cwd=folder)
    assert (ran.code, ran.out, ran.err) == (0, "", printed.err)
    tree = page(folder / "page.html")
    rows = tree.xpath("//table[1]/tbody/tr")
    assert len(rows) == len(printed.out.splitlines())
    for row, line in zip(rows, printed.out.splitlines(), strict=True):
        cells = [cell.text_content().replace(",", "").replace("\N{EN DASH}", "-") for cell in row]
        assert cells[0] == line.split("\t")[0]
        assert [cell for cell in cells if cell.isdecimal()] == [
            cell for cell in line.split("\t") if cell.isdecimal()
        ]
    assert tree.xpath("//figure")
    assert {path.name for path in folder.iterdir()} == {".newsgrep", "seeds", "page.html"}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_articles_are_linked_from_where_the_page_lies(
    newsgrep: Run, folder: Path, command: list[str]
) -> None:
    (folder / "pages").mkdir()
    name = str(folder / "pages" / "page.html")
    assert newsgrep(*command, "--html", name, "--index", str(folder), cwd=folder.parent).code == 0
    links = [(link.text, link.get("href")) for link in page(folder / "pages" / "page.html").xpath("//a")]
    assert len(links) >= 20
    for _, target in links:
        assert (folder / "pages" / unquote(target)).is_file()


def test_a_dash_is_stdout(newsgrep: Run, folder: Path) -> None:
    ran = newsgrep("timeline", "tariffs", "--html", "-", cwd=folder)
    assert ran.out.startswith("<!DOCTYPE html>")
    assert ran.out.endswith("</html>\n")
    first = re.search('<a href="(.*?)">', ran.out)
    assert first
    assert (folder / unquote(first[1])).is_file()


@pytest.mark.parametrize(("query", "title"), [([], "Near copies"), (["tariff"], "Near copies: tariff")])
def test_a_page_of_copies_lists_the_clusters(
    newsgrep: Run, folder: Path, query: list[str], title: str
) -> None:
    ran = newsgrep("dups", "--cut", *query, "--html", "page.html", cwd=folder)
    printed = newsgrep("dups", "--cut", *query, cwd=folder)
    assert (ran.code, ran.out, ran.err) == (0, "", printed.err)
    tree = page(folder / "page.html")
    assert tree.findtext(".//h1") == title
    locations = [line.split("\t")[4] for line in printed.out.splitlines()]
    assert len(locations) > 1
    assert [link.get("href") for link in tree.xpath("//a")] == locations
    assert newsgrep("dups", "--at", "1", "zzzz", "--html", "other.html", cwd=folder).code == 1
    assert not (folder / "other.html").exists()


@pytest.mark.parametrize(
    ("options", "note"),
    [
        ([], "Here: the articles that match. Elsewhere: all others."),
        (
            ["--against", "date:2025-05"],
            "Here: the articles that match. Elsewhere: those that match date:2025-05.",
        ),
        (["--near", "5"], "Here: at most 5 words from a match. Elsewhere: everywhere else."),
        (["--both", "--words", "-n", "3"], "Here: the articles that match. Elsewhere: all others."),
    ],
)
def test_a_page_of_terms_says_what_is_compared(
    newsgrep: Run, folder: Path, options: list[str], note: str
) -> None:
    ran = newsgrep("terms", "canada", *options, "--html", "page.html", cwd=folder)
    printed = newsgrep("terms", "canada", *options, cwd=folder)
    assert (ran.code, ran.out, ran.err) == (0, "", printed.err)
    tree = page(folder / "page.html")
    assert note in tree.xpath("string(//main)")
    assert tree.xpath("//tbody/tr/th/text()") == [line.split("\t")[0] for line in printed.out.splitlines()]
    assert len(tree.xpath("//figure")) == (1 if printed.out else 0)
    assert ("No word is significantly" in tree.xpath("string(//main)")) == (not printed.out)
    assert len(tree.xpath("//a")) > 1
    assert newsgrep("terms", "zzzz", "--html", "other.html", cwd=folder).code == 1
    assert not (folder / "other.html").exists()


def test_a_page_has_no_pairs(newsgrep: Run, folder: Path) -> None:
    ran = newsgrep("dups", "--pairs", "--html", "page.html", cwd=folder)
    assert (ran.code, ran.err) == (2, "newsgrep: --html draws clusters, and no --pairs; give one of them\n")
    assert not (folder / "page.html").exists()


def test_where_nothing_matches_no_page_is_written(newsgrep: Run, folder: Path) -> None:
    old = folder / "page.html"
    old.write_text("old")
    ran = newsgrep("timeline", "tarifs", "--html", "page.html", cwd=folder)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "newsgrep: nothing found; did you mean: tariffs\n"
    assert old.read_text() == "old"
    assert newsgrep("timeline", "zzzz", "--html", "other.html", cwd=folder).code == 1
    assert not (folder / "other.html").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--html", "x.html", "--json"], "--html and --json do not go together; give one of them"),
        (["--csv", "--html", "x.html"], "--csv and --html do not go together; give one of them"),
        (["--html", "gone/x.html"], "gone/x.html: there is no folder {here}/gone"),
        (["--html", "seeds"], "seeds is no file"),
        (["--html", ""], ". is no file"),
    ],
)
def test_what_makes_no_sense_is_refused(
    newsgrep: Run, folder: Path, arguments: list[str], message: str
) -> None:
    ran = newsgrep("timeline", "tariffs", *arguments, cwd=folder)
    assert (ran.code, ran.out, ran.err) == (2, "", f"newsgrep: {message.format(here=folder)}\n")
    assert {path.name for path in folder.iterdir()} == {".newsgrep", "seeds"}


def test_on_a_terminal_the_file_is_named(terminal: Run, folder: Path) -> None:
    ran = terminal("timeline", "tariffs", "--html", "page.html", cwd=folder)
    assert (ran.code, ran.out) == (0, "newsgrep: wrote page.html\n")
    assert (folder / "page.html").stat().st_size > 10_000


def test_a_full_disk_ends_in_one_line(shell: Run, folder: Path) -> None:
    ran = shell("ulimit -f 2; trap '' XFSZ; newsgrep timeline tariffs --html page.html", cwd=folder)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "newsgrep: cannot write page.html: File too large\n"
    assert {path.name for path in folder.iterdir()} == {".newsgrep", "seeds"}


def test_hostile_articles_and_queries_stay_text(newsgrep: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Title: </svg><script>alert(1)</script>\nDate: 2025-05-06\nLink: javascript:alert(1)\n"
        "Source: <img src=x onerror=alert(1)>\u202e\n\noil\n"
    )
    (tmp_path / "b.jsonl").write_text(
        '{"title": "\\u200b\\u0007", "text": "oil again", "url": "https://example.org/\\"><script>"}\n'
    )
    index(tmp_path, "a.txt", "b.jsonl")
    query = 'oil OR "</title><script>alert(1)</script>"'
    for command in (["timeline", query], ["counts", "--by", "source", query]):
        assert newsgrep(*command, "--html", "page.html", cwd=tmp_path).code == 0
        tree = page(tmp_path / "page.html")
        assert tree.xpath("//script|//img|//@onerror") == []
        assert sorted(tree.xpath("//a/@href")) == ["a.txt", 'https://example.org/"><script>']
        assert sorted(tree.xpath("//a/text()")) == ["</svg><script>alert(1)</script>", "oil again"]
        assert query in tree.xpath("string(//footer)")


def test_without_the_option_no_library_for_pages_is_imported(shell: Run) -> None:
    ran = shell("{ PYTHONPROFILEIMPORTTIME=1 newsgrep timeline tariffs 2>&3 | cat >/dev/null; } 3>&1")
    modules = re.findall(r"^import time: +\d+ \| +\d+ \| +(\S+)$", ran.out, re.MULTILINE)
    assert "newsgrep.cli.html_option" in modules
    assert [name for name in modules if re.match(r"jinja2|markupsafe|newsgrep\.renderers\.pages", name)] == []
