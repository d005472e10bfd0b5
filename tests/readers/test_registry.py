"""The registry of readers: who is asked about a document, and what is imported for it."""

import subprocess
import sys

import pytest
from archives import zipped
from sample_tables import SAMPLES

from newsgrep.readers import _HEAD, _MARKS, _READERS, _mark, _reader, _sample

HEADS = {path: _sample(path.read_bytes()[:_HEAD]) for path in SAMPLES.rglob("*") if path.is_file()}
NAMES = sorted({f"a{path.suffix}" for path in HEADS})
HEADS[SAMPLES / "a.zip"] = zipped({"a.txt": b"Oil rose."})


@pytest.mark.parametrize(("module", "marks"), [row for row in _READERS if row[1]])
def test_what_a_reader_claims_begins_with_one_of_its_marks(module: str, marks: tuple[bytes, ...]) -> None:
    claimed = {
        _mark(before + head)
        for head in HEADS.values()
        for name in NAMES
        for before in (b"", b"\n ", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b"x")
        if _reader(module).claims(before + head, name)
    }
    assert claimed
    assert claimed <= set(marks) <= set(_MARKS)


_READ = """
import io, sys
from datetime import date
from newsgrep.readers import ReadOptions, SourceFile, read_file
from newsgrep.readers.expansion import Expansion

data = sys.stdin.buffer.read()
list(read_file(SourceFile(sys.argv[1], "a", "a", Expansion(len(data))), io.BytesIO(data), ReadOptions(date(2025, 5, 6))))
print(*sys.modules)
"""


def imported_for(name: str, data: bytes) -> set[str]:
    """The readers of marked formats that are imported to read a document."""
    ran = subprocess.run([sys.executable, "-c", _READ, name], input=data, capture_output=True, check=True)
    return {module for module, marks in _READERS if marks} & set(ran.stdout.decode().split())


@pytest.mark.parametrize(("name", "data"), [("a.txt", b"Oil rose."), ("a.md", b"# Oil"), ("a.jsonl", b"{}")])
def test_a_text_imports_no_reader_of_other_marks(name: str, data: bytes) -> None:
    assert imported_for(name, data) == set()


def test_a_document_imports_the_readers_of_its_mark() -> None:
    imported = imported_for("a", b"<html><body>Oil rose.</body></html>")
    assert imported >= {module for module, marks in _READERS if b"<" in marks}
    assert imported.isdisjoint({"newsgrep.readers.docx", "newsgrep.readers.epub"})
