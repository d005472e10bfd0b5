"""An index, or an archive, from strangers: whatever is planted in it, no command executes anything of it.

A command either does its work or says in one line why not.
"""

import json
import os
import pickle
import re
import shutil
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from conftest import SCALE, index
from examples import examples, furnish, verbs

from newsgrep.cli.command import run

Run: TypeAlias = Callable[..., Any]
Plant: TypeAlias = Callable[[Path, bytes], None]
"""Puts a pickle, which makes a folder when it is read, into an index."""

LINES = [
    *(examples(verb)[0] for verb in verbs()),
    "newsgrep index --rebuild",
    "newsgrep search --explain 'tariff* crude~ title:carney'",
]
MORE_LINES = [
    *(line for verb in verbs() for line in examples(verb)[1:] if "jq" not in line),
    "newsgrep index --dry-run",
    "newsgrep search --json --sort date '*'",
]


class Payload:
    """Makes a folder when its pickle is read."""

    def __init__(self, proof: Path) -> None:
        self._proof = proof

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (str(self._proof),)


def put(payload: bytes, *paths: Path) -> None:
    """Put it into files; what a pattern has found no file for would plant nothing."""
    assert paths
    for path in paths:
        path.write_bytes(payload)


def tables_of_contents(index: Path, payload: bytes) -> None:
    put(payload, *index.glob("_MAIN_*.toc"))
    put(payload, index / "_MAIN_99.toc", index / "_MAIN_99.toc.17")


def segments(index: Path, payload: bytes) -> None:
    put(payload, *index.glob("MAIN_*.newsgrep"))


def deletions(index: Path, payload: bytes) -> None:
    put(payload, *index.glob("MAIN_*.deleted"))


def catalogues(index: Path, payload: bytes) -> None:
    put(payload, *index.glob("catalogue-*"))


def a_newer_catalogue(index: Path, payload: bytes) -> None:
    put(payload, index / "catalogue-99")


def the_manifest(index: Path, payload: bytes) -> None:
    put(payload, index / "manifest.sqlite", index / "manifest.sqlite-journal")


def the_settings(index: Path, payload: bytes) -> None:
    put(payload, index.parent / "config.toml")


def what_stands_beside(index: Path, payload: bytes) -> None:
    """Names that Whoosh, Python or newsgrep might look for, in an index that is good."""
    for name in ("MAIN_WRITELOCK", "MAIN_1.seg", "MAIN_1.pst", "catalogue-99.new", "sitecustomize.py"):
        put(payload, index / name)
    for name in ("lock", "lock.holder", "config.toml.new", "state/searches", "usercustomize.py", "numpy.py"):
        put(payload, index.parent / name)


def every_file(index: Path, payload: bytes) -> None:
    put(payload, *index.iterdir())


PLANTS: list[Plant] = [
    tables_of_contents,
    segments,
    deletions,
    catalogues,
    a_newer_catalogue,
    the_manifest,
    the_settings,
    what_stands_beside,
    every_file,
]


