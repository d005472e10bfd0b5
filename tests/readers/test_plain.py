"""Plain text: what is text, what dates it, what its headers say."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pytest

from newsgrep.article import Article, DateOrigin
from newsgrep.readers import (
    MAX_CHARACTERS,
    NotAnArticleError,
    ReadOptions,
    SourceFile,
    read_file,
)
from newsgrep.readers.expansion import Expansion
from newsgrep.readers.ignored_names import is_ignored

ReadOne: TypeAlias = Callable[..., Article]
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "seeds"


@pytest.mark.parametrize(
    ("content", "day", "text"),
    [
        (
            " date 2025-05-06 Canadian Prime Minister said no.\n\nmore\n",
            "2025-05-06",
            "Canadian Prime Minister said no.\n\nmore\n",
        ),
        ("date 2025-05-06 Text", "2025-05-06", "Text"),
        ("date 2025-05-06\nText", "2025-05-06", "Text"),
        ("Date: 2025-05-06\n\nText", "2025-05-06", "Text"),
        ("date 2025-05-06\r\nText\r\n", "2025-05-06", "Text\n"),
        ("\ufeff date 2025-05-06 Text", "2025-05-06", "Text"),
        ("date 2025-02-30 Text", None, "date 2025-02-30 Text"),
        ("date 2025-05-0612 Text", None, "date 2025-05-0612 Text"),
        ("dates 2025-05-06 Text", None, "dates 2025-05-06 Text"),
        ("Text, date 2025-05-06", None, "Text, date 2025-05-06"),
    ],
)
def test_a_leading_date_is_not_text(read_one: ReadOne, content: str, day: str | None, text: str) -> None:
    article = read_one("a.txt", content)
    assert (str(article.date) if article.date else None, article.text) == (day, text)
    assert article.title is None


def test_a_leading_date_says_where_it_was_found(read_one: ReadOne) -> None:
    date = read_one("2020-01-01.txt", " date 2025-05-06 Text").date
    assert date is not None
    assert date.origin is DateOrigin.TEXT


def test_headers_closed_by_a_blank_line(read_one: ReadOne) -> None:
    article = read_one(
        "2020-01-01.txt",
        "Title: Carney says no\nDate: Tuesday, 6 May 2025\nBy: Ann Smith and Bo Lee, Cy Day\nSource: AP\n"
        "Section: World\nURL: https://example.com/x\nTags: canada, trade\nLanguage: en\n\nThe text.\n",
    )
    assert article.title == "Carney says no"
    assert article.date is not None
    assert (str(article.date), article.date.origin) == ("2025-05-06", DateOrigin.HEADER)
    assert article.authors == ("Ann Smith", "Bo Lee", "Cy Day")
    assert (article.source, article.section, article.language) == ("AP", "World", "en")
    assert article.url == "https://example.com/x"
    assert article.tags == ("canada", "trade")
    assert article.text == "The text.\n"


def test_lines_of_names_unknown_among_headers_are_text(read_one: ReadOne) -> None:
    article = read_one("a.txt", "Title: T\nPublication date: 6 May 2025\nPages: 3\n\nText.")
    assert (article.title, str(article.date)) == ("T", "2025-05-06")
    assert article.text == "Pages: 3\n\nText."


@pytest.mark.parametrize(
    "content",
    [
        "Note: this is prose.\n\nMore.",
        "Title: x\nand prose goes on\n\nMore.",
        "Source: AP\n\nText",
        "By: me\nBy: you\n\nx",
        "Title: x\nNote: this is prose.\n\nMore.",
    ],
)
def test_prose_is_not_taken_for_headers(read_one: ReadOne, content: str) -> None:
    article = read_one("a.txt", content)
    assert article.text == content
    assert article.title is None


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2025-05-06-some-words.txt", "2025-05-06"),
        ("20250506_x.txt", "2025-05-06"),
        ("x_2025_05_06.txt", "2025-05-06"),
        ("report-2025-05.txt", "2025-05"),
        ("0001-2025-05-06.txt", "2025-05-06"),
        ("2025.txt", None),
        ("12345678.txt", None),
        ("2025-05-06123.txt", None),
        ("2026-01-01.txt", None),
        ("2025-05-07.txt", "2025-05-07"),
        ("1604-01-01.txt", None),
    ],
)
def test_a_date_in_the_name(read_one: ReadOne, name: str, day: str | None) -> None:
    """Of what looks like a date, those before newspapers and after tomorrow are none."""
    date = read_one(name, "Text").date
    assert (str(date) if date else None) == day
    if date:
        assert date.origin is DateOrigin.FILE_NAME


@pytest.mark.parametrize(
    ("content", "title", "text"),
    [
        ("Quay to close\n\nThe quay will close.\n", "Quay to close", "The quay will close.\n"),
        ("\n\n  Quay to close?  \n\n\nThe quay.", "Quay to close?", "The quay."),
        ("Quay to close\n=============\nThe quay.", "Quay to close", "The quay."),
        (" date 2025-05-06 Quay to close\n\nThe quay.", "Quay to close", "The quay."),
        ("6 May 2025\n\nQuay to close\n\nThe quay.", "Quay to close", "The quay."),
        ("Source: AP\nDate: 6 May 2025\n\nQuay to close\n\nThe quay.", "Quay to close", "The quay."),
        (f"{'q' * 150}\n\nThe quay.", "q" * 150, "The quay."),
        # Running text: a sentence, too long, not alone, the whole text, a byline, a header that we know.
        ("The quay will close.\n\nIt was old.", None, None),
        ("He said: \u201cIt will close.\u201d\n\nIt was old.", None, None),
        ("\u7801\u5934\u5173\u95ed\u3002\n\n\u5b83", None, None),
        (f"{'q' * 151}\n\nThe quay.", None, None),
        ("Quay to\nclose\n\nThe quay.", None, None),
        ("Quay to close", None, None),
        ("Quay to close\n\n\n", None, None),
        ("By Ann Smith\n\nThe quay.", None, None),
        ("Source: AP\n\nThe quay.", None, None),
        ("***\n\nThe quay.", None, None),
    ],
)
def test_a_first_line_that_stands_alone_is_the_headline(
    read_one: ReadOne, content: str, title: str | None, text: str | None
) -> None:
    article = read_one("a.txt", content)
    assert (article.title, article.text) == (title, content if text is None else text)


def test_a_headline_in_the_headers_is_the_only_one(read_one: ReadOne) -> None:
    article = read_one("a.txt", "Title: Quay\n\nA short line\n\nThe quay.")
    assert (article.title, article.text) == ("Quay", "A short line\n\nThe quay.")


def test_a_headline_that_stands_in_the_headers_and_above_the_text_is_not_text(read_one: ReadOne) -> None:
    article = read_one("a.txt", "Title: Quay  to close.\n\nQuay to close.\n\nThe quay.")
    assert (article.title, article.text) == ("Quay to close.", "The quay.")


@pytest.mark.parametrize(
    ("content", "day", "text"),
    [
        # A line that is only a date is no text; a byline with a date stays.
        ("Quay to close\n\nPublished: 6 May 2025\n\nThe quay.", "2025-05-06", "The quay."),
        ("Quay to close\n6 May 2025\n\nThe quay.", "2025-05-06", "Quay to close\n\nThe quay."),
        ("May 6, 2025\n\nThe quay will close.", "2025-05-06", "The quay will close."),
        ("Quay\n\nAnn Smith | 6 May 2025\n\nThe quay.", "2025-05-06", "Ann Smith | 6 May 2025\n\nThe quay."),
        # A dateline with a year, which stays in the text.
        ("Quay\n\nOTTAWA, May 6, 2025 (Reuters) - It will close.", "2025-05-06", "OTTAWA, May 6, 2025 (Reuters) - It will close."),
        ("NEW YORK, 6 May 2025 \u2014 It will close.", "2025-05-06", "NEW YORK, 6 May 2025 \u2014 It will close."),
        ("PARIS, Texas, May 6, 2025 /Wire/ -- It will close.", "2025-05-06", "PARIS, Texas, May 6, 2025 /Wire/ -- It will close."),
        ("Tarn, Sorrel (May 6, 2025) - It will close.", "2025-05-06", "Tarn, Sorrel (May 6, 2025) - It will close."),
        ("TARN, 6 may. 2025 (SNA).- It will close.", "2025-05-06", "TARN, 6 may. 2025 (SNA).- It will close."),
        # No date of publication: running text, no year, a day that it speaks of, too far below.
        ("Quay\n\nOTTAWA, May 6 (Reuters) - It will close.", None, "OTTAWA, May 6 (Reuters) - It will close."),
        ("On Tuesday, May 6, 2025 - a day of rain - it closed.", None, "On Tuesday, May 6, 2025 - a day of rain - it closed."),
        ("The quay closed on May 6, 2025, he said - at last.", None, "The quay closed on May 6, 2025, he said - at last."),
        ("Quay\n\nThe quay is old.\n\n6 May 2025\n\nIt closed.", None, "The quay is old.\n\n6 May 2025\n\nIt closed."),
    ],
)  # fmt: skip
def test_a_date_above_the_text_and_in_a_dateline(
    read_one: ReadOne, content: str, day: str | None, text: str
) -> None:
    article = read_one("a.txt", content)
    assert (str(article.date) if article.date else None, article.text) == (day, text)
    if article.date:
        assert article.date.origin is DateOrigin.TEXT


def test_words_divided_by_the_ends_of_lines_are_joined(read_one: ReadOne) -> None:
    assert read_one("a.txt", "The commit-\ntee voted\non it.").text == "The committee\nvoted\non it."


def test_an_undated_article_is_undated(read_one: ReadOne) -> None:
    assert read_one("a.txt", "On 6 May 2025 he said no.").date is None


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("café".encode(), "café"),
        ("café".encode("utf-16"), "café"),
        ("café".encode("utf-8-sig"), "café"),
        ("Le président a été réélu à Genève, où l’été fut très chaud.".encode("cp1252"), None),
        ("Правительство объявило о новых тарифах на нефть и газ.".encode("cp1251"), None),
        ("日本政府は新しい関税について発表しました。石油価格が上昇。".encode("shift_jis"), None),
        (
            "A plain report, £5 each — the minister said so.".encode("cp1252"),
            "A plain report, £5 each — the minister said so.",
        ),
        (b"caf\xe9 \x96 na\xefve", "caf\u00e9 \u2013 na\u00efve"),
        (b"One stray\0 byte, and more text than that.", "One stray byte, and more text than that."),
        ("\u201cgood\u201d caf\u00e9 ".encode() * 9 + b"\xff", "\u201cgood\u201d caf\u00e9 " * 9 + "\ufffd"),
    ],
)
def test_decoding(read_one: ReadOne, content: bytes, text: str | None) -> None:
    """By byte order mark, as UTF-8, else as the bytes suggest; one bad byte does not spoil UTF-8."""
    wanted = text or next(
        content.decode(encoding)
        for encoding, letter in (("cp1251", "П"), ("shift_jis", "日"), ("cp1252", "L"))
        if content.startswith(letter.encode(encoding))
    )
    assert read_one("a.txt", content).text == wanted


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t\n", "empty"),
        ("a.txt", b"\xef\xbb\xbf", "no text"),
        ("a.txt", b"ab\0cd" * 9, "binary data"),
        ("a.txt", bytes(range(1, 9)) * 9, "cannot be decoded as text"),
        ("a.doc", b"\xd0\xcf\x11\xe0 x", "no reader takes it by its content, or by its name (.doc)"),
        ("a.txt", b"\xd0\xcf\x11\xe0 x", "no reader takes it by its content, or by its name (.txt)"),
        ("a", b"PK\x03\x04", "damaged zip archive"),
        ("a.xyz", b"text", "no reader takes it by its content, or by its name (.xyz)"),
        ("a.txt", b"x" * (MAX_CHARACTERS + 1), "more than 16,000,000 characters"),
    ],
)
def test_refused_with_the_reason(why_not: Callable[..., str], name: str, content: bytes, reason: str) -> None:
    assert reason in why_not(name, content)


def test_a_crawls_list_of_pages_is_no_article(read_one: ReadOne) -> None:
    pages = (
        '{"format": "json-pages-1.0", "id": "pages"}\n{"url": "https://e.org/a", "title": "T", "text": "x"}\n'
    )
    with pytest.raises(NotAnArticleError):
        read_one("pages.jsonl", pages)


def test_an_image_is_no_article_whatever_its_name(read_one: ReadOne) -> None:
    with pytest.raises(NotAnArticleError):
        read_one("photo.txt", b"\x89PNG\r\n\x1a\n")


@pytest.mark.parametrize(
    ("name", "ignored"),
    [
        *((name, True) for name in ("a.png", "a.JPG", "style.css", ".hidden", "x.py", "Thumbs.db", "a.txt~")),
        *((name, True) for name in ("README.md", "README", "LICENSE.txt", "config.toml")),
        *((name, True) for name in ("robots.txt", "ads.txt", "wget-log", "hts-log.txt")),
        *((name, False) for name in ("a.txt", "readme-first.txt", "a", "a.json", "2025.05.06", "a.html")),
    ],
)
def test_ignored_by_name(name: str, ignored: bool) -> None:  # noqa: FBT001  a column of the table
    assert is_ignored(name) is ignored


RESULT: dict[str, object] = {
    "id": "a.txt",
    "path": "a.txt",
    "location": "a.txt",
    "title": "T",
    "date": None,
    "date_precision": None,
    "date_origin": None,
    "score": 1.5,
    "excerpt": "x",
    "url": None,
    "source": None,
    "authors": [],
    "tags": [],
}
SKIPPED: dict[str, object] = {
    "path": "a.txt",
    "reason": "empty",
    "reader": None,
    "key": None,
    "location": "a.txt",
}


@pytest.mark.parametrize("result", [RESULT, SKIPPED])
@pytest.mark.parametrize(
    "printed",
    [
        lambda one: json.dumps(one) + "\n" + json.dumps(one) + "\n",
        lambda one: "[\n" + json.dumps(one) + "\n]\n",
        lambda one: json.dumps([one], indent=2, sort_keys=True),
        lambda one: ",".join(one) + "\nx\n",
        lambda one: "\ufeff" + "\t".join(one) + "\r\nx\r\n",
    ],
)
@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.csv", "a.tsv", "a.txt", "a"])
def test_newsgreps_own_results_are_no_articles(
    read: Callable[..., object],
    name: str,
    printed: Callable[[dict[str, object]], str],
    result: dict[str, object],
) -> None:
    with pytest.raises(NotAnArticleError):
        read(name, printed(result))
    read(
        name,
        printed({"excerpt": "x", "date": "2025-05-06", "location": "e.org", "title": "The reader's key"}),
    )


@pytest.mark.skipif(not SHARED.is_dir(), reason="the owner's article is not beside this checkout")
def test_the_owners_article() -> None:
    location = next(SHARED.glob("*.txt"))
    with location.open("rb") as stream:
        source = SourceFile("x.txt", "x.txt", "x.txt", Expansion(0))
        (article,) = read_file(source, stream, ReadOptions(date(2025, 5, 6)))
    assert isinstance(article, Article)
    assert article.date is not None
    assert (str(article.date), article.date.origin) == ("2025-05-06", DateOrigin.TEXT)
    assert article.text.startswith("Canadian Prime Minister Mark Carney")


@pytest.mark.parametrize(
    "name", ["Story about J.R. Smith", "Vol. 3 No. 5", "On the U.N.", "a.b-and-many-more-words"]
)
def test_a_point_in_a_name_begins_no_ending(read_one: ReadOne, name: str) -> None:
    assert read_one(name, "Text").format == "text"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.md", "---\n\n***\n", "no text"),
        ("a.md", "![image](x.png)\n", "no text"),
    ],
)
def test_markdown_of_no_words(why_not: Callable[..., str], name: str, content: str, reason: str) -> None:
    assert why_not(name, content) == reason


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("5/31/05", '"5/31/05" has a year of two digits'),
        ("31.05.05 10:00", '"31.05.05 10:00" has a year of two digits'),
        ("03/04/2005", '"03/04/2005" may be two days (--day-first or --month-first says which)'),
        ("soon", '"soon" is no day from 1605 to tomorrow'),
    ],
)
def test_why_a_date_is_none(read_one: ReadOne, written: str, why: str) -> None:
    assert read_one("a.txt", f"Date: {written}\n\nText").undated == why
