"""`newsgrep search` as a shell sees it."""

import csv
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from conftest import index

Run: TypeAlias = Callable[..., Any]

CARNEY = "seeds/2025-05-06-carney-trump-oval-office.txt"
FIELDS = [
    *(
        "id",
        "path",
        "location",
        "title",
        "date",
        "date_precision",
        "date_origin",
        "score",
        "excerpt",
        "spans",
    ),
    *("url", "source", "authors", "section", "language", "tags"),
]


def test_in_a_pipe_a_hit_is_a_line_of_four_columns(newsgrep: Run) -> None:
    ran = newsgrep("search", '"not for sale"')
    assert ran.code == 0
    (line,) = ran.out.splitlines()
    date, location, title, excerpt = line.split("\t")
    assert (date, location, title) == ("2025-05-06", CARNEY, "-")
    assert "not for sale" in excerpt
    assert ran.err == ""


def test_every_hit_is_printed_in_a_pipe(newsgrep: Run) -> None:
    total = int(newsgrep("search", "-c", "tariffs").out)
    assert total > 20
    assert len(newsgrep("search", "tariffs").out.splitlines()) == total


def test_several_arguments_are_one_query(newsgrep: Run) -> None:
    assert newsgrep("search", "-c", "crude", "oil").out == newsgrep("search", "-c", "crude oil").out
    assert newsgrep("search", "-c", "ahmedabad", "crude").out == "0\n"
    assert int(newsgrep("search", "-c", "--any", "ahmedabad", "crude").out) > 1


def test_paths_count_ids_and_quiet(newsgrep: Run) -> None:
    by_path = newsgrep("search", "-l", "canada", "-n", "3").out.splitlines()
    assert len(by_path) == len(set(by_path)) == 3
    assert all(path.startswith("seeds/") for path in by_path)
    assert newsgrep("search", "-l0", "canada", "-n", "3").out == "".join(path + "\0" for path in by_path)
    assert newsgrep("search", "--ids", "canada", "-n", "3").out.splitlines() == by_path
    assert newsgrep("search", "-q", "canada") == newsgrep("search", "-q", "canada", "--since", "2025")
    assert newsgrep("search", "-c", "zzzz").out == "0\n"
    assert [newsgrep("search", *words).code for words in (["-q", "zzzz"], ["-c", "zzzz"], ["zzzz"])] == [
        1,
        1,
        1,
    ]


def test_limit_and_offset(newsgrep: Run) -> None:
    whole = newsgrep("search", "--ids", "tariffs").out.splitlines()
    for flag in ("-n", "-m", "--limit"):
        assert (
            newsgrep("search", "--ids", "tariffs", flag, "3", "--offset", "2").out.splitlines() == whole[2:5]
        )
    assert newsgrep("search", "-l", "tariffs", "-n", "3", "--offset", "2").out.splitlines() == whole[2:5]
    past = newsgrep("search", "tariffs", "--offset", "1000")
    assert (past.code, past.out) == (1, "")
    assert "--offset 1000 is past the end" in past.err


def test_every_machine_format_has_the_same_fields_in_the_same_order(newsgrep: Run) -> None:
    listed = json.loads(newsgrep("search", "carney", "--json").out)
    assert [list(hit) for hit in listed] == [FIELDS] * len(listed)
    by_line = [json.loads(line) for line in newsgrep("search", "carney", "--jsonl").out.splitlines()]
    assert by_line == listed
    rows = list(csv.reader(io.StringIO(newsgrep("search", "carney", "--csv").out)))
    assert rows[0] == [field for field in FIELDS if field != "spans"]
    assert [row[0] for row in rows[1:]] == [hit["id"] for hit in listed]
    tabbed = [line.split("\t") for line in newsgrep("search", "carney", "--format", "tsv").out.splitlines()]
    assert tabbed == rows
    assert newsgrep("search", "zzzz", "--json").out == "[]\n"


