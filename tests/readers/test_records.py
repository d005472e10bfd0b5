"""JSON and JSON Lines: records to articles."""

import json
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgrep.article import Article, DateOrigin
from newsgrep.index_report import Skipped
from newsgrep.readers import MAX_CHARACTERS

Read: TypeAlias = Callable[..., list[Article | Skipped]]
ReadOne: TypeAlias = Callable[..., Article]

RECORD = {
    "id": 7,
    "headline": "Oil  rises",
    "text": "Oil rose.",
    "date": "2025-05-06T23:30:00-05:00",
    "url": "https://example.com/oil",
    "source": {"name": "AP"},
    "authors": [{"name": "Ann Smith"}, "Bo Lee"],
    "section": "Business",
    "keywords": "oil, gas",
    "lang": "en",
}


def as_lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def ids(found: list[Article | Skipped]) -> list[str]:
    return [article.id for article in found if isinstance(article, Article)]


def reasons(found: list[Article | Skipped]) -> list[tuple[str | None, str]]:
    return [(part.key, part.reason) for part in found if isinstance(part, Skipped)]


def test_the_usual_names(read_one: ReadOne) -> None:
    article = read_one("a.jsonl", as_lines(RECORD))
    assert article.id == "a.jsonl#7"
    assert article.path == "a.jsonl"
    assert (article.title, article.text) == ("Oil rises", "Oil rose.")
    assert article.date is not None
    assert (str(article.date), article.date.origin) == ("2025-05-06", DateOrigin.RECORD)
    assert (article.source, article.authors) == ("AP", ("Ann Smith", "Bo Lee"))
    assert (article.section, article.tags, article.language) == ("Business", ("oil", "gas"), "en")
    assert article.url == "https://example.com/oil"


@pytest.mark.parametrize(
    ("record", "title", "text"),
    [
        ({"Title": "T", "Body": "B"}, "T", "B"),
        ({"headline": {"main": "T"}, "lead_paragraph": "B"}, "T", "B"),
        ({"title": "T", "content": ["one", "two"]}, "T", "one\n\ntwo"),
        ({"title": "T", "description": "D", "content": "C"}, "T", "C"),
        ({"title": "T"}, "T", ""),
        ({"full_text": "B\r\nC"}, None, "B\nC"),
        ({"article-body": "B", "title": "  "}, None, "B"),
    ],
)
def test_names_and_shapes_of_title_and_text(
    read_one: ReadOne, record: Any, title: str | None, text: str
) -> None:
    article = read_one("a.json", json.dumps(record))
    assert (article.title, article.text) == (title, text)


@pytest.mark.parametrize(
    ("record", "day"),
    [
        ({"publishedAt": "2025-05-06T00:30:00Z"}, "2025-05-06"),
        ({"pub_date": "Tue, 06 May 2025 23:59:59 GMT"}, "2025-05-06"),
        ({"date": "26-FEB-1987 15:01:01.79"}, "1987-02-26"),
        ({"date": "May 6, 2025"}, "2025-05-06"),
        ({"date": "Tuesday, May 6th, 2025 at 3:15 p.m."}, "2025-05-06"),
        ({"date": "6 May 2025"}, "2025-05-06"),
        ({"date": "May 6, 2025 Tuesday"}, "2025-05-06"),
        ({"date": "May 6, 2025 Tuesday 10:15 PM GMT"}, "2025-05-06"),
        ({"date": "Tue May 06 23:30:00 -0500 2025"}, "2025-05-06"),
        ({"date": "Tue May  6 23:30:00 2025"}, "2025-05-06"),
        ({"date": "Tue May 06 2025 23:30:00 GMT-0500 (Central Daylight Time)"}, "2025-05-06"),
        ({"date": "2025-05-06 23:30:00-05"}, "2025-05-06"),
        ({"date": "Tue, 06 May 25 23:30:00 GMT"}, "2025-05-06"),
        ({"date": "6 May 87 23:30 EST"}, "1987-05-06"),
        ({"date": "06 May 25"}, "2025-05-06"),
        ({"date": "Sept. 2024"}, "2024-09"),
        ({"date": "2025-05"}, "2025-05"),
        ({"date": "2025"}, "2025"),
        ({"date": 2025}, "2025"),
        ({"date": "20250506"}, "2025-05-06"),
        ({"date": "20250506T120000Z"}, "2025-05-06"),
        ({"date": 1746489600}, "2025-05-06"),
        ({"date": "1746489600000"}, "2025-05-06"),
        ({"timestamp": 0}, None),
        ({"date": "13/04/2025"}, "2025-04-13"),
        ({"date": "04/13/2025"}, "2025-04-13"),
        ({"date": "03/04/2025"}, None),
        ({"date": "04.04.2025"}, "2025-04-04"),
        ({"date": "2025-13-01"}, None),
        ({"date": "soon"}, None),
        ({"date": True}, None),
        ({"date": "2026-01-01"}, None),
        ({"date": "nonsense", "published": "2025-01-02"}, "2025-01-02"),
        ({"url": "https://x.org/2025/05/06/a"}, "2025-05-06"),
        ({"url": "https://x.org/2025/may/06/a"}, "2025-05-06"),
        ({"url": "https://x.org/2025/05/a"}, "2025-05"),
        ({"url": "https://x.org/a?d=/2025/05/06"}, None),
    ],
)
def test_dates(read_one: ReadOne, record: dict[str, Any], day: str | None) -> None:
    date = read_one("a.json", json.dumps({"text": "x", **record})).date
    assert (str(date) if date else None) == day


