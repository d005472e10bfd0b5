"""WARC: which records are pages, who reads them, and that damage costs no more than the record it is in."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeAlias

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgrep import readers
from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import ReadOptions, SourceFile, gzip_members, http_bodies, read_document, warc
from newsgrep.readers.draft import Draft, article_of
from newsgrep.readers.registry import all_readers

Read: TypeAlias = Callable[..., list[Article | Skipped]]

URL = "http://e.org/a"
PAGE = b"<html><body><h1>T</h1><p>" + b"Words. " * 40


def record(
    body: bytes,
    url: str = URL,
    kind: str = "text/plain",
    headers: str = "",
    status: str = "200 OK",
    warc_headers: str = "",
) -> bytes:
    """A response, as a crawler writes it."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{headers}\r\n".encode() + body
    return (
        (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2001-01-01T00:00:00Z\r\n"
            f"{warc_headers}Content-Type: application/http;msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        ).encode()
        + http
        + b"\r\n\r\n"
    )


def texts(found: list[Article | Skipped]) -> list[str]:
    return [article.text for article in found if isinstance(article, Article)]


def reasons(found: list[Article | Skipped]) -> list[tuple[str | None, str]]:
    return [(part.key, part.reason) for part in found if isinstance(part, Skipped)]


class Fake:
    """Stands for the reader of pages: shows what it was given."""

    name = "fake"

    def claims(self, head: bytes, name: str) -> bool:  # noqa: ARG002  the contract's
        return head.startswith(b"<html")

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article]:
        seen = f"{file.name} {file.url} {file.charset} {file.key} {len(read_document(stream))}"
        yield article_of(Draft(seen), file, options)


