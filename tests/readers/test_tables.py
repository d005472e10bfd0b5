"""Tables: the header, the fields, the rows that are none, whatever stands between them."""

import csv
import io
from collections.abc import Callable
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import MAX_CHARACTERS

Read: TypeAlias = Callable[..., list[Article | Skipped]]

HEADER = "title,text,date\n"


def articles(found: list[Article | Skipped]) -> list[tuple[str | None, str]]:
    return [(part.title, part.text) for part in found if isinstance(part, Article)]


def reasons(found: list[Article | Skipped]) -> list[tuple[str | None, str]]:
    return [(part.key, part.reason) for part in found if isinstance(part, Skipped)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_what_stands_between_fields_is_found(read: Read, delimiter: str) -> None:
    content = "title,text,date\nA,one; two | three,2025-05-06\n".replace(",", delimiter)
    if delimiter in ";|":
        content = content.replace("one; two | three", '"one; two | three"')
    (article,) = read("a.csv", content)
    assert isinstance(article, Article)
    assert (article.title, article.text, str(article.date)) == ("A", "one; two | three", "2025-05-06")


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.txt", HEADER + "A,B,2025-05-06\n", "csv"),
        ("a.json", HEADER + "A,B,2025-05-06\n", "csv"),
        ("a.txt", "Title, text and date are what a record has,\nthe librarian said.\n", "text"),
        ("a.txt", "Body, text, soul.\n", "text"),
        ("a.txt", "Summary\n\nOil rose.\n", "text"),
        ("a.csv", '{"text": "B"}', "json"),
    ],
)
def test_a_table_is_known_by_its_header_under_any_name(
    read: Read, name: str, content: str, form: str
) -> None:
    (article,) = read(name, content)
    assert isinstance(article, Article)
    assert article.format == form


def test_rows_of_another_length_than_the_header(read: Read) -> None:
    found = read("a.csv", HEADER + 'A,B,2025-05-06,,\nC\n\n,,\nD,E,F,G\nH,"I\nJ\n')
    assert articles(found) == [("A", "B"), ("C", "")]
    assert reasons(found) == [
        ("3", "4 fields, where the header has 3"),
        ("4", "an open quotation mark, over 2 lines"),
    ]


def test_a_field_that_is_too_long_is_skipped_alone(read: Read) -> None:
    found = read("a.csv", HEADER + "A," + "x" * (MAX_CHARACTERS + 1) + ",\nB,y,\n")
    assert articles(found)[-1:] == [("B", "y")]
    assert "16,000,000" in reasons(found)[0][1]


def test_a_field_may_be_longer_than_the_csv_module_allows(read: Read) -> None:
    assert articles(read("a.csv", HEADER + "A," + "x" * 200_000 + ",\n")) == [("A", "x" * 200_000)]


def test_a_table_without_a_header_is_refused(why_not: Callable[..., str]) -> None:
    assert why_not("a.csv", "1,Oil rises,Oil rose.\n2,Oil falls,Oil fell.\n") == (
        "no column of texts or titles in its first row, which is: 1, Oil rises, Oil rose."
    )


def test_the_user_names_the_columns(read: Read) -> None:
    found = read("a.csv", "nr,Kopf,Inhalt\n1,A,B\n", fields=(("title", "Kopf"), ("text", "Inhalt")))
    assert articles(found) == [("A", "B")]


def test_the_rows_own_id_or_link_is_the_key(read: Read) -> None:
    found = read("a.csv", "Article ID,URL,Text\n7,,a\n,https://e.org/a,b\n7,,c\n")
    assert [part.id for part in found if isinstance(part, Article)] == [
        "a.csv#7",
        "a.csv#https://e.org/a",
        "a.csv#3",
    ]


cells = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<&\ufffd") | st.just("\n")
).filter(lambda cell: cell not in {"nan", "NaN", "NaT", "None", "NULL", "null", "N/A", "\\N"})


@given(st.lists(st.tuples(cells, cells).filter(any), min_size=1, max_size=5), st.sampled_from(",;|\t"))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_the_csv_module_writes_is_read(read: Read, rows: list[tuple[str, str]], delimiter: str) -> None:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([("nr", "headline", "text"), *(("x", *row) for row in rows)])
    found = {str(part.id): part for part in read("a.csv", written.getvalue()) if isinstance(part, Article)}
    for number, (title, text) in enumerate(rows, 1):
        if text.strip():
            assert found[f"a.csv#{number}"].text == text
        if title.strip():
            assert found[f"a.csv#{number}"].title == " ".join(title.split())


def test_quotation_marks_escaped_as_mysql_does(read: Read) -> None:
    found = read("a.csv", 'title,text\n"He said \\"no\\" today","a, b"\n"x \\"no, never\\" y",c\n')
    assert [(part.title, part.text) for part in found if isinstance(part, Article)] == [
        *(('He said "no" today', "a, b"), ('x "no, never" y', "c")),
    ]


def test_a_quotation_mark_left_open_says_so(read: Read) -> None:
    first = 'title,text\n"A title,and text\nB,c\nC,"d, e"\n'
    found = read("a.csv", first + 'D,"f\ng ""h"""\nE,5" pipes\n"F,g\n')
    assert [part.title if isinstance(part, Article) else part.reason for part in found] == [
        *("an open quotation mark, over 3 lines", "D", "E", "an open quotation mark"),
    ]


@pytest.mark.parametrize("header", ["{id},title,text", "<title>,text", "[id],title,text"])
def test_a_header_of_odd_names(read: Read, header: str) -> None:
    row = dict(zip(header.split(","), ("A", "B", "C"), strict=False))
    (article,) = read("a.csv", f"{header}\n{','.join(row.values())}\n")
    assert isinstance(article, Article)
    assert article.text == list(row.values())[-1]
