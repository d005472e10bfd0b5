"""What the words of a query stand for is looked up once for all queries to a generation, within bounds."""

from pathlib import Path

import pytest
from handle import Handle, open_whoosh

from newsgrep.article import Article, ArticleId
from newsgrep.engines.whoosh.format.lexicon import Lexicon
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.engines.whoosh.searching import segments
from newsgrep.engines.whoosh.searching.segments import FoundTerms, Segments, SegmentTerms, Terms
from newsgrep.query.nodes import And, Fuzzy, Near, Node, Not, Or, Pattern, Phrase, Within, Word
from newsgrep.results import Order

OIL, GAS, PRICES = Word("oil"), Word("gas"), Word("prices")
QUERIES: list[Node] = [
    OIL,
    And((OIL, PRICES)),
    Or((GAS, Not(PRICES))),
    Phrase("oil prices"),
    Near((OIL, GAS), (PRICES,), 3),
    Within("title", GAS),
    Pattern("pri*"),
    Pattern("*s"),
    Fuzzy("oill", 1),
]


def commit(engine: Handle, *texts: str, removed: tuple[str, ...] = ()) -> None:
    segment = engine.write(
        Article(ArticleId(text), text, text, title=text.partition(" ")[0]) for text in texts
    )
    engine.commit([segment] if segment else [], [ArticleId(identifier) for identifier in removed])


@pytest.fixture(params=[False, True], ids=["plain", "vector"])
def engine(tmp_path: Path, request: pytest.FixtureRequest) -> Handle:
    """Three segments, with a deletion."""
    engine = open_whoosh(tmp_path, vector=request.param)
    commit(engine, "oil prices rose", "gas prices and oil", "price of gas")
    commit(engine, "oil and prices", "no gas", "oil gas oil price")
    commit(engine, "prices of oil again", removed=("no gas",))
    return engine


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The terms that are looked up in a lexicon, one for each time."""
    terms: list[str] = []
    find = Lexicon.find

    def noted(lexicon: Lexicon, term: str) -> int | None:
        terms.append(term)
        return find(lexicon, term)

    monkeypatch.setattr(Lexicon, "find", noted)
    return terms


def test_a_word_is_looked_up_once_for_all_queries(engine: Handle, looked_up: list[str]) -> None:
    first = list(engine.search(And((OIL, PRICES)), limit=10))
    assert looked_up
    looked_up.clear()
    assert list(engine.search(And((OIL, PRICES)), limit=2, order=Order.OLDEST))
    assert engine.search(Or((PRICES, OIL))).total > len(first)
    assert looked_up == []


def test_a_commit_is_seen(engine: Handle) -> None:
    before = engine.search(OIL).total
    commit(engine, "oil, and more oil")
    assert engine.search(OIL).total == before + 1
    commit(engine, removed=("oil prices rose",))
    assert engine.search(OIL).total == before


@pytest.mark.parametrize("most", [1, 5, 1000])
def test_asked_again_everything_is_answered_alike(
    engine: Handle, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """However little is kept."""
    fresh = [list(engine.search(query)) for query in QUERIES]
    monkeypatch.setattr(segments, "_MOST_KEPT_TERMS", most)
    for _ in range(2):
        assert [list(engine.search(query)) for query in QUERIES] == fresh


def test_no_more_than_so_many_terms_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "_MOST_KEPT_TERMS", 20)
    monkeypatch.setattr(segments, "_MOST_KEPT_OF_A_WORD", 6)
    commit(open_whoosh(tmp_path), "oil")
    lexicon = SegmentReader(next(tmp_path.glob("*.newsgrep")), None).text_field("body").words
    found = FoundTerms()
    for number in range(40):
        found.keep(number, Terms([SegmentTerms(0, lexicon, range(number % 8))]))
        assert sum(1 + len(part.numbers) for terms in found.values() for part in terms) <= 20
        assert (number in found) == (number % 8 < 6)


@pytest.mark.parametrize(("articles", "kept"), [(3, True), (200, False)])
def test_lists_with_many_large_counts_are_read_anew(tmp_path: Path, articles: int, *, kept: bool) -> None:
    """These are copied from the file: the counts of common words in long articles."""
    engine = open_whoosh(tmp_path)
    engine.add(*(Article(ArticleId(f"{number}"), "a", "oil " * 300) for number in range(articles)))
    reader = SegmentReader(next(tmp_path.glob("*.newsgrep")), None)
    lexicon = reader.text_field("body").words
    terms = Terms([SegmentTerms(0, lexicon, [0])])
    ((first, postings),) = Segments([reader]).posting_lists(terms)
    assert (first, len(postings.large)) == (0, articles)
    assert (terms.lists is not None) == kept
