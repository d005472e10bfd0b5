"""Manifests of answers: whatever is asked, they say exactly what has become of the articles."""

import json
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import strategies
from conftest import SCALE
from handle import open_whoosh
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrep.archive import Archive, Query
from newsgrep.archive.verification import Difference, save_manifest, verify
from newsgrep.article import Article, ArticleId
from newsgrep.config import ArchiveConfig
from newsgrep.errors import QueryError, StorageError, UsageError
from newsgrep.query import nodes, parse
from newsgrep.query.printer import to_text
from newsgrep.reports.digests import Change, Digest, changes

TODAY = date(2025, 6, 20)

ids = st.sampled_from("abcdefgh").map(ArticleId)
answers = st.dictionaries(ids, st.sampled_from(["0", "1"]))


def as_digests(answer: dict[ArticleId, str]) -> list[Digest]:
    return [Digest(one, answer[one]) for one in sorted(answer)]


@given(answers, answers)
def test_every_difference_of_two_answers_is_found(
    before: dict[ArticleId, str], now: dict[ArticleId, str]
) -> None:
    expected = [
        *(Change("gone", one) for one in before.keys() - now.keys()),
        *(Change("added", one) for one in now.keys() - before.keys()),
        *(Change("changed", one) for one in before.keys() & now.keys() if before[one] != now[one]),
    ]
    found = list(changes(iter(as_digests(before)), iter(as_digests(now))))
    assert found == sorted(expected, key=lambda change: change.id)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """`folders()`: a new folder."""
    return lambda: tmp_path_factory.mktemp("index")


histories = st.lists(strategies.articles, min_size=1, max_size=6, unique_by=lambda article: article.id)


def as_written(tree: nodes.Node) -> nodes.Node | None:
    """The tree of its text; None for one that no text stands for."""
    try:
        return parse(to_text(tree), today=TODAY)
    except QueryError:
        return None


written = strategies.queries.map(as_written).filter(bool)


@settings(max_examples=15 * SCALE)
@given(
    histories,
    histories,
    written,
    st.none() | st.frozensets(st.sampled_from(strategies.IDS)),
)
def test_a_query_that_is_kept_finds_the_same_in_any_index(
    folders: Callable[[], Path],
    before: list[Article],
    now: list[Article],
    tree: nodes.Node,
    within: frozenset[ArticleId] | None,
) -> None:
    """Against what plain searches of both indexes find."""
    old, new, manifest = open_whoosh(folders()), open_whoosh(folders()), folders() / "manifest.json"
    old.add(*before)
    new.add(*now)
    if within is not None:
        tree = nodes.And((tree, nodes.Ids(within)))
    query = Query("", old.analysed(tree))
    save_manifest(manifest, {}, old.snapshot(), ArchiveConfig(), {"": query})
    first, second = (
        {one.id: one.text for one in index.articles(match.id for match in index.search(tree)) if one}
        for index in (old, new)
    )
    assert verify(manifest, old.snapshot(), ArchiveConfig(), old.analysed) == Difference()
    assert verify(manifest, new.snapshot(), ArchiveConfig(), new.analysed) == Difference(
        gone=tuple(sorted(first.keys() - second.keys())),
        added=tuple(sorted(second.keys() - first.keys())),
        changed=tuple(sorted(one for one in first.keys() & second.keys() if first[one] != second[one])),
    )
    old.close()
    new.close()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    (tmp_path / "news").mkdir()
    for name in "abc":
        (tmp_path / "news" / f"2025-06-1{'abc'.index(name)}-{name}.txt").write_text(f"oil and {name}")
    archive = Archive.create(tmp_path, today=TODAY)
    archive.index([tmp_path / "news"])
    return archive


def saved(archive: Archive, queries: dict[str, Query] | None = None) -> dict[str, Any]:
    archive.save_manifest(
        archive.folder / "m.json", queries or {"": archive.parse("oil")}, {"command": "search"}
    )
    kept: dict[str, Any] = json.loads((archive.folder / "m.json").read_text())
    return kept


def test_a_manifest_says_what_was_asked_and_what_was_found(archive: Archive) -> None:
    ids = [f"news/2025-06-1{number}-{name}.txt" for number, name in enumerate("abc")]
    query = archive.within(archive.parse("oil", since="2025-06-12", until="today", sure=True), ids)
    kept = saved(archive, {"x": query})
    assert kept.pop("queries") == [
        {
            "label": "x",
            "typed": "oil",
            "query": "oil AND date:2025-06-12..2025-06-20",
            "filters": "date:2025-06-12..2025-06-20",
            "sure": True,
            "within": ids,
            "matches": 1,
            "of": 1,
            "articles": [{"id": ids[2], "sha256": sha256(b"oil and c").hexdigest()}],
        }
    ]
    assert kept == {
        "newsgrep_manifest": 1,
        "newsgrep": "0.1.0",
        "analysis": 3,
        "index_format": 5,
        "language": "english",
        "roots": {"news": [[], None, {}]},
        "command": "search",
    }


def test_several_queries_are_verified_together(archive: Archive) -> None:
    kept = saved(
        archive, {"one": archive.parse("a"), "two": archive.parse("oil"), "none": archive.parse("tin")}
    )
    assert [(one["label"], one["matches"]) for one in kept["queries"]] == [
        ("one", 1),
        ("two", 3),
        ("none", 0),
    ]
    assert not archive.verify(archive.folder / "m.json")
    (archive.folder / "news" / "2025-06-10-a.txt").write_text("tin")
    archive.index()
    difference = archive.verify(archive.folder / "m.json")
    gone = ArticleId("news/2025-06-10-a.txt")
    assert difference == Difference(gone=(gone,), added=(gone,))
    assert difference


