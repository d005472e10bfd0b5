"""The dates of one article, from all that is written of them: which is trusted most, which says more."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from newsgrep.article import DateOrigin, Precision, PublicationDate
from newsgrep.days import day_of
from newsgrep.readers import ReadOptions
from newsgrep.readers.dating.moments import has_offset, moment_in_utc
from newsgrep.readers.dating.names import found_in_url
from newsgrep.readers.dating.values import Finding, possible_dates, why_no_date

_TRUST = {origin: place for place, origin in enumerate(DateOrigin, -1)} | {DateOrigin.RECORD: 0}
"""Front matter and records are the same: what whoever saved the article says of it."""
_FINENESS = {Precision.YEAR: 0, Precision.MONTH: 1, Precision.DAY: 2}
_LOCAL = (
    *(origin for origin in DateOrigin if origin not in {DateOrigin.URL, DateOrigin.FILE_NAME}),
    DateOrigin.URL,
)
"""Who may know the local day, best first: an address is made by a program, which may count in UTC."""
_PRINTED = frozenset({DateOrigin.URL, DateOrigin.TEXT, DateOrigin.FILE_NAME})
_STAMPS = frozenset({DateOrigin.JSON_LD, DateOrigin.META})
_SHOWN = frozenset({DateOrigin.URL, DateOrigin.TEXT})
"""What the programs of a web page write into it, and what its readers see."""
_WESTMOST, _EASTMOST = timedelta(hours=-12), timedelta(hours=14)
"""The zones farthest from UTC."""


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
    named: Iterable[Finding] = (),
    language: str | None = None,
) -> Dating:
    """The dates of an article; the most trusted one is the article's, with four exceptions.

    A less precise date gives way to a more precise one that agrees with it. A moment in UTC gives way to a
    local day that it can be: of a stamp with an offset, of a printed line, of the address. Of two days that a
    value may be, it is the one that another date confirms. A web page's stamp gives way to a day that the page
    shows, if a date of a third origin agrees with that.

    `written` are values that a source gives as the date, each with its origin, the best first among those of
    one origin. `named` are the dates of the file's name and folders, `language` is the article's.
    """
    findings = _findings(written, options, language)
    if url and (in_url := found_in_url(url, options)):
        findings.append(in_url)
    findings += named
    found = _sure(findings)
    if len(found) == 1:  # most articles have one
        return Dating(found[0].date)
    if found:
        finest = _finest(found)
        best = _local(finest, found)
        if best is finest.date:
            best = _confirmed(finest, found).date
        others = dict.fromkeys(finding.date for finding in found if finding.date != best)
        return Dating(best, tuple(others))
    reasons = (why_no_date(finding, options.today) for finding in findings)
    return Dating(undated=next(filter(None, reasons), None))


def _findings(
    written: Iterable[tuple[DateOrigin, object]], options: ReadOptions, language: str | None
) -> list[Finding]:
    return [
        Finding(possible_dates(value, origin, options, language), value)
        for origin, value in written
        if value is not None
    ]


def _sure(findings: Sequence[Finding]) -> list[Finding]:
    """The findings that mean one day, the most trusted first; of several days the one on which others agree."""
    found = [finding for finding in findings if len(finding.possible) == 1]
    doubtful = [finding for finding in findings if len(finding.possible) > 1] if found else ()
    days = {finding.date.day for finding in found if finding.date.precision is Precision.DAY}
    for finding in doubtful:
        agreeing = [day for day in finding.possible if any(_includes(other.date, day) for other in found)]
        if len(agreeing) == 1 and agreeing[0].day not in days:
            found.append(finding._replace(possible=tuple(agreeing)))
    return sorted(found, key=lambda finding: _TRUST[finding.date.origin]) if len(found) > 1 else found


def _includes(longer: PublicationDate, shorter: PublicationDate) -> bool:
    return longer.day <= shorter.day and shorter.last_day <= longer.last_day


def _finest(found: Sequence[Finding]) -> Finding:
    best = found[0]
    for finding in found if best.date.precision is not Precision.DAY else ():
        is_finer = _FINENESS[finding.date.precision] > _FINENESS[best.date.precision]
        if is_finer and _includes(best.date, finding.date):
            best = finding
    return best


def _confirmed(best: Finding, found: Sequence[Finding]) -> Finding:
    """Where a page shows another day than its most trusted stamp, and a second finding agrees, the best of that day."""
    days = [one for one in found if one.date.precision is Precision.DAY]
    shown = {one.date.day for one in days if one.date.origin in _SHOWN}
    if best.date.origin not in _STAMPS or not shown or best.date.day in shown:
        return best
    origins: dict[int, set[DateOrigin]] = {day: set() for day in shown}
    for one in days:
        if one.date.day in shown and one.date.origin is not DateOrigin.FILE_NAME:
            origins[one.date.day].add(one.date.origin)
    return next((one for one in days if len(origins.get(one.date.day, ())) > 1), best)


def _local(best: Finding, found: Sequence[Finding]) -> PublicationDate:
    """The date of a finding; if it is a moment in UTC, the local day of that moment, as far as it is told."""
    is_agreed = all(finding.date.day == best.date.day for finding in found)
    moment = None if is_agreed else _moment_in_utc(best)
    if moment is None:
        return best.date
    days = {day_of((moment + zone).date()) for zone in (_WESTMOST, timedelta(), _EASTMOST)}
    local = [
        finding
        for finding in found
        if finding.date.day in days
        and finding.date.precision is Precision.DAY
        and finding.date.origin in _LOCAL
        and not _moment_in_utc(finding)
    ]
    local.sort(key=lambda one: (not has_offset(str(one.written)), _LOCAL.index(one.date.origin)))
    return best.date if not local or local[0].date.day == best.date.day else local[0].date


def is_settled(
    written: Iterable[tuple[DateOrigin, object]], options: ReadOptions, language: str | None = None
) -> bool:
    """Say whether these values give a day that no line can change: one to the day, and a local one."""
    found = _sure(_findings(written, options, language))
    best = _finest(found) if found else None
    return (
        best is not None
        and best.date.precision is Precision.DAY
        and (_moment_in_utc(best) is None or any(has_offset(str(one.written)) for one in found))
    )


def _moment_in_utc(finding: Finding) -> datetime | None:
    """The moment, if a program has written it in UTC. What is printed counts as printed."""
    if finding.date.origin in _PRINTED:
        return None
    return moment_in_utc(str(finding.written), finding.date.day)
