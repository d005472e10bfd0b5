"""What a piped search imports: little, whatever is asked, so that it has answered before others have begun."""

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

Run: TypeAlias = Callable[..., Any]

HEAVY = {
    *("rich", "whoosh", "sqlite3", "_sqlite3", "dateparser", "numpy", "rapidfuzz"),
    *("ijson", "chardet", "pathspec", "platformdirs", "filelock", "tomli_w", "multiprocessing", "subprocess"),
    *("newsgrep.readers", "newsgrep.renderers.cards"),
    *(
        "newsgrep.engines.whoosh.writing.commit",
        "newsgrep.engines.whoosh.writing.segment_writer",
        "newsgrep.text.bulk",
    ),
    "newsgrep.index_report",
}
BESIDE_CLICK = {
    *("gc", "bisect", "json", "mmap", "struct", "unicodedata", "zlib"),
    *("click", "newsgrep", "Stemmer", "zstandard"),
}
"""What a search imports beside what Click does. `pathlib` and `locale` would take a twentieth of a search each."""
PLAIN, VECTOR = (
    "newsgrep.engines.whoosh.searching.kernels.plain",
    "newsgrep.engines.whoosh.searching.kernels.vector",
)


def imported(shell: Run, line: str, cwd: Path | None = None) -> set[str]:
    """The modules that a line of a shell imports: the real command, in a pipe."""
    # Without coverage, which imports sqlite3 itself.
    ran = shell(
        "unset COVERAGE_PROCESS_START COVERAGE_PROCESS_CONFIG;"
        f" {{ PYTHONPROFILEIMPORTTIME=1 {line} 2>&3 | cat >/dev/null; }} 3>&1",
        cwd=cwd,
    )
    assert ran.code == 0, ran
    modules = re.findall(r"^import time: +\d+ \| +\d+ \| +(\S+)$", ran.out, re.MULTILINE)
    return {*modules, *(module.partition(".")[0] for module in modules)}


def test_similar_articles_are_found_without_what_a_search_does_without(shell: Run) -> None:
    modules = imported(shell, "newsgrep similar -n 3 seeds/2025-06-05-ecb-cuts-rate.txt")
    assert modules & HEAVY == set()


@pytest.mark.parametrize(
    "arguments",
    [
        "tariffs",
        "--json '\"not for sale\" OR carney' --since 2025-04",
        "--csv --sort date -n 3 'tariff* NOT title:canada'",
        "-l 'crude NEAR/5 oil' -n 2 --offset 1",
        "-l '(crude OR \"oil price*\" OR canad*) BEFORE/9 (tariffs OR trade)'",
        "--ids 'date:2025-05 path:seeds/*' --sort id",
        "-c 'author:smith OR *burg OR canada'",
        "-q '\"to be\"~5 OR tariffs'",
    ],
)
def test_a_piped_search_imports_no_more_than_it_needs(shell: Run, arguments: str) -> None:
    modules = imported(shell, f"newsgrep search {arguments}")
    assert PLAIN in modules
    assert modules & HEAVY == set()
    assert [name for name in modules if name.startswith("newsgrep.indexing")] == []


def test_a_piped_search_imports_little_beside_click(shell: Run) -> None:
    bare = imported(shell, "python -c 'import click'")
    for line in (
        "newsgrep search -n 3 tariffs",
        "newsgrep search -c tariffs",
        "newsgrep search -l --since 2025 'trad* war'",
    ):
        beside = {name.partition(".")[0] for name in imported(shell, line) - bare}
        assert {name for name in beside if not name.startswith("_")} <= BESIDE_CLICK


def test_what_needs_no_index_imports_less(shell: Run) -> None:
    bare = imported(shell, "python -c 'import click'")
    beside = {name.partition(".")[0] for name in imported(shell, "newsgrep --version") - bare}
    assert {name for name in beside if not name.startswith("_")} == {"gc", "newsgrep"}
    assert imported(shell, "newsgrep search --help") & (HEAVY | {"pathlib", "mmap", "zstandard"}) == set()


