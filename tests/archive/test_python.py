"""The Python API as a script uses it: a sequence of hits, plain errors, short texts for a screen."""

import datetime as dt
from pathlib import Path

import pytest

import newsgrep
from newsgrep import Archive, Order
from newsgrep.archive import Query
from newsgrep.article import DateOrigin, Precision, PublicationDate
from newsgrep.errors import QueryError, UsageError
from newsgrep.renderers.jsons import to_json
from newsgrep.results import HIT_COLUMNS


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Five articles of five days about oil, the third of which has it in twice."""
    archive = Archive.create(tmp_path)
    for day in range(1, 6):
        words = "Oil and oil." if day == 3 else f"Oil {'and gas ' * day}rose."
        (tmp_path / f"{day}.txt").write_text(f"date 2025-05-0{day} {words}\n")
    archive.index([tmp_path])
    return archive


def names(hits: object) -> list[str]:
    return [hit.article.path for hit in hits]  # type: ignore[attr-defined]  # any iterable of hits


def test_results_are_a_sequence(archive: Archive) -> None:
    results = archive.search("oil", order="date")
    assert (len(results), results.total, bool(results)) == (5, 5, True)
    assert names(results) == [f"{day}.txt" for day in range(1, 6)]
    assert [results[place].article.path for place in (0, 4, -1)] == ["1.txt", "5.txt", "5.txt"]
    assert names(results[:2]) == ["1.txt", "2.txt"]
    assert names(results[-2:]) == ["4.txt", "5.txt"]
    assert names(results[::-2]) == ["5.txt", "3.txt", "1.txt"]
    assert names(results[7:]) == []
    with pytest.raises(IndexError):
        results[5]


@pytest.mark.parametrize(
    ("offset", "limit", "wanted"),
    [(0, 2, [1, 2]), (3, None, [4, 5]), (3, 5, [4, 5]), (2, 1, [3]), (9, 2, []), (0, 0, []), (2**70, 1, [])],
)
@pytest.mark.parametrize("one_per_file", [False, True])
def test_the_length_is_that_of_the_hits(
    archive: Archive, offset: int, limit: int | None, wanted: list[int], *, one_per_file: bool
) -> None:
    results = archive.search("oil", order="date", offset=offset, limit=limit, one_per_file=one_per_file)
    assert len(results) == len(wanted)
    assert bool(results) is bool(wanted)
    assert names(results) == names(results[:]) == [f"{day}.txt" for day in wanted]
    assert results.total == 5


def test_every_order_has_a_name(archive: Archive) -> None:
    for order in Order:
        assert names(archive.search("oil", order=order.value)) == names(archive.search("oil", order=order))
    assert names(archive.search("oil", order="-date"))[0] == "5.txt"
    with pytest.raises(UsageError, match='no such order: "banana"; there are relevance, date, -date, id'):
        archive.search("oil", order="banana")


def test_filters_are_named_in_the_search(archive: Archive) -> None:
    assert archive.search("oil", since="2025-05-04").total == 2
    assert archive.search("oil", until="2025-05-04").total == 4
    assert archive.search(on="2025-05-03").total == 1
    assert (
        archive.search(
            "oil", since=dt.date(2025, 5, 2), until=dt.datetime(2025, 5, 4, 23, tzinfo=dt.UTC)
        ).total
        == 3
    )
    assert archive.search(on=dt.date(2025, 5, 3)).total == 1
    assert archive.search("gas coal").total == 0
    assert archive.search("gas coal", any_word=True).total == 4
    with pytest.raises(UsageError, match="parse"):
        archive.search(archive.parse("oil"), since="2025")
    with pytest.raises(QueryError, match="empty"):
        archive.search()


@pytest.mark.parametrize("numbers", [{"limit": -1}, {"offset": -1}, {"context": -1}])
def test_negative_numbers_are_refused(archive: Archive, numbers: dict[str, int]) -> None:
    with pytest.raises(UsageError, match="negative"):
        archive.search("oil", **numbers)  # type: ignore[arg-type]  # which are all numbers


def test_the_whole_of_a_query_is_what_passes_the_filters_beside_its_text(archive: Archive) -> None:
    def total(query: Query) -> int:
        return archive.count(query._replace(analysed=query.whole))

    assert total(archive.parse("oil date:2025-05-03")) == archive.count("*")
    since = archive.parse("oil", since="2025-05-04")
    assert total(since) == archive.search(since="2025-05-04").total
    assert total(archive.within(since, ["1.txt", "4.txt"])) == archive.count(
        archive.within(archive.parse("", since="2025-05-04"), ["1.txt", "4.txt"])
    )


def test_a_hit_is_a_mapping_of_the_fields_that_the_command_prints(archive: Archive) -> None:
    hit = archive.search("oil", on="2025-05-03")[0]
    assert hit.excerpt_text == "Oil and oil."
    fields = hit.to_dict()
    assert list(fields) == [column.name for column in HIT_COLUMNS]
    assert (fields["date"], fields["excerpt"]) == ("2025-05-03", "Oil and oil.")
    assert to_json(fields)


def test_days_are_compared_and_printed(archive: Archive) -> None:
    first, second = (archive.search("oil", order="date")[place].article.date for place in (0, 1))
    assert first is not None
    assert second is not None
    assert first < second
    assert f"{first}" == "2025-05-01"
    assert first.to_date() == dt.date(2025, 5, 1)
    assert PublicationDate(19870101, Precision.YEAR, DateOrigin.TEXT).to_date() == dt.date(1987, 1, 1)


def test_what_a_prompt_prints_is_short(archive: Archive) -> None:
    results = archive.search("oil", on="2025-05-03")
    values = (archive, results, results[0], results[0].article, results[0].article.date, archive.parse("oil"))
    assert all(len(repr(value)) < 120 + len(str(archive.folder)) for value in values)
    assert repr(results) == "<Results: 1 of 1>"
    assert "3.txt" in repr(results[0])


def test_a_closed_archive_says_so(archive: Archive) -> None:
    results = archive.search("oil")
    archive.close()
    archive.close()
    assert repr(archive).endswith("closed>")
    for use in (lambda: archive.search("oil"), archive.stats, archive.index, lambda: archive.forget("x")):
        with pytest.raises(UsageError, match="is closed"):
            use()
    assert results.total == 5


def test_the_module_says_what_there_is() -> None:
    assert {"Archive", "Hit", "Order", "PublicationDate", "QueryError", "open"} <= set(dir(newsgrep))
    for name in newsgrep.__all__:
        assert getattr(newsgrep, name).__doc__
    with pytest.raises(AttributeError, match="nothing_of_this_name"):
        newsgrep.nothing_of_this_name  # noqa: B018  asking is what is tested
