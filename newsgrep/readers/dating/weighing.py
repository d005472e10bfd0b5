"""The dates of one article, from all that is written of them: which is trusted most, which says more."""

from collections.abc import Iterable
from typing import NamedTuple

from newsgrep.article import DateOrigin, PublicationDate
from newsgrep.readers import ReadOptions
from newsgrep.readers.dating.names import date_in_name, date_in_url
from newsgrep.readers.dating.values import read_date, why_no_date

_TRUST = {origin: place for place, origin in enumerate(DateOrigin)} | {DateOrigin.RECORD: 0}
"""Front matter and records are the same: what whoever saved the article says of it."""


class Dating(NamedTuple):
    """What is known of an article's date: see `Article` for the three."""

    date: PublicationDate | None = None
    other_dates: tuple[PublicationDate, ...] = ()
    undated: str | None = None


def find_dates(
    written: Iterable[tuple[DateOrigin, object]],
    options: ReadOptions,
    *,
    url: str | None = None,
    leading: PublicationDate | None = None,
    name: str = "",
    language: str | None = None,
) -> Dating:
    """The dates of an article, in the order of trust; the first plausible one is the article's.

    `written` are values that a source gives as the date, each with its origin, the best first among those of
    one origin. `leading` is what a leading date line says, `name` the file's, `language` the article's.
    """
    values = [(origin, value) for origin, value in written if value is not None]
    found = [date for origin, value in values if (date := read_date(value, origin, options, language))]
    found += [date for date in (date_in_url(url, options), leading, date_in_name(name, options)) if date]
    if len(found) > 1:
        found = sorted(dict.fromkeys(found), key=lambda date: _TRUST[date.origin])
    if found:
        return Dating(found[0], tuple(found[1:]))
    reasons = (why_no_date(value, language, options) for _, value in values)
    return Dating(undated=next(filter(None, reasons), None))