@pytest.mark.parametrize(("order", "day"), [("day-first", "2025-04-03"), ("month-first", "2025-03-04")])
def test_an_ambiguous_date_is_read_as_the_user_says(read_one: ReadOne, order: str, day: str) -> None:
    article = read_one("a.json", '{"text": "x", "date": "03/04/2025"}', date_order=order)
    assert str(article.date) == day


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ('{"text": "a"}', ["a.json"]),
        ('[{"text": "a"}, {"text": "b"}]', ["a.json#1", "a.json#2"]),
        ("[]", []),
        ('{"articles": [{"text": "a"}, {"text": "b", "id": "x"}]}', ["a.json#1", "a.json#x"]),
        ('{"title": "A feed", "items": [{"text": "a"}]}', ["a.json#1"]),
        ('{"response": {"docs": [{"text": "a"}]}}', ["a.json#1"]),
        ('{"text": "a", "authors": [{"name": "x"}]}', ["a.json"]),
        ('{"page": 1, "pieces": [{"text": "a"}]}', ["a.json#1"]),
        (
            '{"db": [{"meta": {"v": 5}, "data": {"posts": [{"title": "A", "html": "a"}, {"text": "b"}]}}]}',
            ["a.json#1", "a.json#2"],
        ),
        ('{"pieces": [{"text": "a", "items": [{"title": "x", "text": "y"}]}]}', ["a.json#1"]),
        ('{"text": "a"}\n{"text": "b"}\n', ["a.json#1", "a.json#2"]),
        ('\ufeff[{"text": "a"}]', ["a.json#1"]),
    ],
)
def test_where_the_records_are(read: Read, content: str, wanted: list[str]) -> None:
    assert ids(read("a.json", content)) == wanted


def test_json_is_known_by_its_content(read: Read) -> None:
    assert ids(read("export.txt", '[{"text": "a"}]')) == ["export.txt#1"]
    assert ids(read("note.txt", "[Editor's note] text")) == ["note.txt"]


def test_ids_are_the_records_own_or_their_numbers_and_never_meet(read: Read) -> None:
    found = read(
        "a.jsonl",
        as_lines(
            {"text": "a", "id": "x"},
            {"text": "b", "id": "x"},
            {"text": "c", "url": "http://e.org/a#b%"},
            {"text": "d", "id": "5"},
            {"text": "e"},
        ),
    )
    assert ids(found) == [
        "a.jsonl#x",
        "a.jsonl#2",
        "a.jsonl#http://e.org/a%23b%25",
        "a.jsonl#5",
        "a.jsonl#5+",
    ]


def test_a_bad_line_is_skipped_alone(read: Read) -> None:
    content = b'{"text": "a"}\n{"text": \n\n[1]\n\xff\n' + b"[" * 100_000 + b"\n" + b'{"text": "z"}\n'
    found = read("a.jsonl", content)
    assert ids(found) == ["a.jsonl#1", "a.jsonl#7"]
    assert [(key, reason.split(":")[0]) for key, reason in reasons(found)] == [
        ("2", "not JSON"),
        ("4", "not an object"),
        ("5", "not JSON"),
        ("6", "nested too deeply"),
    ]


def test_lone_surrogates_are_replaced(read_one: ReadOne) -> None:
    assert read_one("a.jsonl", as_lines({"text": "lone \ud800 surrogate"})).text == "lone \ufffd surrogate"


def test_a_record_without_text_is_refused_with_its_keys(read: Read) -> None:
    found = read("a.jsonl", as_lines({"foo": "x", "bar": 1}))
    assert reasons(found) == [
        ("1", "neither text nor title; its keys are foo, bar (--field text=KEY names one)")
    ]


def test_the_user_names_the_fields(read_one: ReadOne) -> None:
    fields = (("body", "foo"), ("title", "meta.t"), ("date", "when"))
    record = {"foo": "F", "text": "not this", "meta": {"t": "T"}, "when": "2025-05-06", "date": "2020"}
    article = read_one("a.json", json.dumps(record), fields=fields)
    assert (article.text, article.title, str(article.date)) == ("F", "T", "2025-05-06")


