"""A library that cannot be imported ends the run with one line that says what to do; no file is to blame for it."""

import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from sample_tables import SAMPLES

from newsgrep.libraries import failed_import, install_command

Run: TypeAlias = Callable[..., Any]

HIDING = """
from importlib.machinery import PathFinder
find = PathFinder.find_spec
PathFinder.find_spec = lambda name, *rest: None if name == {name!r} else find(name, *rest)
"""
BROKEN = "raise AttributeError('made for another version')"
STRIPRTF_BROKEN = (
    "newsgrep: the library striprtf cannot be imported (made for another version);"
    " install it again: pip install --force-reinstall striprtf\n"
)


@pytest.fixture
def without(tmp_path: Path) -> Callable[[str], dict[str, str]]:
    """`without(name)`: the variables of a process in which a library is not installed."""

    def hide(name: str) -> dict[str, str]:
        hiding = tmp_path / "hiding"
        hiding.mkdir()
        (hiding / "sitecustomize.py").write_text(HIDING.format(name=name))
        return {"PYTHONPATH": str(hiding)}

    return hide


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "plain.txt").write_text("Nothing but text.")
    return folder


def missing(package: str, distribution: str) -> str:
    return f"newsgrep: the library {package} is missing; install it: pip install {distribution}\n"


@pytest.mark.parametrize(
    ("library", "sample", "distribution"),
    [
        ("trafilatura", "html/print-version.html", "trafilatura"),
        ("lxml", "html/print-version.html", "lxml"),
        ("lxml_html_clean", "html/print-version.html", "lxml_html_clean"),
        ("dateparser", "html/gazeta-koi8.html", "dateparser"),
        ("docx", "docx/orchards.docx", "python-docx"),
        ("yaml", "markdown/pandoc-yaml.markdown", "PyYAML"),
        ("warcio", "warc/segment.warc.wet.gz", "warcio"),
        ("lxml", "mbox/takeout.mbox", "lxml"),
        ("numpy", "rtf/cafe.rtf", "numpy"),
    ],
)
def test_a_missing_library_is_named_and_nothing_is_skipped(
    newsgrep: Run,
    without: Callable[[str], dict[str, str]],
    folder: Path,
    library: str,
    sample: str,
    distribution: str,
) -> None:
    shutil.copy(SAMPLES / sample, folder)
    arguments = ("index", "--quiet", "--jobs", "1", ".")
    ran = newsgrep(*arguments, cwd=folder, **without(library))
    assert (ran.code, ran.out, ran.err) == (2, "", missing(library, distribution))
    assert newsgrep("skipped", cwd=folder).out == ""
    assert newsgrep(*arguments, cwd=folder).code == 0
    assert newsgrep("search", "-c", "*", cwd=folder).out > "1"


@pytest.mark.parametrize(("library", "sample"), [("striprtf", "rtf/cafe.rtf"), ("numpy", "rtf/cafe.rtf")])
def test_workers_say_the_same(
    newsgrep: Run, without: Callable[[str], dict[str, str]], folder: Path, library: str, sample: str
) -> None:
    shutil.copy(SAMPLES / sample, folder)
    ran = newsgrep("index", "--quiet", "--jobs", "2", ".", cwd=folder, **without(library))
    assert (ran.code, ran.out, ran.err) == (2, "", missing(library, library))
    assert newsgrep("skipped", cwd=folder).out == ""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_library_that_does_not_work_is_named_with_the_reason(
    newsgrep: Run, folder: Path, tmp_path: Path, jobs: str
) -> None:
    shutil.copy(SAMPLES / "rtf" / "cafe.rtf", folder)
    (tmp_path / "broken" / "striprtf").mkdir(parents=True)
    (tmp_path / "broken" / "striprtf" / "__init__.py").write_text(BROKEN)
    ran = newsgrep("index", "-q", "--jobs", jobs, ".", cwd=folder, PYTHONPATH=str(tmp_path / "broken"))
    assert (ran.code, ran.out, ran.err) == (2, "", STRIPRTF_BROKEN)
    assert newsgrep("skipped", cwd=folder).out == ""


@pytest.mark.parametrize(
    ("library", "distribution"), [("click", "click"), ("Stemmer", "PyStemmer"), ("zstandard", "zstandard")]
)
def test_a_search_without_its_library_names_it(
    newsgrep: Run, without: Callable[[str], dict[str, str]], library: str, distribution: str
) -> None:
    ran = newsgrep("search", "tariffs", **without(library))
    assert (ran.code, ran.out, ran.err) == (2, "", missing(library, distribution))


def test_an_index_in_a_cluster_without_its_library_names_it(
    newsgrep: Run, without: Callable[[str], dict[str, str]]
) -> None:
    variables = without("opensearchpy")
    address = "opensearch://localhost/x"
    for arguments in (["search", "tariffs"], ["index", "seeds"], ["copy", ".", address]):
        ran = newsgrep(*arguments, NEWSGREP_INDEX=address, **variables)
        assert (ran.code, ran.out, ran.err) == (2, "", missing("opensearchpy", "opensearch-py"))


def test_a_missing_extra_is_the_reason_why_a_file_is_skipped_until_it_is_there(
    newsgrep: Run, without: Callable[[str], dict[str, str]], folder: Path
) -> None:
    shutil.copy(SAMPLES / "pdf" / "lighthouse.pdf", folder)
    assert newsgrep("index", "-q", ".", cwd=folder, **without("pypdfium2")).code == 0
    skipped = newsgrep("skipped", cwd=folder).out
    assert skipped == "lighthouse.pdf\tneeds pypdfium2: pip install pypdfium2\tpdf\n"
    assert newsgrep("index", "-q", cwd=folder).code == 0
    assert newsgrep("search", "--ids", "format:pdf", cwd=folder).out == "lighthouse.pdf\n"


@pytest.mark.parametrize(
    ("sign", "missing", "broken"),
    [
        ("pipx_metadata.json", "pipx inject newsgrep X", "pipx runpip newsgrep install --force-reinstall X"),
        (
            "uv-receipt.toml",
            "uv pip install --python '{0}' X",
            "uv pip install --python '{0}' --reinstall X",
        ),
        ("pyvenv.cfg", "pip install X", "pip install --force-reinstall X"),
    ],
)
def test_the_advice_is_right_for_who_made_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sign: str, missing: str, broken: str
) -> None:
    prefix = tmp_path / "an environment"
    prefix.mkdir()
    (prefix / sign).touch()
    monkeypatch.setattr(sys, "prefix", str(prefix))
    assert install_command("X") == missing.format(prefix)
    assert install_command("X", again=True) == broken.format(prefix)


@pytest.mark.parametrize("module", ["_sqlite3", "sqlite3"])
def test_a_python_without_a_module_of_its_own_is_what_must_be_installed(
    newsgrep: Run, without: Callable[[str], dict[str, str]], folder: Path, module: str
) -> None:
    ran = newsgrep("index", "-q", ".", cwd=folder, **without(module))
    reason = f"(No module named '{module}'); install one that has it"
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"newsgrep: this Python lacks a part of its standard library {reason}\n"


def test_what_fails_otherwise_is_no_library() -> None:
    try:
        date.fromisoformat("no day")
    except ValueError as error:
        assert failed_import(error) is None
