"""Rules of style that no linter knows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from newsgrep.query import nodes
from newsgrep.text import terms

PROJECT = Path(__file__).resolve().parents[1]
FOLDERS = ("newsgrep", "tests", "benchmarks")
CLOSED = {kind.__name__ for kind in (*get_args(nodes.Node), *get_args(terms.Slot))}
"""The kinds of nodes of a query, and of slots: every walk has a place for each."""


def sources(folder: str) -> list[Path]:
    return [path for path in (PROJECT / folder).rglob("*.py") if "samples" not in path.parts]


def exemptions_without_reason(source: str) -> list[str]:
    """The lines with a lint exemption after which no reason stands, two spaces behind its rules."""
    exemption = re.compile(r"# (?:ruff: )?noqa\b(?!: [A-Z]+\d+(?:, [A-Z]+\d+)*  \S)")
    return [line for line in source.splitlines() if exemption.search(line)]


def walks_that_ignore(source: str) -> Iterator[int]:
    """The lines of `case _` that would ignore a new kind of node or slot: all but `case _: assert_never(...)`."""
    for match in ast.walk(ast.parse(source)):
        if isinstance(match, ast.Match) and CLOSED & kinds_named(match):
            for case in match.cases:
                is_wildcard = isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None
                if is_wildcard and not ast.unparse(case.body[0]).startswith("assert_never("):
                    yield case.pattern.lineno


def kinds_named(match: ast.Match) -> set[str]:
    """The names of the classes in the patterns of a match statement."""
    patterns = (part for case in match.cases for part in ast.walk(case.pattern))
    return {ast.unparse(part.cls).rpartition(".")[2] for part in patterns if isinstance(part, ast.MatchClass)}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_lint_exemption_has_its_reason(folder: str) -> None:
    assert sources(folder)
    without = {path: exemptions_without_reason(path.read_text(encoding="utf-8")) for path in sources(folder)}
    assert {path: lines for path, lines in without.items() if lines and path != Path(__file__)} == {}


def test_no_walk_over_a_query_ignores_a_kind_of_node() -> None:
    ignoring = {
        path: list(walks_that_ignore(path.read_text(encoding="utf-8"))) for path in sources("newsgrep")
    }
    assert {path: lines for path, lines in ignoring.items() if lines} == {}


@pytest.mark.parametrize(
    ("line", "lacks"),
    [
        ("x = 1  # noqa: E731", True),
        ("x = 1  # noqa: E731 one space", True),
        ("x = 1  # noqa: E731, S101", True),
        ("x = 1  # noqa", True),
        ("x = 1  # noqa: E731  it is short", False),
        ("x = 1  # noqa: E731, S101  it is short", False),
        ("# ruff: noqa: RUF001  letters", False),
    ],
)
def test_what_counts_as_a_reason(line: str, lacks: bool) -> None:  # noqa: FBT001  a table's column
    assert bool(exemptions_without_reason(line)) == lacks


@pytest.mark.parametrize(
    ("cases", "ignored"),
    [
        ("case nodes.Word(): a\n case _: b", [3]),
        ("case Word() | Phrase(): a\n case other: b", [3]),
        ("case Word(): a\n case _: assert_never(node)", []),
        ("case Word(): a", []),
        ("case ValueError(): a\n case _: b", []),
    ],
)
def test_which_walks_ignore_a_node(cases: str, ignored: list[int]) -> None:
    assert list(walks_that_ignore(f"match node:\n {cases}")) == ignored
