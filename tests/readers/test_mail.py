"""Mails: what is their text where their parts are lost, forwarded or too many, and in which encoding."""

from collections.abc import Callable
from typing import TypeAlias

import pytest

from newsgrep.article import Article

ReadOne: TypeAlias = Callable[..., Article]

HEADERS = "From: News <n@x.com>\nTo: a@b.c\nSubject: S\nDate: Tue, 06 May 2025 10:00:00 +0000\n"


def mail(kind: str, body: str) -> str:
    return f"{HEADERS}MIME-Version: 1.0\nContent-Type: {kind}\n\n{body}"


@pytest.mark.parametrize("body", ["The text of it.\n", "<p>The text of it.</p>\n"])
def test_a_mail_whose_parts_never_begin_is_its_text(read_one: ReadOne, body: str) -> None:
    assert read_one("a.eml", mail('multipart/mixed; boundary="lost"', body)).text == "The text of it."


def test_a_mail_that_is_a_forwarded_one(read_one: ReadOne) -> None:
    article = read_one("a.eml", mail("message/rfc822", HEADERS.replace("S\n", "Inner\n") + "\nThe text.\n"))
    assert (article.title, article.text) == ("Inner", "The text.")


def test_parts_nested_too_deeply(why_not: Callable[..., str]) -> None:
    parts = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(2000))
    assert why_not("a.eml", f"{HEADERS}MIME-Version: 1.0\n{parts}\nx") == "parts nested too deeply"


@pytest.mark.parametrize("charset", ["idna", "punycode", "unicode_escape", "no-such"])
def test_what_is_no_encoding_of_texts_is_passed_over(read_one: ReadOne, charset: str) -> None:
    content = mail(f"text/plain; charset={charset}", "The café in Montréal was closed on Tuesday.\n")
    article = read_one("a.eml", content.encode("latin-1"))
    assert article.text == "The café in Montréal was closed on Tuesday."


def test_a_stray_zero_byte(read_one: ReadOne) -> None:
    assert (
        read_one("a.eml", mail("text/plain", "One\0 stray byte in a text.\n")).text
        == "One stray byte in a text."
    )
