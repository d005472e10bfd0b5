"""ALTO, hOCR and METS: what libraries keep of scanned newspapers."""

import io
from collections.abc import Callable
from typing import TypeAlias

import pytest
from archives import zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_tables import OPTIONS

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import NotAnArticleError, SourceFile, read_file
from newsgrep.readers.expansion import Expansion
from newsgrep.readers.lccn import lccn_in

Read: TypeAlias = Callable[..., list[Article | Skipped]]
ReadOne: TypeAlias = Callable[..., Article]
WhyNot: TypeAlias = Callable[..., str]

SPACES = (
    "",
    ' xmlns="http://schema.ccs-gmbh.com/ALTO"',
    *(f' xmlns="http://www.loc.gov/standards/alto/ns-v{version}#"' for version in (2, 3, 4)),
)


def word(content: str, part: str = "", whole: str = "") -> str:
    divided = f' SUBS_TYPE="{part}" SUBS_CONTENT="{whole}"' if part else ""
    return f'<String CONTENT="{content}"{divided}/><SP/>'


def lines(*each: str) -> str:
    return "".join(f"<TextLine>{line}</TextLine>" for line in each)


def alto(*blocks: str, space: str = SPACES[-1], before: str = "") -> str:
    inside = "".join(f"<TextBlock>{block}</TextBlock>" for block in blocks)
    return f"{before}<alto{space}><Layout><Page><PrintSpace>{inside}</PrintSpace></Page></Layout></alto>"


def hocr(*pars: str, head: str = "<meta name='ocr-system' content='tesseract 4.1'/>") -> str:
    inside = "".join(f"<p class='ocr_par'>{par}</p>" for par in pars)
    return (
        f"<html><head><title>x</title>{head}</head><body><div class='ocr_page'>{inside}</div></body></html>"
    )


def hocr_line(text: str) -> str:
    words = " ".join(f"<span class='ocrx_word'>{word}</span>" for word in text.split())
    return f"<span class='ocr_line' title='bbox 0 0 9 9'>{words}</span>"


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize(
    ("blocks", "text"),
    [
        ([lines(word("The"), word("weir"))], "The weir"),
        ([lines(word("A")), lines(word("B"))], "A\n\nB"),
        ([lines(word("mu", "HypPart1", "mudflats") + '<HYP CONTENT="-"/>', word("flats", "HypPart2", "mudflats") + word("lie"))], "mudflats lie"),
        ([lines(word("mu", "HypPart1", "mudflats")), lines(word("flats", "HypPart2", "mudflats"))], "mudflats"),
        ([lines(word("mu", "HypPart1", "mudflats") + "<HYP/>", word("dfl", "HypPart2", "mudflats") + "<HYP/>", word("ats", "HypPart2", "mudflats") + word("lie"))], "mudflats lie"),
        ([lines(word("flats", "HypPart2", "mudflats") + word("lie"))], "mudflats lie"),
        ([lines('<String CONTENT="be"/><HYP CONTENT="-"/>', word("fore"))], "before"),
        ([lines('<String CONTENT="be"/><HYP/>', word("fore"))], "before"),
        ([lines(word("a&amp;b") + word("&#228;"))], "a&b ä"),
        ([lines('<String CONTENT=""/>', word("x")), ""], "x"),
    ],
)  # fmt: skip
def test_what_is_text_in_alto(read_one: ReadOne, space: str, blocks: list[str], text: str) -> None:
    article = read_one("a.xml", alto(*blocks, space=space))
    assert (article.text, article.title, article.format) == (text, None, "alto")


@pytest.mark.parametrize("name", ["a.html", "a.hocr", "a.txt"])
@pytest.mark.parametrize(
    ("pars", "text"),
    [
        ([hocr_line("The weir"), hocr_line("holds.")], "The weir\n\nholds."),
        ([hocr_line("The weir") + hocr_line("holds.")], "The weir holds."),
        ([hocr_line("The mud-") + hocr_line("flats lie.")], "The mudflats lie."),
        ([hocr_line("Anglo-") + hocr_line("Danish")], "Anglo-Danish"),
        ([hocr_line("zater-") + hocr_line("dag")], "zater-dag"),
        ([hocr_line("zater-") + hocr_line("dag, Zaterdag")], "zaterdag, Zaterdag"),
        ([hocr_line("1914-") + hocr_line("1918")], "1914- 1918"),
        (["<span class='ocrx_line'>a &amp; &eacute;</span>"], "a & é"),
        (["<span class='ocr_line'><span class='ocrx_word'>a</span><span class='ocrx_word'><em>b</em></span></span>"], "a b"),
    ],
)  # fmt: skip
def test_what_is_text_in_hocr(read_one: ReadOne, name: str, pars: list[str], text: str) -> None:
    article = read_one(name, hocr(*pars))
    assert (article.text, article.title, article.format) == (text, None, "hocr")


def test_hocr_is_known_by_its_pages_alone(read_one: ReadOne) -> None:
    assert read_one("a.html", hocr(hocr_line("x"), head="")).format == "hocr"


def test_a_page_about_hocr_is_a_web_page(read_one: ReadOne) -> None:
    told = "&lt;div class='ocr_page'&gt; holds a page, and class='ocr_page' is its mark. " * 3
    article = read_one(
        "a.html",
        f"<html><head><title>Formats</title></head><body><h1>Formats</h1><p>{told}</p></body></html>",
    )
    assert article.format == "html"


