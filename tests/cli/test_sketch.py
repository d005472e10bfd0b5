"""The command that docs/architecture.md adds as an example works as every command does."""

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from newsgrep import cli
from newsgrep.archive import Archive, archive
from newsgrep.cli.command import run

PAGE = Path(__file__).resolve().parents[2] / "docs" / "architecture.md"
REPORT, METHOD, COMMAND = re.findall(
    r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
)
RECORDS = [
    {"text": "oil", "tags": ["energy", "opec"]},
    {"text": "oil, gas", "tags": ["energy"]},
    {"text": "oil"},
]


def module(name: str, source: str) -> ModuleType:
    made = ModuleType(name)
    sys.modules[name] = made
    exec(compile(source, name, "exec"), made.__dict__)  # noqa: S102  what the page shows
    return made


@pytest.fixture
def tags(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., int]]:
    """`newsgrep tags`, in an archive of `RECORDS`."""
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in RECORDS))
    monkeypatch.chdir(tmp_path)
    with Archive.create(tmp_path) as new:
        new.index(["a.jsonl"])
    names = ("newsgrep.reports.tags", "newsgrep.cli.tags")
    module(names[0], REPORT)
    module(names[1], COMMAND)
    methods: dict[str, Any] = {}
    exec(METHOD, archive.__dict__, methods)  # noqa: S102  likewise
    monkeypatch.setattr(Archive, "tags", methods["tags"], raising=False)
    monkeypatch.setattr(cli, "VERBS", (*cli.VERBS, "tags"))
    yield lambda *arguments: run(["tags", *arguments])
    for name in names:
        del sys.modules[name]


def test_it_costs_about_sixty_lines() -> None:
    assert len((REPORT + METHOD + COMMAND).splitlines()) <= 70


def test_it_prints_its_rows_in_every_format(
    tags: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    def printed(*arguments: str) -> str:
        assert tags("oil", *arguments) == 0
        return capsys.readouterr().out

    wanted = [("energy", 2, 2 / 3), (None, 1, 1 / 3), ("opec", 1, 1 / 3)]
    objects = [{"tag": tag, "articles": articles, "share": share} for tag, articles, share in wanted]
    assert printed() == "energy\t2\t0.666667\n-\t1\t0.333333\nopec\t1\t0.333333\n"
    assert json.loads(printed("--json")) == objects
    assert [json.loads(line) for line in printed("--jsonl").splitlines()] == objects
    rows = list(csv.reader(io.StringIO(printed("--csv"))))
    assert rows == [
        ["tag", "articles", "share"],
        *([tag or "", str(n), str(share)] for tag, n, share in wanted),
    ]
    assert [line.split("\t") for line in printed("--format", "tsv").splitlines()] == rows
    assert re.fullmatch(
        r"tag     articles  share\nenergy         2  66\.7%  █{24}\n-              1  33\.3%  █{12}\nopec .*\n",
        printed("--format", "text"),
    )


def test_it_takes_the_query_and_the_filters_of_search(
    tags: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "list").write_bytes(b"a.jsonl#1\0a.jsonl#3\0")
    for arguments, code, out in (
        (["oil", "gas"], 0, "energy\t1\t1.000000\n"),
        (["--any", "opec", "gas"], 0, "energy\t1\t1.000000\n"),
        (["-F", "oil, gas"], 0, "energy\t1\t1.000000\n"),
        (["oil", "-0", "--within", "list"], 0, "-\t1\t0.500000\nenergy\t1\t0.500000\nopec\t1\t0.500000\n"),
        (["oil", "--since", "2025"], 1, ""),
    ):
        assert tags(*arguments) == code
        assert capsys.readouterr().out == out
    assert tags("oil", "-gas") == 2
    assert "to leave out a word write 'NOT gas' in the query" in capsys.readouterr().err
