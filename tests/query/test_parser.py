"""The query language, as tables: what is written, and what it means."""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.article import ArticleId
from newsgrep.errors import QueryError
from newsgrep.query import combine, literal, parse
from newsgrep.query.carets import caret_lines
from newsgrep.query.nodes import (
    And,
    Boost,
    Dates,
    Everything,
    Fuzzy,
    Ids,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Undated,
    Value,
    Within,
    Word,
)
from newsgrep.query.printer import to_text

TODAY = date(2025, 5, 6)
A, B, C, D = Word("a"), Word("b"), Word("c"), Word("d")

MEANINGS: list[tuple[str, Node]] = [
    ("a", A),
    ("  a  ", A),
    ("a b", And((A, B))),
    ("a AND b", And((A, B))),
    ("a b AND c", And((A, B, C))),
    ("a OR b", Or((A, B))),
    ("a b OR c d", Or((And((A, B)), And((C, D))))),
    ("a OR b AND c", Or((A, And((B, C))))),
    ("(a OR b) c", And((Or((A, B)), C))),
    ("a(b)", And((A, B))),
    ("((a))", A),
    ("NOT a", Not(A)),
    ("-a", Not(A)),
    ("a -b", And((A, Not(B)))),
    ("a -(b OR c)", And((A, Not(Or((B, C)))))),
    ('-"a b"', Not(Phrase("a b"))),
    ("-title:a", Not(Within("title", A))),
    ("NOT NOT a", Not(Not(A))),
    ("NOT a b", And((Not(A), B))),
    ("NOT a NEAR/5 b", Not(Near(A, B, 5))),
    ("a or b", And((A, Word("or"), B))),
    ("not", Word("not")),
    (r"\OR a", And((Word("OR"), A))),
    ("rate-hikes", Word("rate-hikes")),
    ("U.S.-China", Word("U.S.-China")),
    ("10:30", Word("10:30")),
    ("http://example.com/x", Word("http://example.com/x")),
    ("update: a", And((Word("update:"), A))),
    (r"foo\:bar", Word("foo:bar")),
    (r"\-a", Word("-a")),
    (r"a\ b", Word("a b")),
    ("1\u00a0200\u202f000 b", And((Word("1\u00a0200\u202f000"), B))),
    ("1\u00a020 b", And((Word("1"), Word("20"), B))),
    ("a\u00a0b", And((A, B))),
    (r"\"a\"", Word('"a"')),
    (r"a\*", Word("a*")),
    (r"a\*b*", Pattern(r"a\*b*")),
    ('"crude oil"', Phrase("crude oil")),
    ("\u201ccrude oil\u201d", Phrase("crude oil")),
    ('"a""b"', And((Phrase("a"), Phrase("b")))),
    (r'"a \"b\" c"', Phrase(r"a \"b\" c")),
    ('"OR AND ( -x"', Phrase("OR AND ( -x")),
    ('"crude prices"~5', Phrase("crude prices", 5)),
    ('"crude prices"~50', Phrase("crude prices", 50)),
    ('"tariff* on"', Phrase("tariff* on")),
    ("tariff*", Pattern("tariff*")),
    ("organi?ation", Pattern("organi?ation")),
    ("*burg", Pattern("*burg")),
    ("*", Everything()),
    ("* source:ap", And((Everything(), Value("source", "ap")))),
    ("rubel~", Fuzzy("rubel")),
    ("rubel~0", Fuzzy("rubel", 0)),
    ("rubel~2", Fuzzy("rubel", 2)),
    ("tariff NEAR/5 canada", Near(Word("tariff"), Word("canada"), 5)),
    ('tariff* NEAR/1 "new york"', Near(Pattern("tariff*"), Phrase("new york"), 1)),
    ("a NEAR/5 b c", And((Near(A, B, 5), C))),
    ("title:a", Within("title", A)),
    ("TITLE:a", Within("title", A)),
    ("author:smith", Within("author", Word("smith"))),
    ('title:"not for sale"', Within("title", Phrase("not for sale"))),
    ("title:(a OR b)", Within("title", Or((A, B)))),
    ("title:(a b) c", And((Within("title", And((A, B))), C))),
    ("title:(a NEAR/2 b)", Within("title", Near(A, B, 2))),
    ("title:a^2", Boost(Within("title", A), 2)),
    ("source:reuters", Value("source", "reuters")),
    ('source:"The New York Times"', Value("source", "The New York Times")),
    ("path:2025/*", Value("path", "2025/*")),
    ("id:a(1).txt", Value("id", "a(1).txt")),
    ("(id:a(1).txt)", Value("id", "a(1).txt")),
    ("id:feed.jsonl#http://x/~y^2", Value("id", "feed.jsonl#http://x/~y^2")),
    ('tag:a"b', Value("tag", r"a\"b")),
    ("lang:en section:news", And((Value("lang", "en"), Value("section", "news")))),
    ("date:2025-05", Dates(20250501, 20250531)),
    ("date:2025-01..2025-03", Dates(20250101, 20250331)),
    ("date:>=1987", Dates(19870101, None)),
    ('date:"last week"', Dates(20250428, 20250504)),
    ("date:undated", Undated()),
    ("NOT date:2025", Not(Dates(20250101, 20251231))),
    ("oil^3", Boost(Word("oil"), 3)),
    ("oil~1^.5", Boost(Fuzzy("oil", 1), 0.5)),
    ('"a b"~3^2', Boost(Phrase("a b", 3), 2)),
    ("(a OR b)^2.5", Boost(Or((A, B)), 2.5)),
    ("関税", Word("関税")),
]


