"""What `newsgrep search` says beside its results, and what it refuses."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from conftest import index

from newsgrep.cli import VERBS

Run: TypeAlias = Callable[..., Any]


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two files of several articles, their dates known to the month, the year and not at all."""
    folder = tmp_path_factory.mktemp("several")
    (folder / "a.jsonl").write_text(
        '{"text": "oil rose", "date": "2025-05"}\n{"text": "oil fell", "date": "2025"}\n{"text": "gas, crude"}\n'
    )
    (folder / "b.jsonl").write_text('{"text": "oil", "date": "2025-05-02"}\n{"text": "oil alone"}\n')
    index(folder, ".")
    return folder


def test_an_offset_past_the_files_finds_nothing(newsgrep: Run, several: Path) -> None:
    assert newsgrep("search", "-l", "oil", "--offset", "1", cwd=several).out.count("\n") == 1
    assert newsgrep("search", "-l", "oil", "-n", "1", cwd=several).out.count("\n") == 1
    assert newsgrep("search", "-l", "oil", "-n", "0", "--offset", "1", cwd=several).code == 0
    past = newsgrep("search", "-l", "oil", "--offset", "2", cwd=several)
    assert (past.code, past.out) == (1, "")
    assert past.err == "newsgrep: nothing found: --offset 2 is past the end of 2 files\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rose", "--on", "2025-05-02"], "1 article matches only because its month or year overlaps (--sure leaves it out)"),
        (["oil", "--on", "2025-05-02"], "1 article that matches otherwise is undated; 2 articles match only because their month or year overlaps (--sure leaves them out)"),
        (["*", "--on", "2025-05-02", "--sure"], "2 articles that match otherwise are undated"),
    ],
)  # fmt: skip
def test_what_a_filter_by_date_leaves_unsaid(
    newsgrep: Run, several: Path, arguments: list[str], said: str
) -> None:
    assert newsgrep("search", "-c", *arguments, cwd=several).err == f"newsgrep: {said}\n"


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (['"rose crude"'], "nothing found"),
        (["rose gas"], "nothing found; --any finds articles with any of the words"),
        (["-F", "rose gas"], "nothing found"),
        (["-F", "oil", "crude"], "nothing found; --any finds articles with any of the words"),
        (["gas", "crude", "--on", "2020"], "nothing found"),
        (["oil AND crude"], "nothing found"),
    ],
)
def test_any_is_a_hint_where_it_finds_something(
    newsgrep: Run, several: Path, arguments: list[str], hint: str
) -> None:
    ran = newsgrep("search", *arguments, cwd=several)
    assert ran.code == 1
    assert ran.err.splitlines()[-1] == f"newsgrep: {hint}"


@pytest.mark.parametrize(
    ("query", "remark"),
    [
        ("oil or gas", '"or" is a word here; the operator is OR, in capitals'),
        ("oil And gas not coal", '"And" and "not" are words here; the operators are AND, NOT, in capitals'),
        ('"crude oil" or (gas OR coal)', '"or" is a word here; the operator is OR, in capitals'),
        ("has oil risen?", "risen? ends with a question mark; to look for one more character write (risen?)"),
        ('"has oil risen?"', '"has oil risen?" ends with a question mark; to look for one more character write ("has oil risen?")'),
        ("oil ?", r"? alone is passed over; ? in a word is one character, and \? the sign itself"),
        ("oil - gas", '"-" alone is passed over; NOT, or a dash right before a word, leaves it out'),
        ("oil \u2014 gas", '"-" alone is passed over; NOT, or a dash right before a word, leaves it out'),
        ("oil | gas", "| alone is passed over; the operator is OR"),
        ("oil & gas", "& alone is passed over; the operator is AND"),
        ("oil ! gas", "! alone is passed over; NOT leaves out the word behind it"),
        ("oil + gas", "+ alone is passed over; every word must occur as it is"),
        ("'crude oil'", """'crude oil' is a phrase, as "crude oil" is"""),
        ("tariff!", "tariff! is tariff; for all words that begin so write tariff*"),
    ],
)  # fmt: skip
def test_what_could_have_been_meant_otherwise_is_said(
    newsgrep: Run, several: Path, query: str, remark: str
) -> None:
    for arguments in (["-c", query], [query], ["--any", "-l", query]):
        assert newsgrep("search", *arguments, cwd=several).err.splitlines()[0] == f"newsgrep: {remark}"
    assert newsgrep("search", "-q", query, cwd=several).err == ""
    assert remark not in newsgrep("search", "-F", query, cwd=several).err


