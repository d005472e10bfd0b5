"""The passage that is shown."""

import re

import excerpt_oracle
import pytest
import reuters
from conftest import SCALE
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_texts import texts

from newsgrep.text import choose_excerpt
from newsgrep.text.excerpt import begins_sentence

TEXT = (
    "The first sentence says nothing. Oil is in the second one. "
    + "Filler words follow here. " * 30
    + "Crude oil and prices stand together here. The end of it all comes now."
)


def excerpt(text: str, words: list[str], length: int = 10) -> str:
    spans = sorted(
        (place, place + len(word))
        for word in words
        for place in range(len(text))
        if text.startswith(word, place)
    )
    return text[slice(*choose_excerpt(text, spans, length))]


def test_it_holds_the_most_of_the_querys_words() -> None:
    assert excerpt(TEXT, ["Oil", "oil", "prices"]).startswith("Crude oil and prices")


def test_it_is_the_first_of_equals_and_begins_with_its_sentence() -> None:
    assert excerpt(TEXT, ["Oil"]).startswith("Oil is in the second one.")


def test_without_matches_it_is_the_beginning() -> None:
    assert excerpt(TEXT, [], 5) == "The first sentence says nothing."


def test_an_abbreviation_or_an_initial_ends_no_sentence() -> None:
    text = "It ends here. Then oil was named by Mr. Carney and J. Smith in the U.S. on that day."
    assert excerpt(text, ["oil"], 9) == "Then oil was named by Mr. Carney and J."
    assert excerpt(text, ["oil"], 8) == "Then oil was named by Mr. Carney and"


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_of_blank_text_it_is_nothing(text: str) -> None:
    assert choose_excerpt(text, []) == (0, 0)


def test_a_long_sentence_is_cut_at_words() -> None:
    text = "word " * 200 + "oil " + "word " * 200
    shown = excerpt(text, ["oil"], 20)
    assert "oil" in shown
    assert set(shown.split()) == {"word", "oil"}
    assert 15 <= len(shown.split()) <= 40


words = st.sampled_from(["a", "bb", "ccc.", "d!", "\u201ce.\u201d", "\n\n", "税" * 50])


@given(st.lists(words, max_size=60), st.data())
def test_it_never_cuts_a_match_at_its_beginning_nor_leaves_the_text(
    parts: list[str], data: st.DataObject
) -> None:
    text = " ".join(parts)
    starts = [
        place
        for place, character in enumerate(text)
        if character in "bc" and text[place - 1 : place] in {"", " "}
    ]
    spans = (
        [(start, start + 2) for start in data.draw(st.lists(st.sampled_from(starts), unique=True))]
        if starts
        else []
    )
    first, last = choose_excerpt(text, sorted(spans), data.draw(st.integers(1, 20)))
    assert 0 <= first <= last <= len(text)
    if spans:
        assert any(first <= start and end <= last for start, end in spans)
    if first < last:
        assert text[first:last] == text[first:last].strip()


sentences = st.lists(
    st.sampled_from(
        (
            *(
                "word",
                "Oil",
                "oil",
                "Mr.",
                "Sen.",
                "xMr.",
                "No.",
                "U.S.",
                "J.",
                "end.",
                "end!",
                "ends...",
                "\u3002",
                "so\u2026",
                "Mr\u2026",
                "Gov.\u2019",
            ),
            *(
                'said."',
                "(so?)",
                "end.\u201d\u2019",
                ".",
                "!",
                '"',
                " ",
                "  ",
                "\n",
                "\n\n",
                "\n \t\n",
                "\x0b",
                "\xa0",
            ),
            *("long" * 15, "."),
        )
    ),
    max_size=80,
).map(" ".join)


@given(sentences | texts | sentences.map(lambda text: text.replace(" ", "")), st.data())
@settings(max_examples=300 * SCALE)
def test_it_is_the_oracles(text: str, data: st.DataObject) -> None:
    places = data.draw(st.sets(st.integers(0, len(text)), max_size=8).map(sorted))
    spans = list(zip(places[::2], places[1::2], strict=False))
    words = data.draw(st.integers(1, 50))
    assert choose_excerpt(text, spans, words) == excerpt_oracle.choose_excerpt(text, spans, words)


@reuters.needs_reuters
@pytest.mark.parametrize("pattern", ["said", "(?i:oil|price)s?", "the", r"\d+", "not there", "[^.]{300}"])
def test_of_real_news_it_is_the_oracles(pattern: str) -> None:
    for article in reuters.articles(reuters.ALL if SCALE >= 10 else 1_000 * SCALE):
        text = article.text
        spans = [found.span() for found in re.finditer(pattern, text)]
        for words in (3, 40):
            assert choose_excerpt(text, spans, words) == excerpt_oracle.choose_excerpt(text, spans, words), (
                text
            )


@pytest.mark.parametrize(
    ("before", "after", "begins"),
    [
        ("", "The end", True),
        ("  \n", "The end", True),
        ("It was over. ", "The end", True),
        ("It was over.", "  The end", True),
        ("“It was over.” ", "“The end", True),
        ("over\n\n", "the end", True),
        ("over\n", "the end", False),
        ("called Mr. ", "Lee", False),
        ("over, ", "the end", False),
        ("over", "", True),
        ("over ", " \n", True),
        ("ove", "r again", False),
        ("x" * 1000 + ". ", "The end", True),
    ],
)
def test_where_a_sentence_begins(before: str, after: str, begins: bool) -> None:  # noqa: FBT001  a column of the table
    assert begins_sentence(before + after, len(before)) == begins
