"""Reading copies: what is known of an article, and its text as it stands."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from newsgrep.article import Article, ArticleId, DateOrigin, Precision, PublicationDate
from newsgrep.renderers.reading_copy import write_markdown, write_plain
from newsgrep.renderers.safety import visible, without_unsafe

DATE = PublicationDate(20250506, Precision.DAY, DateOrigin.TEXT)
FULL = Article(
    ArticleId("a"),
    "a",
    "\nOne *star*\n\n1. two\n",
    title="Not\n<b>for</b> sale",
    date=DATE,
    url="https://example.com/a_b",
    source="The Post",
    authors=("Jane Smith", "Bob Jones"),
)
BARE = Article(ArticleId("b"), "b", "Bare \x1b[31mtext")


def markdown(*articles: Article) -> str:
    out = io.StringIO()
    write_markdown(articles, out, without_unsafe)
    return out.getvalue()


def test_a_plain_copy() -> None:
    out = io.StringIO()
    write_plain([FULL, BARE], out, visible)
    assert out.getvalue() == (
        "Not <b>for</b> sale\nThe Post\n2025-05-06\nJane Smith, Bob Jones\nhttps://example.com/a_b\n\n"
        "One *star*\n\n1. two\n\n\nBare ␛[31mtext\n"
    )


def test_a_copy_in_markdown() -> None:
    assert markdown(FULL, BARE) == (
        "# Not \\<b\\>for\\</b\\> sale\n\nThe Post · 2025-05-06 · Jane Smith, Bob Jones\n\n<https://example.com/a_b>\n\n"
        "One \\*star\\*\n\n1\\. two\n\n---\n\nBare \\[31mtext\n"
    )


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://x/<b>", "https://x/ y"])
def test_a_link_that_is_none_is_text(url: str) -> None:
    html = MarkdownIt().render(markdown(BARE._replace(url=url)))
    assert "<a" not in html
    assert "<b>" not in html


PIECES = st.sampled_from(
    ["word", " ", "\n", "\n\n", "    ", "\t", *"#*_`[]()<>&!|~+-=\\:.1", "2)", "---", "```", "<b>", "&amp;", "http://x.y", "a_b"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
def test_markdown_shows_the_text_as_it_stands(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(markdown(BARE._replace(text=text)))
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    shown = " ".join(
        child.content or " " for token in tokens for child in token.children or () if token.type == "inline"
    )
    assert {child.type for token in tokens for child in token.children or ()} <= {"text", "softbreak", "text_special", "hardbreak"}  # fmt: skip
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", text)
