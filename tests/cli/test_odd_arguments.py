"""Whatever stands in arguments, lists and variables: a command does its work, or refuses it in one line."""

import io
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgrep.cli.command import run

BUG = os.EX_SOFTWARE
NUMBERS = (
    "0",
    "-1",
    "1",
    "007",
    "+3",
    "1e3",
    "nan",
    "inf",
    "-inf",
    "9223372036854775808",
    "9" * 5000,
    "٣",
    "",
)
TEXTS = (
    *(
        "tariffs",
        "",
        " ",
        "\t",
        '"',
        "\\",
        "*",
        "?",
        "-",
        "--",
        "#",
        "%",
        "\x1b[31m",
        "\udcff",
        "\u202e",
        "☃" * 300,
    ),
    *(
        "tariffs^0",
        "tariffs~2",
        '"a b"~3',
        "a NEAR/2 b",
        "title:",
        "date:2025..",
        "path:*",
        "id:#",
        "NOT",
        "(" * 60,
    ),
    *("a" * 300, "/" * 5000, "../..", "/dev/null", "seeds", "seeds/x#1", "list", "nul"),
)
DATES = (
    "2025",
    "7d",
    "99999d",
    "last week",
    "0000-00-00",
    "10000-01-01",
    "2025-02-30",
    "1605..",
    "..",
    "今日",
)
OPTIONS = {
    "search": (
        *((name, NUMBERS) for name in ("-n", "--offset", "-C")),
        *((name, DATES) for name in ("--since", "--until", "--on")),
        *(
            (name, None)
            for name in ("--any", "-F", "--sure", "-0", "-q", "-c", "-l", "--ids", "--csv", "--json")
        ),
        *((name, None) for name in ("--explain", "--jsonl", "-i")),
        *((name, TEXTS) for name in ("--within", "--topic", "--sort", "--format", "--color", "--index")),
    ),
    "show": (
        ("--query", TEXTS),
        ("--diff", TEXTS),
        ("--raw", None),
        ("--json", None),
        ("-0", None),
        ("--color", TEXTS),
    ),
    "index": (
        ("--jobs", NUMBERS),
        ("--wait", NUMBERS),
        *((name, TEXTS) for name in ("--exclude", "--field", "--language", "--files-from", "--as")),
        *((name, None) for name in ("--json", "-0", "--rebuild", "--day-first", "-q")),
    ),
    "coverage": (("--by", TEXTS), ("--json", None)),
    "dups": (
        *((name, NUMBERS) for name in ("--at", "--within")),
        *((name, TEXTS) for name in ("--format", "--on", "--color", "--index")),
        *((name, None) for name in ("--cut", "--across", "--pairs", "--json", "--csv")),
    ),
    "skipped": (("--format", TEXTS), ("--csv", None)),
    "stats": (("--json", None), ("--index", TEXTS)),
}
VARIABLES = {
    "NEWSGREP_TODAY": (*DATES, *NUMBERS, "0001-01-01", "9999-12-31"),
    "COLUMNS": NUMBERS,
    "NO_COLOR": TEXTS,
    "NEWSGREP_INDEX": TEXTS,
}


@st.composite
def commands(draw: st.DrawFn) -> list[str]:
    verb = draw(st.sampled_from(sorted(OPTIONS)))
    arguments = [verb, *(["--dry-run"] if verb == "index" else [])]
    for name, values in draw(st.lists(st.sampled_from(OPTIONS[verb]), max_size=4)):
        arguments += [name] if values is None else [name, draw(st.sampled_from(values))]
    return arguments + draw(st.lists(st.sampled_from(TEXTS), max_size=2))


variables = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(values) for name, values in VARIABLES.items()}
)


@pytest.fixture(scope="module")
def here(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample archive, and two lists: of lines, and of names that end with NUL."""
    copy = tmp_path_factory.mktemp("odd") / "archive"
    shutil.copytree(samples, copy)
    (copy / "list").write_text("seeds\n\nnothing\n")
    (copy / "nul").write_bytes(b"seeds\0\xff\0")
    return copy


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(commands(), variables)
def test_no_command_ends_as_a_bug(
    here: Path, monkeypatch: pytest.MonkeyPatch, arguments: Sequence[str], variables: dict[str, str]
) -> None:
    written = [io.BytesIO() for _ in range(3)]
    streams = [io.TextIOWrapper(buffer, "utf-8", "surrogateescape") for buffer in written]
    with monkeypatch.context() as patched:
        patched.chdir(here)
        for name in VARIABLES:
            patched.delenv(name, raising=False)
        for name, value in variables.items():
            patched.setenv(name, value.replace("\0", ""))
        for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
            patched.setattr(sys, name, stream)
        code = run(arguments)
        streams[2].flush()
    errors = written[2].getvalue().decode()
    assert code != BUG, errors
    assert code in {0, 1, 2}
    assert code != 2 or errors.startswith("newsgrep: ")
