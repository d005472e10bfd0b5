"""`newsgrep coverage`: what the archive can answer, and what it cannot."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, TextIO

import click

from newsgrep.cli.format_option import chosen_format, json_option
from newsgrep.cli.opening import open_archive
from newsgrep.cli.options import index_option, pager_option
from newsgrep.cli.pager import pager
from newsgrep.cli.terminal import text_layout
from newsgrep.facets import FacetValue, Period
from newsgrep.renderers.facts import Fact, render_facts
from newsgrep.renderers.jsons import as_objects, to_json
from newsgrep.renderers.lines import MISSING
from newsgrep.renderers.safety import one_line
from newsgrep.renderers.shortening import shortened
from newsgrep.renderers.tables import render_text
from newsgrep.reports.coverage import Coverage, Gap, PeriodCoverage, SourceCoverage
from newsgrep.results import Column, Table

_SOURCES_SHOWN = 10
_SOURCE_COLUMNS = 3
_GAPS_SHOWN = 10
_EMPTY_PERIODS_SHOWN = 2
_LONGEST_NAME, _LONGEST_COLUMN_NAME = 40, 12
_NOT_STATED = "not stated"


@click.command(
    epilog="""\b
Examples:
  newsgrep coverage
  newsgrep coverage --by year
  newsgrep coverage --json | jq '.gaps'
""",
)
@click.option(
    "--by",
    type=click.Choice([Period.MONTH.value, Period.YEAR.value]),
    help="Count by month or by year; without it by month, or by year if there are many months.",
)
@json_option
@pager_option
@index_option
def command(*, by: str | None) -> int:
    """Show which days, sources, formats and languages there are, the gaps between, and how sure the dates are."""
    with open_archive() as archive:
        coverage = archive.coverage(Period(by) if by else None)
        skipped = len(archive.skipped())
    if chosen_format() == "json":
        sys.stdout.write(to_json(_objects(coverage, skipped)) + "\n")
    else:
        with pager() as out:
            _print(coverage, skipped, out)
    return 0


def _objects(coverage: Coverage, skipped: int) -> Any:  # noqa: ANN401  a value that JSON has
    """As JSON: counts by value are lists of objects, for a value that is not stated is null."""
    periods = [period._replace(sources=_counts(period.sources)) for period in coverage.periods]
    return as_objects(
        coverage._asdict()
        | {"skipped": skipped, "periods": periods}
        | {name: _counts(getattr(coverage, name)) for name in ("origins", "formats", "languages")}
    )


def _counts(counts: Mapping[FacetValue, int]) -> Any:  # noqa: ANN401  likewise
    return [{"value": value, "articles": articles} for value, articles in counts.items()]


def _print(coverage: Coverage, skipped: int, out: TextIO) -> None:
    render_facts(_facts(coverage, skipped), out)
    if coverage.periods:
        out.write("\n")
        render_text(_period_table(coverage), out, text_layout("never"))
    if coverage.gaps:
        out.write("\n")
        render_facts(_gaps(coverage.gaps, coverage.unit), out)


def _facts(coverage: Coverage, skipped: int) -> Iterator[Fact]:
    periods = coverage.periods
    span = f", {_from_to(periods[0].period, periods[-1].period)}" if periods else ""
    yield Fact("articles", f"{coverage.articles}{span}")
    for name, number, command in (
        ("undated", coverage.undated, "search 'date:undated'"),
        ("doubtful", coverage.doubtful, "search 'flag:doubtful-date'"),
        ("imprecise", coverage.imprecise, "search 'precision:month OR precision:year'"),
        ("conflicting", coverage.conflicting, "search 'flag:conflicting-dates'"),
        ("replaced", coverage.replaced, "search 'flag:replaced-characters'"),
        ("skipped", skipped, "skipped"),
    ):
        yield Fact(name, str(number), f"newsgrep {command}" if number else "")
    yield Fact("dated by", _list({value: number for value, number in coverage.origins.items() if value}))
    yield Fact("formats", _list(coverage.formats))
    yield Fact("languages", _list(coverage.languages))
    if coverage.sources:
        yield Fact("sources", "\n".join(_sources(coverage.sources)))


def _list(counts: Mapping[FacetValue, int]) -> str:
    return ", ".join(f"{_name(value)} {number}" for value, number in counts.items()) or MISSING


def _sources(sources: Sequence[SourceCoverage]) -> Iterator[str]:
    for source in sources[:_SOURCES_SHOWN]:
        dates = _from_to(source.first, source.last) if source.first and source.last else "undated"
        yield f"{shortened(_name(source.source), _LONGEST_NAME)}: {source.articles}, {dates}"
    if len(sources) > _SOURCES_SHOWN:
        yield f"and {len(sources) - _SOURCES_SHOWN} more sources (--json lists them)"


def _period_table(coverage: Coverage) -> Table[PeriodCoverage]:
    """The articles of each period, of the largest sources too where there are several, and a bar."""
    largest = [source.source for source in coverage.sources[:_SOURCE_COLUMNS]]
    columns: tuple[Column[PeriodCoverage], ...] = (
        Column(coverage.unit.value, "date", lambda row: row.period),
        Column("articles", "count"),
        *(_source_column(source) for source in largest if len(coverage.sources) > 1),
        Column("", "bar", lambda row: row.articles),
    )
    return Table(columns, list(_without_long_gaps(coverage.periods)))


def _source_column(source: FacetValue) -> Column[PeriodCoverage]:
    name = shortened(_name(source), _LONGEST_COLUMN_NAME)
    return Column(name, "count", lambda row: row.sources.get(source, 0), optional=True)


def _without_long_gaps(periods: Sequence[PeriodCoverage]) -> Iterator[PeriodCoverage]:
    """Of many empty periods in a row only one row, from the first to the last."""
    for is_empty, group in groupby(periods, key=lambda period: not period.articles):
        run = list(group)
        if is_empty and len(run) > _EMPTY_PERIODS_SHOWN:
            yield PeriodCoverage(f"{run[0].period} to {run[-1].period}", 0, {})
        else:
            yield from run


def _gaps(gaps: Sequence[Gap], unit: Period) -> Iterator[Fact]:
    """The longest gaps, in the order of time."""
    longest = sorted(sorted(gaps, key=lambda gap: -gap.periods)[:_GAPS_SHOWN])
    for gap in longest:
        length = f" to {gap.last} ({gap.periods} {unit}s)" if gap.periods > 1 else ""
        yield Fact("no article", f"{gap.first}{length}")
    if len(gaps) > len(longest):
        yield Fact("", f"and {len(gaps) - len(longest)} more, none longer (--json lists them)")


def _from_to(first: str, last: str) -> str:
    """A span of periods, as precisely as both are known: a year, and a month of another, are two years."""
    known = min(len(first), len(last))
    return f"{first[:known]} to {last[:known]}"


def _name(value: FacetValue) -> str:
    return _NOT_STATED if value is None else one_line(value)
