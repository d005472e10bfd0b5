"""Coverage: the periods, sources, formats and languages of an archive, its gaps, the quality of its dates."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from newsgrep.engines.collectors import Tally
from newsgrep.engines.contract import Snapshot
from newsgrep.facets import Facet, FacetValue, Period
from newsgrep.periods import count_between, is_of_unit, periods_between
from newsgrep.text import AnalysedQuery

_MOST_MONTHS = 36
"""The default unit is the year for an archive of more months than this."""


class Gap(NamedTuple):
    """Consecutive periods without articles, between periods with articles."""

    first: str
    last: str
    periods: int


class SourceCoverage(NamedTuple):
    """The coverage of a source (None: articles without one).

    `first` and `last` are its first and last period.
    """

    source: str | None
    articles: int
    first: str | None
    last: str | None
    gaps: tuple[Gap, ...]


class PeriodCoverage(NamedTuple):
    """The articles of a period, in all and by source.

    A year among months has the articles whose month is not known.
    """

    period: str
    articles: int
    sources: Mapping[FacetValue, int]


class Coverage(NamedTuple):
    """The coverage of an archive; numbers count articles.

    `periods` ascend by `unit`, without leaving out a period between the first and the last. `doubtful` counts
    undated articles in which something looks like a date. The keys of mappings are None for articles without
    a value; the most frequent value comes first.
    """

    articles: int
    undated: int
    doubtful: int
    imprecise: int
    conflicting: int
    replaced: int
    origins: Mapping[FacetValue, int]
    formats: Mapping[FacetValue, int]
    languages: Mapping[FacetValue, int]
    unit: Period
    periods: tuple[PeriodCoverage, ...]
    gaps: tuple[Gap, ...]
    sources: tuple[SourceCoverage, ...]


def coverage(snapshot: Snapshot, everything: AnalysedQuery, unit: Period | None = None) -> Coverage:
    """The coverage of the articles that match `everything`.

    `unit` None: months if they are few, else years.
    """
    facets: tuple[tuple[Facet, ...], ...] = (
        (Period.MONTH, "source"),
        *((facet,) for facet in ("flag", "precision", "origin", "format", "lang")),
    )
    months, flags, precisions, *others = snapshot.collect(everything, *map(Tally, facets))
    if unit is None:
        unit = _default_unit(period for period, _ in months if period)
    counts = months
    if unit is not Period.MONTH:
        (counts,) = snapshot.collect(everything, Tally((unit, "source")))
    origins, formats, languages = (
        _by_frequency({value: number for (value,), number in other.items()}) for other in others
    )
    return Coverage(
        articles=sum(counts.values()),
        undated=sum(number for (period, _), number in counts.items() if period is None),
        doubtful=flags.get(("doubtful-date",), 0),
        imprecise=precisions.get(("month",), 0) + precisions.get(("year",), 0),
        conflicting=flags.get(("conflicting-dates",), 0),
        replaced=flags.get(("replaced-characters",), 0),
        origins=origins,
        formats=formats,
        languages=languages,
        unit=unit,
        periods=tuple(_periods(counts, unit)),
        gaps=_gaps({period for period, _ in counts}, unit),
        sources=tuple(_sources(counts, unit)),
    )


def _by_frequency(counts: Mapping[FacetValue, int]) -> dict[FacetValue, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0] is None, item[0] or "")))


def _default_unit(periods: Iterable[str]) -> Period:
    known = sorted(periods)
    if not known:
        return Period.YEAR
    first, last = known[0], known[-1]
    first, last = f"{first[:4]}-{first[5:] or '01'}", f"{last[:4]}-{last[5:] or '12'}"
    return Period.MONTH if count_between(first, last, Period.MONTH) <= _MOST_MONTHS else Period.YEAR


def _periods(counts: Mapping[tuple[FacetValue, ...], int], unit: Period) -> Iterator[PeriodCoverage]:
    by_period: dict[str, Counter[FacetValue]] = {}
    for (period, source), number in counts.items():
        if period:
            by_period.setdefault(period, Counter())[source] += number
    exact = [period for period in by_period if is_of_unit(period, unit)]
    for period in sorted(
        {*by_period, *periods_between(min(exact), max(exact), unit)} if exact else by_period
    ):
        sources = by_period.get(period, Counter())
        yield PeriodCoverage(period, sources.total(), _by_frequency(sources))


def _sources(counts: Mapping[tuple[FacetValue, ...], int], unit: Period) -> Iterator[SourceCoverage]:
    articles: Counter[FacetValue] = Counter()
    periods: dict[FacetValue, set[FacetValue]] = {}
    for (period, source), number in counts.items():
        articles[source] += number
        periods.setdefault(source, set()).add(period)
    for source, number in _by_frequency(articles).items():
        known = sorted(period for period in periods[source] if period)
        first, last = (known[0], known[-1]) if known else (None, None)
        yield SourceCoverage(source, number, first, last, _gaps(periods[source], unit))


def _gaps(periods: Iterable[FacetValue], unit: Period) -> tuple[Gap, ...]:
    """The gaps between periods with articles. An article known only to its year closes no gap of months."""
    covered = {period for period in periods if period and is_of_unit(period, unit)}
    gaps: list[Gap] = []
    missing: list[str] = []
    for period in periods_between(min(covered), max(covered), unit) if covered else ():
        if period not in covered:
            missing.append(period)
        elif missing:
            gaps.append(Gap(missing[0], missing[-1], len(missing)))
            missing = []
    return tuple(gaps)
