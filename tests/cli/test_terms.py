"""`newsgrep terms`, as a shell or a person sees it."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import reuters

from newsgrep.archive import Archive
from newsgrep.errors import UsageError

Run: TypeAlias = Callable[..., Any]

COLUMNS = ("term", "g2", "ratio", "here", "there", "here_total", "there_total")
PLACES = [("Lisbon", "tram", 12), ("Porto", "bridge", 9), ("Faro", "beach", 7)]


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles on three towns, each with a word of its own, in two months."""
    folder = tmp_path_factory.mktemp("towns")
    records = [
        {"text": f"A new {thing} opens in {town}, city hall said.", "date": f"2025-0{1 + number % 2}-10"}
        for town, thing, articles in PLACES
        for number in range(articles)
    ]
    (folder / "a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    with Archive.create(folder) as archive:
        archive.index([folder / "a.jsonl"])
    return folder


def test_a_line_a_term_in_a_pipe(newsgrep: Run, towns: Path) -> None:
    assert newsgrep("terms", "lisbon", cwd=towns).out == "tram\t38.243\t5.031\t12\t0\t12\t16\n"


def test_json_and_csv_have_the_columns_and_are_not_rounded(newsgrep: Run, towns: Path) -> None:
    (told,) = json.loads(newsgrep("terms", "lisbon", "--json", cwd=towns).out)
    with Archive.open(towns) as archive:
        (row,) = archive.terms("lisbon")
    assert told == row._asdict()
    assert tuple(told) == COLUMNS
    header, cells = csv.reader(io.StringIO(newsgrep("terms", "lisbon", "--csv", cwd=towns).out))
    assert dict(zip(header, cells, strict=True)) == {name: str(value) for name, value in told.items()}


def terms(newsgrep: Run, cwd: Path, *arguments: str) -> list[str]:
    ran = newsgrep("terms", *arguments, cwd=cwd)
    assert ran.code == 0
    assert ran.err == ""
    return [line.partition("\t")[0] for line in ran.out.splitlines()]


def test_which_terms_are_listed(newsgrep: Run, towns: Path) -> None:
    assert terms(newsgrep, towns, "lisbon", "--all-words") == ["lisbon", "tram"]
    assert terms(newsgrep, towns, "lisbon", "--both") == ["tram", "bridge", "porto"]
    assert terms(newsgrep, towns, "lisbon", "--against", "porto", "--both") == ["tram", "bridge", "porto"]
    assert terms(newsgrep, towns, "lisbon", "--against", "porto", "--both", "--sort", "ratio") == [
        *("tram", "bridge", "porto")
    ]
    assert terms(newsgrep, towns, "lisbon OR tram", "--all-words", "-n", "1") == ["lisbon"]
    assert terms(newsgrep, towns, "lisbon", "-n", "0") == []


def test_words_count_occurrences(newsgrep: Run, towns: Path) -> None:
    assert newsgrep("terms", "lisbon", "--words", cwd=towns).out.split("\t")[3:] == [
        "12",
        "0",
        "108",
        "144\n",
    ]


def test_collocates_have_a_column_more(newsgrep: Run, towns: Path) -> None:
    (told,) = json.loads(newsgrep("terms", "lisbon", "--near", "4", "--json", cwd=towns).out)
    assert tuple(told) == (*COLUMNS, "log_dice")
    assert (told["term"], told["here"], told["there"], told["log_dice"]) == ("tram", 12, 0, 14)
    assert newsgrep("terms", "lisbon", "--near", "2", cwd=towns).out == ""


def totals(newsgrep: Run, cwd: Path, *arguments: str) -> set[tuple[str, ...]]:
    out = newsgrep("terms", *arguments, "--all-words", cwd=cwd).out
    return {tuple(line.split("\t")[5:]) for line in out.splitlines()}


def test_filters_hold_for_what_is_not_named_otherwise(newsgrep: Run, towns: Path) -> None:
    assert totals(newsgrep, towns, "lisbon", "--since", "2025-02") == {("6", "7")}
    assert totals(newsgrep, towns, "lisbon", "--since", "2025-02", "--against", "porto") == {("6", "9")}
    assert totals(newsgrep, towns, "date:2025-01 lisbon", "--against", "porto date:2025-02") == {("6", "4")}
    assert totals(newsgrep, towns, "lisbon", "--any", "--against", "porto faro") == {("12", "16")}


def test_the_screen_shows_rounded_numbers_and_the_totals_once(terminal: Run, samples: Path) -> None:
    shown = terminal("terms", "carney", columns=80).out
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in shown.splitlines()]
    assert re.fullmatch(r"term +G² +times +here +elsewhere", lines[0])
    assert re.fullmatch(r"[\w., ]+ +\d+ +[\d.]+ +\d+ of \d+ +\d+ of \d+", lines[1])
    assert [line for line in lines[2:] if not re.fullmatch(r"[\w., ]+ +\d+ +[\d.]+ +\d+ +\d+", line)] == []
    assert max(map(len, lines)) <= 80