def test_a_rebuilt_index_and_a_moved_archive_give_the_same(archive: Archive, tmp_path: Path) -> None:
    saved(archive)
    archive.index(rebuild=True)
    assert archive.verify(tmp_path / "m.json") == Difference()
    archive.close()
    (tmp_path / "elsewhere").mkdir()
    for name in ("news", ".newsgrep", "m.json"):
        (tmp_path / name).rename(tmp_path / "elsewhere" / name)
    with Archive.open(tmp_path / "elsewhere", today=date(2030, 1, 1)) as moved:
        assert moved.verify(tmp_path / "elsewhere" / "m.json") == Difference()


def test_other_options_of_the_index_are_named(archive: Archive, tmp_path: Path) -> None:
    saved(archive)
    archive.index(rebuild=True, language="german")
    archive.index([tmp_path / "news"], exclude=["x*"])
    assert archive.verify(tmp_path / "m.json").settings == (
        "language german, not english",
        "other options of news",
    )


def test_a_manifest_replaces_an_older_one_and_what_a_link_leads_to(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "link.json").symlink_to("m.json")
    (tmp_path / "m.json").write_text("old")
    archive.save_manifest(tmp_path / "link.json", {"": archive.parse("oil")})
    assert (tmp_path / "link.json").is_symlink()
    assert archive.verify(tmp_path / "m.json") == Difference()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".newsgrep", "link.json", "m.json", "news"]


def test_a_query_that_is_too_long_to_be_read_again_is_refused_and_leaves_nothing(archive: Archive) -> None:
    long = " ".join(f"word{number}" for number in range(900))
    with pytest.raises(UsageError, match="a manifest cannot keep this query"):
        archive.save_manifest(archive.folder / "m.json", {"": archive.parse(long)})
    assert sorted(path.name for path in archive.folder.iterdir()) == [".newsgrep", "news"]


def without(name: str) -> Callable[[dict[str, Any]], object]:
    return lambda kept: kept["queries"][0].pop(name)


@pytest.mark.parametrize(
    "change",
    [
        lambda kept: kept.pop("newsgrep_manifest"),
        lambda kept: kept.update(newsgrep_manifest=2),
        lambda kept: kept.update(queries=5),
        lambda kept: kept.update(queries=[5]),
        lambda kept: kept.update(queries=[]),
        lambda kept: kept.update(queries={}),
        lambda kept: kept.pop("queries"),
        *map(without, ("query", "sure", "within", "articles")),
        lambda kept: kept["queries"][0].update(articles={}),
        lambda kept: kept["queries"][0].update(articles=[5]),
        lambda kept: kept["queries"][0].update(articles=[{"id": "a"}]),
        lambda kept: kept["queries"][0].update(articles=[{"id": 5, "sha256": ""}]),
        lambda kept: kept["queries"][0].update(query=5),
        lambda kept: kept["queries"][0].update(within=[[]]),
        lambda kept: kept["queries"][0]["articles"].reverse(),
    ],
)
def test_what_is_no_manifest_is_refused(archive: Archive, change: Callable[[dict[str, Any]], object]) -> None:
    kept = saved(archive)
    change(kept)
    path = archive.folder / "m.json"
    path.write_text(json.dumps(kept))
    with pytest.raises(UsageError, match=r"m\.json is no manifest of newsgrep's: "):
        archive.verify(path)


@pytest.mark.parametrize("changes", [{"query": 5}, {"within": [[]]}, {"articles": [5]}, {"articles": [[]]}])
def test_why_it_is_none_is_said_without_words_of_python(archive: Archive, changes: dict[str, Any]) -> None:
    kept = saved(archive)
    kept["queries"][0].update(changes)
    (archive.folder / "m.json").write_text(json.dumps(kept))
    with pytest.raises(UsageError, match=r"a value is missing, or of another form$"):
        archive.verify(archive.folder / "m.json")


def test_a_query_that_is_not_understood_is_said_to_be_the_manifests(archive: Archive) -> None:
    kept = saved(archive)
    kept["queries"][0]["query"] = "(oil"
    (archive.folder / "m.json").write_text(json.dumps(kept))
    with pytest.raises(
        QueryError, match=r"m\.json has a query .*: this parenthesis is never closed"
    ) as caught:
        archive.verify(archive.folder / "m.json")
    assert caught.value.query == "(oil"


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[" * 100_000, b"oil", b"\xff\xfe", b"[]", b"5", b'{"a": 1e999}']
)
def test_a_file_of_anything_is_refused(archive: Archive, content: bytes) -> None:
    (archive.folder / "m.json").write_bytes(content)
    with pytest.raises(UsageError, match="is no manifest"):
        archive.verify(archive.folder / "m.json")


def test_a_manifest_cut_off_anywhere_is_refused(archive: Archive) -> None:
    saved(archive)
    path = archive.folder / "m.json"
    whole = path.read_bytes().rstrip()
    for end in range(0, len(whole), 7):
        path.write_bytes(whole[:end])
        with pytest.raises(UsageError, match="is no manifest"):
            archive.verify(path)


def test_a_manifest_may_be_written_anew_by_other_programs(archive: Archive) -> None:
    kept = saved(archive)
    path = archive.folder / "m.json"
    path.write_text(json.dumps(kept, indent=4, sort_keys=True))
    assert archive.verify(path) == Difference()


def test_a_file_that_is_not_there(archive: Archive) -> None:
    with pytest.raises(StorageError, match=r"cannot read .*nothing: No such file or directory"):
        archive.verify(archive.folder / "nothing")
