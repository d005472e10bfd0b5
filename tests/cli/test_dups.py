"""`newsgrep dups` and `show --diff`, as a shell or a person sees them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from conftest import index
from rich.cells import cell_len

Run: TypeAlias = Callable[..., Any]

WIRE, POST, COURIER = (
    f"seeds/2025-05-2{name}.md"
    for name in (
        "3-eu-goods-50-percent.wire",
        "3-eu-goods-50-percent.post",
        "4-eu-goods-50-percent.courier",
    )
)
STORY = "the harbour of the town was closed on monday after the storm had torn two ships from their moorings"


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A story and its copies, of several sources and days; other articles."""
    folder = tmp_path_factory.mktemp("papers")
    records = [
        {"id": "a", "text": STORY, "title": "Harbour closed", "date": "2025-01-02", "source": "Wire"},
        {"id": "b", "text": STORY.title(), "title": "Harbour closed", "date": "2025-01-02", "source": "Post"},
        {"id": "c", "text": f"{STORY}.", "title": "Storm\u001b[31m", "date": "2025-02-01", "source": "Wire"},
        {"id": "d", "text": STORY, "date": "2025", "source": None},
        {"id": "e", "text": STORY, "title": "Undated"},
        {"id": "f", "text": "something else", "date": "2025-01-02"},
        {"id": "g", "text": "", "title": "Empty", "date": "2025-01-02"},
        {"id": "h", "text": "...", "title": "Empty too", "date": "2025-01-02"},
    ]
    (folder / "p.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    index(folder, ".")
    return folder


def rows(out: str) -> list[list[str]]:
    return [line.split("\t") for line in out.splitlines()]


def test_clusters_are_lines_each_with_the_first_of_its_cluster(newsgrep: Run, papers: Path) -> None:
    ran = newsgrep("dups", cwd=papers)
    assert (ran.code, ran.err) == (0, "")
    assert rows(ran.out) == [
        ["p.jsonl#d", "1.000", "1.000", "2025", "p.jsonl#d", "-"],
        ["p.jsonl#d", "1.000", "1.000", "2025-01-02", "p.jsonl#a", "Harbour closed"],
        ["p.jsonl#d", "1.000", "1.000", "2025-01-02", "p.jsonl#b", "Harbour closed"],
        ["p.jsonl#d", "1.000", "1.000", "2025-02-01", "p.jsonl#c", "Storm[31m"],
        ["p.jsonl#d", "1.000", "1.000", "-", "p.jsonl#e", "Undated"],
    ]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--within", "0d"), ["a b 0"]),
        (("--within", "1"), ["d a 1", "d b 1", "a b 0"]),
        (("--within", "1w", "--across"), ["d a 1", "d b 1", "a b 0"]),
        (("--across", "source:*"), ["a b 0", "b c 30"]),
        (("--since", "2025-01-02"), ["d a 1", "d b 1", "d c 31", "a b 0", "a c 30", "b c 30"]),
        (("--since", "2025-01-02", "--sure"), ["a b 0", "a c 30", "b c 30"]),
        (("title:undated", "OR", "source:post"), ["b e -"]),
    ],
)
def test_pairs_that_count(newsgrep: Run, papers: Path, options: tuple[str, ...], found: list[str]) -> None:
    ran = newsgrep("dups", "--pairs", *options, cwd=papers)
    assert ran.code == 0
    short = [f"{left[-1]} {right[-1]} {days}" for left, right, similarity, contained, days in rows(ran.out)]
    assert short == found


def test_json_has_null_for_none_and_nothing_rounded(newsgrep: Run) -> None:
    clusters = json.loads(newsgrep("dups", "--cut", "--json").out)
    assert list(clusters[0]) == [*("first", "similarity", "contained", "date", "location", "title")]
    assert [row["location"] for row in clusters] == [POST, WIRE, COURIER]
    pairs = json.loads(newsgrep("dups", "--cut", "--pairs", "--json").out)
    assert pairs[2] == {
        "id": WIRE,
        "copy": COURIER,
        "similarity": 62 / 167,
        "contained": 1.0,
        "days": 1,
    }
    header = newsgrep("dups", "--pairs", "--csv").out.splitlines()[0]
    assert header == "id,copy,similarity,contained,days"


def test_on_a_screen(terminal: Run, newsgrep: Run, papers: Path) -> None:
    shown = terminal("dups", cwd=papers, NO_COLOR="1")
    assert shown.code == 0
    assert shown.out.endswith(
        """5 articles
  2025        p.jsonl#d  first
  2025-01-02  p.jsonl#a  100%
              Wire · Harbour closed
  2025-01-02  p.jsonl#b  100%
              Post · Harbour closed
  2025-02-01  p.jsonl#c  100%
              Wire · Storm␛[31m
  undated     p.jsonl#e  100%
              Undated
"""
    )
    shown = newsgrep("dups", "--cut", "--format", "text").out
    assert (
        shown
        == f"""3 articles  EU goods face a 50% tariff from 1 June, Trump says
  2025-05-23  {POST}     first
              Harbour Post
  2025-05-23  {WIRE}     87%
              Northern Wire · Trump threatens goods from the EU with a tariff of
              50%
  2025-05-24  {COURIER}  33%
              90% contained · Evening Courier · Tariff of 50% threatened
"""
    )


