"""Word, RTF and PDF: what of them is text, which titles and dates are real, and what is refused."""

import io
import sys
import zipfile
from collections.abc import Callable
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_tables import OPTIONS, SAMPLES

from newsgrep.article import Article
from newsgrep.readers import SourceFile, UnreadableFileError, read_file, rtf
from newsgrep.readers.expansion import Expansion
from newsgrep.readers.office import real_title
from newsgrep.readers.pdf import paragraphs

ReadOne: TypeAlias = Callable[..., Article]
WhyNot: TypeAlias = Callable[..., str]

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(body: str, before: str = "", picture: bytes = b"") -> bytes:
    """A Word document of this body, in place of a sample's."""
    sample = zipfile.ZipFile(SAMPLES / "docx" / "2023-03-14 ferry.docx")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sample.namelist():
            document = f'{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
            package.writestr(name, document if name == "word/document.xml" else sample.read(name))
        package.writestr("word/media/image1.bmp", picture)
    return made.getvalue()


def with_broken_part(package: bytes) -> bytes:
    """The same with a part whose compressed data begin as none do."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        part = opened.getinfo("[Content_Types].xml")
    place = part.header_offset + 30 + len(part.filename)
    return package[:place] + b"\xff" * 8 + package[place + 8 :]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>c</w:t></w:r></w:p>", "a b\n\nc"),
        ("<w:p><w:hyperlink><w:r><w:t>a</w:t></w:r></w:hyperlink><w:r><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "ab\n\nc"),
        ("<w:p><w:sdt><w:sdtContent><w:r><w:t>a</w:t></w:r></w:sdtContent></w:sdt></w:p>", "a"),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>a</w:t></w:r></w:p></w:sdtContent></w:sdt>", "a"),
        ("<w:p><w:ins><w:r><w:t>a</w:t></w:r></w:ins><w:del><w:r><w:delText>b</w:delText></w:r></w:del></w:p>", "a"),
        ("<w:p><w:r><w:t>a</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>b</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>", "a\n\nb"),
        ("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", "a"),
    ],
)  # fmt: skip
def test_what_is_text_in_word(read_one: ReadOne, body: str, text: str) -> None:
    article = read_one("a.docx", word(body))
    assert (article.text, article.format) == (text, "docx")


def test_a_word_document_is_known_by_content(read_one: ReadOne) -> None:
    assert read_one("a", word("<w:p><w:r><w:t>a</w:t></w:r></w:p>")).format == "docx"


def test_entities_in_word_are_not_expanded(read_one: ReadOne, why_not: WhyNot) -> None:
    before = '<!DOCTYPE x [<!ENTITY a "expanded"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
    content = word("<w:p><w:r><w:t>a&a;&b;</w:t></w:r></w:p>", before)
    assert read_one("a.docx", content).text == "a"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (word("")[:200], "damaged Word document"),
        (word("<w:p>"), "damaged Word document"),
        (b"PK\x03\x04" + bytes(99), "damaged Word document"),
        (with_broken_part(word("<w:p/>")), "damaged Word document"),
        (word("", picture=bytes(70_000_000)), "expands to more than"),
        (word(""), "no text"),
    ],
)
def test_word_documents_that_cannot_be_read(why_not: WhyNot, content: bytes, reason: str) -> None:
    assert reason in why_not("a.docx", content)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (r"{\rtf1\ansi one\par two}", "one\n\ntwo"),
        (r"{\rtf1\ansi\ansicpg1251 \'cc\'ee\'f1\'f2}", "Мост"),
        (r"{\rtf1\ansi \u-10179?\u-8704? \u8220?x\u8221?}", "😀 “x”"),
        (r"{\rtf1\ansi {\*\generator Word;}{\header top}{\pict\wmetafile8 0123}x}", "x"),
        (r"{\rtf1\ansi {\field{\*\fldinst{HYPERLINK "+'"http://e.org"'+r"}}{\fldrslt{seen}}} x}", "seen x"),
        (r"{\rtf1\ansi unclosed {\b bold", "unclosed bold"),
        (r"{\rtf1\ansi \u55357? alone}", "\ufffd alone"),
        (r"{\rtf1\ansi x{\info{\title " + r"\u1234?" * 99 + "{", "x"),
    ],
)  # fmt: skip
def test_what_is_text_in_rtf(read_one: ReadOne, markup: str, text: str) -> None:
    article = read_one("a.rtf", markup)
    assert (article.text, article.format) == (text, "rtf")


@pytest.mark.parametrize("markup", [r"{\rtf1\ansi\uc{}x}", r"{\rtf1\ansi \u99999999999999?}"])
def test_rtf_that_cannot_be_read(why_not: WhyNot, markup: str) -> None:
    assert "RTF" in why_not("a.txt", markup)


@given(st.text(st.sampled_from("\\{}'*abu09 \n;"), max_size=40))
def test_any_rtf_is_read_or_refused(markup: str) -> None:
    try:
        for article in rtf.READER.read(
            SourceFile("a", "a", "a", Expansion(0)), io.BytesIO(b"{\\rtf1 " + markup.encode()), OPTIONS
        ):
            article.text.encode()
    except UnreadableFileError:
        pass


@pytest.mark.parametrize(
    ("told", "real"),
    [
        *((title, True) for title in ("Ferry runs aground", "Word on the street", "Layout of a new town", "Print media in crisis")),
        *((title, False) for title in ("", "Microsoft Word - ferry.doc", "Document1", "untitled", "ferry_final_v3", "Untitled 3")),
        *((title, False) for title in ("the ferry.docx", "Layout 1", "Page 1", "Ferry", "A Name", "C:\\x\\y.doc", "Nexis Uni")),
    ],
)  # fmt: skip
def test_titles_that_a_person_has_given(told: str, real: bool) -> None:  # noqa: FBT001  a column of the table
    assert real_title(told, "a name.pdf") == (told if real and told != "A Name" else None)


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["The long first line of it", "goes on here and ends.", "So does this second one"], ["The long first line of it goes on here and ends. So does this second one"]),
        (["The long first line of it", "ends here.", "Another paragraph of text", "ends."], ["The long first line of it ends here.", "Another paragraph of text ends."]),
        (["one", "", "two"], ["one", "two"]),
        (["The cot-", "tage and the Anglo-", "Saxon one"], ["The cottage and the Anglo-Saxon one"]),
        (["The cot\ufffe", "tage"], ["The cottage"]),
        ([], []),
    ],
)  # fmt: skip
def test_lines_of_pdf_to_paragraphs(lines: list[str], wanted: list[str]) -> None:
    assert paragraphs(lines, "english") == wanted


@given(st.lists(st.text(st.sampled_from("ab. ,"), max_size=12), max_size=8))
def test_joining_lines_loses_no_word(lines: list[str]) -> None:
    assert " ".join(paragraphs(lines, "english")).split() == " ".join(lines).split()


def test_pdf_without_its_library_says_what_is_needed(
    why_not: WhyNot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    content = (SAMPLES / "pdf" / "lighthouse.pdf").read_bytes()
    assert why_not("a.txt", content) == "needs pypdfium2: pip install pypdfium2"


@given(st.integers(0, 1900), st.binary(min_size=1, max_size=30))
def test_damaged_pdf_is_read_or_refused(place: int, junk: bytes) -> None:
    whole = (SAMPLES / "pdf" / "lighthouse.pdf").read_bytes()
    content = b"%PDF-1.3" + whole[8:place] + junk + whole[place + len(junk) :]
    (part,) = read_file(SourceFile("a.pdf", "a.pdf", "a.pdf", Expansion(0)), io.BytesIO(content), OPTIONS)
    assert "its reader failed" not in getattr(part, "reason", "")
