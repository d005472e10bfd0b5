"""docs/index-format.md is enough to read an index: here is a reader written from it, with none of newsgrep's code."""

import json
import re
import struct
import zlib
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
import zstandard
from handle import open_whoosh

from newsgrep.article import Article, ArticleId, DateOrigin, Precision, PublicationDate
from newsgrep.engines.whoosh.format.layout import SectionFile
from newsgrep.query import nodes
from newsgrep.versions import INDEX_FORMAT

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "index-format.md").read_text(encoding="utf-8")
TEXTS = {f"{number:03}": "oil " * (1 + number % 3) + f"and word{number % 40} prices" for number in range(90)}
TAGS = [("Energy", "energy", "Oil"), ("ENERGY",), ("oil", "energy"), ()]
AUTHORS = [("Ann Lee",), ("ANN LEE", "Zoë Müller"), ()]


def said_on_page(pattern: str) -> str:
    found = re.search(pattern, PAGE)
    assert found, pattern
    return found[1]


def read_sections(path: Path) -> dict[str, tuple[int, ...] | bytes]:
    data = path.read_bytes()
    assert data[:8] == bytes.fromhex(said_on_page(r"8 bytes +((?:[0-9A-F]{2} ){7}[0-9A-F]{2}): NGSEG"))
    blocks, length, checksum, end = struct.unpack("<QQI4s", data[-24:])
    tail = data[-24 - length - 4 * blocks : -24]
    assert (end, zlib.crc32(tail)) == (b"NGSE", checksum)
    body = data[: len(data) - 24 - len(tail)]
    checksums = struct.unpack(f"<{blocks}I", tail[: 4 * blocks])
    assert list(checksums) == [
        zlib.crc32(body[place : place + 16384]) for place in range(0, len(body), 16384)
    ]
    sections: dict[str, tuple[int, ...] | bytes] = {}
    for name, (offset, size, kind) in json.loads(tail[4 * blocks :]).items():
        part = data[offset : offset + size]
        sections[name] = (
            part if kind == "B" else struct.unpack(f"<{size // struct.calcsize(kind)}{kind}", part)
        )
    return sections


def strings(sections: dict[str, Any], name: str, ends: str) -> list[str]:
    places = (0, *sections[ends])
    return [sections[name][first:stop].decode() for first, stop in pairwise(places)]


def terms(sections: dict[str, Any], lexicon: str) -> list[str]:
    return strings(sections, f"{lexicon}.terms", f"{lexicon}.ends")


def articles_of(sections: dict[str, Any], lexicon: str, number: int) -> list[int]:
    """The articles that a term occurs in."""
    first, stop = sections[f"{lexicon}.starts"][number : number + 2]
    common = sections[f"{lexicon}.common"]
    if number in common:
        size = len(sections[f"{lexicon}.bitmaps"]) // len(common)
        words = sections[f"{lexicon}.bitmaps"][common.index(number) * size :][:size]
        return [64 * place + bit for place, word in enumerate(words) for bit in range(64) if word >> bit & 1]
    before = sections[f"{lexicon}.common_postings"][sum(1 for other in common if other < number)]
    return list(sections[f"{lexicon}.articles"][first - before : stop - before])


def positions_of(sections: dict[str, Any], lexicon: str, term: str) -> dict[int, list[int]]:
    """Number of an article to the positions of a word in it."""
    number = terms(sections, lexicon).index(term)
    first, stop = sections[f"{lexicon}.starts"][number : number + 2]
    numbers = articles_of(sections, lexicon, number)
    place = sections[f"{lexicon}.position_starts"][number]
    found = {}
    for article, count in zip(numbers, sections[f"{lexicon}.counts"][first:stop], strict=True):
        found[article] = list(sections[f"{lexicon}.positions"][place : place + count])
        place += count
    return found


def surfaces_of(sections: dict[str, Any], lexicon: str, number: int) -> list[int]:
    """The numbers of a term's surfaces."""
    first, stop = (0, *sections[f"{lexicon}.surfaces_ends"])[number : number + 2]
    return list(sections[f"{lexicon}.surfaces"][first:stop])


def stored(sections: dict[str, Any], number: int) -> dict[str, Any]:
    start, length = sections["stored.starts"][number], sections["stored.lengths"][number]
    which = sections["stored.dictionary"][number]
    dictionary = None
    if which:
        ends = (0, *sections["stored.dictionary_ends"])
        dictionary = zstandard.ZstdCompressionDict(
            sections["stored.dictionaries"][ends[which - 1] : ends[which]]
        )
    frame = sections["stored"][start : start + length]
    found: dict[str, Any] = json.loads(zstandard.ZstdDecompressor(dict_data=dictionary).decompress(frame))
    return found


