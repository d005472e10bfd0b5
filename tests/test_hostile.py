"""A folder that means harm, through the real command: the run ends, good files are indexed, bad ones are listed."""

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

import pytest
from archives import tarred, zipped

Run: TypeAlias = Callable[..., Any]

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    + "]>{}"
)
ENDINGS = (
    *(
        "txt",
        "md",
        "html",
        "htm",
        "xhtml",
        "mhtml",
        "mht",
        "json",
        "jsonl",
        "csv",
        "tsv",
        "rss",
        "atom",
        "xml",
    ),
    *("sgm", "sgml", "warc", "warc.gz", "eml", "mbox", "pdf", "docx", "rtf", "gz", "bz2", "xz", "zst", "zip"),
    *("tar", "tgz", "tar.gz", "maff", "nitf", "nml", "unheard-of"),
)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    folder = tmp_path / "hostile"
    folder.mkdir()
    random = Random(1)  # noqa: S311  not a secret
    for ending in ENDINGS:
        (folder / f"random.{ending}").write_bytes(random.randbytes(5000))
    (folder / "bomb.gz").write_bytes(gzip.compress(bytes(1 << 20)) * 300)
    (folder / "bomb.zip").write_bytes(zipped({"a.txt": b"good inside", "b.jsonl": b" " * (300 << 20)}))
    (folder / "laughs.xml").write_text(LAUGHS.format("<nitf><body>&m;</body></nitf>"))
    (folder / "laughs.rss").write_text(
        LAUGHS.format("<rss><channel><item><title>&m;</title></item></channel></rss>")
    )
    (folder / "laughs.xhtml").write_text(LAUGHS.format("<html><body><p>&m;</p></body></html>"))
    (folder / "laughs.md").write_text(
        "---\na: &a [x,x]\n"
        + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{f'*{chr(97 + n)},' * 9}]\n" for n in range(20))
        + "---\ntext"
    )
    (folder / "external.xml").write_text(
        '<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/passwd">]><nitf><body><body.content>&x;</body.content></body></nitf>'
    )
    (folder / "empties.tar").write_bytes(tarred({f"{number}.txt": b"" for number in range(3_000)}))
    deep = b"deep"
    for _ in range(20):
        deep = zipped({"a.zip": deep})
    (folder / "deep.zip").write_bytes(deep)
    (folder / "brackets.json").write_bytes(b"[" * 1_000_000)
    (folder / "tags.html").write_bytes(b"<html><body>" + b"<div>" * 300_000)
    (folder / "loop").symlink_to(folder)
    (folder / "endless.txt").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.txt")
    (folder / "good.txt").write_text("a good article")
    return folder


def test_a_hostile_folder(newsgrep: Run, hostile: Path, tmp_path: Path) -> None:
    ran = newsgrep("index", "hostile", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert "Traceback" not in ran.err
    assert newsgrep("search", "--ids", "good", cwd=tmp_path).out.splitlines() == [
        "hostile/bomb.zip#a.txt",
        "hostile/good.txt",
    ]
    assert newsgrep("search", "-c", "root", cwd=tmp_path).out == "0\n"
    skipped = json.loads(newsgrep("skipped", "--json", cwd=tmp_path).out)
    reasons = {
        part["path"].removeprefix("hostile/"): part["reason"] for part in skipped if part["key"] is None
    }
    articles = newsgrep("search", "--ids", "*", cwd=tmp_path).out
    for path in hostile.iterdir():
        accounted = path.name in reasons or any(part["path"] == f"hostile/{path.name}" for part in skipped)
        if path.is_file() and not path.is_symlink():
            assert accounted or f"hostile/{path.name}" in articles, path.name
    assert not any("reader failed" in part["reason"] for part in skipped), skipped
    assert sum(part["path"] == "hostile/empties.tar" for part in skipped) == 3_000
    assert newsgrep("index", "--strict", cwd=tmp_path).code == 2
