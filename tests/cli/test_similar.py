"""`newsgrep similar` as a shell sees it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Ran, index

Run = Callable[..., Ran]
CARNEY = "seeds/2025-05-06-carney-trump-oval-office.txt"


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Articles about oil and about wheat, one of them undated."""
    (tmp_path / "news").mkdir()
    for name, text in (
        ("oil-1", "date 2025-05-01\n\nBarrels of oil: refinery prices rose."),
        ("oil-2", "date 2025-05-02\n\nThe refinery sold barrels. Wheat was not sold."),
        ("oil-3", "date 2025-05-20\n\nBarrels, barrels, and a refinery."),
        ("wheat-1", "date 2025-05-03\n\nWheat harvest: the farmers sold wheat."),
        ("wheat-2", "Wheat farmers; the harvest is late."),
    ):
        (tmp_path / "news" / f"{name}.txt").write_text(text + "\n")
    index(tmp_path, "news")
    return tmp_path


def names(ran: Ran) -> list[str]:
    return [line.split("\t")[1].removeprefix("news/").removesuffix(".txt") for line in ran.out.splitlines()]


def test_the_most_similar_come_first_and_the_article_itself_is_left_out(newsgrep: Run, news: Path) -> None:
    ran = newsgrep("similar", "news/oil-1.txt", cwd=news)
    assert (ran.code, ran.err) == (0, "")
    assert names(ran) == ["oil-3", "oil-2"]
    assert names(newsgrep("similar", "news/wheat-2.txt", "-n", "1", cwd=news)) == ["wheat-1"]


def test_any_reference_names_an_article(newsgrep: Run, news: Path) -> None:
    (news / "news" / "wire.jsonl").write_text(
        '{"id": "1", "text": "refinery"}\n{"id": "2", "text": "barrels"}\n'
    )
    index(news, "news")
    for reference in ("news/wire.jsonl#1", "wire.jsonl#1"):
        where = news / "news" if reference.startswith("wire") else news
        assert newsgrep("similar", reference, cwd=where).out.count("\n") == 3
    ran = newsgrep("similar", "news/wire.jsonl", cwd=news)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "newsgrep: news/wire.jsonl has 2 articles; name one of them, as news/wire.jsonl#1\n"
    ran = newsgrep("similar", "news/none.txt", cwd=news)
    assert (ran.code, ran.err) == (1, "newsgrep: no such article: news/none.txt\n")


def test_a_text_on_stdin_is_compared(newsgrep: Run, news: Path) -> None:
    ran = newsgrep("similar", "-", cwd=news, stdin="A harvest, said the farmers.\n")
    assert names(ran) == ["wheat-1", "wheat-2"]
    assert names(newsgrep("similar", "-", cwd=news, stdin=b"\xff\xfe harvest \0 farmers")) == [
        "wheat-1",
        "wheat-2",
    ]


@pytest.mark.parametrize("text", ["", "  \n", "the of and", "1987 5,000 1.5", "zzz qqq", "\0"])
def test_a_text_without_words_to_compare_finds_nothing(newsgrep: Run, news: Path, text: str) -> None:
    ran = newsgrep("similar", "-", cwd=news, stdin=text)
    said = "newsgrep: nothing to compare: it has no words that several articles have\n"
    assert (ran.code, ran.out, ran.err) == (1, "", said)


def test_of_a_text_without_an_end_the_beginning_is_compared(newsgrep: Run, news: Path) -> None:
    ran = newsgrep("similar", "-", "--ids", cwd=news, stdin="harvest " + "x" * 1_000_000 + " barrels")
    assert ran.out.split() == ["news/wheat-1.txt", "news/wheat-2.txt"]
    assert ran.err == "newsgrep: only the first 1,000,000 characters of the text are compared\n"


def test_only_days_around_it(newsgrep: Run, news: Path) -> None:
    assert names(newsgrep("similar", "news/oil-1.txt", "--within", "3d", cwd=news)) == ["oil-2"]
    assert names(newsgrep("similar", "news/oil-1.txt", "--within", "3w", cwd=news)) == ["oil-3", "oil-2"]
    assert names(newsgrep("similar", "news/oil-2.txt", "--within", "0d", cwd=news)) == []
    assert names(newsgrep("similar", "news/oil-1.txt", "--within", "3", cwd=news)) == ["oil-2"]
    assert newsgrep("similar", "news/oil-1.txt", "--within", "9" * 20 + "w", cwd=news).out.count("\n") == 2
    ran = newsgrep("similar", "news/wheat-2.txt", "--within", "3d", cwd=news)
    said = (
        "newsgrep: news/wheat-2.txt is undated: there are no days before and after it; leave out --within\n"
    )
    assert (ran.code, ran.out, ran.err) == (2, "", said)
    assert newsgrep("similar", "-", "--within", "3d", cwd=news, stdin="wheat").code == 2
    for days in ("d", "-3d", "3m", "3 d", ""):
        ran = newsgrep("similar", "news/oil-1.txt", "--within", days, cwd=news)
        assert (ran.code, ran.err.count("\n")) == (2, 1)


def test_a_query_and_dates_say_among_which(newsgrep: Run, news: Path) -> None:
    """They change neither scores nor what is marked."""
    alone = json.loads(newsgrep("similar", "news/oil-1.txt", "--json", cwd=news).out)
    among = json.loads(newsgrep("similar", "news/oil-1.txt", "wheat", "sold", "--json", cwd=news).out)
    assert among == [hit for hit in alone if hit["id"] == "news/oil-2.txt"]
    assert names(newsgrep("similar", "news/oil-1.txt", "--since", "2025-05-10", cwd=news)) == ["oil-3"]
    ran = newsgrep("similar", "news/oil-1.txt", "zeppelin", cwd=news)
    assert (ran.code, ran.out, ran.err) == (1, "", "newsgrep: nothing found\n")
    assert newsgrep("similar", "news/oil-1.txt", "(wheat", cwd=news).code == 2


def test_the_stems_are_explained(newsgrep: Run, news: Path) -> None:
    ran = newsgrep("similar", "news/oil-3.txt", "--explain", "--ids", cwd=news)
    assert ran.err.splitlines() == [
        "newsgrep: barrel: 3 articles, 2 times here, weight 1.022",
        "newsgrep: refineri: 3 articles, 1 time here, weight 0.511",
    ]


def test_formats_limits_and_exit_codes_are_those_of_search(newsgrep: Run, news: Path) -> None:
    assert newsgrep("similar", "news/oil-1.txt", "-c", cwd=news).out == "2\n"
    assert newsgrep("similar", "news/oil-1.txt", "-q", cwd=news).code == 0
    assert (
        newsgrep("similar", "news/oil-1.txt", "--ids", "-0", cwd=news).out
        == "news/oil-3.txt\0news/oil-2.txt\0"
    )
    assert newsgrep("similar", "news/oil-1.txt", "-l", "--offset", "1", cwd=news).out == "news/oil-2.txt\n"
    ran = newsgrep("similar", "news/oil-1.txt", "--offset", "5", cwd=news)
    assert (ran.code, ran.err) == (1, "newsgrep: nothing found: --offset 5 is past the end of 2 articles\n")
    assert newsgrep("similar", "news/oil-1.txt", "--format", "trec", cwd=news).out.startswith(
        "1 Q0 news/oil-3.txt 1 "
    )


def test_on_a_terminal_the_first_ten_are_cards(terminal: Run) -> None:
    ran = terminal("similar", CARNEY)
    assert ran.code == 0
    assert "10. " in ran.out
    assert "11. " not in ran.out
    assert "10 shown" in ran.out
