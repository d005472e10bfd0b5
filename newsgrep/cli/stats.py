"""`newsgrep stats`: what the index holds."""

import sys

import click

from newsgrep.cli.options import index_option, json_option, open_archive
from newsgrep.days import iso
from newsgrep.renderers.jsons import to_json
from newsgrep.renderers.safety import one_line

_SOURCES_SHOWN = 10


@click.command(
    epilog="""\b
Examples:
  newsgrep stats
  newsgrep stats --json | jq .articles
""",
)
@json_option
@index_option
def command(*, as_json: bool) -> int:
    """Count the articles, their dates, words and sources."""
    with open_archive() as archive:
        stats = archive.stats()
        facts = {
            "index": str(archive.home),
            "language": archive.config.language,
            "roots": [root.path for root in archive.config.roots],
            **stats._asdict(),
            "first_day": _iso(stats.first_day),
            "last_day": _iso(stats.last_day),
            "sources": dict(sorted(stats.sources.items(), key=lambda source: (-source[1], source[0]))),
        }
    if as_json:
        sys.stdout.write(to_json(facts) + "\n")
        return 0
    for name, value in facts.items():
        sys.stdout.write(f"{name.replace('_', ' '):<14} {one_line(_shown(value))}\n")
    return 0


def _iso(day: int | None) -> str | None:
    return None if day is None else iso(day)


def _shown(value: object) -> str:
    if isinstance(value, dict):
        first = [f"{name} {articles}" for name, articles in list(value.items())[:_SOURCES_SHOWN]]
        return ", ".join([*first, "..."] if len(value) > _SOURCES_SHOWN else first) or "-"
    if isinstance(value, list):
        return ", ".join(value) or "-"
    return "-" if value is None else str(value)
