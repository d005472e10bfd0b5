"""`newsgrep stats`: what the index holds."""

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import click

from newsgrep.archive import Archive
from newsgrep.cli.format_option import chosen_format, json_option
from newsgrep.cli.opening import open_archive
from newsgrep.cli.options import index_option, pager_option
from newsgrep.cli.pager import pager
from newsgrep.cli.terminal import is_terminal
from newsgrep.cli.wording import ago, megabytes
from newsgrep.days import iso
from newsgrep.renderers.facts import Fact, render_facts
from newsgrep.renderers.jsons import to_json
from newsgrep.renderers.lines import MISSING
from newsgrep.renderers.safety import one_line, visible_name

_SOURCES_SHOWN = 10


@click.command(
    epilog="""\b
Examples:
  newsgrep stats
  newsgrep stats --json | jq .articles
""",
)
@json_option
@pager_option
@index_option
def command() -> int:
    """Count the articles, their dates, words and sources."""
    with open_archive() as archive:
        facts = _facts(archive)
        if chosen_format() == "json":
            sys.stdout.write(to_json(facts) + "\n")
        elif is_terminal(sys.stdout):
            with pager() as out:
                render_facts(_for_a_person(archive, facts), out)
        else:
            shown = (Fact(name.replace("_", " "), one_line(_text(value))) for name, value in facts.items())
            render_facts(shown, sys.stdout)
    return 0


def _facts(archive: Archive) -> dict[str, Any]:
    """The facts, as JSON has them."""
    stats = archive.stats()
    moment = archive.indexed_at
    return {
        "index": archive.address,
        "language": archive.config.language,
        "roots": [root.path for root in archive.config.roots],
        "indexed": moment and datetime.fromtimestamp(moment, UTC).astimezone().isoformat(timespec="seconds"),
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


def _for_a_person(archive: Archive, facts: dict[str, Any]) -> Iterator[Fact]:
    """The facts as a person reads them: numbers with their thousands, sizes in MB, of a list a line each."""
    for name, value in facts.items():
        match name, value:
            case "indexed", str():
                yield Fact(name, _age(archive))
            case "bytes", _:
                yield Fact("size", megabytes(value))
            case "sources", _ if value:
                yield Fact(name, "\n".join(_largest_sources(value)))
            case "roots", _ if value:
                yield Fact(name, "\n".join(map(visible_name, value)))
            case _, int():
                yield Fact(name.replace("_", " "), f"{value:,}")
            case _:
                yield Fact(name.replace("_", " "), visible_name(_text(value)))


def _age(archive: Archive) -> str:
    moment = archive.indexed_at or 0.0
    day = datetime.fromtimestamp(moment, UTC).astimezone()
    changed = "; changed since: newsgrep index" if archive.has_changed() else ""
    return f"{day:%Y-%m-%d %H:%M}, {ago(time.time() - moment)}{changed}"


def _largest_sources(sources: dict[str, int]) -> Iterator[str]:
    for name, articles in islice(sources.items(), _SOURCES_SHOWN):
        yield f"{visible_name(one_line(name))}: {articles:,}"
    if len(sources) > _SOURCES_SHOWN:
        yield f"and {len(sources) - _SOURCES_SHOWN:,} more (--json lists them)"