def test_a_page_is_read_by_the_reader_of_its_format(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what was said of it where it was found: its address, its encoding, its type."""
    known = (Fake(), *all_readers())
    monkeypatch.setattr(readers, "readers_of", lambda *_: known)
    url = "http://e.org/2025/05/06/a%20b.php?x=1#2"
    (article,) = read("c.warc", record(b"<html>", url, 'text/html; charset="KOI8-R"'))
    assert isinstance(article, Article)
    key = "http://e.org/2025/05/06/a%2520b.php?x=1%232"
    assert article.text == f"page.html {url} KOI8-R {key} 6"
    assert (article.id, article.url, str(article.date)) == (f"c.warc#{key}", url, "2025-05-06")


@pytest.mark.parametrize("url", [URL, "http://e.org/uk-19280115", "http://e.org/19280115.txt"])
def test_the_crawls_date_and_name_date_nothing(read: Read, url: str) -> None:
    (article,) = read("crawl-20200101.warc", record(b"x", url))
    assert isinstance(article, Article)
    assert (article.date, article.other_dates) == (None, ())


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        (record(b"x"), ["x"]),
        (record(b"x", kind="TEXT/PLAIN;charset=utf-8"), ["x"]),
        (record(b"x", status="404 Not Found"), []),
        (record(b"x", status="301 Moved"), []),
        (record(b"x", status="206 Partial Content"), []),
        (record(b"x", kind="text/css"), []),
        (record(b"x", kind="image/png"), []),
        (record(b"\x89PNG"), []),
        (record(b"x", "http://[/a"), ["x"]),
        (record(b"x", "http://e.org/"), ["x"]),
        (record(b"x", "http://e.org/robots.txt"), []),
        (record(b"x", "http://e.org//app-ads.txt?v=2"), []),
        (record(b"x", "http://e.org/.well-known/security.txt", "text/html"), []),
        (record(b"x", "http://e.org/2025/humans.txt"), ["x"]),
        (record(b"x", "http://e.org/README.md"), []),
        (record(b"x").replace(b"WARC-Type: response", b"WARC-Type: revisit"), []),
        (record(b"x").replace(b"WARC-Type: response", b"WARC-Type: metadata"), []),
    ],
)
def test_what_is_a_page(read: Read, page: bytes, wanted: list[str]) -> None:
    """What is none is passed over in silence."""
    found = read("c.warc", page)
    assert (texts(found), reasons(found)) == (wanted, [])


@pytest.mark.parametrize(
    "status",
    [
        *(
            "HTTP/2 200",
            "HTTP/2 200 ",
            "HTTP/2.0 200 OK",
            "HTTP/3 200",
            "http/3.0 200 ok",
            "h2 200",
            "ICY 200 OK",
        )
    ],
)
def test_every_version_of_http_is_read(read: Read, status: str) -> None:
    page = record(b"x").replace(b"HTTP/1.1 200 OK", status.encode())
    size = len(record(b"x").partition(b"\r\n\r\n")[2]) - 4
    page = page.replace(
        f"Content-Length: {size}".encode(), f"Content-Length: {size - 15 + len(status)}".encode()
    )
    assert texts(read("c.warc", page)) == ["x"]
    assert texts(read("c.warc", page.replace(b" 200", b" 404"))) == []


@pytest.mark.parametrize(
    ("url", "is_page"),
    [
        ("metadata://gnu.org/software/wget/warc/MANIFEST.txt", False),
        ("urn:X-wpull:log", False),
        ("urn:text:https://e.org/a", False),
        ("screenshot:https://e.org/a", False),
        ("dns:e.org", False),
        ("HTTPS://e.org/a", True),
        ("ftp://e.org/a", True),
        ("e.org:8080/a", True),
        ("e.org/a", True),
    ],
)
def test_what_a_crawler_writes_for_itself_is_no_page(read: Read, url: str, is_page: bool) -> None:  # noqa: FBT001  a row's
    saved = (
        f"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: {url}\r\nContent-Type: text/plain\r\n"
        "Content-Length: 1\r\n\r\nx\r\n\r\n"
    )
    assert (texts(read("c.warc", saved)), reasons(read("c.warc", saved))) == (["x"] * is_page, [])


@pytest.mark.parametrize(
    ("encoding", "body", "wanted"),
    [
        ("gzip", gzip.compress(b"x", mtime=0), "x"),
        ("deflate", zlib.compress(b"x"), "x"),
        ("deflate", zlib.compress(b"x" * 9)[2:-4], "x" * 9),
        ("zstd", zstandard.compress(b"x"), "x"),
        ("gzip", b"as it was", "as it was"),
        ("deflate, gzip", gzip.compress(zlib.compress(b"x"), mtime=0), "x"),
        ("gzip", gzip.compress(b"x" * 99, mtime=0)[:-12], "breaks off before its end"),
        ("gzip", b"\x1f\x8b" + b"x" * 20, "damaged: it cannot be decompressed"),
        ("zstd", zstandard.compress(b"x" * 99)[:-2], "breaks off before its end"),
        ("zstd", b"x", "damaged: it cannot be decompressed"),
        ("compress", b"x", "sent in the encoding compress, which cannot be read"),
    ],
)
def test_content_encodings(read: Read, encoding: str, body: bytes, wanted: str) -> None:
    found = read("c.warc", record(body, headers=f"Content-Encoding: {encoding}\r\n"))
    assert texts(found) + [reason for _, reason in reasons(found)] == [wanted]


@pytest.mark.parametrize("sent", ["gzip, chunked", "chunked, gzip", "chunked"])
def test_transfer_encodings(read: Read, sent: str) -> None:
    body = gzip.compress(b"x" * 99, mtime=0) if "gzip" in sent else b"x" * 99
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    assert texts(read("c.warc", record(chunked, headers=f"Transfer-Encoding: {sent}\r\n"))) == ["x" * 99]


@pytest.mark.parametrize(
    "url", [URL, "http://e.org/node.js", "http://e.org/license", "http://e.org/x/readme"]
)
def test_a_page_is_one_whatever_its_address_ends_with(read: Read, url: str) -> None:
    assert len(texts(read("c.warc", record(PAGE, url, "text/html")))) == 1


@pytest.mark.parametrize(
    ("body", "wanted"), [(PAGE, "html"), (b'{"text": "x"}', "json"), (b"GIF", None), (b"", None)]
)
def test_what_has_no_type_is_known_by_its_content(read: Read, body: bytes, wanted: str | None) -> None:
    found = read("c.warc", record(body).replace(b"Content-Type: text/plain", b"X-Other-Type: text/plain"))
    assert [part.format for part in found if isinstance(part, Article)] == [wanted] * bool(wanted)
    assert reasons(found) == []


def test_the_encoding_that_a_page_declares_counts_more_than_the_servers(read: Read) -> None:
    page = (
        "<html><head><meta charset=windows-1251></head><body><h1>План</h1><p>" + "Совет города одобрил. " * 9
    )
    (article,) = read("c.warc", record(page.encode("cp1251"), kind="text/html; charset=ISO-8859-1"))
    assert isinstance(article, Article)
    assert article.title == "План"


def test_a_small_page_does_not_fill_the_memory(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_bodies, "MAX_DOCUMENT", 1000)
    body = gzip.compress(b"x" * 100_000, mtime=0)
    found = read("c.warc", record(body, headers="Content-Encoding: gzip\r\n") + record(b"y", URL + "b"))
    assert texts(found) == ["y"]
    assert "in one article" in reasons(found)[0][1]


def test_too_large_a_record_is_passed_over(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "MAX_DOCUMENT", 1000)
    monkeypatch.setattr(warc, "_HEADERS", 1000)
    found = read("c.warc", record(b"x" * 2100) + record(b"y", URL + "b"))
    assert texts(found) == ["y"]
    assert "in one article" in reasons(found)[0][1]


def test_addresses_are_keys_and_never_meet(read: Read) -> None:
    found = read("c.warc", record(b"x") + record(b"y") + record(b"z"))
    assert [part.id for part in found if isinstance(part, Article)] == [
        *(f"c.warc#{URL}", f"c.warc#{URL}+", f"c.warc#{URL}++"),
    ]


@pytest.mark.parametrize("name", ["c.warc", "c.txt", "c"])
@pytest.mark.parametrize(
    "pack",
    [
        b"".join,
        lambda pages: b"".join(map(gzip.compress, pages)),
        lambda pages: gzip.compress(b"".join(pages), mtime=0),
        lambda pages: b"".join(map(gzip.compress, pages)) + bytes(600),
    ],
    ids=["plain", "members", "one member", "padded"],
)
def test_however_it_is_compressed(read: Read, name: str, pack: Callable[[list[bytes]], bytes]) -> None:
    pages = [record(f"page {number}".encode(), f"{URL}{number}") for number in range(9)]
    found = read(name, pack(pages))
    assert texts(found) == [f"page {number}" for number in range(9)]
    assert reasons(found) == []


@given(st.binary(max_size=300), st.integers(0, 40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_are_read_back(read: Read, body: bytes, cut: int) -> None:
    """What is no text is skipped under its address, and the next page is read all the same."""
    for pages in ([record(body), record(b"the next", URL + "b")],):
        for content in (b"".join(pages), b"".join(map(gzip.compress, pages))):
            found = read("c.warc", content)
            assert texts(found)[-1:] == ["the next"]
            broken = read("c.warc", content[: len(content) - cut] if cut else content)
            assert len(broken) <= len(found)


@given(st.integers(0, 3), st.integers(1, 10_000), st.integers(1, 255))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_damage_costs_one_record(read: Read, which: int, where: int, change: int) -> None:
    """A byte is changed in one of four members, past its magic: the others are read."""
    pages = [record(f"page {number}".encode() * 20, f"{URL}{number}") for number in range(4)]
    members = [bytearray(gzip.compress(page, mtime=0)) for page in pages]
    place = 3 + where % (len(members[which]) - 3)
    members[which][place] ^= change
    found = texts(read("c.warc.gz", b"".join(members)))
    others = [f"page {number}" * 20 for number in range(4) if number != which]
    assert [text for text in found if text in others] == others


@pytest.mark.parametrize("change", [(b"page one", b"page"), (b"page one", b"page one, and more\r\nof it")])
def test_a_record_of_another_length_than_it_says(read: Read, change: tuple[bytes, bytes]) -> None:
    content = record(b"page one") + record(b"page two", URL + "b") + record(b"page three", URL + "c")
    found = read("c.warc", content.replace(*change))
    assert texts(found)[-1] == "page three"
    assert len(found) <= 3


def test_lines_without_end_do_not_fill_the_memory(read: Read) -> None:
    content = b"WARC/1.0\r\nWARC-Type: " + b"x" * 300_000 + b"\r\n\r\n" + record(b"page two")
    assert texts(read("c.warc", content)) == ["page two"]


def test_a_member_that_expands_too_far_ends_the_file(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsgrep.readers.expansion._ALWAYS", 1 << 20)
    content = b"".join(map(gzip.compress, (record(b"x"), record(bytes(1 << 24), kind="image/png"))))
    found = read("c.warc.gz", content)
    assert reasons(found) == [(None, "expands to more than 200 times its size")]


def test_nothing_is_written(read: Read, capfd: pytest.CaptureFixture[str]) -> None:
    """warcio tells of faults on the terminal."""
    found = read("c.warc", record(b"x", "http://e.org/with space") + b"junk\n" + record(b"y")[:-20])
    assert len(found) > 1
    assert capfd.readouterr() == ("", "")


def test_the_beginning_of_gzip_that_is_none() -> None:
    assert gzip_members.begin_of_content(gzip_members.MAGIC + b"\xff" * 50) == b""
