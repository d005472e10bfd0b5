"""The embedded engine on disk: damage, kills, races, hostile files, and what Whoosh itself finds in its index."""

import builtins
import os
import pickle
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from handle import Handle, open_whoosh
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgrep.article import Article, ArticleId
from newsgrep.engines import open_index
from newsgrep.engines.fetching import with_articles
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.engines.whoosh.searching import generation
from newsgrep.errors import IndexDamagedError, IndexFormatError, NewsgrepError, StorageError
from newsgrep.query import nodes
from newsgrep.versions import INDEX_FORMAT

TEXTS = {"a": "Crude oil prices rose.", "b": "Oil and gas.", "c": "Tariffs on crude oil.", "d": "Nothing."}


def article(identifier: str, text: str) -> Article:
    return Article(
        ArticleId(identifier),
        identifier,
        text,
        title=f"Title {identifier}",
        authors=(f"Ann {identifier.upper()}",),
        tags=("x",),
    )


def commit(engine: Handle, texts: dict[str, str], removed: tuple[str, ...] = ()) -> None:
    segment = engine.write(article(identifier, text) for identifier, text in texts.items())
    engine.commit([segment] if segment else [], [ArticleId(identifier) for identifier in removed])


def everything(folder: Path) -> dict[str, str]:
    """Id to text, found by search and read back."""
    engine = open_whoosh(folder)
    answer = engine.search(nodes.Everything())
    articles = engine.articles([match.id for match in answer])
    return {article.id: article.text for article in articles if article}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of two commits, with a deletion."""
    folder = tmp_path / "index"
    engine = open_whoosh(folder)
    commit(engine, TEXTS)
    commit(engine, {"b": "Oil and gas, again."}, removed=("d",))
    return folder


HELD = {"a": TEXTS["a"], "b": "Oil and gas, again.", "c": TEXTS["c"]}


def test_whoosh_itself_finds_the_same(folder: Path) -> None:
    """`whoosh.index.open_dir`, with newsgrep's codec importable, reads words, stems, phrases and values."""
    from whoosh.index import open_dir
    from whoosh.query import Every, FuzzyTerm, Not, Phrase, Prefix, Query, Term, Wildcard

    engine = open_whoosh(folder)
    pairs: list[tuple[Query, nodes.Node]] = [
        (Term("body_words", "oil"), nodes.Word("oil")),
        (Term("body_stems", "tariff"), nodes.Word("tariffs")),
        (Term("title_words", "b"), nodes.Within("title", nodes.Word("b"))),
        (Term("tag", "x"), nodes.Value("tag", "X")),
        (Term("author", "ann c"), nodes.Within("author", nodes.Phrase("Ann C"))),
        (Phrase("body_words", ["crude", "oil"]), nodes.Phrase("crude oil")),
        (Prefix("body_words", "tar"), nodes.Pattern("tar*")),
        (
            Term("body_words", "oil") & Not(Term("body_words", "gas")),
            nodes.And((nodes.Word("oil"), nodes.Not(nodes.Word("gas")))),
        ),
        (Term("body_words", "nothing"), nodes.Word("nothing")),
        (Wildcard("body_words", "*s"), nodes.Pattern("*s")),
        (FuzzyTerm("body_words", "oill"), nodes.Fuzzy("oill", 1)),
        (Every(), nodes.Everything()),
        (Every("tag"), nodes.Value("tag", "*")),
    ]
    with open_dir(str(folder), indexname="MAIN").searcher() as searcher:
        for theirs, ours in pairs:
            found = sorted(hit["id"] for hit in searcher.search(theirs, limit=None))
            assert found == sorted(match.id for match in engine.search(ours)), ours
        assert searcher.doc_count() == 3
        assert {hit["id"]: hit["text"] for hit in searcher.documents()} == HELD