@pytest.fixture
def index(tmp_path: Path) -> Path:
    engine = open_whoosh(tmp_path)
    date = PublicationDate(20250501, Precision.MONTH, DateOrigin.RECORD)
    written = engine.write(
        Article(
            ArticleId(key),
            f"{key[-1]}.jsonl",
            text,
            title="Oil",
            date=None if key < "050" else date,
            source="Reuters",
            authors=AUTHORS[int(key) % len(AUTHORS)],
            tags=TAGS[int(key) % len(TAGS)],
        )
        for key, text in TEXTS.items()
    )
    engine.commit([written] if written else [], [])
    engine.commit([], [ArticleId("007")])
    return tmp_path


def newest(folder: Path) -> list[tuple[dict[str, Any], set[int]]]:
    """The segments, and what is deleted of each."""
    name = max(folder.glob("catalogue-*"), key=lambda path: int(path.name.partition("-")[2]))
    head, _, body = name.read_bytes().partition(b"\n")
    first_line = said_on_page(r"first line of a catalogue\s+is\s+`(newsgrep [0-9]+ CRC)`")
    assert head == first_line.replace("CRC", f"{zlib.crc32(body):08x}").encode()
    segments = []
    for entry in json.loads(body)["segments"]:
        deleted: Any = read_sections(folder / entry["deleted"])["deleted"] if entry["deleted"] else ()
        segments.append((read_sections(folder / entry["file"]), set(deleted)))
    return segments


@pytest.mark.parametrize("word", ["oil", "word7", "prices"])
def test_a_reader_written_from_the_page_finds_what_newsgrep_finds(index: Path, word: str) -> None:
    engine = open_whoosh(index)
    wanted = sorted(match.id for match in engine.search(nodes.Phrase(word)))
    found = []
    for sections, deleted in newest(index):
        ids = strings(sections, "ids", "ids.ends")
        paths = strings(sections, "paths", "paths.ends")
        for number, positions in positions_of(sections, "body.words", word).items():
            if number in deleted:
                continue
            found.append(ids[number])
            article = stored(sections, number)
            assert (article["id"], article["text"]) == (ids[number], TEXTS[ids[number]])
            assert article["path"] == paths[sections["path_numbers"][number]] == f"{ids[number][-1]}.jsonl"
            tokens = ["oil", *[""] * 99, *TEXTS[ids[number]].split()]
            assert positions == [place for place, token in enumerate(tokens) if token == word]
    assert sorted(found) == wanted
    assert found


def test_a_reader_written_from_the_page_knows_which_words_have_a_stem(index: Path) -> None:
    for sections, _ in newest(index):
        words = terms(sections, "body.words")
        stems = {
            stem: {words[surface] for surface in surfaces_of(sections, "body.stems", number)}
            for number, stem in enumerate(terms(sections, "body.stems"))
        }
        assert stems["price"] == {"prices"}
        assert sorted(word for surfaces in stems.values() for word in surfaces) == words


@pytest.mark.parametrize(("field", "key"), [("tag", "tags"), ("author", "authors"), ("source", "source")])
def test_a_reader_written_from_the_page_knows_how_each_article_writes_a_value(
    index: Path, field: str, key: str
) -> None:
    for sections, _ in newest(index):
        found: dict[int, dict[str, str]] = {number: {} for number in range(len(sections["path_numbers"]))}
        written = terms(sections, f"{field}.written")
        for number, value in enumerate(terms(sections, field)):
            holding = []
            for surface in surfaces_of(sections, field, number):
                holding += articles_of(sections, f"{field}.written", surface)
                for article in articles_of(sections, f"{field}.written", surface):
                    found[article][value] = written[surface]
            assert sorted(holding) == articles_of(sections, field, number)
        for number, values in found.items():
            told = stored(sections, number).get(key, [])
            first: dict[str, str] = {}
            for value in [told] if isinstance(told, str) else told:
                first.setdefault(normalize("NFC", normalize("NFD", value).casefold()), value)
            assert values == first


def test_a_reader_written_from_the_page_knows_how_often_a_word_is_in_deleted_articles(index: Path) -> None:
    (file,) = index.glob("MAIN_*.deleted")
    deletions: dict[str, Any] = read_sections(file)
    [(sections, deleted)] = newest(index)
    words = terms(sections, "body.words")
    found = {
        words[number]: articles
        for number, articles in zip(
            deletions["body.words.terms"], deletions["body.words.articles"], strict=True
        )
    }
    texts = [stored(sections, number)["text"] for number in deleted]
    assert found == Counter(word for text in texts for word in {"oil", *text.split()})
    assert found


def test_the_history_names_every_format() -> None:
    formats = [int(number) for number in re.findall(r"^\| ([0-9]+) \|", PAGE, re.MULTILINE)]
    assert formats == list(range(INDEX_FORMAT, 0, -1))


def test_every_section_is_on_the_page(index: Path) -> None:
    named = set(re.findall(r"`((?:[LF]\.)?[a-z_.]+)`", PAGE))
    paths = list(index.glob("MAIN_*"))
    assert paths
    for path in paths:
        for section in SectionFile(path).names:
            field, _, rest = section.partition(".")
            last = section.rpartition(".")[2]
            assert {section, f"F.{rest}", f"L.{last}"} & named, section
            assert field
