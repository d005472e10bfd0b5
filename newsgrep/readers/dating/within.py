"""The dates that stand in a text, and where."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from newsgrep.article import DateOrigin, PublicationDate
from newsgrep.readers import ReadOptions
from newsgrep.readers.dating.grammar import Usage, dates_in
from newsgrep.readers.dating.tokens import Tokens, tokens_of
from newsgrep.readers.dating.values import dates_of, may_be_dated, usage_for
from newsgrep.readers.dating.vocabulary import english, of_all_languages


class DateWithin(NamedTuple):
    """A date in a text, from `start` to `end` in characters; `date` is None if it may be two days."""

    start: int
    end: int
    date: PublicationDate | None


def dates_within(text: str, options: ReadOptions, language: str | None = None) -> list[DateWithin]:
    """The dates in a visible text, from left to right; `language` is the document's, if it is known.

    The words of all languages count if they find more dates, or a weekday that settles which day one is.
    """
    return max(findings(text, options, language), key=_sureness)


def _sureness(dates: Sequence[DateWithin]) -> tuple[int, int]:
    return len(dates), sum(found.date is not None for found in dates)


def findings(text: str, options: ReadOptions, language: str | None) -> Iterator[list[DateWithin]]:
    """The dates that are found with the words of English, then those with the words of all languages."""
    usage = usage_for(text, options.today, options.date_order, language)
    tokens = tokens_of(text, english())
    yield list(_dates(tokens, usage))
    if may_be_dated(tokens.signs):
        yield list(_dates(tokens_of(text, of_all_languages()), usage))


def _dates(tokens: Tokens, usage: Usage) -> Iterator[DateWithin]:
    for printed in dates_in(tokens, usage):
        start, end = tokens.places[printed.begin], tokens.end(printed.end - 1)
        days = dates_of(printed.days, tokens.text[start:end], DateOrigin.TEXT, usage.today)
        if days:
            yield DateWithin(start, end, days[0] if len(days) == 1 else None)
