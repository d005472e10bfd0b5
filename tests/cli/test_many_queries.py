"""Several queries in one search: -e and -f, as a shell sees them."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from conftest import index
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.cli.query_files import given_queries
from newsgrep.errors import UsageError

Run: TypeAlias = Callable[..., Any]

LABELS = {"pm": "prime minister", "none": "zzzz", "quake": "earthquake OR conclave"}
FILE = "# what the desk asks\npm\tprime minister\n\n  # more\nnone\tzzzz\nquake\tearthquake OR conclave\n"


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--sort", "date"],
        ["-n", "2", "--offset", "1", "-C", "8"],
        ["--since", "2025-04", "--until", "2025-05"],
        ["--any"],
        ["-F"],
        ["--on", "2025-03-28"],
    ],
)
def test_the_hits_are_those_of_each_query_after_its_label(newsgrep: Run, options: list[str]) -> None:
    alone = {label: newsgrep("search", query, *options).out for label, query in LABELS.items()}
    wanted = "".join(f"{label}\t{line}\n" for label, out in alone.items() for line in out.splitlines())
    assert wanted
    assert newsgrep("search", "-f", "-", *options, stdin=FILE).out == wanted
    by_text = "".join(
        f"{LABELS[label]}\t{line}\n" for label, out in alone.items() for line in out.splitlines()
    )
    each = [word for query in LABELS.values() for word in ("-e", query)]
    assert newsgrep("search", *each, *options).out == by_text


def test_the_articles_of_a_list_are_those_of_each_query(newsgrep: Run, tmp_path: Path) -> None:
    (tmp_path / "queries.txt").write_text(FILE)
    listed = newsgrep("search", "--ids", "carney OR pope").out
    options = ["--within", "-", "--ids"]
    ran = newsgrep("search", "-f", str(tmp_path / "queries.txt"), *options, stdin=listed)
    alone = [newsgrep("search", query, *options, stdin=listed).out for query in LABELS.values()]
    assert ran.out == "".join(alone)
    assert ran.out


@pytest.mark.parametrize("name", ["json", "jsonl", "csv", "tsv"])
def test_the_query_is_the_first_field_of_every_format_for_programs(newsgrep: Run, name: str) -> None:
    ran = newsgrep("search", "-e", "carney", "-e", "earthquake", "--format", name)
    one = newsgrep("search", "carney", "--format", name)
    other = newsgrep("search", "earthquake", "--format", name)
    if name in {"csv", "tsv"}:
        between = "," if name == "csv" else "\t"
        rows = [
            *(f"carney{between}{row}" for row in one.out.splitlines(keepends=True)[1:]),
            *(f"earthquake{between}{row}" for row in other.out.splitlines(keepends=True)[1:]),
        ]
        header = one.out.splitlines()[0]
        got = ran.out.splitlines(keepends=True)
        assert got[0] == f"query{between}{header}\n"
        assert "".join(got[1:]).count("\n") == "".join(rows).count("\n")
        assert [row for row in got[1:] if row.startswith(("carney", "earthquake"))] == [
            row for row in rows if row.startswith(("carney", "earthquake"))
        ]
        return

    def read(out: str) -> list[dict[str, Any]]:
        return list(json.loads(out) if name == "json" else map(json.loads, out.splitlines()))

    assert read(ran.out) == [
        *({"query": "carney", **hit} for hit in read(one.out)),
        *({"query": "earthquake", **hit} for hit in read(other.out)),
    ]
    assert list(read(ran.out)[0])[:2] == ["query", "id"]


def test_one_query_that_is_given_with_e_is_as_one_in_words(newsgrep: Run) -> None:
    for options in ([], ["--json"], ["-c"], ["-l"], ["--format", "trec", "--topic", "q7"]):
        assert newsgrep("search", "-e", "carney", *options) == newsgrep("search", "carney", *options)
    assert (
        newsgrep("search", "-ce", "-canada tariff*").out == newsgrep("search", "-c", "tariff* NOT canada").out
    )


def test_a_file_of_one_query_has_labels_too(newsgrep: Run) -> None:
    number = newsgrep("search", "-c", "carney").out
    assert newsgrep("search", "-c", "-f", "-", stdin="carney").out == f"carney\t{number}"


def test_a_file_may_come_from_other_systems(newsgrep: Run) -> None:
    wanted = newsgrep("search", "-c", "-f", "-", stdin="a\tcarney\nearthquake\n")
    assert newsgrep("search", "-c", "-f", "-", stdin="\ufeffa\tcarney\r\n  earthquake \r\n") == wanted


def test_queries_of_options_come_before_those_of_files(newsgrep: Run, tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).write_text(f"{name}\tcarney {name}\n")
    arguments = ["-f", str(tmp_path / "one"), "-e", "pope", "--file", str(tmp_path / "other")]
    counted = newsgrep("search", "-c", *arguments).out
    assert [line.split("\t")[0] for line in counted.splitlines()] == ["pope", "one", "other"]


def test_counts_are_there_for_every_query(newsgrep: Run) -> None:
    ran = newsgrep("search", "-c", "-f", "-", stdin=FILE)
    numbers = {label: newsgrep("search", "-c", query).out.strip() for label, query in LABELS.items()}
    assert ran.out == "".join(f"{label}\t{number}\n" for label, number in numbers.items())
    assert (ran.code, ran.err, numbers["none"]) == (0, "", "0")
    nothing = newsgrep("search", "-c", "-e", "zzzz", "-e", "yyyy")
    assert (nothing.code, nothing.out) == (1, "zzzz\t0\nyyyy\t0\n")


def test_quiet_says_whether_any_query_finds_something(newsgrep: Run) -> None:
    assert newsgrep("search", "-q", "-e", "zzzz", "-e", "carney").code == 0
    assert newsgrep("search", "-q", "-e", "zzzz", "-e", "yyyy").code == 1
    assert newsgrep("search", "-q", "-f", "-", stdin=FILE).out == ""


@pytest.mark.parametrize("option", ["--ids", "-l"])
def test_lists_of_names_have_each_name_once(newsgrep: Run, option: str) -> None:
    names: dict[str, None] = {}
    for query in ("tariffs canada", "canada"):
        alone = newsgrep("search", option, query, "-n", "3").out.splitlines()
        assert len(alone) == 3
        names |= dict.fromkeys(alone)
    assert len(names) < 6
    ran = newsgrep("search", option, "-e", "tariffs canada", "-e", "canada", "-n", "3")
    assert ran.out.splitlines() == list(names)


def test_a_file_that_several_queries_find_in_several_articles_is_listed_once(
    newsgrep: Run, tmp_path: Path
) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "oil rose"}\n{"text": "gas fell"}\n')
    index(tmp_path, ".")
    assert newsgrep("search", "-l", "-e", "oil", "-e", "gas", cwd=tmp_path).out == "a.jsonl\n"
    assert newsgrep("search", "--ids", "-e", "gas", "-e", "oil", cwd=tmp_path).out == "a.jsonl#2\na.jsonl#1\n"


def test_the_topics_of_a_run_are_the_labels(newsgrep: Run) -> None:
    ran = newsgrep("search", "--format", "trec", "-f", "-", stdin=FILE)
    alone = [
        newsgrep("search", "--format", "trec", "--topic", label, query).out for label, query in LABELS.items()
    ]
    assert ran.out == "".join(alone)
    spaced = newsgrep("search", "--format", "trec", "-e", "carney", "-e", "carney election")
    assert (spaced.code, spaced.out) == (2, "")
    assert spaced.err.startswith(
        'newsgrep: a topic of --format trec is one word, not "carney election"; -f FILE takes a label'
    )
    both = newsgrep("search", "--format", "trec", "--topic", "7", "-f", "-", stdin=FILE)
    assert (both.code, both.err) == (
        2,
        "newsgrep: --topic is for one query; the topics of several are their labels\n",
    )


def test_explain_and_notes_say_of_which_query_they_are(newsgrep: Run) -> None:
    ran = newsgrep("search", "-q", "--explain", "-e", "carney election", "-e", "canada")
    alone = {
        query: newsgrep("search", "-q", "--explain", query).err for query in ("carney election", "canada")
    }
    assert ran.err.splitlines() == [
        f"newsgrep: {query}: {line.removeprefix('newsgrep: ')}"
        for query, err in alone.items()
        for line in err.splitlines()
    ]
    assert len(ran.err.splitlines()) == 4
    noted = newsgrep("search", "-e", "tariffs or oil", "-e", "earthquak", "-e", "carny", "-n", "1")
    assert noted.code == 0
    assert noted.err.splitlines() == [
        'newsgrep: tariffs or oil: "or" is a word here; the operator is OR, in capitals',
        "newsgrep: carny: nothing found; did you mean: carney",
    ]
    dated = newsgrep("search", "-c", "-e", "tariffs", "-e", "earthquake", "--since", "2025-05-28")
    assert dated.err == "newsgrep: tariffs: 1 article that matches otherwise is undated\n"


def test_of_many_queries_without_a_match_the_number_is_said(newsgrep: Run) -> None:
    queries = "".join(f"q{number}\tzzzz{number}\n" for number in range(11))
    assert newsgrep("search", "-f", "-", stdin=f"{queries}carney\n").err == (
        "newsgrep: 11 of 12 queries find nothing\n"
    )


def test_notes_about_many_queries_are_cut(newsgrep: Run) -> None:
    queries = "".join(f"q{number}\ttariffs OR zzzz{number}\n" for number in range(12))
    lines = newsgrep("search", "-c", "-f", "-", "--since", "2025-05-28", stdin=queries).err.splitlines()
    assert lines[:10] == [
        f"newsgrep: q{number}: 1 article that matches otherwise is undated" for number in range(10)
    ]
    assert lines[10:] == ["newsgrep: notes about the other queries are left out"]


def test_an_offset_past_all(newsgrep: Run) -> None:
    past = newsgrep("search", "-e", "carney", "-e", "pope", "--offset", "1000")
    assert (past.code, past.out) == (1, "")
    assert past.err == "newsgrep: nothing found: --offset 1000 is past the end of what each query finds\n"
    assert newsgrep("search", "-e", "carney", "-e", "pope", "-n", "0").code == 0


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('carney\n\n"crude oil\n', ':3: this quote is never closed\n  "crude oil\n  ^\n'),
        ('carney\nx\ttitel:"oil"\n', ':2: unknown field "titel"; did you mean "title"?\n  titel:"oil"\n  ^^^^^\n'),
        ("a\tcarney\n# \n a\tpope\n", ':3: the query "a" was given before, in {}:1\n'),
        ("carney\ncarney\n", ':2: the query "carney" was given before, in {}:1\n'),
        ("a\t \n", ":1: this line has a tab, but not both a label before it and a query behind it\n"),
        ("carney\n\tpope\n", ":2: this line has a tab, but not both a label before it and a query behind it\n"),
        ("carney\nb\udcff\n", ":2: this line is not UTF-8\n"),
        ("carney\n" + "oil " * 25_001, ":2: this line is longer than 100,000 characters\n"),
        ("carney\n# " + "x" * 100_000 + "\npope\n", ":2: this line is longer than 100,000 characters\n"),
        ("\n" + " " * 100_001 + "\npope\n", ":2: this line is longer than 100,000 characters\n"),
        ("# nothing\n\n", " has no query; it takes a query, or a label, a tab and a query, on each line\n"),
        ("", " has no query; it takes a query, or a label, a tab and a query, on each line\n"),
    ],
)  # fmt: skip
def test_a_bad_line_stops_all(newsgrep: Run, tmp_path: Path, lines: str, said: str) -> None:
    path = tmp_path / "queries.txt"
    path.write_bytes(lines.encode(errors="surrogateescape"))
    for name, stdin in ((str(path), ""), ("-", path.read_bytes())):
        ran = newsgrep("search", "-f", name, stdin=stdin)
        place = "stdin" if stdin else name
        if name == "-" and not stdin:
            place = "stdin"
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == f"newsgrep: {place}{said.format(place)}"


def test_a_closed_stdin_is_an_empty_file(shell: Run) -> None:
    ran = shell("newsgrep search -f - <&-")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("newsgrep: stdin has no query;")


@pytest.mark.parametrize("line", ["cat /dev/zero", "yes carney", "tr '\\0' '#' </dev/zero"])
def test_a_file_without_end_is_refused(shell: Run, line: str) -> None:
    ran = shell(f"set +o pipefail; {line} | newsgrep search -f -")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("newsgrep: stdin:")


def test_a_query_that_only_the_engine_refuses_stops_all_too(newsgrep: Run, tmp_path: Path) -> None:
    (tmp_path / "many.txt").write_text(" ".join(f"q{number}" for number in range(10_001)))
    index(tmp_path, ".")
    assert newsgrep("search", "-c", "q1", cwd=tmp_path).out == "1\n"
    for options in ([], ["-c"], ["-q"], ["--explain"], ["--json"]):
        ran = newsgrep("search", "-f", "-", *options, cwd=tmp_path, stdin="one\tq1\nall\tq1 q*\n")
        assert (ran.code, ran.out) == (2, "")
        *_, message, query, carets = ran.err.splitlines()
        assert message.startswith("newsgrep: stdin:2: ")
        assert (query, carets) == ("  q1 q*", "     ^^")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["oil", "-e", "gas"], '"oil" stands beside -e or -f; each query takes an -e: -e \'crude oil\' -e wheat'),
        (["-e", "crude", "oil"], '"oil" stands beside -e or -f; each query takes an -e: -e \'crude oil\' -e wheat'),
        (["-e", "gas", "-e", "gas"], 'the query "gas" was given before'),
        (["-e", " "], "-e takes a query; for all articles write -e '*'"),
        (["-f", "-", "--within", "-"], "only one of -f - and --within - can read stdin"),
        (["-f", "-", "-f", "-"], "only one of -f - and --within - can read stdin"),
        (["-f", "nowhere.txt"], "invalid value for '-f' / '--file': 'nowhere.txt': No such file or directory"),
        (["-f", "."], "invalid value for '-f' / '--file': '.': Is a directory"),
        (["oil", "-e"], "option '-e' requires an argument"),
        (["-0", "-e", "oil", "-e", "gas"], "-0 goes with -l, --ids or --within"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(newsgrep: Run, arguments: list[str], said: str) -> None:
    ran = newsgrep("search", *arguments, stdin="carney\n")
    assert (ran.code, ran.out, ran.err) == (2, "", f"newsgrep: {said}\n")


class TextFile(io.TextIOWrapper):
    """A file that is open as the command opens it."""

    name = "queries.txt"

    def __init__(self, content: bytes) -> None:
        super().__init__(io.BytesIO(content), "utf-8", "surrogateescape")


WORDS = st.text('abc:"*( #\u00e9', min_size=1, max_size=8).map(str.strip).filter(bool)
LINES = st.lists(
    st.tuples(WORDS.filter(lambda label: not label.startswith("#")), WORDS),
    min_size=1,
    unique_by=lambda pair: pair[0],
)


@given(pairs=LINES, between=st.sampled_from(["\n", "\r\n", "\n\n", "\n # no query\n"]))
def test_labels_and_queries_are_read_as_they_are_written(pairs: list[tuple[str, str]], between: str) -> None:
    content = between.join(f"{label} \t {query}" for label, query in pairs)
    given = given_queries([], [TextFile(content.encode())])
    assert [(query.label, query.text) for query in given] == pairs
    lines = content.replace("\r\n", "\n").split("\n")
    numbers = [number for number, line in enumerate(lines, start=1) if "\t" in line]
    assert [query.place for query in given] == [f"queries.txt:{number}" for number in numbers]


@given(content=st.binary() | st.text("a\t\r\n#\ufeff\x00").map(str.encode))
def test_any_file_is_read_or_refused(content: bytes) -> None:
    try:
        queries = given_queries([], [TextFile(content)])
    except UsageError as error:
        assert str(error).startswith("queries.txt")
    else:
        assert queries
        assert all(query.label and query.text and "\n" not in query.text for query in queries)
        assert len({query.label for query in queries}) == len(queries)


@pytest.mark.parametrize("word", ["election", "eu", "left", "fire", "leaders", "safe", "conference"])
def test_a_word_to_leave_out_is_not_taken_for_a_query(newsgrep: Run, word: str) -> None:
    for arguments in (["oil", f"-{word}"], [f"-{word}"], ["-n", "2", f"-{word}", "oil"]):
        ran = newsgrep("search", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert f"no such option: -{word}; to leave out a word write 'NOT {word}'" in ran.err


@pytest.mark.parametrize("form", ["text", "compact"])
def test_on_a_terminal_each_query_has_a_heading(terminal: Run, newsgrep: Run, form: str) -> None:
    shown = terminal(
        "search", "-e", "tariffs", "-e", "zz\x1bzz", "-e", "conclave", "--format", form, NO_COLOR="1"
    )
    assert shown.code == 0
    lines = shown.out.splitlines()
    numbers = [int(newsgrep("search", "-c", query).out) for query in ("tariffs", "conclave")]
    headings = [
        f"tariffs · {numbers[0]} articles, 10 shown",
        "zz␛zz · 0 articles",
        f"conclave · {numbers[1]} articles",
    ]
    assert [line for line in lines if " article" in line and " · " in line] == headings
    assert sum(" searched, indexed " in line for line in lines) == 1
    if form == "text":
        first = lines[lines.index(headings[2]) + 2]
        assert first.startswith(" 1. ")
    piped = newsgrep("search", "-e", "tariffs", "-e", "conclave", "--format", form)
    assert f"tariffs · {numbers[0]} articles\n" in piped.out
    assert " searched" not in piped.out


def test_several_queries_import_little_more_than_one(shell: Run) -> None:
    code = "import sys; from newsgrep.cli import command; command.run(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    loaded = [
        set(shell(f"python -c '{code}' search {words}").err.split())
        for words in ("tariffs", "-e tariffs -e canada")
    ]
    assert loaded[1] - loaded[0] == {
        "newsgrep.archive.choosing",
        "newsgrep.cli.many_searches",
        "newsgrep.cli.notes",
        "newsgrep.cli.query_files",
    }