@pytest.mark.parametrize(
    "query", ["oil", "not oil", "oil and", "oil , rose ...", '"oil or rose"', "oil OR gas"]
)
def test_of_what_is_clear_nothing_is_said(newsgrep: Run, several: Path, query: str) -> None:
    assert newsgrep("search", "-c", query, cwd=several).err == ""


@pytest.fixture(scope="module")
def fielded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fielded")
    (folder / "a.jsonl").write_text(
        '{"text": "oil rose", "tags": ["cocoa", "Cafe\\u0301"], "source": "The New York Times", "title": "Tariffs"}\n'
    )
    index(folder, ".")
    return folder


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("tag:cocaa", "did you mean: tag:cocoa"),
        ("oul tag:cocaa", "did you mean: oil tag:cocoa"),
        ('source:"the new york tmes"', 'did you mean: source:"The New York Times"'),
        ("tag:Caf\u00ea", 'did you mean: tag:"Cafe\u0301"'),
        ("title:tarifs", "did you mean: title:tariffs"),
        ("tag:zzzzzz", "nothing found"),
        ("section:news", "no article has a section"),
        ("author:smith oil", "no article has an author"),
        ("lang:en", "no article has a language"),
        ("ros? he did", r"? stands for one more character; for the sign itself write \?"),
        ("(who won?)", r"? stands for one more character; for the sign itself write \?"),
        ("oil? rose", r"? stands for one more character; for the sign itself write \?"),
    ],
)
def test_what_may_have_been_meant_by_a_query_that_finds_nothing(
    newsgrep: Run, fielded: Path, query: str, hint: str
) -> None:
    ran = newsgrep("search", query, cwd=fielded)
    assert (ran.code, ran.out) == (1, "")
    assert (
        ran.err.splitlines()[-1].removeprefix("newsgrep: nothing found; ").removeprefix("newsgrep: ") == hint
    )


