"""Text to tokens: every rule as rows of a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.article import Article, ArticleId
from newsgrep.errors import UsageError
from newsgrep.text import Analyzer
from newsgrep.text.analyzer import POSITION_GAP
from newsgrep.text.folding import fold

ENGLISH = Analyzer("english")

SURFACES: list[tuple[str, str]] = [
    ("tariffs", "tariffs"),
    ("Trump's Trump\u2019s 1980's it's", "trump trump 1980 it"),
    ("don't O'Brien O\u2019Brien", "dont obrien obrien"),
    ("AT&T R&D S&P PG&E Barnes&Noble", "at&t r&d s&p pg&e barnes noble"),
    ("U.N. UN U.K. N.A.T.O. NATO J.P. U.S.A", "un un uk nato nato jp usa"),
    (
        "the U.S. and u.s. said US officials at WHO, W.H.O., IT, a.m.",
        "the u.s. and u.s. said u.s. officials at w.h.o. w.h.o. i.t. a.m.",
    ),
    ("us who it", "us who it"),
    ("TELL US WHO IT IS", "tell us who it is"),
    ("OIL FOR THE U.S.", "oil for the u.s."),
    ("TRUMP'S US TARIFFS", "trump us tariffs"),
    ("TRUMP's US TARIFFS", "trump us tariffs"),
    ("US OIL", "u.s. oil"),
    ("TELL US NOW\nand US oil", "tell us now and u.s. oil"),
    ("Ph.D., No.1, example.com", "ph d no 1 example com"),
    ("J.P.Morgan", "jp morgan"),
    ("COVID-19 W-2 B-52 F-16 tit-for-tat", "covid 19 w 2 b 52 f 16 tit for tat"),
    ("G7 30bn Q2", "g7 30bn q2"),
    ("1,200 1200 1,200.50 1.5 1.2.3", "1200 1200 1200.50 1.5 1.2.3"),
    ("1,5 1,00 1234,567 .5 5'10", "1 5 1 00 1234 567 5 5 10"),
    ("$1.5bn C$30bn 25%", "1.5bn c 30bn 25"),
    ("l'Europe", "leurope"),
    ("9/11 2025-05-06 a_b @who #oil", "9 11 2025 05 06 a b who oil"),
    ("関税上调", "関 税 上 调"),
    ("カナダ", "カ ナ タ\u3099".replace("タ\u3099", "ダ")),
    ("ภาษี", "ภ า ษ ี".replace(" ี", "ี")),
    ("caf\u00e9 cafe\u0301 \u00c9lys\u00e9es", "cafe cafe elysees"),
    ("\u00e6on stra\u00dfe \u0141\u00f3d\u017a", "aeon strasse lodz"),
    ("\uff27\uff17 \uff2f\uff29\uff2c", "g7 oil"),
    ("co\u00adop", "coop"),
    ("oil\u2014prices oil\u2013prices", "oil prices oil prices"),
    ("\u201coil\u201d", "oil"),
    ("A\u0e33 \ufdfa", "a \u0e33 \ufdfa"),
    ("\u2167", "viii"),
    ("... --- !?", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "surfaces"), SURFACES, ids=[repr(text) for text, _ in SURFACES])
def test_surfaces(text: str, surfaces: str) -> None:
    assert " ".join(token.surface for token in ENGLISH.tokens(text)) == surfaces


@pytest.mark.parametrize("language", ["french", "italian", "catalan"])
def test_an_elision_divides(language: str) -> None:
    tokens = Analyzer(language).tokens("l'Europe dell\u2019Italia")
    assert [token.surface for token in tokens] == ["l", "europe", "dell", "italia"]


@pytest.mark.parametrize(
    ("surface", "stem"),
    [
        ("tariffs", "tariff"),
        ("prices", "price"),
        ("u.s.", "u.s."),
        ("at&t", "at&t"),
        ("g7", "g7"),
        ("30bn", "30bn"),
        *(
            (word, word)
            for word in ("aids", "emergency", "hamas", "important", "isis", "mars", "mers", "paris")
        ),
        *(
            (word, word)
            for word in ("organisation", "organization", "sars", "several", "texas", "university")
        ),
        *((word, word) for word in ("vegas", "wales")),
        ("emergencies", "emergency"),
        ("organisations", "organisation"),
        ("organizations", "organization"),
        ("universities", "university"),
        ("importance", "important"),
        ("importantly", "important"),
    ],
)
def test_stem(surface: str, stem: str) -> None:
    wanted = ENGLISH.stem("price") if stem == "price" else stem
    assert ENGLISH.stem(surface) == wanted


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UsageError, match="english"):
        Analyzer("klingon")


def test_an_overlong_word_takes_its_position_and_is_not_indexed() -> None:
    before, long, after = ENGLISH.tokens(f"oil {'x' * 256} gas")
    assert (before.position, long.surface, after.position) == (0, "", 2)
    assert ENGLISH.tokens("x" * 255)[0].surface == "x" * 255


def test_the_text_begins_a_gap_after_the_headline() -> None:
    article = Article(ArticleId("a"), "a", "Crude oil", title="Oil rises", authors=("Ann Smith", "Bo Lee"))
    headline, text = ENGLISH.body_tokens(article)
    assert [token.position for token in headline] == [0, 1]
    assert [token.position for token in text] == [1 + POSITION_GAP, 2 + POSITION_GAP]
    authors = ENGLISH.author_tokens(article)
    assert [token.position for token in authors] == [0, 1, 1 + POSITION_GAP, 2 + POSITION_GAP]


any_text = st.text(max_size=40) | st.text(
    st.sampled_from("aB'\u2019.&,-1U.S \n\u00e9\u0301\u00ad\uff21税&\ud800\0"), max_size=30
)


@given(any_text)
def test_tokens_ascend_and_do_not_overlap(text: str) -> None:
    tokens = ENGLISH.tokens(text)
    assert [token.position for token in tokens] == list(range(len(tokens)))
    end = 0
    for token in tokens:
        assert end <= token.start < token.end <= len(text)
        end = token.end


def letters(text: str) -> str:
    """Without what the rules take out: apostrophes, dots of acronyms, commas of thousands, marks."""
    return "".join(character for character in text if character.isalnum() or character == "&")


@given(any_text)
def test_the_text_at_a_tokens_offsets_folds_to_its_surface(text: str) -> None:
    for token in ENGLISH.tokens(text):
        assert letters(fold(text[token.start : token.end])) == letters(token.surface) != ""


@given(st.lists(any_text, max_size=4))
def test_what_was_seen_before_changes_nothing(texts: list[str]) -> None:
    """Words are remembered; a fresh analyzer gives the same."""
    analyzer = Analyzer("english")
    for text in texts * 2:
        assert analyzer.tokens(text) == Analyzer("english").tokens(text)


@given(any_text)
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)
