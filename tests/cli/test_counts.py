"""`newsgrep counts` and `newsgrep timeline`, as a shell or a person sees them."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from conftest import index
from rich.cells import cell_len

from newsgrep.archive import Archive
from newsgrep.errors import UsageError
from newsgrep.facets import Period
from newsgrep.periods import is_of_unit

Run: TypeAlias = Callable[..., Any]

NUMBERS = ["query", "matches", "articles", "share", "low", "high"]


def rows(out: str) -> list[list[str]]:
    return [line.split("\t") for line in out.splitlines()]


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirteen articles of two sources, of months far apart; a month, a year, and two without a date."""
    dates = ["2003-01-05", "2003-01-06", "2003-02-28", "2003-09-01", "2003-09", "2003", None, None]
    records = [
        {"text": "oil and oil", "title": "Oil", "date": date, "source": "AP", "tags": ["a", "b"]}
        for date in dates
    ] + [
        {"text": "gas", "date": "2003-09-02", "source": f"Agence {number} 路透社新闻中文"}
        for number in range(5)
    ]
    folder = tmp_path_factory.mktemp("news")
    (folder / "a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    index(folder, ".")
    return folder


def test_a_line_for_each_period_none_left_out_then_dates_that_are_less_precise(
    newsgrep: Run, news: Path
) -> None:
    ran = newsgrep("timeline", "oil", "--by", "month", cwd=news)
    assert ran.code == 0
    assert ran.err == ""
    found = rows(ran.out)
    assert [(row[0], row[2], row[3]) for row in found] == [
        ("2003-01", "2", "2"),
        ("2003-02", "1", "1"),
        *((f"2003-{month:02}", "0", "0") for month in range(3, 9)),
        ("2003-09", "2", "7"),
        ("2003", "1", "1"),
        ("-", "2", "2"),
    ]
    assert found[2] == ["2003-03", "oil", "0", "0", "-", "-", "-"]
    assert found[-3] == ["2003-09", "oil", "2", "7", "0.285714", "0.082219", "0.641066"]
    assert sum(int(row[2]) for row in found) == int(newsgrep("search", "-c", "oil", cwd=news).out)


@pytest.mark.parametrize("unit", Period)
def test_the_name_of_a_period_finds_its_articles(news: Path, unit: Period) -> None:
    with Archive.open(news) as archive:
        for row in archive.counts("oil", by=unit):
            name = getattr(row, unit)
            if row.matches and name and is_of_unit(name, unit):
                assert archive.count(archive.parse("oil", on=name, sure=True)) == row.matches


def test_of_two_queries_with_the_same_text_none_is_lost(news: Path) -> None:
    with Archive.open(news) as archive:
        months = {month: archive.parse("oil", on=month) for month in ("2003-01", "2003-02")}
        found = [(row.query, row.matches) for row in archive.counts(months, by="year") if row.matches]
        assert found == [("2003-01", 3), ("2003-02", 2)]
        with pytest.raises(UsageError, match='two queries are "oil"'):
            archive.counts(list(months.values()))


def test_values_are_sorted_by_matches_then_by_code_point(newsgrep: Run, news: Path) -> None:
    by_source = rows(newsgrep("counts", "oil", "--by", "source", cwd=news).out)
    assert [(row[0][:8], row[2], row[3]) for row in by_source] == [
        ("AP", "8", "8"),
        *((f"Agence {number}", "0", "1") for number in range(5)),
    ]
    by_tag = rows(newsgrep("counts", "oil OR gas", "--by", "tag", cwd=news).out)
    assert [row[:4] for row in by_tag] == [
        ["a", "oil OR gas", "8", "8"],
        ["b", "oil OR gas", "8", "8"],
        ["-", "oil OR gas", "5", "5"],
    ]


def test_several_facets_are_columns(newsgrep: Run, news: Path) -> None:
    ran = newsgrep("counts", "oil", "--by", "quarter,tag", "--csv", cwd=news)
    header, *found = csv.reader(io.StringIO(ran.out))
    assert header == ["quarter", "tag", *NUMBERS]
    assert [tuple(row[:4]) for row in found] == [
        ("2003-Q1", "a", "oil", "3"),
        ("2003-Q1", "b", "oil", "3"),
        ("2003-Q1", "", "oil", "0"),
        *(("2003-Q2", tag, "oil", "0") for tag in ("a", "b", "")),
        ("2003-Q3", "a", "oil", "2"),
        ("2003-Q3", "b", "oil", "2"),
        ("2003-Q3", "", "oil", "0"),
        ("2003", "a", "oil", "1"),
        ("2003", "b", "oil", "1"),
        ("", "a", "oil", "2"),
        ("", "b", "oil", "2"),
    ]


@pytest.mark.parametrize(
    ("arguments", "facets"),
    [
        (("timeline", "--by", "month"), ["month"]),
        (("timeline",), ["day"]),
        (("counts", "--by", "source,week"), ["source", "week"]),
    ],
)
def test_a_table_without_rows_has_the_same_header(
    newsgrep: Run, news: Path, arguments: tuple[str, ...], facets: list[str]
) -> None:
    ran = newsgrep(*arguments, "oil", "--since", "2020", "--csv", cwd=news)
    assert ran.code == 1
    assert list(csv.reader(io.StringIO(ran.out))) == [[*facets, *NUMBERS]]


def test_json_is_not_rounded_and_has_null_for_none(newsgrep: Run, news: Path) -> None:
    found = json.loads(newsgrep("timeline", "oil", "--by", "quarter", "--json", cwd=news).out)
    assert [list(row) for row in found] == [["quarter", *NUMBERS]] * 5
    assert found[1] == {"quarter": "2003-Q2", "query": "oil", "matches": 0, "articles": 0} | dict.fromkeys(
        NUMBERS[3:]
    )
    assert found[2]["share"] == 2 / 7
    assert found[-1]["quarter"] is None


def test_words_are_counted_headlines_included(newsgrep: Run, news: Path) -> None:
    by_year = rows(newsgrep("timeline", "oil", "--by", "year", "--words", cwd=news).out)
    assert by_year == [
        ["2003", "oil", "18", "29", "0.620690", "-", "-"],
        ["-", "oil", "6", "8", "0.750000", "-", "-"],
    ]


def test_a_query_of_filters_has_no_words(newsgrep: Run, news: Path) -> None:
    ran = newsgrep("timeline", "source:AP", "--by", "year", "--words", cwd=news)
    assert (ran.code, [row[2] for row in rows(ran.out)]) == (1, ["0", "0"])
    assert ran.err == "newsgrep: no words to count; without --words articles are counted\n"
    both = newsgrep("timeline", "-e", "oil", "-e", "source:AP", "--by", "year", "--words", cwd=news)
    assert (both.code, both.err) == (0, ran.err.replace(": ", ": source:AP: ", 1))
    assert newsgrep("timeline", "zebra", "--words", cwd=news).err == "newsgrep: nothing found\n"


def test_of_names_another_whole(newsgrep: Run, news: Path) -> None:
    ran = newsgrep(
        "counts", "oil", "--by", "source", "--of", "source:AP", "--since", "2003-09", "--sure", cwd=news
    )
    assert rows(ran.out)[0][:5] == ["AP", "oil", "2", "2", "1.000000"]
    assert {tuple(row[2:]) for row in rows(ran.out)[1:]} == {("0", "0", "-", "-", "-")}
    assert "not among" not in ran.err
    other = newsgrep("counts", "oil OR gas", "--by", "year", "--of", "oil", cwd=news)
    assert rows(other.out)[0] == ["2003", "oil OR gas", "11", "6", "1.833333", "-", "-"]
    assert other.err == "newsgrep: 5 articles that match are not among those of --of 'oil'\n"


def test_a_bad_query_for_the_whole_is_shown_with_its_caret(newsgrep: Run, news: Path) -> None:
    ran = newsgrep("timeline", "oil", "--of", 'gas "crude', cwd=news)
    assert ran.code == 2
    assert 'gas "crude' in ran.err
    assert ran.out == ""


def test_near_copies_are_folded_but_not_in_the_whole(newsgrep: Run, news: Path) -> None:
    folded = rows(newsgrep("timeline", "oil", "--by", "year", "--fold", cwd=news).out)
    assert [row[2:4] for row in folded] == [["1", "11"], ["0", "2"]]


def test_several_queries_are_blocks_and_those_without_a_match_are_there(newsgrep: Run, news: Path) -> None:
    ran = newsgrep("timeline", "-e", "oil", "-e", "zebra", "--by", "year", cwd=news)
    assert ran.code == 0
    assert [row[:4] for row in rows(ran.out)] == [
        ["2003", "oil", "6", "11"],
        ["-", "oil", "2", "2"],
        ["2003", "zebra", "0", "11"],
        ["-", "zebra", "0", "2"],
    ]
    assert ran.err == "newsgrep: zebra: nothing found\n"
    assert newsgrep("timeline", "-f", "-", "--by", "year", stdin="o\toil\n", cwd=news).out.startswith(
        "2003\to\t6"
    )


def test_nothing_found_is_exit_code_1_and_a_hint(newsgrep: Run, terminal: Run, news: Path) -> None:
    ran = newsgrep("timeline", "oill", "--by", "year", cwd=news)
    assert ran.code == 1
    assert [row[2] for row in rows(ran.out)] == ["0", "0"]
    assert ran.err == "newsgrep: nothing found; did you mean: oil\n"
    seen = terminal("timeline", "oill", cwd=news)
    assert (seen.code, seen.out) == (1, "newsgrep: nothing found; did you mean: oil\n")


def test_an_empty_archive_is_no_error(newsgrep: Run, tmp_path: Path) -> None:
    index(tmp_path)
    ran = newsgrep("timeline", "oil", cwd=tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert json.loads(newsgrep("counts", "oil", "--by", "source", "--json", cwd=tmp_path).out) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("counts", "oil"), "--by"),
        (("counts", "oil", "--by", "moon"), 'no such facet: "moon"; there are day, week, month'),
        (("counts", "oil", "--by", ""), "no such facet"),
        (("counts", "oil", "--by", "year,month"), "at most one is a period"),
        (("counts", "oil", "--by", "tag,tag"), "different facets"),
        (("timeline", "oil", "--by", "source"), "source"),
        (("timeline",), "the query is empty"),
        (("timeline", "oil", "--of", ""), "the query is empty"),
        (("timeline", "oil", "--json", "--csv"), "do not go together"),
    ],
)
def test_what_cannot_be_counted_is_refused(
    newsgrep: Run, news: Path, arguments: tuple[str, ...], said: str
) -> None:
    ran = newsgrep(*arguments, cwd=news)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