@pytest.mark.parametrize(("written", "meaning"), MEANINGS, ids=[written for written, _ in MEANINGS])
def test_meaning(written: str, meaning: Node) -> None:
    assert parse(written, today=TODAY) == meaning


@pytest.mark.parametrize(
    ("written", "meaning"),
    [
        ("a b", Or((A, B))),
        ('a "b c" (c d)', Or((A, Phrase("b c"), Or((C, D))))),
        ("a AND b c", Or((And((A, B)), C))),
        ("a b source:ap", And((Or((A, B)), Value("source", "ap")))),
        ("a -b c", And((Or((A, C)), Not(B)))),
        ("a title:b", And((A, Within("title", B)))),
        ("title:b^2 a c", And((Or((A, C)), Boost(Within("title", B), 2)))),
        ("date:2025 a^2 b", And((Or((Boost(A, 2), B)), Dates(20250101, 20251231)))),
        ("a b OR c d", Or((Or((A, B)), Or((C, D))))),
        ("title:(a b)", Within("title", Or((A, B)))),
        ("source:ap -b", And((Value("source", "ap"), Not(B)))),
        ("a NEAR/5 b c", Or((Near(A, B, 5), C))),
    ],
)
def test_any_word(written: str, meaning: Node) -> None:
    """Words, phrases and groups are alternatives; fields, dates, NOT and written operators stay."""
    assert parse(written, today=TODAY, any_word=True) == meaning


def test_sure_reaches_every_date() -> None:
    assert parse("a date:2025", today=TODAY, sure=True) == And((A, Dates(20250101, 20251231, sure=True)))


