"""Terms: the words that set the matches of a query apart from other articles."""

from collections.abc import Iterable
from enum import StrEnum
from itertools import compress, repeat
from typing import NamedTuple

import numpy as np

from newsgrep.engines.collectors import TermCounts, TermTable, Unit
from newsgrep.engines.contract import Snapshot
from newsgrep.errors import UsageError
from newsgrep.query.rewriting import words_of
from newsgrep.reports.log_likelihood import least_g2, log_likelihood, log_ratio
from newsgrep.text import AnalysedQuery, AnyWord, is_stop_word, is_unspaced

LEAST_COUNT = 3
"""A term is tested if it has at least this count, here or there."""


class TermOrder(StrEnum):
    """How terms are ordered, the highest first; ties by code point."""

    G2 = "g2"
    RATIO = "ratio"


class Choice(NamedTuple):
    """Which terms are tested and listed.

    `all_words`: stop words, single letters, words without a letter and the query's own words too. `both`: terms
    that are rarer here too.
    """

    all_words: bool = False
    both: bool = False
    order: TermOrder = TermOrder.G2


class TermRow(NamedTuple):
    """A term, folded like tokens; how many articles, or tokens, it has here and there; of how many.

    `g2` is `log_likelihood`, `ratio` is `log_ratio`.
    """

    term: str
    g2: float
    ratio: float
    here: int
    there: int
    here_total: int
    there_total: int


def terms(
    snapshot: Snapshot, query: AnalysedQuery, others: AnalysedQuery, unit: Unit, choice: Choice
) -> list[TermRow]:
    """The terms of the matches that are significantly more frequent there than in those of `others` alone.

    Articles are counted, or with `Unit.WORDS` tokens. Raises QueryError, and UsageError if there is nothing to
    compare the matches with.
    """
    (table,) = snapshot.collect(query, TermCounts(others, unit, LEAST_COUNT))
    return listed(tested(table, snapshot, query, choice), choice)


def tested(table: TermTable, snapshot: Snapshot, query: AnalysedQuery, choice: Choice) -> TermTable:
    """The table of the terms that are frequent enough, and of the kinds that are chosen."""
    is_tested = np.maximum(table.here, table.there) >= LEAST_COUNT
    if not choice.all_words:
        own = _words_of_query(snapshot, query)
        is_tested &= np.array(_tells(table.terms, own, query.analyzer.language), np.bool_)
    return table._replace(
        terms=list(compress(table.terms, is_tested.tolist())),
        here=table.here[is_tested],
        there=table.there[is_tested],
    )


def listed(table: TermTable, choice: Choice) -> list[TermRow]:
    """The terms of a table that are significant, in order. Raises UsageError if nothing is there."""
    if not table.here_total:
        return []
    if not table.there_total:
        raise UsageError(
            "there are no other articles to compare the matches with; --against takes a query that others match"
        )
    g2 = log_likelihood(table)
    significant = (np.abs(g2) if choice.both else g2) >= least_g2(len(table.terms))
    ratio = log_ratio(table)
    ranked = np.argsort(-(ratio if choice.order is TermOrder.RATIO else g2), kind="stable")
    places = ranked[significant[ranked]].tolist()
    columns = (column[places].tolist() for column in (g2, ratio, table.here, table.there))
    totals = repeat(table.here_total), repeat(table.there_total)
    return list(map(TermRow, (table.terms[place] for place in places), *columns, *totals))


def _words_of_query(snapshot: Snapshot, query: AnalysedQuery) -> set[str]:
    """The words of headlines and texts that the query's words stand for."""
    slots = {slot for leaf in words_of(query.node) for slot in query.slots(leaf)}
    return {found.word for slot in slots if not isinstance(slot, AnyWord) for found in snapshot.words(slot)}


def _tells(words: Iterable[str], own: set[str], language: str) -> list[bool]:
    """For each word whether it may tell what articles are about: a word with a letter that is no stop word, nor the query's own."""
    return [
        word not in own
        and (len(word) > 1 or is_unspaced(word))
        and not is_stop_word(word, language)
        and any(map(str.isalpha, word))
        for word in words
    ]
