"""Whatever is typed as a query: an answer, or one line and exit code 2."""

import io
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SCALE

from newsgrep.cli.command import run

QUERIES = 1_000 * SCALE if SCALE >= 10 else 200
WORDS = (
    *(
        "oil",
        "Tariffs",
        "US",
        "u.s.",
        "AT&T",
        "rate-hikes",
        "1,200",
        "关税",
        "e\u0301te\u0301",
        "\u02bboil",
        "the",
    ),
    *("or", "not", "and", "near", "before", "2025", "5/3/1987", "9/11", "don't", "\u2764", "ﷺ", "ʼ"),
)
OPERATORS = (
    *(
        "AND",
        "OR",
        "NOT",
        "NEAR/5",
        "BEFORE/3",
        "NEAR",
        "w/5",
        "/5",
        "PRE/5",
        "AROUND(5)",
        "XOR",
        "TO",
        "||",
        "&&",
    ),
    *(
        "-",
        "\u2013",
        "\u2014",
        "!",
        "+",
        "|",
        "&",
        "?",
        "*",
        "^",
        "~",
        ",",
        "...",
        "--",
        "\\",
        "/",
        "[",
        "{",
        "}",
        "]",
    ),
    *(
        "title:",
        "author:",
        "source:",
        "tag:",
        "date:",
        "path:",
        "headline:",
        "since:",
        "id:",
        "flag:",
        "x:",
        ":",
    ),
    *("(", ")", "()", '"', "'", "\u201c", "\u201d", "«", "»", "„", "「", "」", '""', "\u2018", "\u2019"),
    *("~1", "~5", "^2", "^-1", "~~", "*?", "..", ">=", "<", "last 7 days", "3 days ago", "march", "Q1 2025"),
    *(
        "\u00a0",
        "\u3000",
        "\u200b",
        "\u202e",
        "\ufeff",
        "\x1b[31m",
        "\n",
        "\t",
        "\ue000",
        "\ue001",
        "\U000e0001",
    ),
)


def by_grammar(draw: random.Random) -> str:
    """Words and operators in any order, with spaces between them or without."""
    pieces = [draw.choice(draw.choice((WORDS, OPERATORS))) for _ in range(draw.randint(1, 9))]
    return "".join(piece + draw.choice((" ", " ", "")) for piece in pieces)


def of_bytes(draw: random.Random) -> str:
    """Bytes, as a program's arguments come to Python: those that are not UTF-8 as surrogates."""
    choice = draw.choice((range(1, 256), range(32, 127), b"\"'()*?~^\\-:|&!+ abcANDORT\xe2\x80\x93\xc2"))
    return os.fsdecode(bytes(draw.choice(choice) for _ in range(draw.randint(1, 24))))


@pytest.mark.parametrize("form", [by_grammar, of_bytes])
def test_a_fuzzed_query_is_answered_or_refused_in_a_line(
    form: Callable[[random.Random], str], samples: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(samples)
    draw = random.Random(seed)  # noqa: S311  a repeatable draw
    codes = set()
    for _ in range(QUERIES):
        query = form(draw)
        options = draw.choice(((), ("--any",), ("-F",), ("--explain",), ("-c",), ("--since", form(draw))))
        code, error = searched(query, options, monkeypatch)
        codes.add(code)
        assert code in {0, 1, 2}, (query, options, error)
        if code == 2:
            message, *carets = error.splitlines()
            assert message.startswith("newsgrep: "), (query, options)
            assert len(carets) in {0, 2}, (query, options, error)
    assert codes == {0, 1, 2}


def searched(query: str, options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """The exit code of a search, and what it writes to stderr."""
    written = io.BytesIO()
    out, error = (
        io.TextIOWrapper(buffer, "utf-8", "surrogateescape", "\n") for buffer in (io.BytesIO(), written)
    )
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", out)
        patched.setattr(sys, "stderr", error)
        code = run(["search", "-n", "2", *options, "--", query])
        error.flush()
    return code, written.getvalue().decode("utf-8", "surrogateescape")
