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

DASHES = "\u2796\u2043-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
PAIRS = '“”„“„”””«»»«‹››‹「」『』｢｣〝〟〝〞《》〈〉❝❞＂＂″″"”“"„"«"“»‘’‚‘‚’\'\'’’`\'´´'
QUOTES = list(zip(PAIRS[::2], PAIRS[1::2], strict=True))
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
    ("NOT a NEAR/5 b", Not(Near((A,), (B,), 5))),
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
    ("tariff NEAR/5 canada", Near((Word("tariff"),), (Word("canada"),), 5)),
    ('tariff* NEAR/1 "new york"', Near((Pattern("tariff*"),), (Phrase("new york"),), 1)),
    ("a NEAR/5 b c", And((Near((A,), (B,), 5), C))),
    ("title:a", Within("title", A)),
    ("TITLE:a", Within("title", A)),
    ("author:smith", Within("author", Word("smith"))),
    ('title:"not for sale"', Within("title", Phrase("not for sale"))),
    ("title:(a OR b)", Within("title", Or((A, B)))),
    ("title:(a b) c", And((Within("title", And((A, B))), C))),
    ("title:(a NEAR/2 b)", Within("title", Near((A,), (B,), 2))),
    ("a BEFORE/5 b", Near((A,), (B,), 5, ordered=True)),
    ('"new york" BEFORE/1 tar*', Near((Phrase("new york"),), (Pattern("tar*"),), 1, ordered=True)),
    ("title:(a BEFORE/3 b)", Within("title", Near((A,), (B,), 3, ordered=True))),
    ("title:((a OR b) BEFORE/3 c)", Within("title", Near((A, B), (C,), 3, ordered=True))),
    ('(a OR "b c" OR d*) NEAR/5 (a~1 OR b)', Near((A, Phrase("b c"), Pattern("d*")), (Fuzzy("a", 1), B), 5)),
    ("(a OR (b OR (c))) NEAR/5 (d)", Near((A, B, C), (D,), 5)),
    ("a OR b NEAR/5 c OR d", Or((A, Near((B,), (C,), 5), D))),
    ("NOT (a OR b) BEFORE/5 c", Not(Near((A, B), (C,), 5, ordered=True))),
    ("((a OR b) NEAR/5 c)^2", Boost(Near((A, B), (C,), 5), 2)),
    (r"\BEFORE a", And((Word("BEFORE"), A))),
    ("before a", And((Word("before"), A))),
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
    *((f"a {dash}b", And((A, Not(B)))) for dash in DASHES),
    *((f'a {dash}"b c"', And((A, Not(Phrase("b c"))))) for dash in DASHES),
    *((f"a {dash} b", And((A, B))) for dash in DASHES),
    *((f"{first}b c{last}", Phrase("b c")) for first, last in QUOTES),
    *((f"title:{first}b c{last}", Within("title", Phrase("b c"))) for first, last in QUOTES),
    *((f"source:{first}b c{last} a", And((Value("source", "b c"), A))) for first, last in QUOTES),
    ('"a “b c” d"', Phrase(r"a \“b c\” d")),
    ("„a «b» c“", Phrase(r"a \«b\» c")),
    ('"a b” AND "c d"', And((Phrase("a b"), Phrase("c d")))),
    ("“a b” “c d”", And((Phrase("a b"), Phrase("c d")))),
    ("a 'b c'~5^2", And((A, Boost(Phrase("b c", 5), 2)))),
    ("a's 'b' 'tis c'", And((Word("a's"), Word("'b'"), Phrase("tis c")))),
    ("''a b'' c", And((Phrase("a b"), C))),
    ("``a b'' c", And((Phrase("a b"), C))),
    ("'80s a'", And((Word("'80s"), Word("a'")))),
    ("'80s and '90s", And((Word("'80s"), Word("and"), Word("'90s")))),
    ("a & b , c ... | d ! -- +", And((A, B, C, D))),
    ("... a", A),
    ("a AND - b", And((A, B))),
    ("/r/b +5% a/b w/o C++", And(tuple(map(Word, ("/r/b", "+5%", "a/b", "w/o", "C++"))))),
    ("AT&T b&c a! near 5", And(tuple(map(Word, ("AT&T", "b&c", "a!", "near", "5"))))),
    (r"a\|b w\/5 \near5 \!a", And(tuple(map(Word, ("a|b", "w/5", "near5", "!a"))))),
    ("a b?", And((A, B))),
    ("a b?!", And((A, B))),
    ("a b ?", And((A, B))),
    ("a AND title:b?", And((A, Within("title", B)))),
    ('"a b?"', Phrase("a b")),
    ("“a b?”", Phrase("a b")),
    ("ab?", Pattern("ab?")),
    ("source:a ab?", And((Value("source", "a"), Pattern("ab?")))),
    ("a? b", And((Pattern("a?"), B))),
    ("(a b?)", And((A, Pattern("b?")))),
    ("a b?^1", And((A, Boost(Pattern("b?"), 1)))),
    (r"a b\?", And((A, Word("b?")))),
    ("a b*?*", And((A, Pattern("b*?*")))),
    ('"a * b"', Phrase("a * b")),
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
        ("a NEAR/5 b c", Or((Near((A,), (B,), 5), C))),
        ("(a b) NEAR/5 c", Near((A, B), (C,), 5)),
        ("a-b c", Or((Word("a-b"), A, B, C))),
        ("a\u2013b", Or((Word("a\u2013b"), A, B))),
        ("a-b", Or((Word("a-b"), A, B))),
        ("a-b AND c d", Or((And((Word("a-b"), C)), D))),
        ("-a-b c title:a-b", And((C, Not(Word("a-b")), Within("title", Word("a-b"))))),
        ("a- b", Or((Word("a-"), B))),
        ("\u02bc-a", Word("\u02bc-a")),
        ("\u00bd-a", Word("\u00bd-a")),
        (r"a\ b-c", Or((Word("a b-c"), Word("a b"), C))),
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
    ("a NEAR/5 b BEFORE/5 c", "BEFORE/5", "BEFORE joins two sides only; a third takes a BEFORE of its own"),
    ("a BEFORE/5 (b NEAR/5 c)", "(b NEAR/5 c)", "BEFORE joins two sides only"),
    ("a BEFORE b", "BEFORE", r"BEFORE takes a number of words, BEFORE/5; for the word itself write \BEFORE"),
    ("a BEFORE/0 b", "BEFORE/0", "BEFORE/ takes a number of other words, 1 to 50: BEFORE/5"),
    ("a BEFORE/51 b", "BEFORE/51", "1 to 50"),
    ("BEFORE/5 a", "BEFORE/5", "BEFORE/5 has nothing on its left"),
    ("a BEFORE/5", "BEFORE/5", "BEFORE/5 has nothing on its right"),
    ("(a OR b c) NEAR/5 d", "b c", "joined by OR: (a OR b) NEAR/5 c; for both write (a NEAR/5 c) AND"),
    ("a BEFORE/3 (b AND c)", "(b AND c)", "joined by OR: (a OR b) BEFORE/3 c"),
    ("a NEAR/5 (b OR -c)", "-c", "NOT stands outside: (a NEAR/5 b) NOT c"),
    ("a NEAR/5 (b OR title:c)", "title:c", "a field stands before the whole: title:(a NEAR/5 b)"),
    ("title:(a OR b) NEAR/5 c", "title:(a OR b)", "title:(a NEAR/5 b)"),
    ("a NEAR/5 (b OR tag:c)", "tag:c", "a filter stands after the whole: (a NEAR/5 b) source:reuters"),
    ("a NEAR/5 date:2025", "date:2025", "a filter stands after the whole"),
    ("a NEAR/5 (b OR date:undated)", "date:undated", "a filter stands after the whole"),
    ("a NEAR/5 (b^2 OR c)", "b^2", "a weight stands after the whole: (a NEAR/5 b)^2"),
    ("a NEAR/5 (b OR c)^2", "(b OR c)^2", "a weight stands after the whole"),
    ("a NEAR/5 (b OR (c NEAR/2 d))", "(c NEAR/2 d)", "NEAR joins two sides only"),
    ("a NEAR/5 *", "*", "beside NEAR/5 stands a word, a wildcard, a quoted phrase, or a group"),
    ("a NEAR/5 -b", "NEAR/5", "nothing on its right"),
    ("a NEAR/5 b^2", "b^2", "a weight stands after the whole"),
    ("title:a NEAR/5 b", "title:a", "title:(a NEAR/5 b)"),
    ('a NEAR/5 "b c"~2', '"b c"~2', "beside NEAR/5 stands"),
    ('a NEAR/5 (b OR "b c"~2)', '"b c"~2', "beside NEAR/5 stands"),
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
    ("&", "&", "holds no letter or digit"),
    ("- ...", "-", "holds no letter or digit"),
    ("a title:... b", "...", "holds no letter or digit"),
    ("a -... b", "...", "holds no letter or digit"),
    ("title:\u2013a", "\u2013", "-title:"),
    ("«a b", "«", "this quote is never closed"),
    ('a "oil\udce9"', "\udce9", "the query is not UTF-8"),
    ("source:\udce9", "\udce9", "the query is not UTF-8"),
    ("!gas a", "!gas", "write NOT gas"),
    ('a !"b c"', "!", "write NOT"),
    ("a !(b c)", "!", "write NOT"),
    ("a ANDNOT b", "ANDNOT", "write NOT"),
    ("a|b", "a|b", "write a OR b"),
    ("a|b|c", "a|b|c", "write a OR b OR c"),
    ("a||b", "a||b", "write a OR b"),
    ("a || b", "||", "write OR"),
    ("a| b", "a|", "write OR"),
    ('"a"|"b"', "|", "write OR"),
    ("(a)|(b)", "|", "write OR"),
    ("a && b", "&&", "write AND"),
    ("a&&b", "a&&b", "write a AND b"),
    ('"a"&"b"', "&", "write AND"),
    ("a XOR b", "XOR", "(a OR b) NOT (a AND b)"),
    ("+a b", "+", "every word must occur"),
    ('+"a b"', "+", "every word must occur"),
    ("/grai[mn]/", "/grai[mn]/", "no regular expressions; * and ? are wildcards"),
    ("b /gr(a|e)y oil/ a", "/gr(a|e)y oil/", "no regular expressions"),
    ("/gray/i", "/gray/i", "no regular expressions"),
    ("gr[ae]y", "gr[ae]y", "no regular expressions"),
    ("tarif.*", "tarif.*", "no regular expressions"),
    (r"\btariff\b", r"\btariff\b", "no regular expressions"),
    (r"\d+", r"\d+", "no regular expressions"),
    *(
        (f"a {sign}5 b", f"{sign}5", "write NEAR/5")
        for sign in ("w/", "W/", "/", "near/", "n/", "within/", "near")
    ),
    *(
        (f"a {sign}5 b", f"{sign}5", "write BEFORE/5")
        for sign in ("PRE/", "pre/", "p/", "adj/", "onear/", "ADJ")
    ),
    *((f"a {sign} b", sign, "write NEAR/15") for sign in ("w/s", "W/P", "/s", "/p", "w/para")),
    ("a AROUND(5) b", "AROUND(5)", "write NEAR/5"),
    ("a around(5) b", "around(5)", "write NEAR/5"),
    ("a AROUND 5 b", "AROUND 5", "write NEAR/5"),
    ("atleast5 a", "atleast5", "oil^3"),
    ("{a b}", "{a", "(a OR b)"),
    ("[a TO b]", "[a TO b]", "only dates have ranges"),
    ("date:[2025 TO 2026]", "[2025", "date:2025-01..2025-03"),
    ("headline:a", "headline", 'did you mean "title"?'),
    ("byline:a", "byline", 'did you mean "author"?'),
    ("site:a", "site", 'did you mean "source"?'),
    ("from:a", "from", "author:, source: or --since?"),
    ("Topic:a", "Topic", 'did you mean "tag"?'),
    ("since:2025", "since", "did you mean --since 2025, or date:>=2025?"),
    ('until:"last week" oil', "until", 'did you mean --until "last week", or date:"<=last week"?'),
    ("after:„3 days ago“", "after", 'did you mean --since "3 days ago", or date:">=3 days ago"?'),
    ("(before:(2025) oil)", "before", "did you mean --until 2025, or date:<=2025?"),
    ("until:2025", "until", "did you mean --until 2025, or date:<=2025?"),
    ("text:a", "text", "without a field"),
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
    with pytest.raises(QueryError, match="not UTF-8"):
        literal(["a", "oil\udce9"])


