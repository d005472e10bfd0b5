"""`newsgrep new` as a shell sees it: printed once, and what was not printed is new still."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import COMMAND, NEVER, Ran, environment, index

from newsgrep.archive import Archive
from newsgrep.archive.standing_queries import lock

Run = Callable[..., Ran]


def came(ran: Ran) -> tuple[int, str, str]:
    """The exit code, stdout and stderr of a command."""
    return ran.code, ran.out, ran.err


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """An archive of two articles about oil; `oil` is saved, and then two more came in."""
    add(tmp_path, 1, 2)
    with Archive.open(tmp_path) as archive, archive.new("oil", "oil"):
        pass
    add(tmp_path, 3, 4)
    return tmp_path


def add(folder: Path, *numbers: int, text: str = "oil") -> None:
    (folder / "news").mkdir(exist_ok=True)
    for number in numbers:
        (folder / "news" / f"{number}.txt").write_text(f"date 2025-05-{number % 28 + 1:02} {text}\n")
    index(folder, "news")


def numbers(out: str) -> list[int]:
    """The numbers of the articles in lines, of which the last may be cut off."""
    return sorted(
        int(line.split("\t")[1][5:-4]) for line in out.splitlines(keepends=True) if line.endswith("\n")
    )


def test_the_first_call_saves_and_prints_nothing(newsgrep: Run, tmp_path: Path) -> None:
    add(tmp_path, 1, 2)
    ran = newsgrep("new", "oil", "oil", cwd=tmp_path)
    assert came(ran) == (0, "", 'newsgrep: saved as "oil": 2 articles match; what comes is new\n')
    assert came(newsgrep("new", "oil", cwd=tmp_path)) == (1, "", "")
    add(tmp_path, 3)
    ran = newsgrep("new", "oil", cwd=tmp_path)
    assert (ran.code, numbers(ran.out), ran.err) == (0, [3], "")
    assert came(newsgrep("new", "oil", cwd=tmp_path)) == (1, "", "")


def test_with_all_the_first_call_prints_all(newsgrep: Run, tmp_path: Path) -> None:
    add(tmp_path, 1, 2)
    ran = newsgrep("new", "oil", "oil", "--all", cwd=tmp_path)
    assert (ran.code, numbers(ran.out)) == (0, [1, 2])
    assert newsgrep("new", "gas", "gas", "--all", cwd=tmp_path).code == 1
    assert came(newsgrep("new", cwd=tmp_path)) == (1, "", "")


def test_without_a_name_all_are_asked_and_the_name_stands_first(newsgrep: Run, news: Path) -> None:
    newsgrep("new", "third", "oil", "--on", "2025-05-04", "--all", cwd=news)
    add(news, 31)
    ran = newsgrep("new", cwd=news)
    assert [line.split("\t")[:3:2] for line in ran.out.splitlines()] == [
        ["oil", "news/4.txt"],
        ["oil", "news/3.txt"],
        ["oil", "news/31.txt"],
        ["third", "news/31.txt"],
    ]
    assert newsgrep("new", "--csv", cwd=news).out.startswith("query,id,path,")
    assert newsgrep("new", cwd=news).code == 1


@pytest.mark.parametrize(
    "format_", ["text", "lines", "json", "jsonl", "csv", "tsv", "compact", "trec", "ids", "files"]
)
def test_every_format_makes_what_it_prints_seen(newsgrep: Run, news: Path, format_: str) -> None:
    ran = newsgrep("new", "oil", "--format", format_, cwd=news)
    assert ran.code == 0
    assert "news/3.txt" in ran.out
    assert "news/4.txt" in ran.out
    again = newsgrep("new", "oil", "--format", format_, cwd=news)
    assert again.code == 1
    assert "news/" not in again.out
    if format_ == "json":
        assert json.loads(again.out) == []


@pytest.mark.parametrize(("option", "out"), [("-c", "2\n"), ("-q", "")])
def test_what_is_counted_only_stays_new(newsgrep: Run, news: Path, option: str, out: str) -> None:
    for _ in range(2):
        assert came(newsgrep("new", "oil", option, cwd=news)) == (0, out, "")
    assert numbers(newsgrep("new", "oil", "--peek", cwd=news).out) == [3, 4]
    assert newsgrep("new", "-c", cwd=news).out == "oil\t2\n"
    assert numbers(newsgrep("new", "oil", cwd=news).out) == [3, 4]
    assert newsgrep("new", "oil", option, cwd=news).code == 1


def test_a_limit_leaves_the_others_new(newsgrep: Run, news: Path) -> None:
    ran = newsgrep("new", "oil", "-n", "1", "--sort", "date", cwd=news)
    assert (numbers(ran.out), ran.err) == ([3], "newsgrep: 1 more is new; ask again\n")
    assert numbers(newsgrep("new", "oil", cwd=news).out) == [4]


def test_another_query_is_refused(newsgrep: Run, news: Path) -> None:
    ran = newsgrep("new", "oil", "gas", cwd=news)
    assert (ran.code, ran.out) == (2, "")
    assert (
        ran.err == 'newsgrep: the query saved as "oil" is another: oil (newsgrep new --forget oil drops it)\n'
    )
    assert numbers(newsgrep("new", "oil", "oil", cwd=news).out) == [3, 4]


def test_a_list_of_articles_holds_in_any_working_directory(newsgrep: Run, news: Path) -> None:
    """Its paths are relative to where it was made."""
    asked = ("new", "list", "oil", "--within", "-", "--all", "-n", "1", "--sort", "date")
    first = newsgrep(*asked, cwd=news / "news", stdin="1.txt\n2.txt\nnews/3.txt\n")
    assert (first.code, first.out.count("\n")) == (0, 1)
    paths = "news/1.txt\nnews/2.txt\nnews/3.txt\n"
    assert numbers(newsgrep(*asked, cwd=news, stdin=paths).out) == [2]
    assert numbers(newsgrep("new", "list", cwd=news).out) == [3]


def test_a_forgotten_query_is_saved_anew(newsgrep: Run, news: Path) -> None:
    assert came(newsgrep("new", "--forget", "OIL", cwd=news)) == (0, "", "")
    assert came(newsgrep("new", "--forget", "oil", cwd=news)) == (
        1,
        "",
        'newsgrep: no query is saved as "oil"\n',
    )
    assert newsgrep("new", "oil", cwd=news).code == 2
    assert newsgrep("new", "oil", "gas", cwd=news).code == 0
    assert newsgrep("new", "--list", cwd=news).out == "oil\tgas\t0\n"


def test_saved_queries_are_listed(newsgrep: Run, news: Path) -> None:
    assert newsgrep("new", "Trade", "oil", "OR gas", "--since", "7d", "--any", cwd=news).code == 0
    assert newsgrep("new", "--list", cwd=news).out == "oil\toil\t2\nTrade\t'oil OR gas' --since 7d --any\t0\n"
    assert json.loads(newsgrep("new", "--list", "--json", cwd=news).out)[0] == {
        "name": "oil",
        "query": "oil",
        "seen": 2,
    }
    ran = newsgrep("new", "--list", "--ids", cwd=news)
    assert (ran.code, ran.err) == (
        2,
        "newsgrep: --list prints text, lines, json, jsonl, csv, tsv, and nothing else\n",
    )


def test_nothing_saved_is_said(newsgrep: Run, tmp_path: Path) -> None:
    add(tmp_path, 1)
    said = "newsgrep: no query is saved; newsgrep new NAME 'QUERY' saves one\n"
    assert came(newsgrep("new", cwd=tmp_path)) == (1, "", said)
    assert newsgrep("new", "--list", cwd=tmp_path).code == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["../x", "oil"], "a query is saved under a name of at most 100 letters"),
        (["x"], 'no query is saved as "x"; newsgrep new x'),
        (["--since", "7d"], "a query is saved under a name: newsgrep new NAME 'QUERY'"),
        (["--forget"], "--forget takes the name of a saved query"),
        (["--forget", "../x"], "a query is saved under a name of at most 100 letters"),
        (["x", "--peek", "oil"], 'no query is saved as "x"'),
        (["x", "(oil"], "this parenthesis is never closed"),
        (["x", "oil", "--sort", "random"], "invalid value for '--sort'"),
        (["oil", "--peek", "--forget"], "--forget and --peek do not go together; give one of them"),
        (["-e", "gas", "-e", "Gas"], '"gas" and "Gas" are one name: capitals make no difference'),
        (["-e", "crude oil"], "a query is saved under a name of at most 100 letters"),
    ],
)
def test_errors_are_one_line_and_save_nothing(
    newsgrep: Run, news: Path, arguments: list[str], said: str
) -> None:
    ran = newsgrep("new", *arguments, cwd=news)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"newsgrep: {said}")
    assert [path.name for path in (news / ".newsgrep" / "state" / "new").iterdir()] == ["oil.seen"]


def test_the_labels_of_a_file_are_names(newsgrep: Run, news: Path) -> None:
    queries = "# ours\noil\toil\nfourth\toil date:2025-05-05\n"
    ran = newsgrep("new", "-f", "-", "--all", cwd=news, stdin=queries)
    assert [line.split("\t")[:3:2] for line in ran.out.splitlines()] == [
        ["oil", "news/4.txt"],
        ["oil", "news/3.txt"],
        ["fourth", "news/4.txt"],
    ]
    assert newsgrep("new", "-f", "-", cwd=news, stdin=queries).code == 1
    ran = newsgrep("new", "-f", "-", cwd=news, stdin=queries.replace("oil\toil", "oil\tgas"))
    assert (ran.code, ran.out) == (2, "")
    add(news, 5, text="oil")
    ran = newsgrep("new", "-f", "-", cwd=news, stdin=f"{queries}third\t(oil\n")
    assert (ran.code, ran.out, ran.err.startswith("newsgrep: stdin:4: ")) == (2, "", True)
    assert numbers(newsgrep("new", "oil", cwd=news).out) == [5]


def test_a_saved_query_that_cannot_be_asked_does_not_stop_the_others(newsgrep: Run, news: Path) -> None:
    (news / ".newsgrep" / "state" / "new" / "a.seen").write_bytes(b"{}")
    ran = newsgrep("new", "--sort", "id", cwd=news)
    assert ran.code == 2
    assert [line.split("\t")[0] for line in ran.out.splitlines()] == ["oil", "oil"]
    assert ran.err.count("\n") == 1
    assert "a.seen is damaged; newsgrep new --forget a lets its query be saved anew" in ran.err
    assert came(newsgrep("new", "a", cwd=news)) == (2, "", ran.err)
    assert newsgrep("new", "--list", cwd=news).code == 2
    assert newsgrep("new", "--forget", "a", cwd=news).code == 0
    assert newsgrep("new", "--list", cwd=news).code == 0


def test_where_nothing_can_be_written_nothing_is_printed(newsgrep: Run, news: Path) -> None:
    if os.geteuid() == 0:
        state = news / ".newsgrep" / "state"
        shutil.rmtree(state)
        state.write_text("no folder")  # who may write anywhere cannot write here
    else:
        (news / ".newsgrep" / "state" / "new" / "oil.seen").chmod(0o444)
    ran = newsgrep("new", "oil", "oil", cwd=news)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith("newsgrep: cannot ")


def test_a_full_disk_repeats(newsgrep: Run, news: Path) -> None:
    (
        news / ".newsgrep" / "state" / "new" / "oil.seen.new"
    ).mkdir()  # the file that replaces cannot be written
    ran = newsgrep("new", "oil", cwd=news)
    assert (ran.code, numbers(ran.out), ran.err.count("\n")) == (2, [3, 4], 1)
    (news / ".newsgrep" / "state" / "new" / "oil.seen.new").rmdir()
    assert numbers(newsgrep("new", "oil", cwd=news).out) == [3, 4]


def test_where_stdout_is_closed_all_stays_new(shell: Run, newsgrep: Run, news: Path) -> None:
    ran = shell("newsgrep new oil >&-", cwd=news)
    assert (ran.code, ran.err) == (2, "newsgrep: cannot write the output: Bad file descriptor\n")
    assert newsgrep("new", "oil", cwd=news).code == 0


def test_while_one_asks_another_waits_or_gives_up(newsgrep: Run, news: Path) -> None:
    with lock(news / ".newsgrep", "oil", 0.0):
        ran = newsgrep("new", "oil", cwd=news)
        assert came(ran) == (
            75,
            "",
            'newsgrep: another newsgrep is asking "oil"; --wait SECONDS waits for it\n',
        )
        assert newsgrep("new", "--forget", "oil", cwd=news).code == 75
        assert newsgrep("new", cwd=news).code == 75
        assert numbers(newsgrep("new", "oil", "--peek", cwd=news).out) == [3, 4]
        assert newsgrep("new", "gas", "gas", cwd=news).code == 0


def test_of_two_at_once_one_gets_each_article(news: Path) -> None:
    for saved in (True, False):
        arguments = ["new", "oil"] if saved else ["new", "other", "oil", "--all"]
        both = [
            subprocess.Popen(
                [*COMMAND, *arguments, "--wait", str(NEVER)],
                cwd=news,
                env=environment(news),
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        outs = [process.communicate()[0] for process in both]
        assert sorted(process.returncode for process in both) == [0, 1]
        assert sorted(map(numbers, outs)) == [[], [3, 4] if saved else [1, 2, 3, 4]]


@pytest.fixture
def many(news: Path) -> Path:
    """So many new articles that they are more than `head` reads at once."""
    lines = [json.dumps({"id": str(number), "text": "oil " * 50}) for number in range(60)]
    (news / "news" / "many.jsonl").write_text("\n".join(lines))
    index(news, "news")
    return news


def test_a_reader_that_goes_away_lets_all_stay_new(shell: Run, newsgrep: Run, many: Path) -> None:
    """Though all of it had room in the pipe."""
    before = (many / ".newsgrep" / "state" / "new" / "oil.seen").read_bytes()
    ran = shell("newsgrep new oil -C 50 | head -n 1", cwd=many)
    assert (ran.code, ran.out.count("\n"), ran.err) == (0, 1, "")
    assert (many / ".newsgrep" / "state" / "new" / "oil.seen").read_bytes() == before
    assert newsgrep("new", "oil", cwd=many).out.count("\n") == 62
    assert newsgrep("new", "oil", cwd=many).code == 1


def test_a_reader_that_is_slow_is_waited_for(shell: Run, newsgrep: Run, many: Path) -> None:
    ran = shell("newsgrep new oil -C 50 | (read -r first; cat > rest; wc -l < rest)", cwd=many)
    assert (ran.code, ran.out.strip()) == (0, "61")
    assert newsgrep("new", "oil", cwd=many).code == 1


def test_wherever_it_is_killed_nothing_is_lost(
    newsgrep: Run, news: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """It is killed at each call that writes, its output included, until it is not."""
    statuses: list[int] = []
    while not statuses or statuses[-1]:
        copy = tmp_path_factory.mktemp("killed")
        shutil.copytree(news, copy, dirs_exist_ok=True)
        output = copy / "output"
        killed = Path(__file__).parents[1] / "killed_new.py"
        arguments = [sys.executable, str(killed), str(copy), str(output), str(len(statuses)), "new", "oil"]
        ran = subprocess.run(arguments, cwd=copy, env=environment(copy), check=False)
        statuses.append(ran.returncode)
        printed = numbers(output.read_text()) if output.exists() else []
        again = newsgrep("new", "oil", cwd=copy)
        assert again.code in {0, 1}
        assert sorted({*printed, *numbers(again.out)}) == [3, 4], len(statuses)
        assert came(newsgrep("new", "oil", cwd=copy)) == (1, "", "")
        assert [path.name for path in (copy / ".newsgrep" / "state" / "new").iterdir()] == ["oil.seen"]
    assert statuses[-1] == 0
    assert set(statuses[:-1]) == {-signal.SIGKILL}
    assert len(statuses) > 6  # opening the output, the lock and the state, writing and renaming each


def test_wherever_the_first_call_is_killed_the_next_is_the_first_or_goes_on(
    newsgrep: Run, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    add(tmp_path, 1, 2)
    statuses: list[int] = []
    while not statuses or statuses[-1]:
        copy = tmp_path_factory.mktemp("killed")
        shutil.copytree(tmp_path, copy, dirs_exist_ok=True)
        killed = Path(__file__).parents[1] / "killed_new.py"
        arguments = [
            sys.executable,
            str(killed),
            str(copy),
            str(copy / "out"),
            str(len(statuses)),
            "new",
            "oil",
            "oil",
        ]
        statuses.append(subprocess.run(arguments, cwd=copy, env=environment(copy), check=False).returncode)
        again = newsgrep("new", "oil", "oil", cwd=copy)
        assert (again.code, again.out) in {(0, ""), (1, "")}
        add(copy, 3)
        assert numbers(newsgrep("new", "oil", cwd=copy).out) == [3]
    assert set(statuses[:-1]) == {-signal.SIGKILL}


def test_a_rebuild_between_brings_nothing_back(newsgrep: Run, news: Path) -> None:
    assert numbers(newsgrep("new", "oil", cwd=news).out) == [3, 4]
    assert newsgrep("index", "--rebuild", "-q", cwd=news).code == 0
    assert came(newsgrep("new", "oil", cwd=news)) == (1, "", "")
    shutil.rmtree(news / ".newsgrep" / "index")
    assert newsgrep("index", "-q", cwd=news).code == 0
    assert came(newsgrep("new", "oil", cwd=news)) == (1, "", "")


def test_on_a_terminal_the_first_are_shown_and_the_next_at_the_next_call(terminal: Run, news: Path) -> None:
    add(news, *range(10, 22))
    ran = terminal("new", "oil", cwd=news)
    assert ran.code == 0
    assert "oil · 14 articles, 10 shown" in ran.out
    assert "4 more are new; ask again" in ran.out
    ran = terminal("new", "oil", cwd=news)
    assert "oil · 4 articles" in ran.out
    assert "more are new" not in ran.out
    assert came(terminal("new", "oil", cwd=news)) == (1, "newsgrep: nothing new\n", "")


def test_who_leaves_the_pager_early_sees_all_again(terminal: Run, newsgrep: Run, many: Path) -> None:
    options = ["new", "oil", "-n", "62", "-C", "50"]
    assert terminal(*options, cwd=many, NEWSGREP_PAGER="true").code == 0
    assert newsgrep("new", "oil", "-c", cwd=many).out == "62\n"
