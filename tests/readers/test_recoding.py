"""A stream of any encoding as UTF-8, whatever the pieces it comes in."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.readers import UnreadableFileError
from newsgrep.readers.recoding import as_utf8

TEXT = "Le bac est à l'arrêt. “Пароход” 汽船 🚢\r\n" * 5_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_what_unicode_has_comes_as_it_is(encoding: str) -> None:
    text = TEXT if "16-" not in encoding else "Of news every other byte is zero.\n" * 5_000
    assert as_utf8(io.BytesIO(text.encode(encoding))).read().decode() == text


def test_an_older_encoding_is_found_by_how_it_begins() -> None:
    text = "Die Brücke wird vierzig, sagt der Bürgermeister. Sie hält – für 5 €.\n" * 2_000
    assert as_utf8(io.BytesIO(text.encode("cp1252"))).read().decode() == text


def test_bad_bytes_are_replaced() -> None:
    assert as_utf8(io.BytesIO("é".encode() * 100 + b"\xff")).read().decode() == "é" * 100 + "\ufffd"


def test_a_few_nuls_do_not_make_it_utf16() -> None:
    line = b"a table, the rows of which are long and have but one of them\0 each\n"
    assert as_utf8(io.BytesIO(line * 100)).readline() == line


@pytest.mark.parametrize("data", [bytes(range(256)) * 300, b"\0" * 9_000])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        as_utf8(io.BytesIO(data)).read()


@given(st.text(min_size=1), st.integers(1, 5))
def test_reading_in_pieces_gives_the_whole(text: str, size: int) -> None:
    data = text.encode("utf-8", "replace")
    stream = as_utf8(io.BytesIO(b"\xef\xbb\xbf" + data))
    assert b"".join(iter(lambda: stream.read(size), b"")) == data
