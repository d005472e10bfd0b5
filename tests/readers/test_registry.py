"""The registry of readers: who is asked about a document, and what is imported for it."""

import io
import subprocess
import sys

import pytest
from archives import zipped
from sample_tables import OPTIONS, SAMPLES, read_sample

from newsgrep.article import Article, ArticleId
from newsgrep.index_report import Skipped
from newsgrep.readers import _HEAD, _MARKS, _READERS, SourceFile, _mark, _reader, _sample, read_file
from newsgrep.readers.expansion import Expansion

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


@pytest.mark.parametrize(
    ("encoding", "declared"), [("utf-16", "UTF-16"), ("iso-8859-1", "ISO-8859-1"), ("utf-8-sig", "UTF-8")]
)
@pytest.mark.parametrize(
    "name",
    [
        *(
            "alto/1908-05-02_0003.xml",
            "hocr/page-7.hocr",
            "mets/issue-mets.xml",
            "tei/le-phare.xml",
            "tdm/493201.xml",
        ),
        *(
            "enex/clippings.enex",
            "sitemap/news-sitemap.xml",
            "odt/2023-10-19 weir.fodt",
            "webarchive/sill.webarchive",
        ),
    ],
)
def test_markup_is_known_and_read_in_every_encoding(name: str, encoding: str, declared: str) -> None:
    text = (
        (SAMPLES / name).read_text(encoding="utf-8").replace('encoding="UTF-8"', f'encoding="{declared}"', 1)
    )
    data = text.encode(encoding, "xmlcharrefreplace")
    file = SourceFile(name.partition("/")[2], name, "x", Expansion(len(data)))
    found = list(read_file(file, io.BytesIO(data), OPTIONS))
    wanted = read_sample(*name.split("/"))
    assert [without_place(part) for part in found] == [without_place(part) for part in wanted]


def without_place(part: Article | Skipped) -> Article | Skipped:
    return part._replace(id=ArticleId(""), path="") if isinstance(part, Article) else part._replace(path="")


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