def test_trec_is_a_run_that_scores_rankings(newsgrep: Run) -> None:
    hits = json.loads(newsgrep("search", "--any", "canada tariffs", "--json").out)
    run = newsgrep("search", "--any", "canada tariffs", "--format", "trec", "--topic", "q7")
    assert [line.split(" ") for line in run.out.splitlines()] == [
        ["q7", "Q0", hit["id"], str(rank), repr(hit["score"]), "newsgrep"]
        for rank, hit in enumerate(hits, start=1)
    ]
    part = newsgrep("search", "--any", "canada tariffs", "--format", "trec", "-n", "2", "--offset", "3")
    assert part.out.splitlines() == [line.replace("q7", "1", 1) for line in run.out.splitlines()[3:5]]
    assert newsgrep("search", "zzzz", "--format", "trec").out == ""


def test_an_id_with_spaces_is_one_word_of_a_trec_run(newsgrep: Run, tmp_path: Path) -> None:
    for name in ("a b.txt", "a%20b.txt", "a\u00a0b.txt"):
        (tmp_path / name).write_text("2025-05-06 Crude oil rose.")
    index(tmp_path, ".")
    run = newsgrep("search", "crude", "--format", "trec", cwd=tmp_path)
    assert sorted(line.split()[2] for line in run.out.splitlines()) == [
        "a%20b.txt",
        "a%2520b.txt",
        "a%C2%A0b.txt",
    ]


def test_spans_are_places_in_the_text_as_show_prints_it(newsgrep: Run) -> None:
    (hit,) = json.loads(newsgrep("search", '"not for sale"', "--json").out)
    text = newsgrep("show", "--raw", hit["id"]).out
    assert {text[start:end] for start, end in hit["spans"]} == {"not for sale"}
    assert hit["excerpt"] in text
    assert (hit["date"], hit["date_precision"], hit["date_origin"]) == ("2025-05-06", "day", "text")


def test_locations_are_relative_to_where_one_is(newsgrep: Run, samples: Path) -> None:
    there = newsgrep("search", "-l", '"not for sale"', cwd=samples / "seeds")
    assert there.out == "2025-05-06-carney-trump-oval-office.txt\n"
    elsewhere = newsgrep("search", "-l", '"not for sale"', "--index", str(samples), cwd=samples.parent)
    assert elsewhere.out == f"{samples.name}/{CARNEY}\n"


def test_the_index_may_be_named_before_or_after_the_verb_or_in_the_environment(
    newsgrep: Run, samples: Path, tmp_path: Path
) -> None:
    wanted = newsgrep("search", "--ids", "carney").out
    index = str(samples / ".newsgrep")
    assert newsgrep("--index", index, "search", "--ids", "carney", cwd=tmp_path).out == wanted
    assert newsgrep("search", "--ids", "carney", "--index", index, cwd=tmp_path).out == wanted
    assert newsgrep("search", "--ids", "carney", cwd=tmp_path, NEWSGREP_INDEX=str(samples)).out == wanted
    config = tmp_path / ".config" / "newsgrep"
    config.mkdir(parents=True)
    (config / "config.toml").write_text(f'index = "{samples}"\n')
    assert newsgrep("search", "--ids", "carney", cwd=tmp_path).out == wanted


def test_dates(newsgrep: Run) -> None:
    def days(*arguments: str) -> list[str]:
        return [
            line.split("\t")[0] for line in newsgrep("search", *arguments, "--sort", "date").out.splitlines()
        ]

    assert days("tariffs", "--since", "2025-05-28") == [
        "2025-05-28",
        "2025-06-04",
        "2025-06-05",
        "2025-06-15",
    ]
    assert days("--on", "2025-05-06") == ["2025-05-06"]
    assert days("--since", "2025-06-12", "--until", "today") == ["2025-06-12", "2025-06-15"]
    assert days("steel date:..2025-02") == ["2025-02-10"]
    noted = newsgrep("search", "-c", "tariffs", "--since", "2025-05-28")
    assert noted.err == "newsgrep: 1 article that matches otherwise is undated\n"
    assert newsgrep("search", "-q", "tariffs", "--since", "2025-05-28").err == ""


def test_sort(newsgrep: Run) -> None:
    ids = newsgrep("search", "--ids", "tariffs", "--sort", "id").out.splitlines()
    assert ids == sorted(ids)
    newest = newsgrep("search", "--ids", "tariffs", "--sort", "-date").out.splitlines()
    assert newest[0] == "seeds/2025-06-15-g7-summit-kananaskis.txt"
    assert newest[-1] == "seeds/reading-the-tariffs-glossary.txt"