def test_no_pickle_is_read(folder: Path, tmp_path: Path) -> None:
    """Whoosh's table of contents runs code when Whoosh reads it; newsgrep does not."""
    proof = tmp_path / "executed"

    class Hostile:
        def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
            return os.mkdir, (str(proof),)

    tocs = list(folder.glob("_MAIN_*.toc"))
    assert tocs
    for toc in tocs:
        toc.write_bytes(pickle.dumps(Hostile()))
    assert everything(folder) == HELD
    commit(open_whoosh(folder), {"e": "more"})
    assert not proof.exists()


@given(data=st.data())
@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # the folder is copied, never changed
def test_a_flipped_bit_is_noticed_or_changes_nothing(folder: Path, data: st.DataObject) -> None:
    copy = folder.with_name("flipped")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    names = sorted(path.name for path in copy.iterdir() if path.suffix != ".toc")
    path = copy / data.draw(st.sampled_from(names))
    content = bytearray(path.read_bytes())
    bit = data.draw(st.integers(0, 8 * len(content) - 1))
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)
    try:
        engine = open_whoosh(copy)
        found = everything(copy)
        oil = [match.id for match in engine.search(nodes.Word("oil"))]
    except (IndexDamagedError, IndexFormatError):
        return
    assert found == HELD
    assert sorted(oil) == ["a", "b", "c"]


@pytest.mark.parametrize("kept", [0, 5, 100, -20])
def test_a_segment_cut_short_is_noticed(folder: Path, kept: int) -> None:
    for path in folder.glob("*.newsgrep"):
        path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(IndexDamagedError, match=r"newsgrep index --rebuild"):
        everything(folder)


def test_a_missing_segment_is_noticed(folder: Path) -> None:
    for path in folder.glob("*.newsgrep"):
        path.unlink()
    with pytest.raises(IndexDamagedError, match="missing"):
        everything(folder)


def test_a_catalogue_that_names_other_places_is_refused(folder: Path) -> None:
    from newsgrep.engines.whoosh.format.catalogue import Catalogue, SegmentEntry, commit_catalogue

    entry = SegmentEntry("../elsewhere", None, 1, 1, 1, 1, 1)
    commit_catalogue(folder, Catalogue(9, "english", 1, (entry,)))
    with pytest.raises(IndexDamagedError, match="outside"):
        everything(folder)


def test_another_format_is_refused_with_the_command_that_rebuilds(folder: Path) -> None:
    newest = folder / "catalogue-2"
    newest.write_bytes(newest.read_bytes().replace(f"newsgrep {INDEX_FORMAT} ".encode(), b"newsgrep 99 ", 1))
    with pytest.raises(IndexFormatError, match="newsgrep index --rebuild"):
        everything(folder)


def test_another_language_is_refused(folder: Path) -> None:
    with pytest.raises(IndexFormatError, match="english"):
        open_whoosh(folder, "french").count(nodes.Word("oil"))


def test_what_was_left_behind_is_discarded(folder: Path) -> None:
    engine = open_whoosh(folder)
    before = sorted(folder.iterdir())
    engine.write([article("z", "never committed")])
    (folder / "catalogue-3.new").write_bytes(b"half")
    (folder / "_MAIN_2.toc").unlink()
    (folder / "_MAIN_1.toc").write_bytes(b"old")
    foreign = folder / "notes.txt"
    foreign.write_text("not ours")
    engine.writer.discard_uncommitted()
    assert sorted(folder.iterdir()) == sorted([*before, foreign])
    assert everything(folder) == HELD


def test_segments_that_are_merged_by_the_commit_that_brings_them_are_removed(tmp_path: Path) -> None:
    """Else a first run of many batches takes twice the room."""
    engine = open_whoosh(tmp_path)
    segments = [engine.write([article(f"{number}", "oil")]) for number in range(10)]
    engine.commit([segment for segment in segments if segment], [])
    assert engine.facts().segments == 1
    assert len(list(tmp_path.glob("MAIN_*"))) == 1


class Killed(BaseException):
    """Stands for a kill: no handler of errors sees it."""


def test_few_long_articles_are_not_written_again_for_each_small_change(tmp_path: Path) -> None:
    engine = open_whoosh(tmp_path)
    commit(engine, {"long": "oil " * 600_000})
    (long,) = tmp_path.glob("*.newsgrep")
    for number in range(4):
        commit(engine, {f"{number}": "Oil."})
    assert long.exists()
    assert len(everything(tmp_path)) == 5