REFUSED: list[tuple[str, str, str]] = [
    ("titel:carney AND (oil", "titel", 'unknown field "titel"; did you mean "title"?'),
    ("zzz:x", "zzz", 'unknown field "zzz"; the fields are title, author, date'),
    ('"open', '"', "this quote is never closed"),
    ('a "b', '"', "this quote is never closed"),
    ("(a", "(", "this parenthesis is never closed"),
    ("(", "(", "this parenthesis is never closed"),
    ("a (b (c)", "(", "this parenthesis is never closed"),
    ("a)", ")", "this parenthesis was never opened"),
    (")", ")", "this parenthesis was never opened"),
    ("a ()", "()", "there is nothing between these parentheses"),
    ("a ( )", "( )", "there is nothing between these parentheses"),
    ('""', '""', "there is nothing between these quotes"),
    ('" "', '" "', "there is nothing between these quotes"),
    ('"..."', '"..."', "holds no letter or digit"),
    ("a AND", "AND", "AND has nothing on its right"),
    ("OR a", "OR", "OR has nothing on its left"),
    ("a OR OR b", "OR", "OR has nothing on its right"),
    ("(a OR)", "OR", "OR has nothing on its right"),
    ("a NOT", "NOT", "NOT has nothing on its right"),
    ("NOT OR a", "NOT", "NOT has nothing on its right"),
    ("a NEAR/5", "NEAR/5", "NEAR/5 has nothing on its right"),
    ("NEAR/5 a", "NEAR/5", "NEAR/5 has nothing on its left"),
    ("a NEAR b", "NEAR", "NEAR takes a number of words"),
    ("a NEAR/x b", "NEAR/x", "NEAR takes a number of words"),
    ("a NEAR/0 b", "NEAR/0", "1 to 50"),
    ("a NEAR/51 b", "NEAR/51", "1 to 50"),
    ("a NEAR/5 b NEAR/5 c", "NEAR/5", "two sides only"),
    ("a NEAR/5 (b OR c)", "(b OR c)", "beside NEAR stands"),
    ("a NEAR/5 -b", "NEAR/5", "nothing on its right"),
    ("a NEAR/5 b^2", "b^2", "a weight stands after the whole"),
    ("title:a NEAR/5 b", "title:a", "title:(a NEAR/5 b)"),
    ('a NEAR/5 "b c"~2', '"b c"~2', "beside NEAR stands"),
    ('"a b"~', '"a b"~', "1 to 50"),
    ('"a b"~0', '"a b"~0', "1 to 50"),
    ('"a b"~51', '"a b"~51', "1 to 50"),
    ('"a b"~x', '"a b"~x', "1 to 50"),
    ("rubel~3", "rubel~3", "0, 1 or 2 edits"),
    ("rubel~x", "rubel~x", "0, 1 or 2 edits"),
    ("rub*~", "rub*~", "wildcards or ~, not both"),
    ("a~1~2", "a~1~2", "stand once"),
    ("~a", "~a", "stand once"),
    ("a^b^c", "a^b^c", "stand once"),
    ("oil^0", "oil^0", "a number above 0"),
    ("oil^", "oil^", "a number above 0"),
    ("oil^-1", "oil^-1", "a number above 0"),
    ("oil^1001", "oil^1001", "at most 1,000"),
    ("(a)~2", "~2", "not after a group"),
    ("title: a", "title:", "nothing follows title:"),
    ("a title:", "title:", "nothing follows title:"),
    ("title:()", "()", "nothing between"),
    ("title:AND", "AND", r"write \AND"),
    ("title:-a", "-", "-title:"),
    ("title:*", "*", "every word"),
    ("title:(a source:b)", "source:", "title: holds words only"),
    ("title:(a date:2025)", "date:", "title: holds words only"),
    ("source:(a OR b)", "source:(", "source:a OR source:b"),
    ('source:"a"^2', "^", "takes no ~ and no ^"),
    ("date:someday", "someday", "cannot read the date"),
    ('date:"2025-02-30"', '"2025-02-30"', "no such day"),
    ("& a", "&", "holds no letter or digit"),
    ("a - b", "-", "holds no letter or digit"),
    ("**", "**", "holds no letter or digit"),
    ("a --since x", "--since", "an option stands outside"),
    ("a\\", "\\", "nothing follows this backslash"),
    ("source:a\\", "\\", "nothing follows this backslash"),
]


