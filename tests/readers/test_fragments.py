"""HTML in a field to text."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.readers.fragments import is_markup, plain_text, text_of


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<p>One\n  line</p>\n\n\n<p>Two</p>", "One line\n\nTwo"),
        ("<p>One<br>Two<br/><br/>Three</p>", "One\nTwo\n\nThree"),
        ("<p>a<b>b</b> <i>c</i>,d</p>", "ab c,d"),
        ("<h2>Head</h2>text<div>block</div>tail", "Head\n\ntext\n\nblock\n\ntail"),
        ("<ul><li>a</li><li>b <ul><li>c</li></ul></li></ul>d", "a\nb\n\nc\n\nd"),
        (
            "<table><tr><th>Town</th><td>40</td></tr><tr><th>Slane</th><td>12</td></tr></table>",
            "Town\n40\nSlane\n12",
        ),
        ("<p>caf&eacute;&nbsp;&#8211; &lt;b&gt;</p>", "café – <b>"),
        ("<script>x()</script><style>p{}</style><p>a</p><noscript>n</noscript>", "a"),
        ("<p>a<!-- c -->b<?pi x?>c</p>", "abc"),
        ('<div style="color:red;display:none">hidden</div>shown', "shown"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("<html><head><title>T</title></head><body>b</body></html>", "b"),
        ("<p>soft&shy;hyphen zero&#8203;width", "softhyphen zerowidth"),
        ("<p>unclosed <b>tags <p>next", "unclosed tags\n\nnext"),
        ("<!-- nothing -->", ""),
        ("<p>nul \0 byte</p>", "nul byte"),
        ('<?xml version="1.0" encoding="latin-1"?><p>é</p>', "é"),
    ],
)
def test_what_is_shown_is_text(markup: str, text: str) -> None:
    assert text_of(markup) == text


@pytest.mark.parametrize(
    "prose",
    [
        "plain prose",
        "<Strong Point Inc> said its unit will market it.",
        "1 < 2 and 3 > 2",
        "use the <b> tag, or <p>",
        "if a<b and c>d",
        "<Reporter> said so",
        "a line\n\n  indented, with  two spaces",
        "AT&T and Q&A; R&D",
    ],
)
def test_prose_stays_as_it_is(prose: str) -> None:
    assert not is_markup(prose)
    assert plain_text(prose) == prose


def test_entities_alone_are_read_and_line_ends_kept() -> None:
    assert plain_text("AT&amp;T&#8217;s  bid\n\nfailed") == "AT&T’s  bid\n\nfailed"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"])))
def test_escaped_text_comes_back(text: str) -> None:
    spaced = " ".join(part for part in text.replace("\xa0", " ").replace("\u034f", "").split(" ") if part)
    assert text_of(f"<p>{html.escape(text)}</p>") == spaced.strip()


@given(st.text(st.sampled_from("<>/pbr=\"' &;!-?[]xCDATA")))
def test_no_markup_however_odd_is_an_error(markup: str) -> None:
    text_of(markup).encode()
    plain_text(markup)


def test_deep_nesting_is_no_error() -> None:
    assert text_of("<div>" * 1_500 + "deep") == "deep"
    assert text_of("<div>" * 200_000 + "too deep") == ""