def test_a_file_that_breaks_off_gives_what_stands_before(read: Read) -> None:
    found = read("a.json", '[{"text": "a"}, {"text": "b"}, {"te')
    assert ids(found) == ["a.json#1", "a.json#2"]
    ((key, reason),) = reasons(found)
    assert key == "after 2"
    assert reason.startswith("not JSON from here")


@pytest.mark.parametrize("content", ["{", "nonsense", '{"text": "a"', '{"a": tru}', "["])
def test_what_is_no_json_is_refused(why_not: Callable[..., str], content: str) -> None:
    assert "not JSON" in why_not("a.json", content)


def test_too_long_an_article_is_skipped(read: Read) -> None:
    found = read("a.jsonl", as_lines({"text": "x" * (MAX_CHARACTERS + 1)}, {"text": "y"}))
    assert ids(found) == ["a.jsonl#2"]
    assert "16,000,000" in reasons(found)[0][1]


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["text", "title", "date", "id", "url", "authors", "tags", "x"]), inner
        )
    ),
    max_leaves=8,
)


@given(st.lists(json_values, max_size=4))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)  # the file is overwritten
def test_any_json_is_read_or_skipped_and_both_forms_agree(read: Read, values: list[Any]) -> None:
    lines = read("a.jsonl", as_lines(*values) or "\n#")
    assert len(lines) == max(1, len(values))
    for article in lines:
        if isinstance(article, Article):
            article.text.encode()
            assert article.text or article.title
    assert len(set(ids(lines))) == len(ids(lines))


OTHER = {"title": "Other story", "url": "https://x.com/o"}
STORY = {"title": "Story", "text": "The story."}


@pytest.mark.parametrize(
    "record",
    [
        STORY | {"related": {"articles": [OTHER]}},
        STORY | {"news": [OTHER]},
        {"results": [OTHER]} | STORY,
        {"status": "ok", "article": STORY | {"related": {"items": [OTHER]}}},
    ],
)
def test_what_has_a_title_and_a_text_is_the_record_whatever_it_lists(
    read_one: ReadOne, record: dict[str, object]
) -> None:
    article = read_one("a.json", json.dumps(record))
    assert (article.id, article.title, article.text) == ("a.json", "Story", "The story.")


@pytest.mark.parametrize(
    "lists",
    [
        ("2025-05-06", "2025-05-07"),
        ("articles", "opinion"),
        ("opinion", "articles"),
    ],
)
def test_all_lists_of_articles_are_read(read: Read, lists: tuple[str, str]) -> None:
    first, second = lists
    value = {first: [STORY], "topics": [{"title": "Oil", "id": 7}], second: [STORY | {"title": "Second"}]}
    found = read("a.json", json.dumps(value))
    assert [part.title for part in found if isinstance(part, Article)] == ["Story", "Second"]
    assert (ids(found), reasons(found)) == (["a.json#1", "a.json#2"], [])


def test_a_list_among_several_that_is_too_long_for_one_record_is_read(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsgrep.readers.records.MAX_DOCUMENT", 1 << 18)
    long = [STORY | {"text": "x" * 1000} for _ in range(1000)]
    assert len(ids(read("a.json", json.dumps({"one": long, "two": long})))) == 2000


@pytest.mark.parametrize("written", ["NaN", "-Infinity", "1e999", '"\\ud83d cut"', '"\\udc4d cut"', "9" * 30])
@pytest.mark.parametrize("before", ["", '{"title": "A", "text": "x"},'])
def test_values_that_are_no_json_lose_nothing(read: Read, before: str, written: str) -> None:
    content = f'[{before}{{"title": "Bé", "score": {written}, "text": "y"}}, {{"title": "C", "text": "z"}}]'
    found = read("a.json", content)
    assert [part.title for part in found if isinstance(part, Article)] == ["A", "Bé", "C"][not before :]
    assert reasons(found) == []


def test_what_is_no_json_before_the_list_loses_nothing(read: Read) -> None:
    assert ids(read("a.json", '{"took": NaN, "articles": [{"id": 7, "text": "x"}]}')) == ["a.json#7"]


@pytest.mark.parametrize("content", ["[]", '{"articles": []}', '{"response": {"docs": []}}'])
def test_a_list_of_nothing_says_so(why_not: Callable[..., str], content: str) -> None:
    assert why_not("a.json", content) == "a list of no articles"


def test_what_was_replaced_before_is_still_utf8(read_one: ReadOne) -> None:
    assert read_one("a.jsonl", '{"text": "b\ufffdd"}\n').text == "b\ufffdd"


@pytest.mark.parametrize("said", [True, 1, "draft", "published"])
def test_whether_it_is_published_hides_no_day(read_one: ReadOne, said: object) -> None:
    record = {"text": "x", "published": said, "created_at": "2025-05-06"}
    article = read_one("a.json", json.dumps(record))
    assert (str(article.date), article.undated) == ("2025-05-06", None)
    del record["created_at"]
    assert read_one("a.json", json.dumps(record)).undated is None
