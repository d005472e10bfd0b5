"""One hit of each value, one of near copies, and samples at random: through Python, beside plain lists."""

import json
import random
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

import pytest
from conftest import index

import newsgrep
from newsgrep import Archive
from newsgrep.article import Article
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.errors import UsageError

WORDS = [
    "oil",
    "rose",
    "fell",
    "gas",
    "wheat",
    "corn",
    "port",
    "rain",
    "wind",
    "snow",
    "cold",
    "heat",
    "dust",
]
SOURCES = ["Post", "Courier", "Herald", None]
TAGS = ["trade", "farms", "weather"]
DATES = ["1987-03-05", "1987-03-09", "1987-04", "1988", None]
FACETS: dict[str, Callable[[Article], set[str | None]]] = {
    "source": lambda article: {article.source},
    "tag": lambda article: set(article.tags) or {None},
    "month": lambda article: {str(article.date)[:7] if article.date else None},
    "year": lambda article: {str(article.date)[:4] if article.date else None},
    "precision": lambda article: {article.date.precision.value if article.date else None},
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Two files of sixty articles, a third of which are copies of others."""
    folder = tmp_path_factory.mktemp("copies")
    draw = random.Random(7)  # noqa: S311  drawn for a test
    texts = [f"oil {' '.join(draw.choices(WORDS, k=40))}" for _ in range(40)]
    records = [
        {
            "text": draw.choice(texts[:10]) if number >= 40 else texts[number],
            "source": draw.choice(SOURCES),
            "tags": draw.sample(TAGS, draw.randrange(3)),
            "date": draw.choice(DATES),
        }
        for number in range(60)
    ]
    for name, part in (("a", records[:25]), ("b", records[25:])):
        lines = [json.dumps({key: value for key, value in record.items() if value}) for record in part]
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n")
    index(folder, ".")
    with newsgrep.open(folder) as opened:
        yield opened


def ids(results: Any) -> list[str]:
    return [hit.article.id for hit in results]


@pytest.mark.parametrize("order", ["relevance", "date", "-date", "id", "random"])
@pytest.mark.parametrize("field", FACETS)
def test_each_gives_the_first_hit_of_every_value(archive: Archive, field: str, order: str) -> None:
    first: dict[str | None, str] = {}
    for hit in archive.search("wheat OR corn", order=order):
        for value in sorted(FACETS[field](hit.article), key=lambda value: value or ""):
            first.setdefault(value, hit.article.id)
    found = archive.search("wheat OR corn", order=order, each=field)
    assert [(hit.each, hit.article.id) for hit in found] == list(first.items())
    assert len(first) > 1
    assert found.total == len(found) == len(first)
    part = archive.search("wheat OR corn", order=order, each=field, limit=2, offset=1)
    assert ids(part) == list(first.values())[1:3]
    assert part.total == len(first)


def test_an_article_that_is_the_first_of_several_values_is_one_match(archive: Archive) -> None:
    found = archive.search("oil", each="tag")
    assert [match.id for match in found.matches()] == list(dict.fromkeys(ids(found)))


@pytest.mark.parametrize("order", ["relevance", "date", "-date", "id", "random"])
@pytest.mark.parametrize(
    "choice",
    [{}, {"one_per_file": True}, {"each": "tag"}, {"fold": True}, {"one_per_file": True, "fold": True}],
)
@pytest.mark.parametrize("bounds", [{}, {"limit": 3, "offset": 1}])
def test_paths_are_those_of_the_matches(
    archive: Archive, order: str, choice: dict[str, Any], bounds: dict[str, Any]
) -> None:
    found = archive.search("wheat OR corn OR oil", order=order, **choice, **bounds)
    paths = [found.path(match) for match in found.matches()]
    assert paths
    assert list(found.paths()) == paths


def test_paths_are_found_without_reading_ids(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    found = archive.search("oil", one_per_file=True)
    expected = [found.path(match) for match in found.matches()]

    def read(_reader: SegmentReader) -> NoReturn:
        raise AssertionError("an id is read")

    monkeypatch.setattr(SegmentReader, "ids", property(read))
    assert list(archive.search("oil", one_per_file=True).paths()) == expected
    with pytest.raises(AssertionError, match="an id is read"):
        list(archive.search("oil").matches())


def earliest(archive: Archive, query: str) -> dict[str, int]:
    """Of the articles with the same text the earliest, undated last, by id; and how many others there are."""
    copies: dict[str, list[str]] = {}
    for hit in archive.search(query, order="date"):
        copies.setdefault(hit.article.text, []).append(hit.article.id)
    return {first: len(others) for first, *others in copies.values()}


@pytest.mark.parametrize("order", ["relevance", "date", "-date", "id", "random"])
def test_fold_leaves_the_earliest_of_near_copies(archive: Archive, order: str) -> None:
    wanted = earliest(archive, "wheat")
    found = archive.search("wheat", order=order, fold=True)
    assert {hit.article.id: hit.behind for hit in found} == wanted
    assert max(wanted.values()) > 1
    assert ids(found) == [one for one in ids(archive.search("wheat", order=order)) if one in wanted]
    assert found.total == len(wanted)
    assert ids(archive.search("wheat", order=order, fold=True, limit=3, offset=2)) == ids(found)[2:5]


def test_fold_comes_before_each_and_before_files(archive: Archive) -> None:
    wanted = earliest(archive, "wheat")
    folded = [hit for hit in archive.search("wheat", order="date") if hit.article.id in wanted]
    first: dict[str | None, str] = {}
    for hit in folded:
        first.setdefault(hit.article.source, hit.article.id)
    found = archive.search("wheat", order="date", fold=True, each="source")
    assert [(hit.each, hit.article.id) for hit in found] == list(first.items())
    assert [hit.behind for hit in found] == [wanted[identifier] for identifier in first.values()]
    files = archive.search("wheat", order="date", fold=True, one_per_file=True)
    by_file: dict[str, str] = {}
    for hit in folded:
        by_file.setdefault(hit.article.path, hit.article.id)
    assert ids(files) == list(by_file.values())
    assert files.total == 2


def test_a_random_sample_can_be_drawn_again(archive: Archive) -> None:
    found = ids(archive.search("wheat", order="id"))

    def drawn(seed: int) -> list[str]:
        return sorted(found, key=lambda one: sha256(f"{seed}\0{one}".encode()).digest())

    for seed in (0, 1, -5, 10**30):
        assert ids(archive.search("wheat", order="random", seed=seed)) == drawn(seed)
        assert ids(archive.search("wheat", order="random", seed=seed, limit=4)) == drawn(seed)[:4]
        assert ids(archive.search("wheat", order="random", seed=seed, limit=4, offset=3)) == drawn(seed)[3:7]
    assert drawn(0) != drawn(1)
    assert ids(archive.search("wheat", order="random")) == drawn(0)
    scores = {hit.article.id: hit.score for hit in archive.search("wheat")}
    assert {hit.article.id: hit.score for hit in archive.search("wheat", order="random")} == scores


def test_a_hit_says_its_value_and_its_copies_among_its_fields(archive: Archive) -> None:
    found = archive.search("oil", each="source", fold=True)
    first_names = {hit.each is None: tuple(hit.to_dict())[:3] for hit in found}
    assert first_names == {False: ("each", "behind", "id"), True: ("behind", "id", "path")}
    assert next(iter(archive.search("oil")[0].to_dict())) == "id"


@pytest.mark.parametrize("field", ["sources", "", "date", "Source"])
def test_an_unknown_field_is_refused(archive: Archive, field: str) -> None:
    with pytest.raises(UsageError, match=r"no such field: .* there are day, week, month"):
        archive.search("oil", each=field)


def test_of_nothing_there_is_nothing(archive: Archive, tmp_path: Path) -> None:
    for options in ({"each": "source"}, {"fold": True}, {"order": "random"}, {"each": "day", "fold": True}):
        found = archive.search("zzzz", **options)
        assert (found.total, list(found), list(found.matches())) == (0, [], [])
    with newsgrep.Archive.create(tmp_path) as empty:
        assert empty.search("oil", each="month", fold=True).total == 0