CHART = """\
oil, share of all articles
2003-01             2 of 2  100.0%  ████████████████████████
2003-02             1 of 1  100.0%  ████████████████████████
2003-03 to 2003-08  no articles
2003-09             2 of 7   28.6%  ██████▊
2003                1 of 1  100.0%  ████████████████████████
-                   2 of 2  100.0%  ████████████████████████

gas, share of all articles
2003-01             0 of 2    0.0%
2003-02             0 of 1    0.0%
2003-03 to 2003-08  no articles
2003-09             5 of 7   71.4%  █████████████████▏
2003                0 of 1    0.0%
-                   0 of 2    0.0%
"""


def test_a_chart_on_a_terminal(terminal: Run, news: Path) -> None:
    arguments = ("timeline", "-e", "oil", "-e", "gas", "--by", "month")
    seen = terminal(*arguments, cwd=news, NO_COLOR="1")
    assert (seen.code, seen.out) == (0, CHART)
    colored = terminal(*arguments, cwd=news).out
    assert "\x1b[1moil, share" in colored
    assert "\x1b[35;49m█" in colored


def test_bars_show_matches_if_asked(terminal: Run, news: Path) -> None:
    seen = terminal(
        "timeline", "oil", "--by", "month", "--absolute", "--since", "2003-02", cwd=news, NO_COLOR="1"
    ).out
    assert seen.splitlines()[0] == "oil, articles"
    longest = {line.split()[0]: line.count("█") for line in seen.splitlines()[1:] if "█" in line}
    assert longest == {"2003-02": 12, "2003-09": 24, "2003": 12}


