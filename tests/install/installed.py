"""The package as users install it: built, installed in bare environments, and every format read with what came along.

Not part of `make test`, for it installs from the package index: `make test-install` runs it, over every installer and every Python
that is there or that uv brings; `ONLY='pip-oldest and this'` is the short form.
"""

import gzip
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
import zstandard
from archives import tarred, zipped
from conftest import PROJECT
from sample_tables import SAMPLES, rows, tables

from newsgrep.archive import Archive
from newsgrep.readers.registry import all_readers
from newsgrep.results import Order

OLDEST_PIP = {"3.11": "23.0", "3.12": "23.2.1", "3.13": "24.2", "3.14": "25.2"}
"""The oldest pip that we promise; for Python 3.12 and newer the oldest that runs on it, which it brings."""
THIS = "{}.{}".format(*sys.version_info)
NAMES_OF_OTHERS = {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "NEWSGREP_INDEX", "UV_PYTHON"}


class Installed(NamedTuple):
    """The command, what installed it, and the variables of a shell in which advice about it is followed."""

    command: Path
    installer: str
    variables: Mapping[str, str]


@pytest.fixture(scope="session", autouse=True)
def same_surroundings() -> None:
    """Those of the shell, in place of what other tests have: they say where packages come from."""


def run(
    *arguments: str | Path, cwd: Path | None = None, variables: Mapping[str, str] = MappingProxyType({})
) -> str:
    """What a program prints, which must succeed."""
    inherited = {name: value for name, value in os.environ.items() if name not in NAMES_OF_OTHERS}
    done = subprocess.run(
        list(map(str, arguments)),
        cwd=cwd,
        env={**inherited, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{shlex.join(map(str, arguments))}\n{done.stdout}{done.stderr}"
    return done.stdout


def is_python(candidate: Path | str, version: str) -> bool:
    """Say whether a program is this Python: one of pyenv's shims may not be."""
    code = "import sys; print('{}.{}'.format(*sys.version_info))"
    try:
        done = subprocess.run([candidate, "-c", code], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return done.stdout.strip() == version


@cache
def python(version: str) -> Path:
    """A Python of a version: that of these tests, one that is installed, one that uv brings. Skips the test if there is none."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [
        Path(sys.base_prefix) / "bin" / f"python{THIS}",
        *map(Path, filter(None, [shutil.which(f"python{version}")])),
        *(folder / "bin" / f"python{version}" for folder in sorted(pyenv.glob(f"{version}.*"))),
    ]
    for candidate in candidates:
        if is_python(candidate, version):
            return candidate
    uv = Path(sys.executable).with_name("uv")
    brought = subprocess.run([uv, "python", "install", version], capture_output=True, text=True, check=False)
    if brought.returncode:
        pytest.skip(f"no Python {version} here, and uv brings none: {brought.stderr.splitlines()[-1]}")
    return Path(run(uv, "python", "find", "--managed-python", version).strip())


def by_oldest_pip(version: str, wheel: Path, folder: Path) -> Installed:
    return by_pip(f"pip=={OLDEST_PIP[version]}", version, wheel, folder)


def by_newest_pip(version: str, wheel: Path, folder: Path) -> Installed:
    return by_pip("pip", version, wheel, folder)


def by_pip(pip: str, version: str, wheel: Path, folder: Path) -> Installed:
    programs = environment(python(version), folder, "--upgrade", pip)
    run(programs / "pip", "install", wheel)
    installer = run(programs / "pip", "--version").partition(" from ")[0]
    return Installed(programs / "newsgrep", installer, {"PATH": with_programs(programs)})


def by_pipx(version: str, wheel: Path, folder: Path) -> Installed:
    programs = environment(Path(sys.executable), folder, "pipx")
    variables = {
        "PATH": with_programs(programs),
        "PIPX_HOME": str(folder / "home"),
        "PIPX_BIN_DIR": str(folder / "bin"),
        "PIPX_MAN_DIR": str(folder / "man"),
    }
    run(programs / "pipx", "install", "--python", python(version), wheel, variables=variables)
    installer = "pipx " + run(programs / "pipx", "--version").strip()
    return Installed(folder / "bin" / "newsgrep", installer, variables)


def by_uv(version: str, wheel: Path, folder: Path) -> Installed:
    programs = Path(sys.executable).parent
    variables = {
        "PATH": with_programs(programs),
        "UV_TOOL_DIR": str(folder / "tools"),
        "UV_TOOL_BIN_DIR": str(folder / "bin"),
    }
    run(programs / "uv", "tool", "install", "--python", python(version), wheel, variables=variables)
    installer = run(programs / "uv", "--version").partition(" (")[0]
    return Installed(folder / "bin" / "newsgrep", installer, variables)


def environment(base: Path, folder: Path, *packages: str) -> Path:
    """Make a virtual environment in which pip has installed packages; gives the folder of its programs."""
    programs = folder / "environment" / "bin"
    run(base, "-m", "venv", programs.parent)
    run(programs / "python", "-m", "pip", "install", *packages)
    return programs


def with_programs(programs: Path) -> str:
    """The variable PATH by which programs are found first."""
    return f"{programs}{os.pathsep}{os.environ['PATH']}"


WAYS: dict[str, Callable[[str, Path, Path], Installed]] = {
    "pip-oldest": by_oldest_pip,
    "pip-newest": by_newest_pip,
    "pipx": by_pipx,
    "uv": by_uv,
}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, built."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=PROJECT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples of every format, some of them packed too."""
    folder = tmp_path_factory.mktemp("samples")
    for form in tables():
        shutil.copytree(SAMPLES / form, folder / form)
    story = (SAMPLES / "text" / "war-declared.txt").read_bytes()
    page = (SAMPLES / "html" / "print-version.html").read_bytes()
    members = {"story.txt": story, "pages/page.html": page}
    (folder / "packed").mkdir()
    (folder / "packed" / "stories.zip").write_bytes(zipped(members))
    (folder / "packed" / "stories.tgz").write_bytes(gzip.compress(tarred(members)))
    (folder / "packed" / "story.txt.zst").write_bytes(zstandard.compress(story))
    return folder


@pytest.fixture(scope="session")
def wanted(samples: Path) -> dict[str, list[str]]:
    """Which articles of each format there are, as the newsgrep under test reads them with the locked libraries."""
    with Archive.create(samples) as archive:
        archive.index([samples])
        return {
            name: [match.id for match in archive.search(f"format:{name}", order=Order.ID).matches()]
            for name in FORMATS
        }


# What is in containers is of formats of its own.
FORMATS = sorted({reader.name for reader in all_readers()} - {"compressed", "zip", "tar", "warc", "mbox"})


def ids_by_format(newsgrep: Path, archive: Path) -> dict[str, list[str]]:
    """Which articles the index of an installed newsgrep has of each format."""
    return {
        name: run(newsgrep, "search", "--ids", "--sort", "id", f"format:{name}", cwd=archive).splitlines()
        for name in FORMATS
    }


def first_of_each_format() -> list[tuple[str, dict[str, Any]]]:
    """The first row of an article in each table, and the id of the article among the samples."""
    firsts = [(form, next(row for row in rows(form) if "skipped" not in row)) for form in tables()]
    return [
        (f"{form}/{row['file']}" + (f"#{row['key']}" if row.get("key") else ""), row) for form, row in firsts
    ]


@pytest.mark.parametrize(
    "version",
    [pytest.param(version, id=f"{version}{'-this' if version == THIS else ''}") for version in OLDEST_PIP],
)
@pytest.mark.parametrize("way", WAYS)
def test_every_format_is_read_by_what_is_installed(
    way: str, version: str, wheel: Path, samples: Path, wanted: dict[str, list[str]], tmp_path: Path
) -> None:
    newsgrep, installer, variables = WAYS[way](version, wheel, tmp_path)
    archive = tmp_path / "archive"
    shutil.copytree(samples, archive, ignore=shutil.ignore_patterns(".newsgrep"))
    run(newsgrep, "index", "-q", ".", cwd=archive)
    follow_advice(run(newsgrep, "skipped", cwd=archive), variables)
    run(newsgrep, "index", "-q", cwd=archive)

    assert ids_by_format(newsgrep, archive) == wanted
    assert all(wanted.values())
    for identifier, row in first_of_each_format():
        shown = " ".join(run(newsgrep, "show", identifier, cwd=archive).split())
        assert [word for word in row["words"] if " ".join(word.split()) not in shown] == []
    follow_advice_about_clusters(newsgrep, variables)
    assert "<svg" in run(newsgrep, "timeline", "*", "--html", "-", cwd=archive)
    articles = sum(map(len, wanted.values()))
    print(f"Python {version}, {installer}: {len(wanted)} formats, {articles} articles")  # noqa: T201  the table that is asked for


def follow_advice(skipped: str, variables: Mapping[str, str]) -> None:
    """Install what the reader of PDF asks for, as it says."""
    (advice,) = set(re.findall(r"\tneeds pypdfium2: (.*)\tpdf$", skipped, re.MULTILINE))
    run("bash", "-c", advice, variables=variables)


def follow_advice_about_clusters(newsgrep: Path, variables: Mapping[str, str]) -> None:
    """Install what an index in a cluster asks for, as it says. Nothing listens at the address."""
    command = (newsgrep, "search", "oil", "--index", "opensearch://127.0.0.1:1/news")
    (advice,) = re.findall(r"the library opensearchpy is missing; install it: (.*)$", refusal(*command))
    run("bash", "-c", advice, variables=variables)
    assert "no cluster answers there" in refusal(*command)


def refusal(*arguments: str | Path) -> str:
    """What a program that must fail says of it."""
    done = subprocess.run(list(map(str, arguments)), capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stdout
    return done.stderr.strip()