@pytest.mark.parametrize(("written", "fault", "message"), REFUSED, ids=[written for written, _, _ in REFUSED])
def test_refused_with_its_place(written: str, fault: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(written, today=TODAY)
    error = caught.value
    assert written[error.start : error.end] == fault
    assert message in str(error)
    assert error.query == written


@pytest.mark.parametrize("written", ["", "   ", "\n"])
def test_an_empty_query_is_refused(written: str) -> None:
    with pytest.raises(QueryError, match="the query is empty"):
        parse(written, today=TODAY)


@pytest.mark.parametrize(
    ("most", "one_more", "message"),
    [
        ("a" * 10_000, "a" * 10_001, "10,001 characters, at most 10,000"),
        ("a " * 1_000, "a " * 1_001, "more than 1,000 terms"),
        (f'"{"a " * 1_000}"', f'"{"a " * 1_001}"', "more than 1,000 terms"),
        ("id:a " * 1_000, "id:a " * 1_001, "more than 1,000 terms"),
        ("(" * 50 + "a" + ")" * 50, "(" * 51 + "a" + ")" * 51, "more than 50 levels"),
        ("NOT " * 50 + "a", "NOT " * 51 + "a", "more than 50 levels"),
        ("NOT (" * 25 + "a" + ")" * 25, "NOT (" * 25 + "-a" + ")" * 25, "more than 50 levels"),
    ],
)
def test_limits_are_inclusive(most: str, one_more: str, message: str) -> None:
    parse(most, today=TODAY)
    with pytest.raises(QueryError, match=message):
        parse(one_more, today=TODAY)


def test_ten_thousand_parentheses_are_an_error_like_any_other() -> None:
    with pytest.raises(QueryError, match="levels of nesting"):
        parse("(" * 10_000, today=TODAY)


def test_extents_are_places_in_the_query() -> None:
    written = 'oil AND (title:"a b" OR -gas~)'
    query = parse(written, today=TODAY)
    assert isinstance(query, And)
    group = query.parts[1]
    assert isinstance(group, Or)
    assert [written[slice(*node.extent)] for node in (query, group, *group.parts)] == [
        written,
        '(title:"a b" OR -gas~)',
        'title:"a b"',
        "-gas~",
    ]


def test_literal_arguments_are_phrases_without_operators() -> None:
    assert literal(["a OR b"]) == Phrase("a OR b")
    assert literal(["what?", '"x*"']) == And((Phrase(r"what\?"), Phrase(r"\"x\*\"")))
    assert literal(["a", "b"], any_word=True) == Or((Phrase("a"), Phrase("b")))
    for nothing in ([], ["--"]):
        with pytest.raises(QueryError):
            literal(nothing)
    with pytest.raises(QueryError, match="1,000 terms"):
        literal(["a " * 1_001])


def test_filters_are_joined_to_the_query() -> None:
    assert combine(A, []) == A
    assert combine(A, [Undated()]) == And((A, Undated()))
    assert combine(None, [Undated()]) == Undated()
    assert combine(None, []) == Everything()


texts = st.text(st.sampled_from('ab\\*?"~^():- AND\u201cé関.1\n'), min_size=1, max_size=8).filter(
    lambda text: any(map(str.isalnum, text))
)
globs = texts.map(lambda text: text.replace("\\", "").replace('"', "").replace("\u201c", "")).filter(
    lambda glob: any(map(str.isalnum, glob))
)
bare_globs = st.sampled_from(["a*", "?b", r"a\*b*", "*é*"])
leaves = st.one_of(
    st.builds(Word, texts),
    st.builds(Pattern, bare_globs),
    st.builds(Fuzzy, texts, st.sampled_from([None, 0, 1, 2])),
    st.builds(Phrase, globs, st.none() | st.integers(1, 50)),
)
sides = leaves.filter(lambda leaf: not isinstance(leaf, Phrase) or leaf.slop is None)
days = st.dates(min_value=date(1605, 1, 1)).map(lambda day: day.year * 10000 + day.month * 100 + day.day)
ranges = st.one_of(
    st.builds(Dates, days, st.none()),
    st.builds(Dates, st.none(), days),
    st.tuples(days, days).map(lambda pair: Dates(min(pair), max(pair))),
)
weights = st.floats(0.001, 1000).map(lambda weight: round(weight, 3))


def combined(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        several.map(lambda parts: And(tuple(part for part in parts))),
        several.map(lambda parts: Or(tuple(part for part in parts))),
        st.builds(Not, parts),
        st.builds(Boost, parts, weights),
    )


expressions = st.recursive(leaves | st.builds(Near, sides, sides, st.integers(1, 50)), combined, max_leaves=4)
trees = st.recursive(
    st.one_of(
        expressions,
        st.builds(
            Within,
            st.sampled_from(["title", "author"]),
            expressions.filter(lambda node: not isinstance(node, Boost)),
        ),
        st.builds(Value, st.sampled_from(["source", "tag", "path", "id"]), globs),
        ranges,
        st.just(Undated()),
        st.just(Everything()),
    ),
    combined,
    max_leaves=6,
)


@given(trees)
def test_a_printed_tree_parses_to_the_same_tree(tree: Node) -> None:
    assert parse(to_text(tree), today=TODAY) == tree


def test_ids_are_printed_in_order_and_counted_when_they_are_many() -> None:
    def ids(*names: str) -> Ids:
        return Ids(frozenset(map(ArticleId, names)))

    assert to_text(ids()) == "ids:()"
    assert to_text(ids("b.txt", "a.txt")) == "ids:(a.txt, b.txt)"
    assert to_text(ids(*map(str, range(1000, 3000)))) == "ids:(1000, 1001, 1002, ... 2,000 in all)"
    assert to_text(And((A, ids("a.txt")))) == "a AND ids:(a.txt)"


@given(
    st.text(
        st.sampled_from('ab"()~^:-*?\\ .5/\u201c\n') | st.sampled_from(string.ascii_uppercase), max_size=30
    )
)
def test_any_text_parses_or_is_refused_with_a_place(written: str) -> None:
    for any_word in (False, True):
        try:
            tree = parse(written, today=TODAY, any_word=any_word)
        except QueryError as error:
            if error.start is not None:
                assert error.end is not None
                assert 0 <= error.start < error.end <= len(written)
            assert "\n" not in "".join(caret_lines(error) or ())
        else:
            assert parse(to_text(tree), today=TODAY) == tree


@given(
    st.lists(
        st.sampled_from(
            ["a", "OR", "AND", "NOT", "(", ")", "-", '"b c"', "NEAR/3", "title:", "date:", "2025", "^2", "~1"]
        )
    )
)
def test_any_row_of_lexemes_parses_or_is_refused(pieces: list[str]) -> None:
    for written in ("".join(pieces), " ".join(pieces)):
        try:
            tree = parse(written, today=TODAY)
        except QueryError:
            continue
        assert parse(to_text(tree), today=TODAY) == tree


@pytest.mark.parametrize(
    ("error", "lines"),
    [
        (QueryError("", "titel:x", 0, 5), ("  titel:x", "  ^^^^^")),
        (QueryError("", "a\x1b[2J b", 6, 7), ("  a\ufffd[2J b", "        ^")),
        (QueryError("", "関税 (", 3, 4), ("  関税 (", "       ^")),
        (QueryError("", "a\nb (", 4, 5), ("  a b (", "      ^")),
        (QueryError("", "cafe\u0301 (", 6, 7), ("  cafe\u0301 (", "       ^")),
    ],
)
def test_carets_stand_under_the_fault(error: QueryError, lines: tuple[str, str]) -> None:
    assert caret_lines(error) == lines


def test_no_carets_without_a_place() -> None:
    assert caret_lines(QueryError("", "a")) is None
    assert caret_lines(QueryError("", "", 0, 1)) is None


def test_a_long_query_is_cut_to_its_fault() -> None:
    query = "word " * 100 + "titel:x" + " word" * 100
    lines = caret_lines(QueryError("", query, 500, 505))
    assert lines is not None
    shown, carets = lines
    assert len(shown) < 80
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "titel"
