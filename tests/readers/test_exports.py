"""Exports of press databases: what tells their documents apart, and that prose is not taken for one."""

import re
from collections.abc import Callable
from datetime import date
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_tables import SAMPLES

from newsgrep.article import Article, DateOrigin
from newsgrep.index_report import Skipped
from newsgrep.readers import ReadOptions, exports
from newsgrep.readers.dating import read_date
from newsgrep.readers.draft import Draft
from newsgrep.readers.exports import articles_in
from newsgrep.readers.exports.marks import _FIRST, _MARKS, _in_any_encoding

Read: TypeAlias = Callable[..., list[Article | Skipped]]

FACTIVA = """{above}
512 words
6 May 2025
The Harbour Times
HARTIM
English
Copyright 2025 The Harbour Times

The text.

Document HARTIM0020250506el5600021
"""
LEXIS = """1 of 1 DOCUMENT

{head}

{labels}

The text.

Copyright laws are old, he said.

LOAD-DATE: May 9, 2005
"""


def only(text: str) -> Draft:
    (found,) = articles_in(text.split("\n"))
    return found


@pytest.mark.parametrize(
    ("above", "wanted"),
    [
        ("A ferry runs aground", (None, "A ferry runs aground", ())),
        ("A ferry runs aground\nBy Ann Smith", (None, "A ferry runs aground", ("Ann Smith",))),
        ("A ferry runs aground\nAnn Smith", (None, "A ferry runs aground", ("Ann Smith",))),
        ("News\nA ferry runs aground\nAnn Smith", ("News", "A ferry runs aground", ("Ann Smith",))),
        ("News\nFerry\nBy Ann Smith and Bo Lee", ("News", "Ferry", ("Ann Smith", "Bo Lee"))),
        ("", (None, None, ())),
    ],
)
def test_what_stands_above_the_words_in_factiva(above: str, wanted: tuple[object, ...]) -> None:
    found = only(FACTIVA.format(above=above))
    assert (found.section, found.title, tuple(found.authors)) == wanted
    assert (found.text, found.source) == ("The text.", "The Harbour Times")
    assert list(found.dates) == [(DateOrigin.DOCUMENT, "6 May 2025")]


@pytest.mark.parametrize(
    ("head", "labels", "wanted"),
    [
        ("The Times\n\nMay 6, 2005 Friday\n\nFerry aground", "LENGTH: 5 words", ("The Times", "Ferry aground")),
        ("The Times\n\nMay 6, 2005 Friday\nFirst Edition\n\nFerry\naground", "LENGTH: 5 words", ("The Times", "Ferry aground")),
        ("Copyright 2005 T Ltd.\n\nThe Times\n\nMay 6, 2005, Friday", "LENGTH: 5 words\n\nHEADLINE: Ferry", ("The Times", "Ferry")),
        ("The Times\n\n6 May 2005", "HEADLINE: Ferry\n\nBODY:", ("The Times", "Ferry")),
        ("The Times\n\nMay 2005", "SECTION: A", ("The Times", None)),
    ],
)  # fmt: skip
def test_heads_of_lexisnexis(head: str, labels: str, wanted: tuple[str, str | None]) -> None:
    found = only(LEXIS.format(head=head, labels=labels))
    assert (found.source, found.title or None) == wanted
    assert found.text == "The text.\n\nCopyright laws are old, he said."
    dates = [read_date(value, origin, ReadOptions(date(2025, 5, 6))) for origin, value in found.dates]
    assert str(dates[0]) == ("2005-05" if head.endswith("\nMay 2005") else "2005-05-06")


@pytest.mark.parametrize("name", ["lexisnexis.txt", "nexis-uni.txt", "factiva.txt", "proquest.txt"])
def test_an_export_is_known_whatever_its_name(read: Read, name: str) -> None:
    content = (SAMPLES / "export" / name).read_bytes()
    found = read("x.xyz", content)
    assert len(found) == 2
    assert all(isinstance(article, Article) and article.format == "export" for article in found)


def test_a_document_that_comes_twice_is_read_twice(read: Read) -> None:
    found = read("f.txt", FACTIVA.format(above="A") + FACTIVA.format(above="B"))
    assert [part.id for part in found if isinstance(part, Article)] == ["f.txt#1", "f.txt#2"]


def test_the_day_of_the_export_is_not_that_of_its_articles(read: Read) -> None:
    (article,) = read("Factiva-20250101.txt", FACTIVA.format(above="A"))
    assert isinstance(article, Article)
    assert (str(article.date), article.other_dates) == ("2025-05-06", ())


@pytest.mark.parametrize(
    "prose",
    [
        "The speech was 512 words long.\n6 May 2025 was a Tuesday.\n",
        "He read it.\n\nEnd of Document\n",
        "Title: Ferry\nDate: 2025-05-06\n\nFull text: see below.\n",
        "Body\n\nThe body was found at noon.\n",
        "Copyright 2025, said the label.\n\n____\n\nNothing else.\n",
    ],
)
def test_prose_is_no_export(read: Read, prose: str) -> None:
    (article,) = read("a.txt", prose)
    assert isinstance(article, Article)
    assert article.format == "text"
    assert not exports.READER.claims(prose.encode(), "a.txt")