@pytest.mark.parametrize(
    "arguments",
    [
        "timeline tariffs --since 2025-02",
        "timeline -e 'tariff*' -e carney --by week --csv",
        "counts tariffs --by source,quarter --of trade",
    ],
)
def test_counting_in_a_pipe_imports_no_more_than_it_needs(shell: Run, arguments: str) -> None:
    modules = imported(shell, f"newsgrep {arguments}")
    assert PLAIN in modules
    assert modules & (HEAVY | {"importlib.metadata", "importlib.resources", "tempfile", "jinja2"}) == set()


def test_piped_keywords_in_context_import_no_more_than_a_search(shell: Run) -> None:
    assert imported(shell, "newsgrep kwic 'tariff* OR \"trade war\"' --since 2025-04") & HEAVY == set()


def test_many_postings_bring_in_the_vector_kernels(shell: Run) -> None:
    """As it is, no fewer than 200,000 of them; here one is many."""
    code = (
        "import sys, newsgrep.engines.whoosh.searching.evaluation as e; e.VECTOR_POSTINGS = {};"
        "from newsgrep.cli import command; command.run(['search', '-l', 'tariffs']);"
        f"print(*[name for name in ('{PLAIN}', '{VECTOR}') if name in sys.modules], file=sys.stderr)"
    )
    assert shell(f'python -c "{code.format(1)}"').err.split() == [VECTOR]
    assert shell(f'python -c "{code.format("e.VECTOR_POSTINGS")}"').err.split() == [PLAIN]


def test_a_refresh_that_finds_nothing_changed_imports_neither_engine_nor_readers(
    shell: Run, folder: Path
) -> None:
    for path in (folder / "seeds").rglob("*"):
        os.utime(path, ns=(10**18, 10**18))
    shell("newsgrep index; newsgrep index", cwd=folder)
    modules = imported(shell, "newsgrep index", cwd=folder)
    assert "newsgrep.indexing.refresh" in modules
    assert modules & (HEAVY - {"newsgrep.readers", "newsgrep.index_report"}) == set()
    assert modules & {"json", "locale", "dataclasses", "newsgrep.text", "newsgrep.query"} == set()
    used = {name for name in modules if name.startswith(("newsgrep.readers.", "newsgrep.indexing."))}
    assert used & {"newsgrep.indexing.run", "newsgrep.indexing.manifest", "newsgrep.readers.plain"} == set()
    assert [name for name in modules if name.startswith(("newsgrep.engines.", "newsgrep.renderers"))] == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says which processors a process may use")
def test_numpy_for_one_question_starts_no_threads_and_leaves_the_process_as_it_was(shell: Run) -> None:
    code = (
        "import os, sys; from newsgrep.engines.whoosh.searching.kernels import import_numpy;"
        "state = lambda: (dict(os.environ), os.sched_getaffinity(0), len(os.listdir('/proc/self/task')));"
        "before = state(); import_numpy(); print('numpy' in sys.modules, state() == before)"
    )
    assert shell(f'python -c "{code}"').out.split() == ["True", "True"]


def test_named_tuples_of_a_piped_search_are_made_without_compiling_code(shell: Run) -> None:
    """But for articles, which are made by the thousand."""
    code = (
        "import sys, os; from newsgrep.cli import command; command.run(['search', '-n', '3', 'tariffs']);"
        "made = {one for name, module in [*sys.modules.items()] if name.startswith('newsgrep')"
        " for one in vars(module).values() if isinstance(one, type) and issubclass(one, tuple)};"
        "print(*[one.__name__ for one in made if '__getnewargs__' in vars(one)], len(made), file=sys.stderr)"
    )
    *compiled, made = shell(f'python -c "{code}"').err.split()
    assert {*compiled} == {"Article", "_NamedTuple"}
    assert int(made) > len(compiled)