@pytest.mark.parametrize(("options", "bars"), [([], 0), (["--absolute"], 2)])
def test_matches_that_are_no_part_of_the_whole_are_drawn(
    newsgrep: Run, terminal: Run, news: Path, options: list[str], bars: int
) -> None:
    arguments = ("timeline", "oil", "--by", "year", "--of", "gas tariff", *options)
    seen = terminal(*arguments, cwd=news, NO_COLOR="1").out.splitlines()
    assert [line.split()[:5] for line in seen[1:3]] == [
        ["2003", "6", "of", "0", "-"],
        ["-", "2", "of", "0", "-"],
    ]
    assert sum("█" in line for line in seen) == bars
    page = newsgrep(*arguments, "--html", "-", cwd=news).out
    assert ("6 of 0" in page, "no articles" in page) == (True, False)


def test_no_share_of_more_than_nothing_is_shown_as_nothing(terminal: Run, tmp_path: Path) -> None:
    records = [
        {"text": "oil" if number in {0, 2500} else "gas", "source": "AB"[number > 0]}
        for number in range(2501)
    ]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    index(tmp_path, ".")
    seen = terminal("counts", "oil", "--by", "source", cwd=tmp_path, NO_COLOR="1").out.splitlines()
    assert [line.split()[:5] for line in seen[1:]] == [
        ["A", "1", "of", "1", "100.0%"],
        ["B", "1", "of", "2500", "<0.1%"],
    ]


def test_values_without_a_match_are_only_counted_on_a_screen(terminal: Run, news: Path) -> None:
    seen = terminal("counts", "oil", "--by", "source", cwd=news, NO_COLOR="1").out.splitlines()
    assert [line.split() for line in seen[2:]] == [["5", "others", "no", "matches"]]


@pytest.mark.parametrize("columns", [1, 10, 24, 40, 80, 200])
def test_a_chart_fits_its_screen_and_loses_no_label(terminal: Run, news: Path, columns: int) -> None:
    seen = terminal(
        "counts", "gas", "--by", "month,source", "--since", "2003-09", cwd=news, columns=columns, NO_COLOR="1"
    ).out
    assert max(map(cell_len, seen.splitlines())) <= max(columns, 7 + 2 + 8 + 2 + 11)
    assert seen.count("100.0%") == 5
    assert seen.replace("\n", "").count("路") == 5
    assert ("█" in seen) == (columns >= 40)