@pytest.mark.parametrize(
    ("arguments", "message", "shown"),
    [
        (["titel:x"], 'unknown field "titel"; did you mean "title"?', "  titel:x\n  ^^^^^"),
        (['"open'], "this quote is never closed", '  "open\n  ^'),
        (["(a"], "this parenthesis is never closed", "  (a\n  ^"),
        (["x", "--since", "someday"], 'cannot read the date "someday"', "  someday\n  ^^^^^^^"),
        (["oil", "AND"], "AND has nothing on its right", "  oil AND\n      ^^^"),
        ([r"oil \&"], "", "  oil \\&\n      ^^"),
    ],
)
def test_a_bad_query_is_one_line_and_carets(
    newsgrep: Run, arguments: list[str], message: str, shown: str
) -> None:
    ran = newsgrep("search", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"newsgrep: {message}")
    assert ran.err.partition("\n")[2] == shown + "\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["search"], "the query is empty"),
        (["search", "oil", "-gas"], "no such option: -gas; to leave out a word write 'NOT gas' in the query"),
        (["search", "oil", "--sicne", "2025"], "no such option"),
        (["search", "oil", "-n", "x"], "invalid value for '-n'"),
        (["search", "oil", "-0"], "-0 goes with -l, --ids or --within"),
        (["search", "oil", "--topic", "a b"], "--topic takes one word"),
        (["search", "oil", "--topic", ""], "--topic takes one word"),
        (["serch", "oil"], 'no such command "serch"; did you mean "search"?'),
        (["frobnicate"], "to search for it: newsgrep search frobnicate"),
        (["search", "oil", "--index", "nowhere"], "no index at"),
        (["index", "nowhere"], "no such file or folder: "),
        (["index", "--field", "x=y", "seeds"], "--field takes OURS=THEIRS"),
        (["show"], "missing argument"),
    ],
)
def test_a_bad_command_is_one_line(newsgrep: Run, arguments: list[str], message: str) -> None:
    ran = newsgrep(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("newsgrep: ")
    assert message.lower() in ran.err.lower()
    assert ran.err.count("\n") == 1


def test_no_index_is_said_with_the_command_that_makes_one(newsgrep: Run, tmp_path: Path) -> None:
    ran = newsgrep("search", "oil", cwd=tmp_path)
    assert ran.code == 2
    assert "newsgrep index FOLDER" in ran.err


def test_a_wrong_today_is_refused(newsgrep: Run) -> None:
    assert "NEWSGREP_TODAY" in newsgrep("search", "oil", NEWSGREP_TODAY="soon").err


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("tarifs kanada", "did you mean: tariffs canada"),
        ("tariffs ahmedabad", "--any finds articles with any of the words"),
        ("qqqqqq", "nothing found"),
    ],
)
def test_nothing_found_is_said_with_a_hint(newsgrep: Run, query: str, hint: str) -> None:
    ran = newsgrep("search", query)
    assert (ran.code, ran.out) == (1, "")
    assert hint in ran.err


def test_explain(newsgrep: Run) -> None:
    ran = newsgrep("search", "-q", "carney AND (oil OR gas)", "--explain")
    assert "newsgrep: carney AND (oil OR gas): " in ran.err
    assert "newsgrep:     oil: " in ran.err


def test_explain_names_the_alternatives_beside_before(newsgrep: Run) -> None:
    ran = newsgrep("search", "-q", '(oil OR "trade war") BEFORE/9 tariff*', "--explain")
    assert [line.partition(";")[0].rpartition(": ")[0] for line in ran.err.splitlines()] == [
        'newsgrep: (oil OR "trade war") BEFORE/9 tariff*',
        "newsgrep:   oil",
        'newsgrep:   "trade war"',
        "newsgrep:   tariff*",
    ]


def test_within(newsgrep: Run) -> None:
    some = newsgrep("search", "--ids", "tariffs", "-n", "5").out
    inside = newsgrep("search", "--ids", "canada", "--within", "-", stdin=some)
    assert set(inside.out.splitlines()) <= set(some.splitlines())
    assert inside.code == 0
    assert newsgrep("search", "-c", "canada", "--within", "-", stdin="nothing\n").out == "0\n"


def test_fixed_strings(newsgrep: Run) -> None:
    assert newsgrep("search", "-c", "-F", "not for sale").out == "1\n"
    assert newsgrep("search", "-c", "-F", 'OR "NOT (').out == "0\n"


