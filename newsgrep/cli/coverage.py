"""`newsgrep coverage`: what the archive can answer, and what it cannot."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from newsgrep.cli.options import index_option, json_option, open_archive
from newsgrep.cli.period_table import period_table, shortened
from newsgrep.cli.terminal import width
from newsgrep.renderers.jsons import to_json
from newsgrep.renderers.lines import MISSING
from newsgrep.renderers.safety import one_line
from newsgrep.reports.coverage import Coverage, Gap
from newsgrep.results import Period

_SOURCES_SHOWN = 10
_GAPS_SHOWN = 10
_LONGEST_NAME = 40
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
        largest = [source.source for source in found.sources] if len(found.sources) > 1 else []
        yield from period_table(
            found.periods, found.unit, [(_name(source), source) for source in largest], width()
        )
    if found.gaps:
        yield ""
        yield from _gaps(found.gaps, found.unit)


def _facts(found: Coverage, skipped: int) -> Iterator[str]:
    span = f", {_from_to(found.periods[0].period, found.periods[-1].period)}" if found.periods else ""
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
        dates = _from_to(source.first, source.last) if source.first and source.last else "undated"
        name = shortened(_name(source.source), _LONGEST_NAME)
        yield f"{'' if number else 'sources':<12} {name}: {source.articles}, {dates}"
    if len(found.sources) > _SOURCES_SHOWN:
        yield f"{'':<12} and {len(found.sources) - _SOURCES_SHOWN} more sources (--json lists them)"


def _gaps(gaps: Sequence[Gap], unit: Period) -> Iterator[str]:
    """The longest gaps, in the order of time."""
    longest = sorted(sorted(gaps, key=lambda gap: -gap.periods)[:_GAPS_SHOWN])
    for gap in longest:
        said = gap.first if gap.periods == 1 else f"{gap.first} to {gap.last} ({gap.periods} {unit}s)"
        yield f"no article   {said}"
    if len(gaps) > len(longest):
        yield f"{'':<12} and {len(gaps) - len(longest)} more, none longer (--json lists them)"


def _from_to(first: str, last: str) -> str:
    """A span of periods, as precisely as both are known: a year, and a month of another, are two years."""
    known = min(len(first), len(last))
    return f"{first[:known]} to {last[:known]}"


def _name(value: str | None) -> str:
    return _NOT_STATED if value is None else one_line(value)