@pytest.mark.parametrize("mark", [*_MARKS.values()], ids=[*_MARKS])
@given(st.data())
def test_marks_begin_as_the_lines_that_are_looked_at(mark: str, data: st.DataObject) -> None:
    line = data.draw(st.from_regex(re.compile(rb"\A(?:%b)" % _in_any_encoding(mark))))
    assert re.match(_FIRST, line)


NEXIS = """{title}
The Harbour Times
{date}

Copyright 2025 The Harbour Times

Length: 5 words
Body

The text.

Load-Date: May 9, 2025

End of Document
"""
DATES = [
    ("6 mai 2025", "2025-05-06"),
    ("Mardi 6 mai 2025", "2025-05-06"),
    ("6. März 2025 Donnerstag", "2025-03-06"),
    ("martes 6 mayo 2025", "2025-05-06"),
    ("2025年5月6日", "2025-05-06"),
    ("No Date Given", None),
]


@pytest.mark.parametrize(("printed", "day"), DATES)
def test_no_document_is_lost_for_its_date(read: Read, printed: str, day: str | None) -> None:
    first = {
        "nexis": NEXIS.format(title="First", date="May 5, 2025 Monday"),
        "lexis": LEXIS.format(head="The Times\n\nMay 5, 2005\n\nFirst", labels="LENGTH: 5 words"),
        "factiva": FACTIVA.format(above="First"),
    }
    second = {
        "nexis": NEXIS.format(title="Second", date=printed),
        "lexis": LEXIS.format(head=f"The Harbour Times\n\n{printed}\n\nSecond", labels="LENGTH: 5 words"),
        "factiva": FACTIVA.format(above="Second").replace("6 May 2025", printed),
    }
    for service, text in first.items():
        one, other = read("a.txt", text + "\n" + second[service])
        assert isinstance(one, Article)
        assert isinstance(other, Article)
        assert (one.title, other.title) == ("First", "Second")
        assert "The text." in other.text
        assert (str(other.date) if other.date else None) == day
        if day or service != "factiva":  # where no date is read, its line may be the source
            assert other.source == "The Harbour Times"


def test_factiva_in_other_languages(read: Read) -> None:
    german = FACTIVA.format(above="Von Hamburg nach Kiel\nVon Ann Smith").replace("512 words", "512 Wörter")
    (article,) = read("a.txt", german.replace("6 May", "6 Mai"))
    assert isinstance(article, Article)
    assert (article.title, article.authors, str(article.date)) == (
        *("Von Hamburg nach Kiel", ("Ann Smith",), "2025-05-06"),
    )


def test_a_document_of_factiva_without_words_is_one_all_the_same(read: Read) -> None:
    number = "Document HARTIM0020250506el5600022"
    found = read("a.txt", FACTIVA.format(above="First") + f"\nOnly a title\n\nAnd a text.\n\n{number}\n")
    assert [(part.title, part.text) for part in found if isinstance(part, Article)] == [
        *(("First", "The text."), ("Only a title", "And a text.")),
    ]


@pytest.mark.parametrize(
    ("below", "text"),
    [
        ("LOAD-DATE: May 9, 2005\n\nGRAPHIC: Photo: one\n\nMap: two\n\nTYPE: News", "Para."),
        ("CITY: they met there.\n\nThe end.\n\nLOAD-DATE: May 9, 2005", "Para.\n\nCITY: they met there.\n\nThe end."),
        ("Copyright 2004 was wrong.\n\nThe end.\n\nLOAD-DATE: May 9, 2005\n\nCopyright 2005 T", "Para.\n\nCopyright 2004 was wrong.\n\nThe end."),
    ],
)  # fmt: skip
def test_labels_below_the_text_stand_together(below: str, text: str) -> None:
    head = "1 of 1 DOCUMENTS\n\nThe Times\n\nMay 6, 2005 Friday\n\nFerry\n\nLENGTH: 5 words\n\n"
    found = only(f"{head}Para.\n\n{below}\n")
    assert (found.title, found.text) == ("Ferry", text)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("Ferry runs aground\nCorrection Appended", "Ferry runs aground"),
        ("Clarification Appended\nFerry runs aground", "Ferry runs aground"),
        ("Ferry runs\naground;\nnobody hurt", "Ferry runs aground; nobody hurt"),
        ("Ferry runs aground\n\n", "Ferry runs aground"),
        ("Old news\n\nFerry runs\naground", "Ferry runs aground"),
    ],
)
def test_headlines_of_nexis(lines: str, title: str) -> None:
    first = NEXIS.format(title="First", date="May 5, 2025 Monday")
    drafts = articles_in((first + NEXIS.format(title=lines, date="May 6, 2025")).split("\n"))
    assert [(draft.title, draft.source) for draft in drafts] == [
        *(("First", "The Harbour Times"), (title, "The Harbour Times")),
    ]


@pytest.mark.parametrize(
    "lines",
    ["Ferry runs aground off the cape in heavy\nfog", "Ferry runs aground;\nNobody hurt, company says"],
)
def test_a_headline_of_two_lines_in_factiva(lines: str) -> None:
    found = only(FACTIVA.format(above=f"News\n{lines}\nBy Ann Smith"))
    assert (found.section, found.title, tuple(found.authors)) == (
        "News",
        lines.replace("\n", " "),
        ("Ann Smith",),
    )
