"""Completions, as shells ask for them."""

import io
import os
import pty
import select
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from conftest import NEVER, environment, index

from newsgrep.archive import Archive

Run: TypeAlias = Callable[..., Any]


@pytest.mark.parametrize("shell_name", ["bash", "zsh", "fish"])
def test_completions(newsgrep: Run, shell_name: str) -> None:
    assert "_NEWSGREP_COMPLETE" in newsgrep("completions", shell_name).out


def test_completing(newsgrep: Run) -> None:
    completed = newsgrep(_NEWSGREP_COMPLETE="bash_complete", COMP_WORDS="newsgrep sea", COMP_CWORD="1")
    assert completed.out == "plain,search\n"


@pytest.mark.parametrize("line", ["show see", "show x see", "open see", "--index see", "search --within see"])
def test_paths_are_completed_as_files(newsgrep: Run, line: str) -> None:
    words = f"newsgrep {line}"
    last = str(len(words.split()) - 1)
    for shell_name, place, said in (
        ("bash", last, "file,see\n"),
        ("zsh", last, "file\nsee\n_\n"),
        ("fish", "see", "file,see\n"),
    ):
        completed = newsgrep(_NEWSGREP_COMPLETE=f"{shell_name}_complete", COMP_WORDS=words, COMP_CWORD=place)
        assert completed.out == said, shell_name


@pytest.fixture(scope="module")
def sourced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles of three sources, and what was piped in."""
    folder = tmp_path_factory.mktemp("sourced")
    (folder / "a.jsonl").write_text(
        '{"text": "a", "source": "The Post", "tags": ["oil"], "section": "World"}\n'
        '{"text": "b", "source": "The Post", "language": "de"}\n'
        '{"text": "c", "source": "Reuters"}\n'
        '{"text": "d", "source": "The \\"$1\\" Sun\'s"}\n'
    )
    (folder / "old news").mkdir()
    index(folder, "a.jsonl", "old news")
    with Archive.open(folder) as archive:
        archive.index(piped=("wire", io.BytesIO(b'{"text": "e"}')))
    return folder


def complete(newsgrep: Run, folder: Path, shell_name: str, *words: str) -> list[str]:
    """What a shell gets for the last of the words."""
    place = words[-1] if shell_name == "fish" else str(len(words))
    typed = (" " if shell_name == "fish" else "\n").join(("newsgrep", *words))
    variables = {"_NEWSGREP_COMPLETE": f"{shell_name}_complete", "COMP_WORDS": typed, "COMP_CWORD": place}
    ran = newsgrep(cwd=folder, **variables)
    assert (ran.code, ran.err) == (0, "")
    return [line for line in str(ran.out).splitlines() if line]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["search", "so"], ["source:"]),
        (["search", "'oil (so"], ["oil (source:"]),
        (["search", "oil", "pre"], ["precision:"]),
        (["search", "'source:"], ['source:"The Post"', "source:Reuters", "source:\"The \\\"$1\\\" Sun'\\''s\""]),
        (["search", "'oil source:\"the p"], ['oil source:"The Post"']),
        (["search", '"source:the'], ['source:\\"The Post\\"', 'source:\\"The \\\\\\"\\$1\\\\\\" Sun\'s\\"']),
        (["search", "source", ":", "REU"], ["Reuters"]),
        (["search", "source", ":"], ['\\"The\\ Post\\"', "Reuters", "\\\"The\\ \\\\\\\"\\$1\\\\\\\"\\ Sun\\'s\\\""]),
        (["search", "oil", "tag", ":", "o"], ["oil"]),
        (["search", "section", ":", "w"], ["World"]),
        (["search", "lang", ":"], ["de"]),
        (["search", "path", ":"], []),
        (["search", "zz"], []),
        (["forget", ""], ["a.jsonl", "old\\ news", "wire"]),
        (["forget", "o"], ["old\\ news"]),
        (["counts", "oil", "--by", "month,se"], ["month,section"]),
        (["timeline", "oil", "--by", "we"], ["week"]),
    ],
)  # fmt: skip
def test_fields_values_and_roots_are_completed_in_bash(
    newsgrep: Run, sourced: Path, words: list[str], wanted: list[str]
) -> None:
    assert complete(newsgrep, sourced, "bash", *words) == [f"plain,{value}" for value in wanted]


def test_fields_values_and_roots_are_completed_in_fish_and_zsh(newsgrep: Run, sourced: Path) -> None:
    assert complete(newsgrep, sourced, "fish", "search", "so") == ["plain,source:"]
    assert complete(newsgrep, sourced, "fish", "search", "source:re") == ["plain,source:Reuters"]
    assert complete(newsgrep, sourced, "fish", "forget", "o") == ["plain,old news"]
    assert complete(newsgrep, sourced, "zsh", "search", "source:re") == ["plain", "source:Reuters", "_"]
    (described,) = complete(newsgrep, sourced, "fish", "forg")
    assert described.endswith("out of the index; the articles themselves stay where they are.")
    (described,) = complete(newsgrep, sourced, "fish", "search", "--since")
    assert "a month (2025-04), a year, or 7d" in described


def test_where_there_is_no_index_nothing_is_completed(newsgrep: Run, tmp_path: Path) -> None:
    assert complete(newsgrep, tmp_path, "bash", "search", "source", ":") == []
    assert complete(newsgrep, tmp_path, "bash", "forget", "a") == []


def test_the_scripts_are_clicks_but_for_what_is_mended(newsgrep: Run) -> None:
    assert "string split -m 1 ," in newsgrep("completions", "fish").out.replace('"', "")
    assert 'COMPREPLY+=("$value")' in newsgrep("completions", "bash").out
    assert 'compadd -U -S ""' in newsgrep("completions", "zsh").out


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
def test_bash_completes_verbs_and_paths(samples: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        ["bash", "--norc", "-i"],
        cwd=samples,
        env=environment(samples, TERM="dumb", PS1="$ "),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        shown = b""

        def until(text: bytes) -> None:
            nonlocal shown
            while text not in shown and select.select([ours], [], [], NEVER)[0]:
                shown += os.read(ours, 1 << 16)
            assert text in shown

        os.write(ours, b'eval "$(newsgrep completions bash)"; echo REA""DY\n')
        until(b"READY")
        os.write(ours, b"newsgrep sho\tsee\t2025-05-06-car\t")
        until(b"show seeds/2025-05-06-carney-trump-oval-office.txt")
        os.write(ours, b"\x15newsgrep search sect\t")
        until(b"search section:")
        os.write(ours, b"\x15newsgrep forget s\t")
        until(b"forget seeds ")
        process.kill()
    os.close(ours)
