"""Archives and compressed files: what is in them is read as if it lay beside them; nothing of them is too much."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from hashlib import sha256
from itertools import accumulate, repeat
from typing import TypeAlias

import pytest
import zstandard
from archives import tarred, zipped
from sample_tables import SAMPLES

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import expansion, members, zips

Read: TypeAlias = Callable[..., list[Article | Skipped]]
ReadOne: TypeAlias = Callable[..., Article]

MEMBERS = {
    "2025/2025-05-06-a.txt": b"Oil rose.",
    "b.jsonl": b'{"text": "x"}\n{"id": "q#1", "text": "y"}\n',
    "photo.png": b"no article",
    ".hidden/c.txt": b"no article",
    "__MACOSX/._b.jsonl": b"no article",
    "empty.txt": b"",
    "X.htm": b"{}",
    "X_files/c.txt": b"no article",
    "case_files/d.txt": b"Papers.",
}
WANTED = [
    ("2025/2025-05-06-a.txt", "Oil rose."),
    ("b.jsonl#1", "x"),
    ("b.jsonl#q%231", "y"),
    ("empty.txt", "empty"),
    ("X.htm", "neither text nor title; its keys are none (--field text=KEY names one)"),
    ("case_files/d.txt", "Papers."),
]
COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {
    "gz": lambda data: gzip.compress(data, mtime=0),
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.compress,
}


def told(found: list[Article | Skipped]) -> list[tuple[str | None, str]]:
    """(key, text or reason) of each."""
    return [
        (part.id.partition("#")[2], part.text) if isinstance(part, Article) else (part.key, part.reason)
        for part in found
    ]


@pytest.mark.parametrize("form", COMPRESSIONS)
def test_a_compressed_file_is_what_it_holds(read_one: ReadOne, form: str) -> None:
    article = read_one(f"2025-05-06.txt.{form}", COMPRESSIONS[form](b"Oil rose."))
    assert (article.id, article.text, article.format) == (f"2025-05-06.txt.{form}", "Oil rose.", "text")
    assert str(article.date) == "2025-05-06"


def test_content_says_what_is_compressed_and_name_what_is_inside(read: Read) -> None:
    lines = b'{"text": "x"}\n{"text": "y"}\n'
    assert told(read("a.jsonl", gzip.compress(lines, mtime=0))) == [("1", "x"), ("2", "y")]
    assert told(read("a", lzma.compress(gzip.compress(lines, mtime=0)))) == [("1", "x"), ("2", "y")]
    twice = gzip.compress(b'{"text": "x"}\n', mtime=0) + gzip.compress(b'{"text": "y"}\n', mtime=0)
    assert told(read("a.jsonl.gz", twice)) == [("1", "x"), ("2", "y")]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped(MEMBERS)),
        ("a.txt", zipped(MEMBERS)),
        ("a.tar", tarred(MEMBERS)),
        *((f"a.tar.{form}", compress(tarred(MEMBERS))) for form, compress in COMPRESSIONS.items()),
        ("a.tgz", gzip.compress(tarred(MEMBERS), mtime=0)),
        ("a.zip.xz", lzma.compress(zipped(MEMBERS))),
    ],
)
def test_members_are_documents_and_their_places_are_keys(
    read: Read, name: str, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told(read(name, data)) == WANTED
    monkeypatch.setattr(members, "HELD", 1)
    assert told(read(name, data)) == WANTED


def test_an_archive_in_an_archive(read: Read) -> None:
    inner = gzip.compress(tarred({"c.zip": zipped({"d.txt": b"deep", "e#.txt": b"deeper"})}), mtime=0)
    assert told(read("a.zip", zipped({"b.tar.gz": inner}))) == [
        ("b.tar.gz#c.zip#d.txt", "deep"),
        ("b.tar.gz#c.zip#e%23.txt", "deeper"),
    ]


def test_members_of_one_name_are_told_apart(read: Read) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.txt", b"one")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.txt", b"two")
    assert told(read("a.zip", data.getvalue())) == [("a.txt", "one"), ("a.txt+", "two")]


def stored(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as archive:
        for place, content in members.items():
            archive.writestr(place, content)
    return data.getvalue()


@pytest.mark.parametrize("pack", [stored, tarred])
@pytest.mark.parametrize("sample", ["pdf/lighthouse.pdf", "docx/orchards.docx"])
def test_an_archive_that_begins_with_a_document_is_no_such_document(
    read: Read, pack: Callable[[dict[str, bytes]], bytes], sample: str
) -> None:
    data = pack({sample: (SAMPLES / sample).read_bytes(), "b.txt": b"Oil rose."})
    (first, _), second = told(read("a", data))
    assert (first, second) == (sample, ("b.txt", "Oil rose."))


@pytest.mark.parametrize("form", COMPRESSIONS)
@pytest.mark.parametrize("ending", ["jsonl", "json"])
def test_records_before_the_place_where_a_file_breaks_off_are_read(
    read: Read, form: str, ending: str
) -> None:
    texts = [sha256(number.to_bytes(4)).hexdigest() for number in range(16_000)]
    whole = "\n".join(json.dumps({"text": text}) for text in texts)
    data = COMPRESSIONS[form]((f"[{whole}]".replace("\n", ",") if ending == "json" else whole).encode())
    found = told(read(f"a.{ending}.{form}", data[: len(data) * 4 // 5]))
    assert len(found) > len(texts) // 2
    assert [text for _, text in found[:-1]] == texts[: len(found) - 1]
    assert found[-1][1] == "damaged: it breaks off before its end"


@pytest.mark.parametrize("form", COMPRESSIONS)
@pytest.mark.parametrize("behind", [b"garbage", bytes(20), bytes(5000)])
def test_what_lies_behind_a_compressed_file_is_passed_over(read: Read, form: str, behind: bytes) -> None:
    assert told(read(f"a.txt.{form}", COMPRESSIONS[form](b"Oil rose.") + behind)) == [("", "Oil rose.")]


@pytest.mark.parametrize("form", COMPRESSIONS)
def test_parts_that_follow_each_other_are_one_document(read: Read, form: str) -> None:
    compress = COMPRESSIONS[form]
    twice = compress(b"Oil rose.") + bytes(4) + compress(b" It fell.")
    assert told(read(f"a.txt.{form}", twice)) == [("", "Oil rose. It fell.")]


def test_frames_of_zstandard_that_hold_nothing_are_passed_over(read: Read) -> None:
    nothing = b"\x50\x2a\x4d\x18\x04\0\0\0size"
    data = nothing + zstandard.compress(b"Oil rose.") + nothing + zstandard.compress(b" It fell.")
    assert told(read("a.txt.zst", data)) == [("", "Oil rose. It fell.")]


@pytest.mark.parametrize("name", ["a.xlsx", "a.pages"])
def test_an_offices_document_is_no_archive(why_not: Callable[..., str], name: str) -> None:
    assert (
        why_not(name, zipped({"x/y.xml": b"<x/>"}))
        == f"no reader takes it by its content, or by its name ({name[1:]})"
    )


def nested(data: bytes, wrap: Callable[[bytes], bytes], times: int) -> bytes:
    return list(accumulate(repeat(data, times + 1), lambda inner, _: wrap(inner)))[-1]


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        (nested(b"Oil", COMPRESSIONS["gz"], 9), 0),
        (nested(b"Oil", lambda inner: zipped({"a": inner}), 9), 8),
        (nested(b"Oil", lambda inner: tarred({"a": inner}), 9), 8),
    ],
    ids=["gz", "zip", "tar"],
)
def test_archives_nested_too_deep_are_refused(read: Read, data: bytes, keys: int) -> None:
    (part,) = read("a", data)
    assert isinstance(part, Skipped)
    assert part.reason == "archives nested more than 8 deep"
    assert part.key == ("#".join("a" * keys) or None)


def test_eight_archives_are_not_too_deep(read: Read) -> None:
    assert told(read("a", nested(b"Oil", COMPRESSIONS["gz"], 8))) == [("", "Oil")]


@pytest.mark.parametrize("form", COMPRESSIONS)
def test_what_expands_too_much_is_refused_and_what_came_before_stays(
    read: Read, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expansion, "_ALWAYS", 1 << 20)
    lines = b'{"text": "first"}\n' + b'{"text": ""}\n' * 100_000
    found = told(read(f"a.jsonl.{form}", COMPRESSIONS[form](lines)))
    assert found[0] == ("1", "first")
    assert found[-1][1] == "expands to more than 200 times its size"


def test_a_bomb_among_members_ends_the_archive_alone(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expansion, "_ALWAYS", 1 << 20)
    data = zipped({"a.txt": b"good", "bomb.txt": bytes(50_000_000), "z.txt": b"late"})
    assert told(read("a.zip", data)) == [
        ("a.txt", "good"),
        ("bomb.txt", "expands to more than 200 times its size"),
        ("z.txt", "expands to more than 200 times its size"),
    ]


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        ("a.txt.gz", gzip.compress(b"Oil rose." * 99, mtime=0)[:-9], [(None, "damaged: ")]),
        ("a.txt.xz", lzma.compress(b"Oil rose." * 99)[:-30], [(None, "damaged: ")]),
        ("a.txt.bz2", bz2.compress(b"Oil rose." * 99)[:-9], [(None, "damaged: ")]),
        ("a.txt.zst", zstandard.compress(b"Oil rose." * 99)[:-9], [(None, "damaged: ")]),
        ("a.txt.gz", b"\x1f\x8b\x08 nothing more", [(None, "damaged: ")]),
        ("a.zip", zipped(MEMBERS)[:200], [(None, "damaged zip archive: ")]),
        (
            "a.tar",
            tarred({"a.txt": b"good", "b.txt": b"x" * 9999})[:2000],
            [("a.txt", "good"), (None, "damaged tar")],
        ),
    ],
)
def test_what_is_damaged_says_so(
    read: Read, name: str, data: bytes, wanted: list[tuple[str | None, str]]
) -> None:
    found = told(read(name, data))
    assert len(found) == len(wanted)
    for (key, text), (wanted_key, beginning) in zip(found, wanted, strict=True):
        assert (key or None) == wanted_key
        assert text.startswith(beginning)


def test_a_member_that_is_damaged_is_skipped_alone(read: Read) -> None:
    data = bytearray(zipped({"a.txt": b"Oil rose." * 50, "b.txt": b"good"}))
    data[40] ^= 0xFF
    (key, reason), good = told(read("a.zip", bytes(data)))
    assert (key, good) == ("a.txt", ("b.txt", "good"))
    assert reason.startswith("damaged: ")


def test_an_encrypted_member_is_skipped_alone(read: Read) -> None:
    data = bytearray(zipped({"a.txt": b"secret", "b.txt": b"good"}))
    for place in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):
        data[place] |= 1
    assert told(read("a.zip", bytes(data))) == [("a.txt", "encrypted"), ("b.txt", "good")]


def test_a_zip_archive_within_another_is_bounded(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "_HELD_WITHIN", 100)
    ((key, reason),) = told(read("a.tar", tarred({"b.zip": zipped(MEMBERS)})))
    assert (key, reason) == ("b.zip", "a zip archive of more than 100 bytes within another archive")


def test_links_devices_and_sparse_members_are_not_followed(read: Read) -> None:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE):
            member = tarfile.TarInfo(f"{kind!r}.txt")
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
    assert read("a.tar", data.getvalue()) == []


def test_places_are_only_names(read: Read) -> None:
    found = read("a.zip", zipped({"../../etc/x.txt": b"a", "/abs.txt": b"b", "c\\d.txt": b"c"}))
    assert [part.id for part in found if isinstance(part, Article)] == [
        "a.zip#../../etc/x.txt",
        "a.zip#/abs.txt",
        "a.zip#c\\d.txt",
    ]