@pytest.fixture(scope="module")
def furnished(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that every example runs in, whose index has a deletion and two generations."""
    archive = tmp_path_factory.mktemp("furnished") / "archive"
    shutil.copytree(samples, archive)
    furnish(archive)
    (archive / "seeds" / "empty.txt").touch()
    index(archive, "old-clippings", "archive.jsonl")
    (archive / "seeds" / "reading-the-tariffs-glossary.txt").unlink()
    index(archive)
    assert list((archive / ".newsgrep" / "index").glob("*.deleted"))
    return archive


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    return tmp_path / "executed"


def test_the_payload_is_what_it_says(proof: Path) -> None:
    pickle.loads(pickle.dumps(Payload(proof)))
    assert proof.exists()


@pytest.mark.parametrize("number", range(len(PLANTS)), ids=[plant.__name__ for plant in PLANTS])
def test_no_command_executes_what_is_planted_in_its_index(
    number: int, furnished: Path, proof: Path, shell: Run
) -> None:
    """At length every line on every plant; else, of each verb a line on one of them."""
    plant = PLANTS[number]
    lines = LINES + MORE_LINES if SCALE >= 10 else LINES[number :: len(PLANTS)]
    assert lines
    for line in lines:
        archive = proof.with_name("archive")
        shutil.copytree(furnished, archive)
        plant(archive / ".newsgrep" / "index", pickle.dumps(Payload(proof)))
        ran = shell(f"PATH=.:$PATH; {line}", cwd=archive)
        assert ran.code in {0, 1, 2}, (line, ran)
        assert "Traceback" not in ran.err, (line, ran.err)
        assert not proof.exists(), line
        shutil.rmtree(archive)


def entry(**changes: object) -> dict[str, object]:
    """A segment as a catalogue describes it."""
    sums = dict.fromkeys(("written", "articles", "tokens", "titles", "title_tokens"), 1)
    return {"file": "MAIN_0.newsgrep", "deleted": None, **sums, **changes}


def catalogue(*entries: object, **changes: object) -> str:
    return json.dumps({"language": "english", "analysis": 1, "segments": entries, **changes})


ODD_CATALOGUES = [
    pytest.param(catalogue(entry(file="../../seeds/2025-01-07-x.txt")), id="of files elsewhere"),
    pytest.param(catalogue(entry(file="/etc/passwd")), id="of a file by its path"),
    pytest.param(catalogue(entry(file="..")), id="of the folder above"),
    pytest.param(catalogue(entry(file=".")), id="of the folder itself"),
    pytest.param(catalogue(entry(file="manifest.sqlite")), id="of the manifest"),
    pytest.param(catalogue(entry()), id="of a file that is not there"),
    pytest.param(catalogue(entry(file="")), id="of a file without a name"),
    pytest.param(catalogue(entry(file=5)), id="of a file that is a number"),
    pytest.param(catalogue(entry(file=["a"])), id="of a file that is a list"),
    pytest.param(catalogue("x", 5, None), id="of segments that are none"),
    pytest.param(catalogue(segments=None), id="without segments"),
    pytest.param(catalogue(language=["english"]), id="of an odd language"),
    pytest.param("[]", id="of no table"),
    pytest.param("", id="of nothing"),
    pytest.param("[" * 100_000, id="of brackets"),
]


def put_catalogue(index: Path, body: bytes) -> None:
    """Replace the newest catalogue, under a right checksum."""
    newest = max(index.glob("catalogue-*"), key=lambda path: int(path.name.partition("-")[2]))
    _, form, _ = newest.read_bytes().split(b"\n")[0].split(b" ")
    newest.write_bytes(b"newsgrep %s %08x\n%s" % (form, zlib.crc32(body), body))


@pytest.mark.parametrize("body", ODD_CATALOGUES)
def test_an_odd_catalogue_under_a_right_checksum_is_refused_in_one_line(
    body: str, furnished: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(furnished / ".newsgrep", tmp_path / ".newsgrep")
    put_catalogue(tmp_path / ".newsgrep" / "index", body.encode())
    for line in ("search tariffs", "stats", "index"):
        assert run([*line.split(), "--index", str(tmp_path)]) == 2
        assert re.fullmatch(r"newsgrep: .*\n", capsys.readouterr().err)


def test_numbers_of_a_catalogue_that_are_none_are_refused_in_one_line(
    furnished: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(furnished / ".newsgrep", tmp_path / ".newsgrep")
    index = tmp_path / ".newsgrep" / "index"
    (file, *_) = index.glob("*.newsgrep")
    put_catalogue(index, catalogue(entry(file=file.name, articles="many")).encode())
    assert run(["search", "tariffs", "--index", str(tmp_path)]) == 2
    assert re.fullmatch(r"newsgrep: .*\n", capsys.readouterr().err)


@pytest.mark.parametrize("line", ["index --rebuild", "skipped", "forget seeds"])
def test_a_manifest_of_odd_rows_is_let_go_of_or_refused_in_one_line(
    line: str, furnished: Path, tmp_path: Path, proof: Path, newsgrep: Run
) -> None:
    archive = tmp_path / "archive"
    shutil.copytree(furnished, archive)
    payload = pickle.dumps(Payload(proof))
    with closing(sqlite3.connect(archive / ".newsgrep" / "index" / "manifest.sqlite")) as database:
        changed = database.execute(
            "update files set skipped = ?, keys = ?, digests = ?, settled = ?", (payload,) * 4
        )
        assert changed.rowcount > 1
        database.commit()
    ran = newsgrep(*line.split(), cwd=archive)
    assert ran.code in {0, 2}
    assert "Traceback" not in ran.err
    assert not proof.exists()


SHADOWED = ("multiprocessing", "pickle", "signal", "socket", "struct", "numpy", "click", "rich", "newsgrep")


def test_modules_that_lie_among_the_articles_are_not_imported(
    furnished: Path, tmp_path: Path, proof: Path, shell: Run
) -> None:
    """Python looks in the working directory first for what a new process imports: the workers are such processes."""
    archive = tmp_path / "archive"
    shutil.copytree(furnished, archive)
    for name in SHADOWED:
        (archive / f"{name}.py").write_text(f"import os\nos.mkdir({str(proof)!r})\n")
    for line in ("newsgrep index --rebuild", "newsgrep search tariffs"):
        ran = shell(line, cwd=archive)
        assert not proof.exists(), line
        assert ran.code == 0, ran.err
