"""`newsgrep coverage`: what the archive can answer, and what it cannot."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import click

from newsgrep.cli.options import index_option, json_option, open_archive
from newsgrep.renderers.jsons import to_json
from newsgrep.renderers.lines import MISSING
from newsgrep.renderers.safety import one_line
from newsgrep.reports.coverage import Coverage, Gap, PeriodCoverage
from newsgrep.results import Period

_SOURCES_SHOWN = 10
_PERIOD = 19
_COLUMNS = 3
_COLUMN = 14
_BAR = 24
_EMPTY_ROWS = 2
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
    help="Periods; months if they are few, else years.",
)
@json_option
@index_option
def command(*, by: str | None, as_json: bool) -> int:
    """Tell which days, sources, formats and languages there are, the gaps between, and how sure the dates are."""
    with open_archive() as archive:
        found = archive.coverage(Period(by) if by else None)
        skipped = len(archive.skipped())
    if as_json:
        sys.stdout.write(to_json(_plain(found, skipped)) + "\n")
    else:
        sys.stdout.writelines(f"{line.rstrip()}\n" for line in _lines(found, skipped))
    return 0


def _plain(found: Coverage, skipped: int) -> dict[str, Any]:
    """As JSON: mappings as lists of objects, for a value that is not stated is null."""
    return {
        **found._asdict(),
        "skipped": skipped,
        "origins": _counted(found.origins),
        "formats": _counted(found.formats),
        "languages": _counted(found.languages),
        "periods": [{**period._asdict(), "sources": _counted(period.sources)} for period in found.periods],
        "gaps": [gap._asdict() for gap in found.gaps],
        "sources": [
            {**source._asdict(), "gaps": [gap._asdict() for gap in source.gaps]} for source in found.sources
        ],
    }


def _counted(counts: Mapping[str | None, int]) -> list[dict[str, Any]]:
    return [{"value": value, "articles": number} for value, number in counts.items()]


def _lines(found: Coverage, skipped: int) -> Iterator[str]:
    yield from _facts(found, skipped)
    if found.periods:
        yield ""
        yield from _table(found)
    if found.gaps:
        yield ""
        yield from (f"no article  {_gap(gap, found.unit)}" for gap in found.gaps)


def _facts(found: Coverage, skipped: int) -> Iterator[str]:
    span = f", {found.periods[0].period} to {found.periods[-1].period}" if found.periods else ""
    yield f"articles     {found.articles}{span}"
    for name, number, query in (
        ("undated", found.undated, "date:undated"),
        ("doubtful", found.doubtful, "flag:doubtful-date"),
        ("imprecise", found.imprecise, "precision:month OR precision:year"),
        ("conflicting", found.conflicting, "flag:conflicting-dates"),
        ("replaced", found.replaced, "flag:replaced-characters"),
    ):
        yield f"{name:<12} {number:<7}" + (f" newsgrep search '{query}'" if number else "")
    yield f"{'skipped':<12} {skipped:<7}" + (" newsgrep skipped" if skipped else "")
    for name, counts in (
        ("dated by", {value: number for value, number in found.origins.items() if value}),
        ("formats", found.formats),
        ("languages", found.languages),
    ):
        yield f"{name:<12} " + (
            ", ".join(f"{_name(value)} {number}" for value, number in counts.items()) or MISSING
        )
    for number, source in enumerate(found.sources[:_SOURCES_SHOWN]):
        dates = f", {source.first} to {source.last}" if source.first else ", undated"
        yield f"{'' if number else 'sources':<12} {_name(source.source)}: {source.articles}{dates}"
    if len(found.sources) > _SOURCES_SHOWN:
        yield f"{'':<12} and {len(found.sources) - _SOURCES_SHOWN} more sources (--json lists them)"


def _table(found: Coverage) -> Iterator[str]:
    """A row a period: all articles, those of the largest sources, a bar."""
    largest = [source.source for source in found.sources[:_COLUMNS]] if len(found.sources) > 1 else []
    yield _row(found.unit, "articles", [_name(source) for source in largest], "")
    most = max(period.articles for period in found.periods)
    for period in _without_long_gaps(found.periods):
        bar = "█" * -(-period.articles * _BAR // most) if most else ""
        numbers = [str(period.sources.get(source, 0)) for source in largest]
        yield _row(period.period, str(period.articles), numbers, bar)


def _without_long_gaps(periods: Sequence[PeriodCoverage]) -> Iterator[PeriodCoverage]:
    """Of many empty periods in a row only one row, from the first to the last."""
    for is_empty, group in groupby(periods, key=lambda period: not period.articles):
        run = list(group)
        if is_empty and len(run) > _EMPTY_ROWS:
            yield PeriodCoverage(f"{run[0].period} to {run[-1].period}", 0, {})
        else:
            yield from run


def _row(period: str, articles: str, cells: Sequence[str], bar: str) -> str:
    cut = (cell if len(cell) < _COLUMN else cell[: _COLUMN - 2] + "…" for cell in cells)
    return f"{period:<{_PERIOD}}{articles:>9}" + "".join(f"{cell:>{_COLUMN}}" for cell in cut) + f"  {bar}"


def _gap(gap: Gap, unit: Period) -> str:
    return gap.first if gap.periods == 1 else f"{gap.first} to {gap.last} ({gap.periods} {unit}s)"


def _name(value: str | None) -> str:
    return _NOT_STATED if value is None else one_line(value)
