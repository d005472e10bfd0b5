"""The registry of readers: who is asked about a document, and what is imported for it."""

import io
import subprocess
import sys

import pytest
from archives import tarred, zipped
from hypothesis import example, given
from hypothesis import strategies as st
from sample_tables import OPTIONS, SAMPLES, read_sample

from newsgrep.article import Article, ArticleId
from newsgrep.index_report import Skipped
from newsgrep.readers import _HEAD, SourceFile, _sample, read_file, suffix_of
from newsgrep.readers.expansion import Expansion
from newsgrep.readers.registry import ROWS, Row, marks_of, readers_of

HEADS = {path: _sample(path.read_bytes()[:_HEAD]) for path in SAMPLES.rglob("*") if path.is_file()}
NAMES = sorted({f"a{path.suffix}" for path in HEADS})
HEADS[SAMPLES / "a.zip"] = zipped({"a.txt": b"Oil rose."})
HEADS[SAMPLES / "a.tar"] = tarred({"a.txt": b"Oil rose."})[:_HEAD]
HEADS[SAMPLES / "export.html"] = b"<p>Oil rose.</p><p>End of Document</p>"

MARKED = [row for row in ROWS if row.marks]
MARKS = sorted({mark for row in MARKED for mark in row.marks or ()})
ENDINGS = sorted({ending for row in MARKED for ending in row.endings})


@pytest.mark.parametrize("row", MARKED, ids=lambda row: row.module)
def test_what_a_reader_claims_shows_one_of_its_marks_or_endings(row: Row) -> None:
    claimed = [
        (set(marks_of(before + head)), suffix_of(name))
        for head in HEADS.values()
        for name in NAMES
        for before in (b"", b"\n ", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b"x")
        if row.reader.claims(before + head, name)
    ]
    assert claimed
    assert all(marks & set(row.marks or ()) or ending in row.endings for marks, ending in claimed)


PIECES = st.one_of(
    st.sampled_from([head[:1024] for head in HEADS.values()]),
    st.builds(
        lambda head, start, size: head[start:][:size],
        st.sampled_from([*HEADS.values()]),
        st.integers(0, 900),
        st.integers(1, 400),
    ),
    st.sampled_from(MARKS),
    st.sampled_from(
        [
            *(
                b"From: <Saved by Blink>",
                b"FROM: a@e.org",
                b"Subject: oil",
                b"To: b@e.org",
                b"Snapshot-Content-Location: e",
            ),
            *(
                b" folded",
                b"\n",
                b"\r",
                b"\r\n",
                b"\r\r\n",
                b"\t",
                b" ",
                b"\xef\xbb\xbf",
                b"title,date,text,url",
                bytes(250),
            ),
        ]
    ),
    st.binary(max_size=8),
)


@given(
    pieces=st.lists(PIECES, min_size=1, max_size=8),
    name=st.builds(
        str.__add__,
        st.sampled_from(["a", "a.warc", ""]),
        st.sampled_from([*ENDINGS, *map(str.upper, ENDINGS), ".txt", ".gz", ""]),
    ),
)
@example([b"Lang: en\rFrom: a@e.org\rSubject: oil\rTo: b@e.org\r"], "a.txt")
def test_a_reader_that_is_not_asked_would_not_have_claimed_the_document(
    pieces: list[bytes], name: str
) -> None:
    head = b"".join(pieces)[:_HEAD]
    asked = readers_of(marks_of(head), suffix_of(name).lower())
    assert [row.module for row in ROWS if row.reader not in asked and row.reader.claims(head, name)] == []


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
    imported = set(ran.stdout.decode().split())
    return {row.module for row in MARKED if f"newsgrep.readers.{row.module}" in imported}


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        ("a.txt", b"Oil rose.", set()),
        ("a.txt", b"Title: Oil\nDate: 2025-05-06\n\nOil rose.", set()),
        ("a.txt", b"PDF, RTF, HTML: Mail from: everyone", set()),
        ("a.md", b"# Oil", {"markdown"}),
        ("a.jsonl", b"{}", {"records"}),
    ],
)
def test_a_text_imports_no_reader_of_other_marks(name: str, data: bytes, wanted: set[str]) -> None:
    assert imported_for(name, data) == wanted


def test_a_document_imports_the_readers_of_its_mark() -> None:
    imported = imported_for("a", b"<html><body>Oil rose.</body></html>")
    assert imported >= {row.module for row in MARKED if b"<" in (row.marks or ())}
    assert imported.isdisjoint({"docx", "epub", "mail", "pdf", "warc"})