@pytest.fixture
def kill_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Arm a kill at the n-th call that changes the disk."""
    left = [-1]

    def counted(original: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            if left[0] == 0:
                raise Killed
            left[0] -= 1
            return original(*args, **kwargs)

        return call

    calls = ((os, "fsync"), (Path, "rename"), (Path, "unlink"), (Path, "open"), (builtins, "open"))
    for owner, name in calls:
        monkeypatch.setattr(owner, name, counted(getattr(owner, name)))

    def arm(calls: int) -> None:
        left[0] = calls

    yield arm
    left[0] = -1


def test_a_kill_at_any_moment_leaves_the_old_or_the_new(folder: Path, kill_at: Callable[[int], None]) -> None:
    new = {"c": "Changed.", "e": "More."}
    outcomes = set()
    for calls in range(200):
        copy = folder.with_name(f"killed-{calls}")
        shutil.copytree(folder, copy)
        engine = open_whoosh(copy)
        kill_at(calls)
        try:
            commit(engine, new, removed=("a",))
        except Killed:
            pass
        else:
            break
        finally:
            kill_at(-1)
        found = everything(copy)
        assert found in (HELD, {"b": HELD["b"], **new}), calls
        outcomes.add(len(found))
        survivor = open_whoosh(copy)
        survivor.writer.discard_uncommitted()
        commit(survivor, new, removed=("a",))
        assert everything(copy) == {"b": HELD["b"], **new}
    else:
        pytest.fail("the commit never ended")
    assert calls > 10
    assert outcomes == {3}


def test_a_full_disk_is_one_clear_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_whoosh(folder)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="No space left on device"):
        commit(engine, {"e": "more"})
    monkeypatch.undo()
    assert everything(folder) == HELD


def test_readers_are_never_blocked_nor_wrong_while_a_writer_commits(folder: Path) -> None:
    """Every open sees a whole commit: all articles carry the number of the same one."""
    stop = threading.Event()

    def write() -> None:
        writer = open_whoosh(folder)
        number = 0
        while not stop.is_set():
            number += 1
            commit(writer, dict.fromkeys("abcdef", f"round{number}"))

    commit(open_whoosh(folder), dict.fromkeys("abcdef", "round0"))
    thread = threading.Thread(target=write)
    thread.start()
    try:
        for _ in range(100):
            texts = everything(folder)
            assert set(texts) == set("abcdef")
            assert len(set(texts.values())) == 1
    finally:
        stop.set()
        thread.join()


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NewsgrepError):
        open_index(tmp_path / "file" / "index", "english").writer().write([article("a", "x")])


def test_an_article_that_was_just_found_is_not_searched_for_by_its_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Except those whose places were forgotten, where an answer is longer than what is kept."""
    engine = open_whoosh(tmp_path / "index")
    texts = {f"{number}": f"Oil {number}." for number in range(300)}
    commit(engine, texts)
    commit(engine, {"7": "Oil 7, again.", "x": "Oil x."}, removed=("8",))
    held = texts | {"7": "Oil 7, again.", "x": "Oil x."}
    del held["8"]
    searched_for: list[ArticleId] = []
    find = SegmentReader.find

    def counted(reader: SegmentReader, identifier: ArticleId) -> int | None:
        searched_for.append(identifier)
        return find(reader, identifier)

    monkeypatch.setattr(SegmentReader, "find", counted)

    def found_with_articles() -> dict[str, str]:
        snapshot = engine.snapshot()
        answer = snapshot.search(engine.analysed(nodes.Word("oil")))
        return {match.id: article.text for match, article in with_articles(snapshot, answer)}

    assert found_with_articles() == held
    assert searched_for == []
    assert list(engine.articles([ArticleId("8"), ArticleId("none")])) == [None, None]
    searched_for.clear()
    monkeypatch.setattr(generation, "_PLACES_KEPT", 10)
    assert found_with_articles() == held
    assert searched_for