@pytest.mark.parametrize("columns", [30, 50, 80, 132])
def test_lines_are_no_wider_than_the_screen_and_nothing_is_lost(newsgrep: Run, columns: int) -> None:
    shown = newsgrep("dups", "--cut", "--format", "text", COLUMNS=str(columns)).out
    assert max(map(cell_len, shown.splitlines())) <= columns
    assert COURIER in "".join(line[14:].partition("  ")[0] for line in shown.splitlines())


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["zzz"], 1, "nothing found"),
        (["--across", "something"], 1, "no copies among 1 article"),
        (["--on", "1999"], 1, "nothing found"),
        (["--at", ".4"], 2, "invalid value for '--at': 0.4 is not in the range 0.5<=x<=1"),
        (["--within", "soon"], 2, "invalid value for '--within': 'soon' is not a number of days, such as 3d"),
        (["--within", "-3d"], 2, "is not a number of days"),
        (["--pairs", "--json", "--csv"], 2, "do not go together"),
    ],
)
def test_nothing_and_nonsense(
    newsgrep: Run, papers: Path, arguments: list[str], code: int, said: str
) -> None:
    ran = newsgrep("dups", *arguments, cwd=papers)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err


def test_an_empty_archive(newsgrep: Run, tmp_path: Path) -> None:
    index(tmp_path)
    ran = newsgrep("dups", cwd=tmp_path)
    assert ran.code == 1
    assert ran.out == ""
    assert ran.err.startswith("newsgrep: no")


@pytest.mark.parametrize("kilobytes", [0, 1])
def test_a_temporary_file_that_cannot_be_written_ends_it_with_one_line(shell: Run, kilobytes: int) -> None:
    ran = shell(f"ulimit -f {kilobytes}; exec newsgrep dups")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert "cannot use a temporary file: " in ran.err
    assert "TMPDIR names another folder" in ran.err


def test_what_differs_is_marked_by_signs(newsgrep: Run, terminal: Run) -> None:
    ran = newsgrep("show", WIRE, "--diff", POST)
    assert (ran.code, ran.err) == (0, "")
    head, title, *paragraphs = ran.out.rstrip("\n").split("\n\n")
    assert head.splitlines() == [
        f"--- {WIRE} · 2025-05-23 · Northern Wire",
        f"+++ {POST} · 2025-05-23 · Harbour Post",
    ]
    assert title == (
        "[-Trump threatens goods from the EU with a tariff of 50%-]"
        "{+EU goods face a 50% tariff from 1 June, Trump says+}"
    )
    assert paragraphs[0].endswith("from 1 [-June,-]{+June.+} [-nine days from now.-]")
    assert (
        paragraphs[2]
        == "Shares fell in Frankfurt, in Paris and in Milan, [-those of-] carmakers most of all."
    )
    assert len(paragraphs) == 6
    shown = terminal("show", WIRE, "--diff", POST).out
    assert "\x1b[31m[-those of-]\x1b[0m" in shown
    assert "\x1b[32m{+June.+}\x1b[0m" in shown


def test_a_shortened_copy_lacks_paragraphs(newsgrep: Run) -> None:
    lines = newsgrep("show", WIRE, "--diff", COURIER).out.splitlines()
    assert lines[5].startswith("[-President Donald Trump")
    assert lines[5].endswith("nine days from now.-]")
    assert lines[7].startswith("Since April")
    assert lines[-1].endswith("before it came.-]")


def test_nothing_differs(newsgrep: Run, papers: Path) -> None:
    ran = newsgrep("show", "p.jsonl#a", "--diff", "p.jsonl#a", cwd=papers)
    assert ran.code == 0
    assert ran.out.partition("\n\n")[2] == f"Harbour closed\n\n{STORY}\n"


def test_no_byte_of_an_article_reaches_a_terminal_unescaped(
    newsgrep: Run, terminal: Run, papers: Path
) -> None:
    arguments = ("show", "p.jsonl#a", "--diff", "p.jsonl#c")
    assert "{+Storm\u241b[31m+}" in terminal(*arguments, cwd=papers, NO_COLOR="1").out
    assert "{+Storm[31m+}" in newsgrep(*arguments, cwd=papers).out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["p.jsonl#a", "p.jsonl#b", "--diff", "p.jsonl#c"], 2, "--diff compares two articles"),
        (["-", "--diff", "p.jsonl#c"], 2, "--diff compares two articles"),
        (["p.jsonl#a", "--diff", "none"], 1, "no such article: none"),
        (["p.jsonl", "--diff", "p.jsonl#a"], 2, "p.jsonl has 8 articles; name one of them, as p.jsonl#a"),
        (["p.jsonl#a", "--diff", "p.jsonl#b", "--raw"], 2, "does not go with"),
        (["p.jsonl#a", "--diff", "p.jsonl#b", "--query", "storm"], 2, "does not go with"),
    ],
)
def test_what_cannot_be_compared(
    newsgrep: Run, papers: Path, arguments: list[str], code: int, said: str
) -> None:
    ran = newsgrep("show", *arguments, cwd=papers)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
