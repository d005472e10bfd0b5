"""`terms` and collocates over random archives, against plain lists of tokens, written as docs/terms.md defines them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import log, log2
from pathlib import Path
from random import Random
from statistics import NormalDist
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from conftest import SCALE
from handle import Handle, open_whoosh
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from oracle import Oracle
from strategies import articles, crowd, queries, words

from newsgrep.article import Article, ArticleId
from newsgrep.engines.collectors import Unit
from newsgrep.errors import UsageError
from newsgrep.query import nodes
from newsgrep.query.rewriting import words_of
from newsgrep.reports import log_likelihood
from newsgrep.reports import terms as report
from newsgrep.reports.collocates import collocates
from newsgrep.reports.terms import Choice, TermOrder, terms
from newsgrep.text import AnalysedQuery, AnyWord, SpanFinder
from newsgrep.text.stopwords import ENGLISH

EVERYTHING = nodes.Everything()
choices = st.builds(Choice, st.booleans(), st.booleans(), st.sampled_from(TermOrder))
limits = st.sampled_from([(3, 0.01), (1, 1.0)])
"""The least count and the error rate: the second, so that terms are listed of small archives too."""


class Counts(NamedTuple):
    """Tokens or articles here and there, by term, and of how many."""

    here: Counter[str]
    there: Counter[str]
    here_total: int
    there_total: int


class Asked(NamedTuple):
    """A question to an engine, and to the oracle over the same articles."""

    engine: Handle
    oracle: Oracle
    query: AnalysedQuery

    @classmethod
    def about(cls, folder: str, archive: Sequence[Article], query: nodes.Node) -> "Asked":
        engine = open_whoosh(Path(folder))
        for part in (archive[::2], archive[1::2]):
            if part:
                engine.add(*part)
        removed = [article.id for article in archive[::9]]
        engine.commit([], removed)
        return cls(engine, Oracle([one for one in archive if one.id not in removed]), engine.analysed(query))

    def entries(self, there: nodes.Node) -> tuple[list[list[str]], list[list[str]]]:
        """The surfaces of each article here, and there."""
        here = self.oracle.matching(self.query.node)
        others = self.oracle.matching(there) - here
        return tuple(  # type: ignore[return-value]  # two
            [
                [token.surface for token in entry.tokens["body"]]
                for entry in self.oracle.entries
                if entry.article.id in ids
            ]
            for ids in (here, others)
        )


def counts(asked: Asked, there: nodes.Node, unit: Unit) -> Counts:
    sides = asked.entries(there)
    if unit is Unit.ARTICLES:
        here, there_ = (Counter(term for text in side for term in set(text)) for side in sides)
        return Counts(here, there_, *map(len, sides))
    here, there_ = (Counter(term for text in side for term in text) for side in sides)
    return Counts(here, there_, here.total(), there_.total())


def g2(a: int, b: int, c: int, d: int) -> float:
    """2 Σ O ln(O/E) over the four cells."""
    with_term, without, everything = a + b, c + d - a - b, c + d
    cells = [(a, with_term, c), (b, with_term, d), (c - a, without, c), (d - b, without, d)]
    value = 2 * sum(seen * log(seen * everything / (row * column)) for seen, row, column in cells if seen)
    return -value if a * d < b * c else value


def wanted_terms(asked: Asked, found: Counts, choice: Choice) -> list[tuple[str, int, int]]:
    """(term, here, there), in order."""
    tested = {
        term: (found.here[term], found.there[term])
        for term in {*found.here, *found.there}
        if term
        and max(found.here[term], found.there[term]) >= report.LEAST_COUNT
        and (choice.all_words or tells(term, asked.query))
    }
    if not found.here_total or not tested:
        return []
    totals = found.here_total, found.there_total
    least = NormalDist().inv_cdf(1 - log_likelihood.ERROR_RATE / (2 * len(tested))) ** 2
    values = {term: g2(*pair, *totals) for term, pair in tested.items()}
    ratios = {
        term: log2(((a + 0.5) / (totals[0] + 1)) / ((b + 0.5) / (totals[1] + 1)))
        for term, (a, b) in tested.items()
    }
    key = ratios if choice.order is TermOrder.RATIO else values
    listed = [term for term in tested if (abs(values[term]) if choice.both else values[term]) >= least]
    return [(term, *tested[term]) for term in sorted(listed, key=lambda term: (-round(key[term], 9), term))]


def tells(term: str, query: AnalysedQuery) -> bool:
    slots = [
        slot for leaf in words_of(query.node) for slot in query.slots(leaf) if not isinstance(slot, AnyWord)
    ]
    return (
        not any(slot.matches(term, query.analyzer.stem(term)) for slot in slots)
        and term not in ENGLISH
        and (len(term) > 1 or term in "関税")
        and any(letter.isalpha() for letter in term)
    )


def limit_to(monkeypatch: pytest.MonkeyPatch, least: int, rate: float) -> None:
    monkeypatch.setattr(report, "LEAST_COUNT", least)
    monkeypatch.setattr(log_likelihood, "ERROR_RATE", rate)


def check_terms(asked: Asked, there: nodes.Node, unit: Unit, choice: Choice) -> None:
    found = counts(asked, there, unit)
    arguments = asked.query, asked.engine.analysed(there), unit, choice
    if found.here_total and not found.there_total:
        with pytest.raises(UsageError, match="no other articles"):
            terms(asked.engine.snapshot(), *arguments)
        return
    rows = terms(asked.engine.snapshot(), *arguments)
    assert [(row.term, row.here, row.there) for row in rows] == wanted_terms(asked, found, choice)
    for row in rows:
        assert row[-2:] == (found.here_total, found.there_total)
        assert row.g2 == pytest.approx(g2(*row[3:]), abs=1e-9)


@given(
    archive=st.lists(articles, max_size=8, unique_by=lambda one: one.id),
    query=queries,
    there=st.just(EVERYTHING) | queries,
    unit=st.sampled_from([Unit.ARTICLES, Unit.WORDS]),
    choice=choices,
    limit=limits,
)
@settings(max_examples=40 * SCALE, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_terms_of_small_archives_are_the_oracles(
    monkeypatch: pytest.MonkeyPatch,
    archive: list[Article],
    query: nodes.Node,
    there: nodes.Node,
    unit: Unit,
    choice: Choice,
    limit: tuple[int, float],
) -> None:
    limit_to(monkeypatch, *limit)
    with TemporaryDirectory() as folder:
        check_terms(Asked.about(folder, archive, query), there, unit, choice)


@given(
    seed=st.integers(0, 1 << 32),
    query=words,
    unit=st.sampled_from([Unit.ARTICLES, Unit.WORDS]),
    choice=choices,
    limit=limits,
)
@settings(
    max_examples=20 * SCALE,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
def test_terms_of_many_articles_are_the_oracles(
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
    query: nodes.Node,
    unit: Unit,
    choice: Choice,
    limit: tuple[int, float],
) -> None:
    limit_to(monkeypatch, *limit)
    archive = crowd(Random(seed), 150, longest=12)  # noqa: S311  a repeatable draw
    with TemporaryDirectory() as folder:
        check_terms(Asked.about(folder, archive, query), EVERYTHING, unit, choice)


def near_counts(asked: Asked, there: nodes.Node, near: int) -> tuple[Counts, int]:
    """Tokens near a match and all others, and how many matches there are."""
    here, everywhere = Counter[str](), Counter[str]()
    occurrences = 0
    for side in asked.entries(there):
        everywhere.update(term for text in side for term in text)
    ids = asked.oracle.matching(asked.query.node)
    for entry in asked.oracle.entries:
        if entry.article.id in ids:
            for field, spans in fields(asked, entry.article):
                occurrences += len(spans)
                here.update(near_spans(field, spans, near))
    there_ = everywhere - here
    return Counts(here, there_, here.total(), there_.total()), occurrences


def fields(
    asked: Asked, article: Article
) -> Iterator[tuple[list[tuple[str, int, int]], list[tuple[int, int]]]]:
    """The tokens of headline and text, each with the places that are marked in it."""
    marked = SpanFinder(asked.query).find(article)
    for text, spans in ((article.title or "", marked.title), (article.text, marked.text)):
        tokens = asked.query.analyzer.tokens(text)
        yield [(token.surface, token.start, token.end) for token in tokens], list(spans)


def near_spans(tokens: list[tuple[str, int, int]], spans: list[tuple[int, int]], near: int) -> Iterator[str]:
    own = {
        place
        for place, (_, start, end) in enumerate(tokens)
        if any(first <= start and end <= last for first, last in spans)
    }
    for place, (surface, _, _) in enumerate(tokens):
        if place not in own and any(abs(place - other) <= near for other in own):
            yield surface


@given(
    archive=st.lists(articles, max_size=8, unique_by=lambda one: one.id),
    query=queries,
    there=st.just(EVERYTHING) | queries,
    near=st.integers(1, 8),
    choice=choices,
    limit=limits,
)
@settings(max_examples=40 * SCALE, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_collocates_are_the_oracles(
    monkeypatch: pytest.MonkeyPatch,
    archive: list[Article],
    query: nodes.Node,
    there: nodes.Node,
    near: int,
    choice: Choice,
    limit: tuple[int, float],
) -> None:
    limit_to(monkeypatch, *limit)
    with TemporaryDirectory() as folder:
        check_collocates(Asked.about(folder, archive, query), there, near, choice)


@given(seed=st.integers(0, 1 << 32), query=words, near=st.integers(1, 3), choice=choices)
@settings(max_examples=10 * SCALE, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_collocates_in_many_articles_are_the_oracles(
    seed: int, query: nodes.Node, near: int, choice: Choice
) -> None:
    archive = crowd(Random(seed), 100, longest=12)  # noqa: S311  a repeatable draw
    with TemporaryDirectory() as folder:
        check_collocates(Asked.about(folder, archive, query), EVERYTHING, near, choice)


def check_collocates(asked: Asked, there: nodes.Node, near: int, choice: Choice) -> None:
    found, occurrences = near_counts(asked, there, near)
    arguments = asked.query, asked.engine.analysed(there), near, choice
    if found.here_total and not found.there_total:
        with pytest.raises(UsageError, match="no other"):
            collocates(asked.engine.snapshot(), *arguments)
        return
    rows = collocates(asked.engine.snapshot(), *arguments)
    assert [(row.term, row.here, row.there) for row in rows] == wanted_terms(asked, found, choice)
    for row in rows:
        assert (row.here_total, row.there_total) == (found.here_total, found.there_total)
        if row.here:
            assert row.log_dice == pytest.approx(
                14 + log2(2 * row.here / (occurrences + row.here + row.there))
            )
        else:
            assert row.log_dice is None


def archive_of(*texts: str) -> list[Article]:
    return [Article(ArticleId(f"{number}"), "p", text) for number, text in enumerate(texts)]


def test_no_other_articles_is_an_error_and_no_article_is_an_empty_list(tmp_path: Path) -> None:
    engine = open_whoosh(tmp_path)
    engine.add(*archive_of("oil prices", "oil"))
    oil, gas = engine.analysed(nodes.Word("oil")), engine.analysed(nodes.Word("gas"))
    everything = engine.analysed(EVERYTHING)
    for others in (everything, oil, gas):
        with pytest.raises(UsageError):
            terms(engine.snapshot(), oil, others, Unit.ARTICLES, Choice())
        assert terms(engine.snapshot(), gas, others, Unit.ARTICLES, Choice()) == []
    engine.close()
