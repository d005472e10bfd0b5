"""Sets of shingles, in memory and in a temporary file, held against sets of runs of tokens."""

import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random

import numpy as np
import pytest
from conftest import SCALE
from copies import archive_of_copies, runs
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_texts import texts

from newsgrep.errors import StorageError
from newsgrep.text import Analyzer
from newsgrep.text.frequency_sketch import FrequencySketch
from newsgrep.text.prefixes import rarest
from newsgrep.text.shingle_store import ShingleStore
from newsgrep.text.shingles import Shingler, ShingleSets
from newsgrep.text.spool import Spool


def parts(sets: ShingleSets) -> list[list[int]]:
    ends = np.cumsum(sets.sizes).tolist()
    return [sets.shingles[begin:end].tolist() for begin, end in zip([0, *ends], ends, strict=False)]


@settings(max_examples=40 * SCALE)
@given(
    batches=st.lists(st.lists(texts, max_size=4), max_size=4),
    seed=st.integers(0, 1 << 32),
    language=st.sampled_from(["english", "french"]),
)
def test_a_text_has_a_shingle_for_each_run_of_five_tokens(
    batches: list[list[str]], seed: int, language: str
) -> None:
    """Equal runs have the same in whichever batch they come, others another one."""
    analyzer = Analyzer(language)
    shingler = Shingler(analyzer)
    written = [*batches, [article.text for article in archive_of_copies(seed, 12)]]
    found = [shingles for batch in written for shingles in parts(shingler.sets(batch))]
    wanted = [runs(text, analyzer) for batch in written for text in batch]
    assert list(map(len, found)) == list(map(len, wanted))
    assert all(shingles == sorted(set(shingles)) for shingles in found)
    for one, runs_of_one in zip(found, wanted, strict=True):
        for other, runs_of_other in zip(found, wanted, strict=True):
            assert len(set(one) & set(other)) == len(runs_of_one & runs_of_other)


def test_what_is_forgotten_is_learned_again(monkeypatch: pytest.MonkeyPatch) -> None:
    shingler = Shingler(Analyzer("english"))
    first = parts(shingler.sets(["one two three four five six"]))
    shingler.sets(["six five four three two one", "seven"])
    monkeypatch.setattr("newsgrep.text.bulk._PIECES_REMEMBERED", 0)
    assert parts(shingler.sets(["one two three four five six"])) == first


@given(seed=st.integers(0, 1 << 32), at_once=st.sampled_from([1, 3, 1000]))
def test_a_store_gives_what_was_added(seed: int, at_once: int) -> None:
    articles = [article.text for article in archive_of_copies(seed, 30)]
    shingler = Shingler(Analyzer("english"))
    with closing(ShingleStore()) as store:
        for first in range(0, len(articles), at_once):
            store.add(shingler.sets(articles[first : first + at_once]))
        store.finish()
        wanted = parts(Shingler(Analyzer("english")).sets(articles))
        assert len(store) == len(articles)
        assert store.sizes.tolist() == list(map(len, wanted))
        assert [shingles for part in store.parts() for shingles in parts(part.sets)] == wanted
        some = [number for number in range(len(articles)) if number % 3]
        assert [shingles.tolist() for shingles in store.sets(some).values()] == [wanted[one] for one in some]
        assert store.firsts.tolist() == [wanted.index(shingles) for shingles in wanted]


def test_a_set_larger_than_what_is_read_at_once_is_whole() -> None:
    shingles = np.arange(3 << 20, dtype=np.uint64)
    small = ShingleSets(np.array([7], np.uint64), np.array([0, 1]))
    with closing(ShingleStore()) as store:
        store.add(small)
        store.add(ShingleSets(shingles, np.array([len(shingles)])))
        store.add(small)
        store.finish()
        assert [part.sets.sizes.tolist() for part in store.parts()] == [[0, 1], [3 << 20], [0, 1]]
        assert (store.sets([2])[2] == shingles).all()


def test_a_sketch_counts_never_too_few() -> None:
    draw = Random(1)  # noqa: S311  not a secret
    sketch = FrequencySketch(1000)
    added: Counter[int] = Counter()
    for _ in range(50):
        batch = [draw.choice([draw.getrandbits(64), draw.getrandbits(6) << 58]) for _ in range(100)]
        added.update(batch)
        sketch.add(np.array(batch, np.uint64))
    shingles = np.array(list(added), np.uint64)
    counted = dict(zip(added, sketch.of(shingles).tolist(), strict=True))
    assert all(counted[one] >= min(number, 255) for one, number in added.items())
    assert counted[max(added, key=added.__getitem__)] < 255
    for _ in range(30):
        sketch.add(np.full(100, 5, np.uint64))
    assert sketch.of(np.array([5], np.uint64)).tolist() == [255]


def test_the_rarest_come_first_in_all_sets_in_one_order() -> None:
    """By frequency, then by themselves; one that no other set has is left out."""
    sketch = FrequencySketch(10)
    spread = np.uint64(1 << 60)
    one, other = np.array([1, 2, 3, 4], np.uint64) * spread, np.array([1, 3, 4, 5], np.uint64) * spread
    for shingles in (one, other, one[3:], one[:1], one[:1]):
        sketch.add(shingles)
    sets = ShingleSets(np.concatenate((one, other)), np.array([4, 4]))
    places, of_set = rarest(sets, sketch, np.array([3, 4]))
    assert (sets.shingles[places] // spread).tolist() == [3, 4, 3, 4, 1]
    assert of_set.tolist() == [0, 0, 1, 1, 1]


def test_a_spool_reads_from_any_place() -> None:
    with closing(Spool(np.dtype(np.uint64))) as spool:
        for first in range(0, 100, 10):
            spool.append(np.arange(first, first + 10, dtype=np.uint64)[:: 1 if first % 20 else -1])
        assert len(spool) == 100
        assert spool.read(8, 5).tolist() == [1, 0, 10, 11, 12]
        assert spool.read(3, 0).tolist() == []
        assert np.concatenate(list(spool.parts())).sum() == sum(range(100))
        with pytest.raises(StorageError, match="shorter than what was written"):
            spool.read(98, 5)


def test_no_temporary_folder_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(StorageError, match="No such file or directory; TMPDIR names another folder"):
        Spool(np.dtype(np.uint64))
