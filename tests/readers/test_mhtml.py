"""MHTML: which part is the page, and what is not its date."""

from collections.abc import Callable
from typing import TypeAlias

import pytest

from newsgrep.article import Article
from newsgrep.readers.mhtml import READER

ReadOne: TypeAlias = Callable[..., Article]

TEXT = "The ferry ran aground at dawn off the point, and all its passengers were taken ashore by lifeboats."


def part(words: str, *headers: str) -> str:
    return "\n".join(
        ("Content-Type: text/html", *headers, "", f"<html><body><p>{words} {TEXT}</p></body></html>")
    )


def saved(*parts: str, headers: str = "", start: str = "") -> str:
    top = f"From: <Saved by Blink>\nDate: Tue, 6 May 2025 10:11:12 +0200\n{headers}MIME-Version: 1.0\n"
    return (
        f'{top}Content-Type: multipart/related; boundary="b"{start}\n\n'
        + "".join(f"--b\n{one}\n" for one in parts)
        + "--b--\n"
    )


@pytest.mark.parametrize(
    ("head", "name", "claimed"),
    [
        (b"From: <Saved by Blink>\nSnapshot-Content-Location: https://e.example/\n\n", "a", True),
        (b'From: "Saved by Windows Internet Explorer 8"\r\nMIME-Version: 1.0\r\n\r\n', "a.mht", True),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related;\n\tboundary=x\n\n", "a.mhtml", True),
        (b"From: Ann <ann@e.example>\nSubject: Saved by the bell\n\nHello", "a.eml", False),
        (b"Date: 2025-05-06\n\nFrom: <saved by hand>", "a.txt", False),
        (b"<html>", "a.mht", False),
    ],
)
def test_claimed(head: bytes, name: str, claimed: bool) -> None:  # noqa: FBT001  a column of the table
    assert READER.claims(head, name) is claimed


def test_when_it_was_saved_is_no_date(read_one: ReadOne) -> None:
    article = read_one("a.mhtml", saved(part("One.")))
    assert (article.date, article.other_dates, article.format) == (None, (), "mhtml")


@pytest.mark.parametrize(
    "content",
    [
        saved(part("Frame."), part("Page.", "Content-ID: <2>"), start='; start="<2>"'),
        saved(
            part("Frame."),
            part("Page.", "Content-Location: https://e.example/a"),
            headers="Snapshot-Content-Location: https://e.example/a\n",
        ),
        saved("Content-Type: text/css\n\np {}", part("Page."), part("Frame.")),
    ],
    ids=["start", "address", "first"],
)
def test_which_part_is_the_page(read_one: ReadOne, content: str) -> None:
    assert read_one("a.mhtml", content).text == f"Page. {TEXT}"


def test_the_address_where_it_was_saved(read_one: ReadOne) -> None:
    content = saved(part("One."), headers="Snapshot-Content-Location: https://e.example/2025/05/05/a\n")
    article = read_one("a.mhtml", content)
    assert (article.url, str(article.date)) == ("https://e.example/2025/05/05/a", "2025-05-05")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (saved("Content-Type: image/gif\n\nGIF"), "no web page in the file"),
        ("MIME-Version: 1.0\nContent-Type: text/plain\n\nwords", "no web page in the file"),
        (saved("Content-Type: text/html\n\n"), "no article text found in the page"),
        (
            "MIME-Version: 1.0\n" + "".join(f"Content-Type: multipart/related; boundary=b{n}\n\n--b{n}\n" for n in range(3000)),
            "parts nested too deeply",
        ),
    ],
    ids=["image", "text", "empty", "deep"],
)  # fmt: skip
def test_refused_with_a_plain_reason(why_not: Callable[..., str], content: str, reason: str) -> None:
    assert why_not("a.mht", content) == reason
