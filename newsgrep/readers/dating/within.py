"""The dates that stand in a text, and where."""

from typing import NamedTuple

from newsgrep.article import DateOrigin, PublicationDate
from newsgrep.readers import ReadOptions
from newsgrep.readers.dating.grammar import dates_in
from newsgrep.readers.dating.tokens import tokens_of
from newsgrep.readers.dating.values import code_of, dates_of, may_be_dated, usage_for
from newsgrep.readers.dating.vocabulary import english, of_all_languages


class DateWithin(NamedTuple):
    """A date in a text, from `start` to `end` in characters; `date` is None if it may be two days."""

    start: int
    end: int
    date: PublicationDate | None


def dates_within(text: str, options: ReadOptions, language: str | None = None) -> list[DateWithin]:
    """The dates in a visible text, from left to right; `language` is the code of the document's, if it is known."""
    usage = usage_for(text, options.today, options.date_order, code_of(language))
    for words in (english, of_all_languages):
        tokens = tokens_of(text, words())
        found = [
            DateWithin(tokens.places[printed.begin], tokens.end(printed.end - 1), days[0] if len(days) == 1 else None)
            for printed in dates_in(tokens, usage)
            if (days := dates_of(printed.days, DateOrigin.TEXT, options.today))
        ]
        if found or not may_be_dated(tokens.signs):
            return found
    return []