def test_a_reader_that_goes_away_is_no_error(shell: Run) -> None:
    ran = shell("newsgrep search --json 'the' | head -1")
    assert (ran.code, ran.out, ran.err) == (0, "[\n", "")
    for _ in range(3):
        ran = shell("newsgrep search --format tsv 'the OR a OR of' | head -c 1")
        assert (ran.code, ran.err) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_one_line(shell: Run) -> None:
    ran = shell("newsgrep search tariffs > /dev/full")
    assert ran.code == 2
    assert ran.err == "newsgrep: cannot write the output: No space left on device\n"


def test_a_damaged_index_is_one_line(newsgrep: Run, folder: Path) -> None:
    for path in (folder / ".newsgrep" / "index").glob("*.newsgrep"):
        path.write_bytes(b"garbage")
    ran = newsgrep("search", "oil", cwd=folder)
    assert ran.code == 2
    assert "newsgrep index --rebuild" in ran.err
    assert ran.err.count("\n") == 1
    assert newsgrep("index", "--rebuild", cwd=folder).code == 0
    assert newsgrep("search", "-q", "tariffs", cwd=folder).code == 0


HOSTILE = "\x1b[31mred\x1b]0;title\x07 \u202eevil \x9bhidden\x00"


@pytest.fixture
def hostile(folder: Path) -> Path:
    record = {
        "title": HOSTILE,
        "text": f"oil {HOSTILE}\n[bold]x[/nope]",
        "source": HOSTILE,
        "id": "\x1b]0;x\x07",
        "url": f"http://e/{HOSTILE}",
    }
    (folder / "seeds" / "bad\x1b[2J.json").write_text(json.dumps([record]))
    return folder


def unsafe(shown: str) -> set[str]:
    return {
        character
        for character in shown
        if (not character.isprintable() and character not in "\n\t") or character == "\u202e"
    }


def test_no_articles_bytes_reach_a_pipe_unescaped(newsgrep: Run, hostile: Path) -> None:
    assert newsgrep("index", cwd=hostile).code == 0
    for form in ("lines", "json", "jsonl", "csv", "tsv", "text"):
        ran = newsgrep("search", "title:evil", "--format", form, cwd=hostile)
        assert ran.code == 0
        assert unsafe(ran.out) == set(), form
        assert unsafe(ran.err) == set()
    assert unsafe(newsgrep("show", "seeds/bad\x1b[2J.json", cwd=hostile).out) == set()
    (hit,) = json.loads(newsgrep("search", "title:evil", "--json", cwd=hostile).out)
    assert hit["title"] == " ".join(HOSTILE.split())
    assert newsgrep("show", "--raw", hit["id"], cwd=hostile).out.startswith(f"oil {HOSTILE}")


def test_no_articles_bytes_reach_a_terminal_unescaped(terminal: Run, hostile: Path) -> None:
    index(hostile)
    for arguments in (
        ["search", "title:evil"],
        ["show", "seeds/bad\x1b[2J.json", "--query", "evil"],
        ["skipped"],
    ):
        shown = terminal(*arguments, cwd=hostile, NO_COLOR="1").out
        assert "evil" in shown or arguments == ["skipped"]
        assert unsafe(shown) == set(), arguments
    assert "\u241b[31mred" in terminal("search", "title:evil", cwd=hostile, NO_COLOR="1").out


def test_a_path_that_is_not_utf8_comes_out_as_it_is(newsgrep: Run, shell: Run, folder: Path) -> None:
    path = os.fsencode(folder / "seeds") + b"/caf\xe9.txt"
    try:
        with open(path, "w") as file:  # noqa: PTH123  a path of bytes
            file.write("latin oil")
    except OSError:
        pytest.skip("this file system takes no such name")
    assert newsgrep("index", cwd=folder).code == 0
    assert newsgrep("search", "-l", "latin", cwd=folder).out == "seeds/caf\udce9.txt\n"
    assert newsgrep("search", "--ids", "latin", cwd=folder).out == "seeds/caf%E9.txt\n"
    assert shell("newsgrep search -l0 latin | xargs -0 cat", cwd=folder).out == "latin oil"
    assert newsgrep("show", "seeds/caf%E9.txt", "--json", cwd=folder).code == 0
