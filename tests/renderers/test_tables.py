"""Tables in every format, and the registry of formats."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pytest
from conftest import SCALE
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_texts import texts
from rich.cells import cell_len

from newsgrep.article import Article, ArticleId
from newsgrep.renderers import FORMATS, TABLE_FORMATS, Layout, renderer, table_renderer
from newsgrep.results import Column, Hit, MarkedSpans, Match, Table


class Row(NamedTuple):
    """A row with a cell of every kind."""

    name: str | None
    file: str | None
    day: str | None
    tags: tuple[str, ...] | None
    matches: int | None
    score: float | None
    share: float | None
    ratio: float | None
    spans: list[list[int]] | None = None


COLUMNS: tuple[Column[Row], ...] = (
    Column("name"),
    Column("file", "path"),
    Column("day", "date"),
    Column("tags", "list"),
    Column("matches", "count"),
    Column("score", "score"),
    Column("share", "share"),
    Column("ratio", "fraction"),
    Column("", "bar", "matches"),
    Column("spans", "data"),
)
FULL = Row("Two\n words", "a  b.txt", "2025-05", ("x", "y z"), 7, 1 / 3, 2 / 3, 14.24, [[0, 3]])
EMPTY = Row(None, None, None, None, None, None, None, None)
NAMES = ["name", "file", "day", "tags", "matches", "score", "share", "ratio"]


def printed(name: str, table: Table[Any], layout: Layout = Layout()) -> str:  # noqa: B008  a frozen value
    stream = io.StringIO()
    rows = list(table.rows)
    assert table_renderer(name)(Table(table.columns, iter(rows), table.shown), stream, layout) == len(rows)
    return stream.getvalue()


def test_every_kind_of_cell_in_every_format() -> None:
    shown = Table(COLUMNS, [FULL, EMPTY], tuple(NAMES))
    lines = [line.split("\t") for line in printed("lines", shown).splitlines()]
    assert lines == [
        ["Two words", "a  b.txt", "2025-05", "x; y z", "7", "0.3333333333333333", "0.666667", "14.240"],
        ["-"] * 8,
    ]
    rows = [
        NAMES,
        ["Two words", "a  b.txt", "2025-05", "x; y z", "7", str(1 / 3), str(2 / 3), "14.24"],
        [""] * 8,
    ]
    assert [line.split("\t") for line in printed("tsv", shown).splitlines()] == rows
    assert list(csv.reader(io.StringIO(printed("csv", shown)))) == rows
    objects = json.loads(printed("json", shown))
    assert objects == [json.loads(line) for line in printed("jsonl", shown).splitlines()]
    assert objects == [{**FULL._asdict(), "tags": ["x", "y z"]}, EMPTY._asdict()]
    assert list(objects[0]) == [*NAMES, "spans"]


def test_a_table_on_a_screen() -> None:
    table = Table(COLUMNS[:1] + COLUMNS[4:9], [FULL, EMPTY._replace(matches=0)])
    assert printed("text", table) == (
        "name       matches               score  share   ratio\n"
        "Two words        7  0.3333333333333333  66.7%  14.240  ████████████████████████\n"
        "-                0                   -      -       -\n"
    )


def test_a_bar_is_as_long_as_its_number_and_none_but_that_of_zero_is_empty() -> None:
    table: Table[int] = Table((Column("", "bar", lambda number: number),), [64_000, 48_000, 1, 0])
    _, *bars = printed("text", table).splitlines()
    assert bars == ["█" * 24, "█" * 18, "▍", ""]


def test_an_empty_table() -> None:
    none: Table[Row] = Table(COLUMNS[:2], [])
    assert [printed(name, none) for name in TABLE_FORMATS] == [
        "",
        "",
        "[]\n",
        "",
        "name,file\n",
        "name\tfile\n",
    ]


def test_columns_that_are_optional_give_way_to_a_narrow_screen() -> None:
    names = ("first", "second", "third")
    number: Column[int] = Column("n", "count", lambda number: number)
    columns = (number, *(Column(name, "count", number.value, optional=True) for name in names))
    headers = {
        width: printed("text", Table(columns, [1]), Layout(width)).split("\n")[0].split()
        for width in (80, 21, 16, 1)
    }
    assert headers == {80: ["n", *names], 21: ["n", *names[:2]], 16: ["n", *names[:2]], 1: ["n"]}


@given(st.lists(st.tuples(texts, texts, st.integers(0, 10**9)), min_size=1, max_size=4), st.integers(1, 120))
@settings(max_examples=50 * SCALE)
def test_on_a_screen_of_any_width_no_character_is_lost(
    rows: Sequence[tuple[str, str, int]], width: int
) -> None:
    columns: tuple[Column[tuple[str, str, int]], ...] = (
        Column("text", "text", lambda row: row[0]),
        Column("number", "count", lambda row: row[2]),
    )
    shown = printed("text", Table(columns, rows), Layout(width))
    assert max(map(cell_len, shown.splitlines())) <= max(width, 8 + 2 + 10)
    for _, _, number in rows:
        assert re.search(rf"\b{number}\b", shown)
    letters = Counter(character for text, _, _ in rows for character in text if character.isalpha())
    assert letters - Counter(shown) == Counter()


@given(st.lists(st.tuples(texts | st.text(), texts | st.text()), max_size=4))
def test_no_text_breaks_a_row(rows: Sequence[tuple[str, str]]) -> None:
    columns: tuple[Column[tuple[str, str]], ...] = (
        Column("a", "text", lambda row: row[0]),
        Column("b", "path", lambda row: row[1]),
        Column("c", "list", lambda row: row),
    )
    table = Table(columns, rows)
    for name, header in (("lines", 0), ("tsv", 1)):
        lines = printed(name, table).split("\n")
        assert len(lines) == len(rows) + header + 1
        assert {line.count("\t") for line in lines[:-1]} <= {2}
    assert len(list(csv.reader(io.StringIO(printed("csv", table), newline="")))) == len(rows) + 1
    assert [row["c"] for row in json.loads(printed("json", table))] == [list(row) for row in rows]


class Found:
    """Two articles of one file, as a search finds them."""

    total = 2
    leading = ()
    hits = tuple(
        Hit(
            Article(ArticleId(f"a.jsonl#{key}"), "a.jsonl", f"text {key}"),
            f"a.jsonl#{key}",
            1.5,
            MarkedSpans(),
            (0, 6),
        )
        for key in "12"
    )

    def matches(self) -> Iterator[Match]:
        return (Match(hit.article.id, hit.article.path, hit.score) for hit in self.hits)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def path(self, match: Match) -> str:
        return f"here/{match.path}"

    def paths(self) -> Iterator[str]:
        return map(self.path, self.matches())


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_a_renderer_of_search_results(name: str) -> None:
    stream = io.StringIO()
    assert renderer(name)(Found(), stream, Layout(first_number=5, topic="q")) == 2
    wanted = {
        "text": " 5. undated · a.jsonl#1\n    text 1\n\n 6. undated · a.jsonl#2\n    text 2\n\n",
        "compact": "undated  text 1  a.jsonl#1\nundated  text 2  a.jsonl#2\n",
        "lines": "-\ta.jsonl#1\t-\ttext 1\n",
        "json": '[\n{"id": "a.jsonl#1", "path": "a.jsonl"',
        "jsonl": '{"id": "a.jsonl#1", "path": "a.jsonl"',
        "csv": "id,path,location,title",
        "tsv": "id\tpath\tlocation\ttitle",
        "trec": "q Q0 a.jsonl#1 5 1.5 newsgrep\nq Q0 a.jsonl#2 6 1.5 newsgrep\n",
        "ids": "a.jsonl#1\na.jsonl#2\n",
        "files": "here/a.jsonl\nhere/a.jsonl\n",
        "count": "2\n",
    }
    assert stream.getvalue().startswith(wanted[name])


@pytest.mark.parametrize("name", ["ids", "files"])
def test_names_end_as_the_layout_says_and_are_made_safe_for_a_person(name: str) -> None:
    stream = io.StringIO()
    renderer(name)(Found(), stream, Layout(end="\0"))
    assert re.fullmatch(r"[^\0\n]+\0[^\0\n]+\0", stream.getvalue())

    class Hostile(Found):
        def matches(self) -> Iterator[Match]:
            yield Match(ArticleId("\x1b[2J\n"), "\x1b[2J\n", 1.0)

    seen, piped = io.StringIO(), io.StringIO()
    renderer(name)(Hostile(), seen, Layout(is_terminal=True))
    renderer(name)(Hostile(), piped, Layout())
    assert seen.getvalue().endswith("␛[2J␊\n")
    assert piped.getvalue().endswith("\x1b[2J\n\n")
