"""The verbs but for search, as a shell or a person sees them."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import shared_cluster
from conftest import COMMAND, environment, index
from examples import examples, furnish

from newsgrep import __version__
from newsgrep.cli import VERBS
from newsgrep.cli.terminal import use_color

Run: TypeAlias = Callable[..., Any]

CLUSTER = "opensearch://localhost:9200/news"
"""The address in examples."""
CARNEY = "seeds/2025-05-06-carney-trump-oval-office.txt"
RESULT = re.compile(
    r"(\d+) articles added, (\d+) updated, (\d+) removed, (\d+) unchanged; (\d+) files skipped, (\d+) ignored; \d+\.\d s\n"
)


def numbers(out: str) -> list[int]:
    found = RESULT.fullmatch(out)
    assert found, out
    return [int(number) for number in found.groups()]


def test_index_says_what_it_did_and_a_second_run_that_nothing_changed(newsgrep: Run, folder: Path) -> None:
    shutil.rmtree(folder / ".newsgrep")
    first = newsgrep("index", "seeds", cwd=folder)
    assert numbers(first.out) == [38, 0, 0, 0, 0, 0]
    assert first.err == f"newsgrep: made a new index, {folder / '.newsgrep'}\n"
    second = newsgrep("index", "seeds", cwd=folder)
    assert numbers(second.out) == [0, 0, 0, 38, 0, 0]
    assert second.err == ""
    assert newsgrep("index", "-q", cwd=folder).out == ""


def test_index_with_its_folder_gone_keeps_the_articles(newsgrep: Run, folder: Path) -> None:
    (folder / "seeds").rename(folder / "away")
    ran = newsgrep("index", "seeds", cwd=folder)
    assert ran.code == 2
    assert ran.err == f"newsgrep: {folder / 'seeds'}: No such file or directory; its articles are kept\n"
    assert newsgrep("search", "-c", "tariffs", cwd=folder).code == 0


def test_index_reports_what_it_skips_and_strict_makes_it_an_error(newsgrep: Run, folder: Path) -> None:
    for number in range(12):
        (folder / "seeds" / f"empty{number:02}.txt").touch()
    ran = newsgrep("index", cwd=folder)
    assert ran.code == 0
    assert ran.err.splitlines()[0] == "newsgrep: skipped seeds/empty00.txt: empty"
    assert ran.err.splitlines()[-1] == "newsgrep: and 2 more; newsgrep skipped lists them"
    assert newsgrep("index", "--strict", cwd=folder).code == 2
    listed = newsgrep("skipped", cwd=folder)
    assert listed.out.splitlines()[0] == "seeds/empty00.txt\tempty\t-"
    assert len(json.loads(newsgrep("skipped", "--json", cwd=folder).out)) == 12


def test_index_where_there_is_none_needs_a_path(newsgrep: Run, tmp_path: Path) -> None:
    ran = newsgrep("index", cwd=tmp_path)
    assert ran.code == 2
    assert "newsgrep index FOLDER" in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("named", ["elsewhere", "elsewhere/.newsgrep"])
def test_index_makes_the_index_that_is_named(newsgrep: Run, tmp_path: Path, named: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "a.txt").write_text("oil")
    assert newsgrep("index", "a.txt", "--index", named, cwd=tmp_path).code == 0
    assert (tmp_path / "elsewhere" / ".newsgrep" / "config.toml").exists()
    assert newsgrep("search", "-l", "oil", "--index", named, cwd=tmp_path).out == "a.txt\n"


def test_index_takes_a_list_of_files(newsgrep: Run, folder: Path) -> None:
    (folder / "more").mkdir()
    for name in "ab":
        (folder / "more" / f"{name}.txt").write_text("listed")
    ran = newsgrep("index", "--files-from", "-", cwd=folder, stdin="more/a.txt\nmore/b.txt\n")
    assert numbers(ran.out)[0] == 2


def test_a_dry_run_says_what_would_be_done_and_does_nothing(
    newsgrep: Run, folder: Path, tmp_path: Path
) -> None:
    (folder / "seeds" / "2025-06-19.txt").write_text("Title: New\nDate: 03/04/2025\n\ntext")
    (folder / "seeds" / "new.jsonl").write_text('{"text": "a", "date": "2025-05"}\n{')
    (folder / CARNEY).unlink()
    ran = newsgrep("index", "--dry-run", cwd=folder)
    assert ran.out.splitlines() == [
        "read\tseeds/2025-06-19.txt\ttext\t2025-06-19\tfile-name\tNew\t-",
        "read\tseeds/new.jsonl#1\tjson\t2025-05\trecord\t-\t-",
        "skip\tseeds/new.jsonl#2\tjson\t-\t-\t-\tnot JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        f"remove\t{CARNEY}" + "\t-" * 5,
    ]
    assert ran.err == (
        "newsgrep: 2 files to read: 2 articles, 1 skipped; 1 file to remove; nothing was changed\n"
    )
    assert newsgrep("search", "-c", "*", cwd=folder).out == "38\n"
    (tmp_path / "x.txt").write_text("Date: 03/04/2025\nTitle: x\n\nx")
    (row,) = json.loads(newsgrep("index", "x.txt", "--dry-run", "--json", cwd=tmp_path).out)
    assert (row["action"], row["place"], row["date"]) == ("read", "x.txt", None)
    assert "may be two days" in row["undated"]
    (row,) = json.loads(newsgrep("index", "x.txt", "--dry-run", "--json", "--day-first", cwd=tmp_path).out)
    assert (row["date"], row["date_origin"], row["undated"]) == ("2025-04-03", "header", None)
    assert not (tmp_path / ".newsgrep").exists()


def test_what_is_piped_in_is_kept_and_called_by_its_name(newsgrep: Run, folder: Path) -> None:
    lines = '{"text": "piped one", "id": "a"}\n{"text": "piped two"}\n'
    assert numbers(newsgrep("index", "-", "--as", "wire", cwd=folder, stdin=lines).out)[0] == 2
    assert newsgrep("search", "--ids", "piped", cwd=folder).out == "wire#2\nwire#a\n"
    assert numbers(newsgrep("index", "--rebuild", cwd=folder).out)[3] == 40
    one = '{"text": "piped three", "id": "a"}\n'
    assert numbers(newsgrep("index", "-", "--as", "wire", cwd=folder, stdin=one).out)[:3] == [0, 1, 1]
    assert newsgrep("search", "piped", cwd=folder).out == (
        "-\t.newsgrep/state/piped/wire.jsonl.zst#a\t-\tpiped three\n"
    )
    assert newsgrep("forget", "wire", cwd=folder).out == "1 articles removed\n"
    assert list((folder / ".newsgrep" / "state" / "piped").iterdir()) == []
    assert newsgrep("search", "piped", cwd=folder).code == 1


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["-"], "- and --as NAME go together"),
        (["seeds", "--as", "x"], "- and --as NAME go together"),
        (["-", "seeds", "--as", "x"], "- and --as NAME go together"),
        (["-", "--as", "../x"], "--as takes a name of letters"),
        (["-", "--as", "seeds"], "seeds is a file or folder of the archive"),
        (["seeds", "--json"], "--json goes with --dry-run"),
    ],
)
def test_piping_in_asks_for_a_name(newsgrep: Run, folder: Path, arguments: list[str], reason: str) -> None:
    ran = newsgrep("index", *arguments, cwd=folder, stdin="{}")
    assert (ran.code, ran.out) == (2, "")
    assert reason in ran.err


def test_skipped_with_nothing_skipped(newsgrep: Run) -> None:
    assert newsgrep("skipped").code == 1
    assert newsgrep("skipped", "--json").out == "[]\n"


def test_what_is_skipped_is_named_from_where_one_is(newsgrep: Run, folder: Path) -> None:
    (folder / "seeds" / "empty.txt").touch()
    (folder / "seeds" / "new.jsonl").write_text('{"text": "a"}\n{')
    index(folder)
    for where, before in ((folder / "seeds", ""), (folder.parent, f"{folder.name}/seeds/")):
        ran = newsgrep("skipped", "--index", str(folder), cwd=where)
        assert [line.split("\t")[0] for line in ran.out.splitlines()] == [
            f"{before}empty.txt",
            f"{before}new.jsonl#2",
        ]
        told = json.loads(newsgrep("skipped", "--json", "--index", str(folder), cwd=where).out)
        assert [part["path"] for part in told] == [f"{before}empty.txt", f"{before}new.jsonl"]


def test_a_plan_is_told_from_where_one_is(newsgrep: Run, folder: Path) -> None:
    (folder / "seeds" / "new.jsonl").write_text('{"text": "a"}\n{')
    (folder / CARNEY).unlink()
    for where, before in ((folder / "seeds", ""), (folder.parent, f"{folder.name}/seeds/")):
        options = ("index", "--dry-run", "--index", str(folder))
        rows = [line.split("\t")[:2] for line in newsgrep(*options, cwd=where).out.splitlines()]
        assert rows == [
            ["read", f"{before}new.jsonl#1"],
            ["skip", f"{before}new.jsonl#2"],
            ["remove", f"{before}{Path(CARNEY).name}"],
        ]
        told = json.loads(newsgrep(*options, "--json", cwd=where).out)
        assert [[row["action"], row["place"]] for row in told] == rows


def test_forget(newsgrep: Run, folder: Path) -> None:
    assert newsgrep("forget", "seeds", cwd=folder).out == "38 articles removed\n"
    ran = newsgrep("forget", "seeds", cwd=folder)
    assert (ran.code, ran.out) == (1, "")
    assert "seeds is not in the index" in ran.err


def test_another_writer_is_named_and_not_waited_for(newsgrep: Run, folder: Path) -> None:
    code = "import sys; from pathlib import Path; from newsgrep.indexing.lock import writer_lock\nwith writer_lock(Path('.newsgrep')): print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        holder.stdout.readline()
        for arguments in (["index"], ["forget", "seeds"], ["index", "--wait", "0.1"]):
            ran = newsgrep(*arguments, cwd=folder)
            assert ran.code == 75
            assert f"(process {holder.pid} on " in ran.err
            assert ran.err.endswith("; --wait SECONDS waits for it\n")
        assert newsgrep("search", "-q", "tariffs", cwd=folder).code == 0
        holder.communicate()


@pytest.mark.parametrize("after", [0.0, 0.1, 0.2, 0.4, 1.5])
def test_ctrl_c_keeps_what_is_finished_and_exits_130(folder: Path, after: float) -> None:
    """A file that takes long to read, of no bytes on the disk; Ctrl-C reaches the whole group, workers that start too."""
    shutil.rmtree(folder / ".newsgrep")  # made anew, it says that the run has begun
    (folder / "seeds" / "long.jsonl").touch()
    os.truncate(folder / "seeds" / "long.jsonl", 1 << 36)
    with subprocess.Popen(
        [*COMMAND, "index", "seeds"],
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        while not (folder / ".newsgrep" / "index" / "manifest.sqlite").exists():
            assert process.poll() is None
            time.sleep(0.01)
        time.sleep(after)
        os.killpg(process.pid, signal.SIGINT)
        process.wait()
        assert process.stderr
        said = process.stderr.read().splitlines()
    assert [line for line in said if not line.startswith(b"newsgrep: ")] == []
    assert said[-1].startswith(b"newsgrep: interrupted")
    assert process.returncode == 130


def test_ctrl_c_while_code_is_made_from_text_exits_130_too(folder: Path) -> None:
    """Named tuples are made so, and Python remembers it to the end, whoever catches the interrupt."""
    (folder / "interrupted").mkdir()
    (folder / "interrupted" / "__main__.py").write_text(
        "import sys\n"
        "from newsgrep.archive.indexed_folder import IndexedFolder\n"
        "IndexedFolder.index = lambda *_, **__: exec('raise KeyboardInterrupt')\n"
        "sys.argv = ['newsgrep', 'index', '-q', 'seeds']\n"
        "import multiprocessing\n"
        "from newsgrep.__main__ import main\n"
        "main()\n"
    )
    command = [sys.executable, "-m", "interrupted"]
    done = subprocess.run(command, cwd=folder, env=environment(folder), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (130, b"newsgrep: interrupted\n")


def test_ctrl_c_while_modules_are_imported_exits_130_too(folder: Path) -> None:
    program = (
        "import sys\n"
        "class Interrupted:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'click':\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupted())\n"
        "from newsgrep.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "stats"],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"newsgrep: interrupted\n")


def test_ctrl_c_in_a_callback_of_python_s_own_exits_130_too(folder: Path) -> None:
    """Python calls one when a lock on a module is let go, and can raise nothing there: it would print it, and go on."""
    program = (
        "import weakref\n"
        "from newsgrep.archive.indexed_folder import IndexedFolder\n"
        "from newsgrep.__main__ import main\n"
        "class Lock:\n"
        "    pass\n"
        "def interrupted(_):\n"
        "    raise KeyboardInterrupt\n"
        "def let_go(*_, **__):\n"
        "    lock = Lock()\n"
        "    watched = weakref.ref(lock, interrupted)\n"
        "    del lock\n"
        "    print('went on')\n"
        "IndexedFolder.index = let_go\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "index", "-q", "seeds"],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"newsgrep: interrupted\n")


def test_stats(newsgrep: Run, samples: Path) -> None:
    facts = json.loads(newsgrep("stats", "--json").out)
    assert facts["articles"] == 38
    assert facts["undated"] == 1
    assert (facts["first_day"], facts["last_day"]) == ("2025-01-07", "2025-06-15")
    assert facts["roots"] == ["seeds"]
    assert "articles       38\n" in newsgrep("stats").out


def test_version_and_no_command(newsgrep: Run) -> None:
    assert newsgrep("--version").out == "newsgrep 0.1.0\n"
    assert version("newsgrep") == __version__ == "0.1.0"
    alone = newsgrep()
    assert alone.code == 2
    assert "search" in alone.out


def test_on_a_terminal_hits_are_cards_and_the_first_ten(terminal: Run) -> None:
    shown = terminal("search", "tariffs", NO_COLOR="1").out
    assert shown.startswith(" 1. ")
    assert "\n10. " in shown
    assert "\n11. " not in shown
    assert re.search(
        r"\n31 articles, 10 shown · 38 searched, indexed .*\n--offset 10 shows more, -n 31 all\n$", shown
    )
    assert all(len(line) <= 80 for line in shown.splitlines())
    assert "\x1b" not in shown
    assert terminal("search", "tariffs", "--offset", "10", NO_COLOR="1").out.startswith("11. ")


def test_on_a_terminal_matches_stand_out_and_paths_are_links(terminal: Run, samples: Path) -> None:
    shown = terminal("search", '"not for sale"').out
    assert "\x1b[1;31mnot for sale\x1b[0m" in shown
    assert f"file://{samples / CARNEY}" in shown


def test_a_wide_terminal_gets_lines_no_longer_than_can_be_read(terminal: Run) -> None:
    shown = terminal("search", "tariffs", columns=200, NO_COLOR="1").out
    longest = max(len(line) for line in shown.splitlines()[:-1])
    assert 100 < longest <= 120


def test_index_shows_its_progress_on_a_terminal_alone(terminal: Run, newsgrep: Run, folder: Path) -> None:
    shown = terminal("index", "--rebuild", cwd=folder).out
    assert "reading" in shown
    assert re.search(r"nothing has changed, 38 articles; \d+\.\d s\n$", shown)
    assert "reading" not in newsgrep("index", "--rebuild", cwd=folder).err


@pytest.mark.parametrize(
    ("choice", "variables", "tty", "wanted"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"CLICOLOR": "0"}, True, False),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, False, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colours(choice: str, variables: dict[str, str], tty: bool, wanted: bool) -> None:  # noqa: FBT001  columns of the table
    class Stream:
        def isatty(self) -> bool:
            return tty

    assert use_color(choice, Stream(), variables) is wanted  # type: ignore[arg-type]  # all that is asked of it


def test_colour_never_reaches_another_format(newsgrep: Run) -> None:
    for form in ("lines", "json", "csv"):
        assert "\x1b" not in newsgrep("search", "carney", "--color", "always", "--format", form).out
    assert "\x1b" in newsgrep("search", "carney", "--color", "always", "--format", "text").out


@pytest.mark.parametrize("verb", VERBS)
def test_every_example_of_help_runs(
    verb: str, newsgrep: Run, shell: Run, folder: Path, request: pytest.FixtureRequest
) -> None:
    assert "Examples:" in newsgrep(verb, "--help").out
    assert 2 <= len(examples(verb)) <= 4
    furnish(folder)
    index(folder, "old-clippings", "archive.jsonl")
    (folder / "seeds" / "empty.txt").touch()
    index(folder)
    for example in examples(verb):
        if "jq" in example and not shutil.which("jq"):
            pytest.skip("jq is not installed")
        if CLUSTER in example:
            address = shared_cluster.address_of(folder)
            request.addfinalizer(partial(shared_cluster.delete_index, address))
            shell_line = example.replace(CLUSTER, address)
        else:
            shell_line = example
        ran = shell(f"PATH=.:$PATH; {shell_line}", cwd=folder)
        assert ran.code == 0, (example, ran.err)