def test_a_screen_has_as_many_rows_of_either_side(newsgrep: Run, towns: Path) -> None:
    def shown(*arguments: str) -> list[list[str]]:
        out = newsgrep("terms", "lisbon", "--format", "text", *arguments, cwd=towns).out
        return [line.split() for line in out.splitlines()[1:]]

    assert shown() == [["tram", "38", "33", "12", "of", "12", "0", "of", "16"]]
    assert shown("--both") == [
        ["tram", "38", "33", "12", "of", "12", "0", "of", "16"],
        ["bridge,", "porto", "-13", "0.069", "0", "9"],
    ]
    assert shown("--both", "-n", "0") == []
    assert [row[0] for row in shown("--all-words")] == ["lisbon,"]


def test_the_header_is_the_same_without_a_term(newsgrep: Run, towns: Path) -> None:
    for arguments, columns in (([], COLUMNS), (["--near", "2"], (*COLUMNS, "log_dice"))):
        out = newsgrep("terms", "city lisbon", *arguments, "-n", "0", "--csv", cwd=towns).out
        assert out == ",".join(columns) + "\n"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["nowhere"], 1, "nothing found"),
        (
            ["opens"],
            2,
            "there are no other articles to compare the matches with; --against takes a query that others match",
        ),
        (["lisbon", "--against", "lisbon"], 2, "there are no other articles"),
        (["lisbon", "--against", "nowhere"], 2, "there are no other articles"),
        (["lisbon", "--against", "("], 2, "("),
        (["lisbon", "--near", "0"], 2, "--near"),
        (["city"], 2, "there are no other articles"),
        (["lisbon", "tram", "--near", "1"], 0, "no word is significantly more frequent"),
        (
            ["date:2025-01", "--near", "3"],
            0,
            "no word is near a match: the query finds articles, but no word of it",
        ),
    ],
)
def test_what_cannot_be_told(
    newsgrep: Run, towns: Path, arguments: list[str], code: int, message: str
) -> None:
    ran = newsgrep("terms", *arguments, cwd=towns)
    assert (ran.code, ran.out) == (code, "")
    assert message in ran.err
    assert ran.err.startswith("newsgrep: ")
    assert "Traceback" not in ran.err


def test_a_query_to_compare_with_has_its_notes_too(newsgrep: Run, towns: Path) -> None:
    ran = newsgrep("terms", "lisbon", "--against", "porto or faro", "--since", "2025", cwd=towns)
    assert '--against: "or" is a word here; the operator is OR, in capitals\n' in ran.err
    ran = newsgrep("timeline", "lisbon", "--of", "porto or faro", cwd=towns)
    assert '--of: "or" is a word here; the operator is OR, in capitals\n' in ran.err


def test_python_names_what_it_refuses(towns: Path) -> None:
    with Archive.open(towns) as archive:
        for options in ({"unit": "pages"}, {"unit": "occurrences"}, {"order": "name"}, {"near": 0}):
            with pytest.raises(UsageError):
                archive.terms("lisbon", **options)


@reuters.needs_reuters
def test_terms_of_reuters_are_those_that_were_computed_elsewhere(tmp_path: Path) -> None:
    with Archive.create(tmp_path) as archive:
        archive.index([reuters.DATA], jobs=2)
        for query, first, g2, ratio, listed in (
            ("opec", "oil", 694.112483, 3.831503, 309),
            ("wheat", "grain", 851.634977, None, 230),
            ('"interest rate"', "rates", 400.557661, None, 336),
        ):
            rows = archive.terms(query)
            assert rows[0].term == first
            assert rows[0].g2 == pytest.approx(g2, abs=5e-7)
            assert ratio is None or rows[0].ratio == pytest.approx(ratio, abs=5e-7)
            assert len(rows) == listed
