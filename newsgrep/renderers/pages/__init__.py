"""Reports as pages for a browser: one self-contained HTML file, its charts drawn in SVG.

A `Page` is sections of charts and tables. `counts`, `terms` and `dups` make the sections of a report from its rows, `html`
renders the page. What comes from articles and queries is untrusted: `html` escapes all of it, `links` lets only links to
the web and to files through.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from newsgrep.results import Table


class Bar(NamedTuple):
    """A bar of a chart: its value in words is `text`, and `low` to `high` is an interval in which the true value may lie.

    A `value` of None is nothing to draw: there is nothing to measure. A `rare` bar is drawn in the second colour.
    """

    label: str
    value: float | None
    text: str
    low: float | None = None
    high: float | None = None
    rare: bool = False


class Chart(NamedTuple):
    """Bars on a scale from 0 to `most`: columns along an axis of time for a `timeline`, else bars below each other.

    `percent`: the values are parts of a whole. `note` says what the picture alone does not.
    """

    heading: str
    bars: Sequence[Bar]
    most: float
    percent: bool
    timeline: bool
    note: str = ""


class Numbers(NamedTuple):
    """A table of all that is drawn. `caption` says what it is; its first column names its rows."""

    caption: str
    table: Table[Any]


class Entry(NamedTuple):
    """An article in a list: its title, where it leads (see `links`), then what else is known of it.

    `language` is that of the title as its source gives it.
    """

    title: str
    target: str | None
    details: Sequence[str] = ()
    language: str | None = None


class Articles(NamedTuple):
    """A list of articles under a heading of its own; `note` says what is not in it."""

    heading: str
    entries: Sequence[Entry]
    note: str = ""


class Section(NamedTuple):
    """A part of a page under a heading: what is to be known before, then charts, tables and lists of articles."""

    heading: str
    notes: Sequence[str] = ()
    charts: Sequence[Chart] = ()
    numbers: Sequence[Numbers] = ()
    articles: Sequence[Articles] = ()


class Page(NamedTuple):
    """A page: what it is about, in a title and a sentence; its sections; facts about how it was made, each with its name.

    `kind` is the report's name, `archive` the archive's.
    """

    kind: str
    archive: str
    title: str
    summary: str
    sections: Sequence[Section]
    facts: Sequence[tuple[str, str]]