def test_filters_are_joined_to_the_query() -> None:
    assert combine(A, []) == A
    assert combine(A, [Undated()]) == And((A, Undated()))
    assert combine(None, [Undated()]) == Undated()
    assert combine(None, []) == Everything()


texts = st.text(
    st.sampled_from("ab\\*?\"~^():- AND\u201cé関.1\n/|!+&[{'»\u2013"), min_size=1, max_size=8
).filter(lambda text: any(map(str.isalnum, text)))
globs = texts.map(lambda text: text.translate(dict.fromkeys(map(ord, '\\"\u201c»')))).filter(
    lambda glob: any(map(str.isalnum, glob))
)
bare_globs = st.sampled_from(["a*", "?b", r"a\*b*", "*é*"])
leaves = st.one_of(
    st.builds(Word, texts),
    st.builds(Pattern, bare_globs),
    st.builds(Fuzzy, texts, st.sampled_from([None, 0, 1, 2])),
    st.builds(Phrase, globs, st.none() | st.integers(1, 50)),
)
sides = st.lists(
    leaves.filter(lambda leaf: not isinstance(leaf, Phrase) or leaf.slop is None), min_size=1, max_size=3
).map(tuple)
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


pairs = st.builds(Near, sides, sides, st.integers(1, 50), st.booleans())
expressions = st.recursive(leaves | pairs, combined, max_leaves=4)
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
        st.sampled_from('ab"()~^:-*?\\ .5/\u201c\n|!+&[{»\u2013' + "'")
        | st.sampled_from(string.ascii_uppercase),
        max_size=30,
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
            [
                *("a", "OR", "AND", "NOT", "(", ")", "-", '"b c"', "NEAR/3", "BEFORE/3", "(a OR b)"),
                *("title:", "date:", "2025", "^2", "~1"),
            ]
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
