"""What a cluster keeps for an index beside its articles: blobs and entries, against the same in memory."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import TypeAlias

import pytest
import shared_cluster
from conftest import SCALE
from memory_place import MemoryBlobs, MemoryEntries

from newsgrep.cluster_address import ClusterAddress
from newsgrep.config import ArchiveConfig, dump_archive_config
from newsgrep.engines.contract import Segment
from newsgrep.engines.opensearch.connection import Cluster
from newsgrep.engines.opensearch.place import ClusterPlace
from newsgrep.engines.opensearch.schema import Indices
from newsgrep.engines.sharing import Blob
from newsgrep.errors import IndexBusyError, IndexDamagedError, NewsgrepError, NoIndexError

Outcome: TypeAlias = object

NAMES = ["last-run", "state/new/a.seen", "關稅 \0", ""]
KEYS = ["a", "b/c", "關稅", "\ud800\0", "", "x" * 40_000]
SIZES = [(), (1,), (4_096,), (4_095, 1), (4_097,), (4_000, 97, 1), (70_000, 70_000)]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[ClusterPlace]:
    """A place with an index that is empty."""
    address = shared_cluster.address_of(tmp_path)
    with closing(ClusterPlace(ClusterAddress.parse(address))) as made:
        assert made.make(dump_archive_config(ArchiveConfig()), 1, 0)
        yield made
        shared_cluster.delete_index(address)


def outcome(ask: Callable[[], Outcome]) -> Outcome:
    """What is given, or the kind of error."""
    try:
        return ask()
    except NewsgrepError as error:
        return type(error)


def test_blobs_are_replaced_as_in_memory(place: ClusterPlace, seed: int) -> None:
    """Whether they are short or long, and whoever was faster."""
    draw, memory = Random(seed), MemoryBlobs()  # noqa: S311  a repeatable draw
    place.blobs.delete("config.toml")
    versions: list[tuple[str, str]] = [("", "")]
    for time in range(40 * SCALE):
        name, (own, other) = draw.choice(NAMES), draw.choice(versions[-6:])
        any_version = draw.random() < 0.4
        ours, theirs = (None, None) if any_version else (own, other)
        if draw.random() < 0.25:
            assert outcome(lambda: place.blobs.delete(name, ours)) == outcome(  # noqa: B023  called here
                lambda: memory.delete(name, theirs)  # noqa: B023  likewise
            )
        else:
            pieces = [draw.randbytes(size) for size in draw.choice(SIZES)]
            written = outcome(lambda: place.blobs.write(name, pieces, time, ours))  # noqa: B023  likewise
            expected = outcome(lambda: memory.write(name, pieces, time, theirs))  # noqa: B023  likewise
            assert isinstance(written, Blob) == isinstance(expected, Blob)
            if isinstance(written, Blob) and isinstance(expected, Blob):
                versions.append((written.version, expected.version))
        found = place.blobs.directory() or {}
        assert {name: told(blob) for name, blob in found.items()} == {
            name: told(blob) for name, blob in memory.blobs.items()
        }
        for one, blob in found.items():
            assert b"".join(place.blobs.read(blob) or ()) == memory.content(one)


def told(blob: Blob) -> tuple[int, int]:
    return blob.size, blob.time_ns


def test_a_long_blob_that_was_replaced_is_not_read(place: ClusterPlace) -> None:
    replaced = place.blobs.write("last-run", [b"x" * 5_000], 0)
    begun = place.blobs.write("last-run", [b"y" * 5_000, b"z" * 5_000], 0)
    assert place.blobs.read(replaced) is None
    pieces = place.blobs.read(begun)
    assert pieces is not None
    assert next(pieces) == b"y" * 5_000
    place.blobs.delete("last-run")
    with pytest.raises(IndexBusyError):
        list(pieces)


def test_a_long_blob_whose_parts_are_lost_is_damage(place: ClusterPlace) -> None:
    blob = place.blobs.write("last-run", [b"x" * 5_000], 0)
    with closing(cluster_of(place)) as cluster:
        path = f"/{Indices.of(cluster.address).state}/_doc/{blob.version}-0"
        for content in ("%", "", "eA==", 7):
            cluster.request("PUT", path, {"content": content})
            with pytest.raises(IndexDamagedError):
                list(place.blobs.read(blob) or ())
        cluster.request("DELETE", path)
    with pytest.raises(IndexDamagedError):
        place.blobs.read(blob)


def cluster_of(place: ClusterPlace) -> Cluster:
    return Cluster(place._cluster.address)  # noqa: SLF001  nobody else needs it


def test_an_index_is_made_once(place: ClusterPlace) -> None:
    before = place.blobs.directory()
    assert not place.make(b"other settings", 2, 1)
    assert place.blobs.directory() == before


def test_where_there_is_no_index_there_are_no_blobs(tmp_path: Path) -> None:
    address = ClusterAddress.parse(shared_cluster.address_of(tmp_path))
    with closing(ClusterPlace(address)) as place:
        assert place.blobs.directory() is None
        assert place.label() == ""
        with pytest.raises(NoIndexError):
            place.blobs.write("last-run", [], 0)
        with pytest.raises(NoIndexError):
            place.lock(0.0)


def test_entries_are_committed_as_in_memory(place: ClusterPlace, seed: int) -> None:
    """Segments of entries are committed or not, and what they replace is deleted or not yet."""
    draw, memory = Random(seed), MemoryEntries()  # noqa: S311  a repeatable draw
    with closing(place.index("english")) as index:
        writer = index.writer()
        waiting: list[tuple[Segment, Segment, list[str]]] = []
        for step in range(30 * SCALE):
            if waiting and draw.random() < 0.4:
                committed = waiting[-draw.randint(1, 3) :]
                writer.commit([own for own, _, _ in committed], ())
                memory.commit(other for _, other, _ in committed)
                for own, other, keys in committed if draw.random() < 0.7 else ():
                    place.entries.delete_older(keys, own)
                    memory.delete_older(keys, other)
                waiting = []
                if draw.random() < 0.3:
                    writer.discard_uncommitted()
            else:
                keys = draw.sample(KEYS, draw.randint(0, 3))
                entries = [(key, f"value {step}\0\ud800") for key in keys]
                waiting.append((place.entries.write(entries), memory.write(entries), keys))
            assert same(place.entries.all(), memory.all())
            key = draw.choice(KEYS)
            assert same(place.entries.after(key), memory.after(key))


def same(found: Iterator[tuple[str, str]] | None, expected: Iterator[tuple[str, str]] | None) -> bool:
    """Say whether these are the same entries, with the same ones last of their keys; those that were deleted may be seen for a while."""
    if found is None or expected is None:
        return found is expected
    ours, theirs = list(found), list(expected)
    return set(theirs) <= set(ours) and dict(ours) == dict(theirs)


def test_what_a_process_has_deleted_that_was_killed_while_it_emptied_an_index_is_made_again(
    place: ClusterPlace,
) -> None:
    with closing(place.index("english")) as index, closing(cluster_of(place)) as cluster:
        index.writer().commit([place.entries.write([("key", "value")])], ())
        names = Indices.of(cluster.address)
        other = {"doc": {"format": 0}}
        cluster.request("POST", f"/{names.state}/_update/commit", other)
        cluster.request("DELETE", f"/{names.articles},{names.entries}")
        with place.lock(0):
            place.empty()
        assert index.snapshot().facts().articles == 0
        assert list(place.entries.all()) == []


def test_more_entries_than_a_page(place: ClusterPlace) -> None:
    with closing(place.index("english")) as index:
        entries = [(str(number), "value") for number in range(2_100)]
        index.writer().commit([place.entries.write(iter(entries))], ())
        assert sorted(place.entries.all()) == sorted(entries)


ENTRIES = ["{", "[]", '["key"]', '["key", 7]', '[7, "value"]', "[" * 100_000, None]


def test_an_entry_that_newsgrep_has_not_written_is_damage(place: ClusterPlace) -> None:
    with closing(place.index("english")) as index, closing(cluster_of(place)) as cluster:
        segment = place.entries.write([("key", "value")])
        index.writer().commit([segment], ())
        name = Indices.of(cluster.address).entries
        for entry in ENTRIES:
            planted = {"key": "x", "segment": segment["parts"][0]["number"]}
            planted |= {} if entry is None else {"entry": entry}
            cluster.request("PUT", f"/{name}/_doc/planted", planted, params={"refresh": "true"})
            with pytest.raises(IndexDamagedError):
                list(place.entries.all())


DIRECTORIES = [
    *("{", "[]", "7", "[" * 100_000, '{"a": 7}', '{"a": []}', '{"a": ["x", 0, 0, 0, ""]}'),
    *(
        json.dumps({"a": blob})
        for blob in (
            ["../../other/_doc/x".ljust(32, "0"), 0, 0, 1, ""],
            ["0" * 32, 1, 0, 0, "%"],
            ["0" * 32, "1", 0, 0, ""],
            ["0" * 32, -1, 0, 0, ""],
            ["0" * 32, 0, 1 << 70, 0, ""],
            ["0" * 32, 0, 0, 1 << 60, ""],
            ["0" * 32, 0, 0, 0, 7],
            ["0" * 32, 0, 0, 0, "", ""],
        )
    ),
]


def test_a_directory_that_newsgrep_has_not_written_is_damage(place: ClusterPlace) -> None:
    with closing(cluster_of(place)) as cluster:
        path = f"/{Indices.of(cluster.address).state}/_doc/blobs"
        for directory in DIRECTORIES:
            cluster.request("PUT", path, {"directory": directory})
            with pytest.raises(IndexDamagedError):
                place.blobs.directory()
            with pytest.raises(IndexDamagedError):
                place.blobs.write("last-run", [b""], 0)
