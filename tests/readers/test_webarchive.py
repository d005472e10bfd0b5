"""Safari's web archives: the page and nothing beside it, in both kinds of property lists, damaged ones too."""

import plistlib
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgrep.article import Article
from newsgrep.index_report import Skipped

Read: TypeAlias = Callable[..., list[Article | Skipped]]
ReadOne: TypeAlias = Callable[..., Article]
WhyNot: TypeAlias = Callable[..., str]

PAGE = "<html><head><title>Crane</title></head><body><h1>Crane lifts barge</h1><p>{}</p></body></html>"
WORDS = "The barge hung over the quay for an hour, and nobody was allowed to walk beneath it, said Åsa. " * 2


def webarchive(form: plistlib.PlistFormat = plistlib.FMT_BINARY, **main: Any) -> bytes:
    page = {
        "WebResourceData": PAGE.format(WORDS).encode(),
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "UTF-8",
        "WebResourceURL": "https://vane.example/2019/07/08/crane",
        **main,
    }
    return plistlib.dumps({"WebMainResource": page, "WebSubresources": [page]}, fmt=form, sort_keys=False)


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
@pytest.mark.parametrize("name", ["a.webarchive", "a", "a.html", "a.txt"])
def test_the_page_is_read_with_its_address(read_one: ReadOne, form: plistlib.PlistFormat, name: str) -> None:
    article = read_one(name, webarchive(form))
    assert (article.id, article.format, article.title) == (name, "webarchive", "Crane lifts barge")
    assert (str(article.date), article.url) == ("2019-07-08", "https://vane.example/2019/07/08/crane")
    assert "said Åsa" in article.text


def test_the_encoding_is_that_of_the_archive(read_one: ReadOne) -> None:
    data = PAGE.format(WORDS).encode("windows-1252")
    for said in ("windows-1252", "x-no-such-encoding", 7):
        article = read_one("a", webarchive(WebResourceData=data, WebResourceTextEncodingName=said))
        assert "said Åsa" in article.text


def test_a_page_from_a_file_has_no_address(read_one: ReadOne) -> None:
    assert read_one("a", webarchive(WebResourceURL="file:///Users/a/Desktop/a.html")).url is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (webarchive(WebResourceMIMEType="image/png"), "no web page in the file"),
        (webarchive(WebResourceData="text"), "no web page in the file"),
        (plistlib.dumps({"WebMainResource": 7}, fmt=plistlib.FMT_BINARY), "no web page in the file"),
        (plistlib.dumps(["WebMainResource"]), "no web page in the file"),
        (webarchive()[:-9], "damaged property list"),
        (webarchive(plistlib.FMT_XML)[:-20], "damaged property list"),
        (webarchive()[:-24] + (1 << 50).to_bytes(8, "big") + webarchive()[-16:], "damaged property list"),
        (b'<!DOCTYPE plist [<!ENTITY a "b">]><plist><dict><key>WebMainResource</key></dict></plist>', "damaged property list"),
        (b"<plist><dict><key>WebMainResource</key>" + b"<array>" * 100_000, "damaged property list"),
    ],
)  # fmt: skip
def test_archives_that_cannot_be_read(why_not: WhyNot, content: bytes, reason: str) -> None:
    assert reason in why_not("a.webarchive", content)


def test_a_list_nested_without_end_is_refused(why_not: WhyNot) -> None:
    """An array that contains itself, and one nested deeper than Python's stack."""
    objects = [b"\xd1\x00\x01\x00\x02", b"\x5f\x10\x0fWebMainResource"]
    objects += [b"\xa2" + bytes(2) + (n + 1).to_bytes(2, "big") for n in range(2, 3000)] + [b"\xa0"]
    body, offsets = b"bplist00", []
    for each in objects:
        offsets.append(len(body))
        body += each
    table = b"".join(offset.to_bytes(4, "big") for offset in offsets)
    trailer = (
        bytes(6) + b"\x04\x02" + len(objects).to_bytes(8, "big") + bytes(8) + len(body).to_bytes(8, "big")
    )
    assert "damaged property list" in why_not("a.webarchive", body + table + trailer)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "The key WebMainResource stands in a property list."),
        ("a.html", PAGE.format("WebMainResource " + WORDS)),
    ],
)
def test_a_text_about_web_archives_is_none(read_one: ReadOne, name: str, content: str) -> None:
    assert read_one(name, content).format in {"text", "html"}


@given(st.integers(8, 1500), st.binary(min_size=1, max_size=30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_damaged_archive_is_read_or_refused(read: Read, place: int, junk: bytes) -> None:
    for whole in (webarchive(), webarchive(plistlib.FMT_XML)):
        for part in read("a.webarchive", whole[:place] + junk + whole[place + len(junk) :]):
            assert "its reader failed" not in getattr(part, "reason", "")