@pytest.fixture(scope="module")
def harbours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve articles with the one word, of which two have the other, which stands alone in four."""
    folder = tmp_path_factory.mktemp("harbours")
    texts = ["crude harbour", "harbour crude"] + ["harbour"] * 10 + ["crude"] * 4
    (folder / "a.jsonl").write_text("".join(f'{{"text": "{text}"}}\n' for text in texts))
    index(folder, ".")
    return folder


def test_few_articles_with_all_words_are_followed_by_the_best_with_any(
    terminal: Run, newsgrep: Run, harbours: Path
) -> None:
    shown = terminal("search", "harbour crude", cwd=harbours, NO_COLOR="1")
    heading = "2 articles have all words; the best of 16 with any of them:"
    above, _, below = shown.out.partition(heading)
    assert [above.count(". "), below.count("a.jsonl#")] == [2, 8]
    assert (
        "16 articles, 10 shown · 16 searched, indexed just now\n--offset 10 shows more, -n 16 all\n"
        in shown.out
    )
    more = terminal("search", "harbour crude", "--offset", "10", cwd=harbours, NO_COLOR="1").out
    assert more.count("a.jsonl#") == 6
    assert "11. " in more
    assert (
        terminal("search", "harbour crude", "-n", "3", cwd=harbours, NO_COLOR="1").out.count("a.jsonl#") == 3
    )
    everything = newsgrep("search", "--any", "--ids", "harbour crude", cwd=harbours).out.split()
    first = newsgrep("search", "--ids", "harbour crude", cwd=harbours).out.split()
    cards = terminal("search", "harbour crude", "-n", "99", cwd=harbours, NO_COLOR="1").out
    order = [word for word in cards.split() if word.startswith("a.jsonl#")]
    assert order == [*first, *(one for one in everything if one not in first)]


@pytest.mark.parametrize(
    "arguments",
    [
        ["harbour AND crude"],
        ['"harbour crude"'],
        ["harbou* crude"],
        ["harbour -crude"],
        ["harbour"],
        ["-F", "harbour", "crude"],
        ["--sort", "date", "harbour crude"],
        ["-n", "2", "harbour crude"],
        ["-c", "harbour crude"],
        ["-l", "harbour crude"],
        ["--json", "harbour crude"],
    ],
)
def test_whatever_is_exact_stays_so_on_a_terminal(
    terminal: Run, harbours: Path, arguments: list[str]
) -> None:
    assert "with any of them" not in terminal("search", *arguments, cwd=harbours, NO_COLOR="1").out


def test_where_no_article_has_all_words_those_with_any_are_shown_on_a_terminal(
    terminal: Run, newsgrep: Run, harbours: Path
) -> None:
    ran = terminal("search", "harbour gas", cwd=harbours, NO_COLOR="1")
    assert (ran.code, "no article has all words; the best of 12 with any of them:" in ran.out) == (0, True)
    assert "did you mean: harbour crude" in terminal("search", "harbour crde", cwd=harbours, NO_COLOR="1").out
    assert terminal("search", "gas coal", cwd=harbours).code == 1
    assert newsgrep("search", "harbour gas", cwd=harbours).code == 1


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("oil", ["oil: 4 articles; stem oil"]),
        ("rose", ["rose: 1 article; stem rose"]),
        ("US", ["US: 0 articles; stem u.s.; the acronym US, not the word us"]),
        ("us", ["us: 0 articles; stem us|u.s.; the word us or the acronym US"]),
        ("*il", ["*il: 4 articles; *il stands for 1 word: oil"]),
        ("oli~", ["oli~: 4 articles; oli~1 stands for 1 word: oil"]),
        ('"crude * o*"', ['"crude * o*": 0 articles; words in a row: crude * o*; o* stands for 1 word: oil']),
        ("title:g*", ["title:g*: 0 articles; g* stands for 0 words"]),
        ("rose-gas", ["rose-gas: 0 articles; stems in a row: rose gas"]),
        (
            "the oil",
            [
                "the AND oil: 0 articles",
                "  the: 0 articles; stem the; left out of the ranking",
                "  oil: 4 articles; stem oil",
            ],
        ),
        ("the", ["the: 0 articles; stem the"]),
    ],
)
def test_explain_says_what_is_looked_for(newsgrep: Run, several: Path, query: str, lines: list[str]) -> None:
    ran = newsgrep("search", "-q", "--explain", query, cwd=several)
    assert ran.err.splitlines() == [f"newsgrep: {line}" for line in lines]


@pytest.mark.parametrize(
    "word", ["China", "china", "nuclear", "inflation", "Congress", "military", "hi", "house", "gas", "9/11"]
)
def test_a_word_with_a_dash_is_told_from_options(newsgrep: Run, word: str) -> None:
    ran = newsgrep("search", "oil", f"-{word}")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"newsgrep: no such option: -{word};"
        f" to leave out a word write 'NOT {word}' in the query, or -- before it\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-v", "oil"], "-v; articles without a word: NOT word"),
        (["-w", "oil"], "-w; words are whole as they are"),
        (["oil", "-A", "3"], "-A; excerpts are measured in words: -C 80"),
        (["oil", "-B3"], "-B3; excerpts are measured in words"),
        (["-r", "oil", "."], "-r; folders are searched with all that is in them"),
        (["-L", "oil"], "-L; files without a word: -l 'NOT oil'"),
        (["-ri", "oil"], "-ri; folders are searched"),
        (["--invert-match", "oil"], "--invert-match; articles without a word"),
        (["--regexp=oil"], "--regexp; it is -e QUERY; 'oil OR gas' is one query"),
        (["oil", "-EU"], "-EU; to leave out a word write 'NOT EU'"),
        (["oil", "-war"], "-war; to leave out a word"),
    ],
)
def test_options_of_grep_are_answered(newsgrep: Run, arguments: list[str], said: str) -> None:
    ran = newsgrep("search", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"newsgrep: no such option: {said}")
    assert ran.err.count("\n") == 1


def test_what_an_option_of_grep_is_answered_with_works(newsgrep: Run) -> None:
    assert newsgrep("search", "-c", "tariff* NOT canada").out == "11\n"
    assert newsgrep("search", "-l", "NOT oil").code == 0
    assert newsgrep("search", "-c", "tariffs path:*/2025-05*").code == 0
    assert newsgrep("search", "-c", "tariffs format:text").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["grain"], 'no such command "grain"; to search for it: newsgrep search grain'),
        (["the grain's", "price", "-c"], "to search for it: newsgrep search 'the grain'\"'\"'s price' -c"),
        (["serch", "grain"], 'no such command "serch"; did you mean "search"?'),
        (["-c", "grain"], "no such option: -c; options stand behind the command: newsgrep search -c"),
    ],
)
def test_a_word_that_is_no_command_is_offered_as_a_search(
    newsgrep: Run, arguments: list[str], said: str
) -> None:
    ran = newsgrep(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(f"{said}\n")


def test_the_help_of_all_commands_has_whole_sentences(newsgrep: Run) -> None:
    shown = newsgrep("--help", COLUMNS="80").out.partition("Commands:")[2].partition("Examples:")[0]
    assert "..." not in shown
    assert shown.count(".\n") == len(VERBS)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["search", "oil", "-n", "x"], "invalid value for '-n'"),
        (["search", "oil", "-n5x"], "invalid value for '-n'"),
        (["index", "-jx"], "invalid value for '--jobs'"),
        (["index", "-xy"], "no such option"),
    ],
)
def test_what_is_no_word_is_an_option(newsgrep: Run, arguments: list[str], message: str) -> None:
    ran = newsgrep(*arguments)
    assert ran.code == 2
    assert message in ran.err
    assert "NOT" not in ran.err


def test_short_options_may_stand_together(newsgrep: Run) -> None:
    assert newsgrep("search", "-ilq", "tariffs").code == 0
    assert newsgrep("search", "-h").out.startswith("Usage: ")
    assert newsgrep("search", "-c", "--", "-canada", "tariff*").out == "11\n"


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (["search", "-c", "--csv", "oil"], "-c and --csv"),
        (["search", "oil", "-l", "--json"], "-l and --json"),
        (["search", "oil", "--ids", "-l"], "--ids and -l"),
        (["search", "oil", "--format", "csv", "--jsonl"], "--format and --jsonl"),
        (["show", "seeds", "--raw", "--json"], "--raw and --json"),
    ],
)
def test_two_forms_are_one_too_many(newsgrep: Run, arguments: list[str], options: str) -> None:
    ran = newsgrep(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"newsgrep: {options} do not go together; give one of them\n"


def test_one_form_may_be_said_twice(newsgrep: Run) -> None:
    assert newsgrep("search", "tariffs", "--json", "--format", "json").code == 0


NAME = "a\x1b[31m\u202eb\n\tc#d.txt"
SEEN = "a␛[31m\N{REPLACEMENT CHARACTER}b␊␉c#d.txt"


def test_names_are_made_visible_on_a_terminal_alone(newsgrep: Run, terminal: Run, tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("oil")
    index(tmp_path, ".")
    assert newsgrep("search", "-l", "oil", cwd=tmp_path).out == NAME + "\n"
    assert terminal("search", "-l", "oil", cwd=tmp_path).out == SEEN + "\n"
    assert terminal("search", "-l0", "oil", cwd=tmp_path).out == NAME + "\0"
    assert terminal("search", "--ids", "oil", cwd=tmp_path).out == (
        "a%1B[31m\N{REPLACEMENT CHARACTER}b%0A%09c%23d.txt\n"
    )
    assert SEEN in terminal("search", "oil", cwd=tmp_path, NO_COLOR="1").out


def test_a_path_that_begins_with_a_dash_is_no_option(newsgrep: Run, shell: Run, tmp_path: Path) -> None:
    (tmp_path / "-x.txt").write_text("oil")
    (tmp_path / "-d").mkdir()
    (tmp_path / "-d" / "a.jsonl").write_text('{"text": "oil"}')
    index(tmp_path, ".")
    assert sorted(newsgrep("search", "-l", "oil", cwd=tmp_path).out.splitlines()) == [
        "./-d/a.jsonl",
        "./-x.txt",
    ]
    assert shell("newsgrep search -l0 oil | xargs -0 cat", cwd=tmp_path).out in {
        'oil{"text": "oil"}',
        '{"text": "oil"}oil',
    }
    assert (
        shell("newsgrep search oil | cut -f2 | xargs newsgrep show --raw", cwd=tmp_path).out == "oil\n\noil"
    )
    assert sorted(newsgrep("search", "-l", "oil", cwd=tmp_path / "-d").out.split()) == [
        "../-x.txt",
        "a.jsonl",
    ]


def test_a_link_is_the_articles_file(terminal: Run, tmp_path: Path) -> None:
    (tmp_path / "a#b.jsonl").write_text('{"text": "oil", "id": "k#l"}\n{"text": "gas"}\n')
    (tmp_path / "c#d.txt").write_text("coal")
    index(tmp_path, ".")
    for word, name in (("oil", "a#b.jsonl"), ("gas", "a#b.jsonl"), ("coal", "c#d.txt")):
        shown = terminal("search", word, cwd=tmp_path).out
        assert f"file://{os.fspath(tmp_path)}/{name.replace('#', '%23')}\x1b" in shown
