"""`newsgrep stats`: what the index holds."""

import sys
from typing import Any

import click

from newsgrep.archive import Archive
from newsgrep.cli.formats import chosen_format, json_option
from newsgrep.cli.opening import open_archive
from newsgrep.cli.options import index_option
from newsgrep.days import iso
from newsgrep.renderers.facts import Fact, render_facts
from newsgrep.renderers.jsons import to_json
from newsgrep.renderers.lines import MISSING
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
def command() -> int:
    """Count the articles, their dates, words and sources."""
    with open_archive() as archive:
        facts = _facts(archive)
    if chosen_format() == "json":
        sys.stdout.write(to_json(facts) + "\n")
    else:
        shown = (Fact(name.replace("_", " "), one_line(_text(value))) for name, value in facts.items())
        render_facts(shown, sys.stdout)
    return 0


def _facts(archive: Archive) -> dict[str, Any]:
    """The facts, as JSON has them."""
    stats = archive.stats()
    return {
        "index": str(archive.home),
        "language": archive.config.language,
        "roots": [root.path for root in archive.config.roots],
        **stats._asdict(),
        "first_day": None if stats.first_day is None else iso(stats.first_day),
        "last_day": None if stats.last_day is None else iso(stats.last_day),
        "sources": dict(sorted(stats.sources.items(), key=lambda source: (-source[1], source[0]))),
    }


def _text(value: object) -> str:
    if isinstance(value, dict):
        largest = [f"{name} {articles}" for name, articles in list(value.items())[:_SOURCES_SHOWN]]
        return ", ".join([*largest, "..."] if len(value) > _SOURCES_SHOWN else largest) or MISSING
    if isinstance(value, list):
        return ", ".join(value) or MISSING
    return MISSING if value is None else str(value)