def test_lines_of_programs_that_mark_no_paragraphs(read_one: ReadOne) -> None:
    markup = "<html><body><div class='ocr_page'><span class='ocr_line'>a</span><span class='ocr_line'>b</span></div><div class='ocr_page'><span class='ocr_line'>c</span>"
    assert read_one("a.html", markup).text == "a b\n\nc"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xml", alto(before='<!DOCTYPE x [<!ENTITY a "b">]>'), "declares entities"),
        (
            "a.xml",
            alto(before='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'),
            "declares entities",
        ),
        ("a.xml", "<alto>" + "<ComposedBlock>" * 400, "not well-formed XML: Excessive depth"),
        ("a.xml", alto("x")[:-9], "not well-formed XML"),
        ("a.xml", alto(), "no text"),
        ("a.html", hocr(), "no text"),
        ("a.html", hocr("<div>" * 100_000), "no text"),
        ("a.xml", "<mets>" + "<structMap>" * 400, "not well-formed XML: Excessive depth"),
    ],
)
def test_pages_that_cannot_be_read(why_not: WhyNot, name: str, content: str, reason: str) -> None:
    assert reason in why_not(name, content)


def described(identifier: str, inside: str) -> str:
    return f'<dmdSec ID="{identifier}"><mdWrap><xmlData>{inside}</xmlData></mdWrap></dmdSec>'


ISSUE = described(
    "I", "<mods><titleInfo><nonSort>The</nonSort><title>Vane</title></titleInfo><originInfo><dateIssued>1880-01-09</dateIssued></originInfo></mods>"
)  # fmt: skip


@pytest.mark.parametrize(
    ("article", "title", "day"),
    [
        ('<div TYPE="ARTICLE" LABEL="Ice"/>', "Ice", "1880-01-09"),
        ('<div TYPE="article" DMDID="A" LABEL="-"/>', "Snow", "1880-01-09"),
        ('<div TYPE="ARTICLE" DMDID="B"/>', "Hail", "1880-01-08"),
        ('<div TYPE="SECTION" LABEL="Weather"><div TYPE="ARTICLE" DMDID="A X"/></div>', "Snow", "1880-01-09"),
    ],
)
def test_headlines_have_the_day_and_the_name_of_the_issue(
    read_one: ReadOne, article: str, title: str, day: str
) -> None:
    own = described("A", "<mods><titleInfo><title>Snow</title></titleInfo></mods>")
    own += described("B", "<dc><title>Hail</title><date>1880-01-08</date></dc>")
    found = read_one(
        "1999-01-01.xml",
        f'<mets>{ISSUE}{own}<structMap TYPE="LOGICAL"><div TYPE="ISSUE" DMDID="I">{article}</div></structMap></mets>',
    )
    assert (found.title, found.text, str(found.date), found.source) == (title, "", day, "The Vane")
    assert found.section == ("Weather" if "Weather" in article else None)


@pytest.mark.parametrize(
    "structure",
    ["", '<structMap TYPE="PHYSICAL"><div TYPE="ARTICLE" LABEL="x"/></structMap>', '<structMap TYPE="LOGICAL"><div TYPE="ARTICLE"/></structMap>'],
)  # fmt: skip
def test_an_issue_without_headlines_is_no_article(read: Read, structure: str) -> None:
    with pytest.raises(NotAnArticleError):
        read("a.xml", f"<mets>{ISSUE}{structure}</mets>")


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.xml", alto(lines(word("The"), word("weir")))), ("a.html", hocr(hocr_line("The weir")))],
)
@given(place=st.integers(6, 400), junk=st.binary(min_size=1, max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_damaged_page_is_read_or_refused(
    read: Read, name: str, content: str, place: int, junk: bytes
) -> None:
    whole = content.encode()
    for part in read(name, whole[:place] + junk + whole[place + len(junk) :]):
        assert "its reader failed" not in getattr(part, "reason", "")


@pytest.mark.parametrize(
    ("folders", "source"),
    [
        ("sn83030214/1910/10/31/ed-1/seq-1/ocr.txt", "sn83030214"),
        ("pages/2016270501/1910/10/31/ed-2/seq-3/ocr.xml", "2016270501"),
        ("batch_dlc_alpha_ver01/data/sn86069133/0027/1910103101/0001.xml", "sn86069133"),
        ("sn83030214.txt", None),
        ("sn8303021/a.txt", None),
        ("20162705/1910/10/a.txt", None),
    ],
)
def test_the_number_of_a_newspaper_in_the_path_is_its_source(folders: str, source: str | None) -> None:
    assert lccn_in(folders) == source


def test_a_source_that_is_named_counts_before_the_path() -> None:
    pages = {
        "sn83030214/1910/10/31/ed-1/seq-1/ocr.txt": b"The board voted.",
        "sn83030214/1910/10/31/ed-1/seq-1/ocr.xml": alto(lines(word("The"), word("weir"))).encode(),
        "sn83030214/note.txt": b"Title: T\nSource: The Vane\n\nThe board voted.",
    }
    data = zipped(pages)
    file = SourceFile("a.zip", "a.zip", "a.zip", Expansion(len(data)))
    found = [part for part in read_file(file, io.BytesIO(data), OPTIONS) if isinstance(part, Article)]
    assert [part.source for part in found] == ["sn83030214", "sn83030214", "The Vane"]
