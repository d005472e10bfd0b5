"""Text to tokens: every rule as rows of a table."""

import unicodedata
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from odd_texts import texts

from newsgrep.article import Article, ArticleId
from newsgrep.errors import UsageError
from newsgrep.text import Analyzer, tokens
from newsgrep.text.analyzer import POSITION_GAP
from newsgrep.text.folding import fold
from newsgrep.text.tokens import by_rules, separates, tokenize

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
    # Arabic: vowels, tanween, shadda, a hamza on its alef, the tatweel, letters of the presentation forms.
    (
        "\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f \u0625\u0644\u0649",
        "\u0645\u062d\u0645\u062f \u0627\u0644\u0649",
    ),
    ("\u0622\u0628 \u0627\u0653\u0628 \u0627\u0628", "\u0627\u0628 \u0627\u0628 \u0627\u0628"),
    ("\u0645\u0640\u0640\u0635\u0631 \ufee3\ufebc\ufeae", "\u0645\u0635\u0631 \u0645\u0635\u0631"),
    # Persian: yeh and kaf as Iranian and as Arabic keyboards have them, a heh with a yeh, an invisible divider.
    (
        "\u06a9\u062a\u0627\u0628\u06cc \u0643\u062a\u0627\u0628\u064a",
        "\u0643\u062a\u0627\u0628\u064a \u0643\u062a\u0627\u0628\u064a",
    ),
    (
        "\u062e\u0627\u0646\u06c0 \u062e\u0627\u0646\u0647\u0654",
        "\u062e\u0627\u0646\u0647 \u062e\u0627\u0646\u0647",
    ),
    ("\u0645\u06cc\u200c\u0631\u0648\u062f", "\u0645\u064a\u0631\u0648\u062f"),
    # Hebrew: points and accents, the letters that have them in one, the geresh.
    (
        "\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd \ufb2a\u05dc\u05d5\u05dd",
        "\u05e9\u05dc\u05d5\u05dd \u05e9\u05dc\u05d5\u05dd",
    ),
    ("\u05e6\u05f3\u05e7 \u05e6'\u05e7", "\u05e6\u05e7 \u05e6\u05e7"),
    # Letters that stand for an apostrophe.
    (
        "Hawai\u02bbi Hawai\u2018i Hawai'i o\u02bczbek \u02beAli Rus\u02b9 ob\u02baekt Ta\u02c8if",
        "hawaii hawaii hawaii ozbek ali rus obekt taif",
    ),
    # Digits of other scripts, and what stands between the thousands and before the decimals.
    ("\u0661\u066c\u0662\u0660\u0660\u066b\u0665 \u06f1\u06f2 \u0967\u0968 \u0e51\u0e52", "1200.5 12 12 12"),
    ("\u06f2\u06f0\u06f2\u06f5-\u06f0\u06f5", "2025 05"),
    # Spaces inside numbers: no-break, thin, and both; not before fewer or more than three digits, nor after four.
    ("1\u00a0200 1\u2009200\u2009000 12\u202f500.5 1\u00a0200bn", "1200 1200000 12500.5 1200bn"),
    ("1\u00a020 1\u00a02000 2024\u00a0500 a\u00a0500 500\u00a0a", "1 20 1 2000 2024 500 a 500 500 a"),
    ("1 200", "1 200"),
    # Half-width kana, with voice marks of their own; Hangul in syllables and in letters.
    ("\uff76\uff9e\uff7d \u30ac\u30b9", "\u30ac \u30b9 \u30ac \u30b9"),
    ("\ud55c\uad6d \u1112\u1161\u11ab\u1100\u116e\u11a8", "\ud55c\uad6d \ud55c\uad6d"),
    # A vowel of Bengali in one character and in two.
    ("\u0995\u09cb \u0995\u09c7\u09be", "\u0995\u09cb \u0995\u09cb"),
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


@given(
    piece=st.text(st.sampled_from("aUSit019,.'&-"), min_size=1, max_size=9)
    | st.from_regex(r"[0-9]{1,4}(,[0-9]{2,4}){0,2}(\.[0-9]{1,2}){0,2}[.,]{0,2}", fullmatch=True)
    | st.sampled_from(
        ["a" * 255, "a" * 256, "A" * 256, "1" * 256, "1," * 300, "US", "Us.", "WHO,", "\u0661,000"]
    ),
    capitals=st.booleans(),
)
def test_plain_pieces_have_the_tokens_of_the_rules(*, piece: str, capitals: bool) -> None:
    plainly = tokens.tokenize(piece, capitals=capitals)
    with patch.object(tokens, "plain_surface", return_value=""):
        assert plainly == tokens.tokenize(piece, capitals=capitals)


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


@given(st.one_of(any_text, texts, st.text(st.characters(categories=("L", "M", "N")))))
def test_texts_that_are_canonically_equivalent_have_the_same_tokens(text: str) -> None:
    wanted = surfaces_of(text)
    assert surfaces_of(unicodedata.normalize("NFC", text)) == wanted
    assert surfaces_of(unicodedata.normalize("NFD", text)) == wanted


def surfaces_of(text: str) -> list[str]:
    return [token.surface for token in ENGLISH.tokens(text)]


@given(st.text(st.characters(min_codepoint=0xFF66, max_codepoint=0xFF9F)))
def test_half_width_kana_are_full_width_ones(text: str) -> None:
    assert surfaces_of(text) == surfaces_of(unicodedata.normalize("NFKC", text))


@given(any_text)
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


SIGNS = st.text(
    st.characters(max_codepoint=127).filter(lambda sign: not sign.isalnum() and not sign.isspace()),
    max_size=4,
)
ASCII_WORDS = st.sampled_from(
    (
        *("oil", "Oil", "OIL", "US", "IT", "it", "Oil's", "US'S", "s", "S", "s's", "1980's", "1,200.5"),
        *("Oil,'s", "Oil.'s", "1,'s", "US.'S", "x" * 256),
    )
)


@example(before=".'", letters="s", behind="", capitals=False, elisions=False)
@example(before=".'", letters="s's", behind="", capitals=False, elisions=False)
@example(before="", letters="Oil,'s", behind="", capitals=False, elisions=False)
@example(before="", letters="Oil.'s", behind="", capitals=False, elisions=False)
@given(
    before=SIGNS,
    letters=ASCII_WORDS | st.text(st.sampled_from("abSU1'.,")),
    behind=SIGNS,
    capitals=st.booleans(),
    elisions=st.booleans(),
)
def test_letters_between_signs_are_what_the_rules_give(
    *, before: str, letters: str, behind: str, capitals: bool, elisions: bool
) -> None:
    piece = before + letters + behind
    expected = by_rules(piece, capitals=capitals, elisions=elisions, wildcards=False)
    assert tokenize(piece, capitals=capitals, elisions=elisions) == expected


@pytest.mark.parametrize("code", range(128))
def test_what_divides_words_is_what_leaves_no_token_and_joins_none(code: int) -> None:
    character = chr(code)
    around = [
        by_rules(f"{left}{character}{right}", capitals=False, elisions=False, wildcards=False)
        for left, right in (("ab", "cd"), ("a", "b"), ("1", "234"), ("a", "s"), ("", ""))
    ]
    surfaces = [[piece.surface for piece in pieces] for pieces in around]
    divided = [["ab", "cd"], ["a", "b"], ["1", "234"], ["a", "s"], []]
    assert separates(character) == (surfaces == divided)
