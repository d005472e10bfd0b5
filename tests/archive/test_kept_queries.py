"""A query that is asked again is not parsed again, within bounds."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from newsgrep import Archive, query
from newsgrep.archive import opened_folder, searched_folder
from newsgrep.article import ArticleId
from newsgrep.errors import QueryError, UsageError


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    (tmp_path / "a.txt").write_text("Crude oil prices rose.", "utf-8")
    archive = Archive.create(tmp_path)
    archive.index([tmp_path])
    return archive


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are parsed, one for each time."""
    texts: list[str] = []
    parse = query.parse

    def noted(text: str, **options: Any) -> object:
        texts.append(text)
        return parse(text, **options)

    monkeypatch.setattr(searched_folder, "parse", noted)
    return texts


def test_a_query_is_parsed_once(archive: Archive, parsed: list[str]) -> None:
    for _ in range(3):
        assert archive.search("oil prices", limit=10).total == 1
        assert archive.count("oil prices") == 1
        assert archive.count("oil  prices") == 1
    assert parsed == ["oil prices", "oil  prices"]


def test_what_is_asked_otherwise_is_parsed_for_itself(archive: Archive) -> None:
    for _ in range(2):
        assert archive.count("prices rises") == 0
        assert archive.search("prices rises", any_word=True).total == 1
        assert archive.search("prices", since="2100").total == 0
        assert archive.parse("oil prices", fixed=True).node != archive.parse("oil prices").node
        assert (
            archive.parse(["oil", "prices"], fixed=True).node != archive.parse("oil prices", fixed=True).node
        )


def test_an_error_is_raised_each_time(archive: Archive) -> None:
    for _ in range(2):
        with pytest.raises(QueryError) as caught:
            archive.search('"oil')
        assert caught.value.query == '"oil'


def test_few_and_short_queries_are_kept(archive: Archive, parsed: list[str]) -> None:
    for text in ("oil " * 200, *(f"word{number}" for number in range(200)), "oil " * 200, "word0"):
        archive.count(text)
    assert len(parsed) == 203


def test_another_language_stems_anew(archive: Archive) -> None:
    assert archive.count("rising prices") == 0
    assert archive.count("priced") == 1
    archive.index(language="german", rebuild=True)
    assert archive.count("priced") == 0
    archive.close()
    with pytest.raises(UsageError):
        archive.count("priced")


def test_relative_dates_refer_to_the_day_on_which_they_are_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process may stay over midnight."""

    class Calendar(date):
        now = date(2025, 5, 6)

        @classmethod
        def today(cls) -> Any:
            return cls.now

    monkeypatch.setattr(opened_folder, "date", Calendar)
    for day in (5, 6):
        (tmp_path / f"{day}.txt").write_text(f"2025-05-0{day}\n\nCrude oil prices rose.", "utf-8")
    archive = Archive.create(tmp_path)
    archive.index([tmp_path])

    def found() -> set[ArticleId]:
        asked = (archive.search("date:yesterday"), archive.search("oil", on="yesterday"))
        by_word, by_filter = ({match.id for match in results.matches()} for results in asked)
        assert by_word == by_filter
        return by_word

    assert found() == {ArticleId("5.txt")}
    Calendar.now = date(2025, 5, 7)
    assert found() == {ArticleId("6.txt")}
    with Archive.open(tmp_path, today=date(2025, 5, 6)) as archive:
        assert found() == {ArticleId("5.txt")}
