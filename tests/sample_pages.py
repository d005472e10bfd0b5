"""Pages of each report, as the commands write them, for tests of what browsers are given."""

from collections import namedtuple
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from newsgrep.article import ArticleId, DateOrigin, Precision, PublicationDate
from newsgrep.renderers.pages import Articles, Entry, Page, Section
from newsgrep.renderers.pages.counts import Counting, count_sections
from newsgrep.renderers.pages.dups import cluster_section
from newsgrep.renderers.pages.links import Links
from newsgrep.renderers.pages.terms import Contrast, term_sections
from newsgrep.reports.copies import CopyOptions
from newsgrep.reports.counts import NUMBERS, CountRow, wilson
from newsgrep.reports.dups import Cluster, Copy
from newsgrep.reports.term_groups import TermGroup
from newsgrep.reports.terms import TermRow

MONTHS: tuple[tuple[str | None, int, int], ...] = (
    ("1987-02", 5, 211),
    ("1987-03", 196, 10536),
    ("1987-04", 165, 4739),
    ("1987-05", 0, 0),
    ("1987-06", 31, 2000),
    ("1987-07", 0, 800),
    ("1987", 1, 9),
    (None, 3, 40),
)
DAYS = tuple(
    (f"1987-{month:02}-{day:02}", day * 7 % 23, 300 + day) for month in (3, 5, 7) for day in range(1, 29)
)
SOURCES: tuple[tuple[str | None, int, int], ...] = (
    ("reuters", 120, 4000),
    ("The Extraordinarily Long Name of a Newspaper of Record and of All Its Many Regional Editions", 33, 410),
    ("\u0645\u062d\u0645\u062f \u0639\u0646\u0648\u0627\u0646 \u0637\u0648\u064a\u0644", 1, 8),
    ("\u95a2\u7a0e" * 30, 4, 80),
    ("a paper with very many articles in the archive", 123_456, 952_150),
    ("Donaudampfschifffahrtsgesellschaft" * 5, 4, 80),
    ("bbc", 0, 77),
    (None, 3, 90),
)
LONG_TITLE = "PRESIDENT SAYS THE LONG-AWAITED MEASURES ON TRADE WILL BE ANNOUNCED " * 4


def counted(by: str, query: str, *values: str | None, matches: int, articles: int) -> CountRow:
    """A row by facets, whose names stand in one text."""
    make: Any = namedtuple  # noqa: PYI024  as reports.counts makes them
    row = make("CountRow", [*by.split(), *NUMBERS])
    share = matches / articles if articles else None
    low, high = wilson(matches, articles) if articles else (None, None)
    made: CountRow = row(*values, query, matches, articles, share, low, high)
    return made


def page(kind: str, title: str, sections: Sequence[Section]) -> Page:
    """A page with these sections."""
    facts = [("Query", title), ("Archive", "reuters, indexed 2026-11-26 07:00 UTC"), ("Address", "x" * 300)]
    return Page(kind, "reuters", title, "409 articles of 19,043 searched.", sections, facts)


def timeline(
    *queries: str,
    rows: Sequence[tuple[str | None, int, int]] = MONTHS,
    by: str = "month",
    absolute: bool = False,
) -> Page:
    """A timeline of queries."""
    counts = [
        counted(by, query, value, matches=matches, articles=articles)
        for query in queries
        for value, matches, articles in rows
    ]
    entries = [Entry(LONG_TITLE, "https://example.org/", ["1987"], "en"), Entry("x" * 400, None)]
    articles = Section("Articles", articles=[Articles("", entries)])
    return page(
        "timeline",
        ", ".join(queries),
        [*count_sections(counts, counting(*queries, absolute=absolute)), articles],
    )


def counting(*queries: str, absolute: bool = False) -> Counting:
    """What was counted of queries."""
    return Counting({query: f"{query}, share of all articles" for query in queries}, absolute=absolute)


def counts(*, absolute: bool = False) -> Page:
    """Counts by source, and by source and month."""
    by_source = [
        counted("source", "wheat", name, matches=matches, articles=articles)
        for name, matches, articles in SOURCES
    ]
    by_both = [
        counted("source month", "wheat", name, month, matches=matches, articles=articles)
        for name, _, _ in SOURCES
        for month, matches, articles in MONTHS
    ]
    asked = counting("wheat", absolute=absolute)
    return page("counts", "wheat", [*count_sections(by_source, asked), *count_sections(by_both, asked)])


def terms() -> Page:
    """Fifty terms, some of them rarer."""
    rows = [
        TermRow(f"term{number}", 700.0 - 15 * number, 3.8 - number / 10, 141, 12600, 148, 188950)
        for number in range(50)
    ]
    rows[2] = TermRow("a" * 50, 600, 3.0, 123_456, 234_567, 345_678, 999_999)
    rows[-1] = TermRow("shares" * 9, -99, -3.0, 123_456, 234_567, 345_678, 999_999)
    groups = [TermGroup(((row.term,),), row) for row in rows]
    groups[1] = TermGroup((("rio", "de", "janeiro"), ("brazil",)), rows[1])
    more, rarer = ([group for group in groups if (group.row.g2 < 0) is rare] for rare in (False, True))
    contrast = Contrast("the articles with it, of all articles", "the articles that match", "all others")
    return page("terms", "opec", term_sections(rows, more[:30], rarer[::-1], contrast))


def dups() -> Page:
    """Two clusters, of articles with addresses, with nothing but a path, with texts that are too long for a line."""

    def copy(
        path: str, title: str | None, date: int, source: str | None, url: str | None = None, alike: float = 1
    ) -> Copy:
        day = PublicationDate(date, Precision.DAY, DateOrigin.META) if date else None
        return Copy(ArticleId(path), path, title, day, source, url, alike, min(1, alike * 1.5))

    clusters = [
        Cluster(
            (
                copy("a.txt", LONG_TITLE, 19870305, "reuters", "https://example.org/a"),
                copy("b.txt", LONG_TITLE, 19870319, "guardian", "https://example.org/b", 0.9999),
                copy("y" * 300, "x" * 300, 0, None, "javascript:alert(1)", 0),
            )
        ),
        Cluster(
            (
                copy("c.txt", "\u0639\u0646\u0648\u0627\u0646", 19870305, "\u95a2\u7a0e"),
                copy("d.txt", None, 0, None, alike=0.8),
            )
        ),
    ]
    links = Links(Path("/nowhere"), Path("/nowhere"))
    options = CopyOptions(0.8, cut=True, within_days=3, across=True)
    return page("dups", "Near copies", [cluster_section(clusters, options, lambda one: one.path, links)])


PAGES = {
    "timeline": timeline("wheat"),
    "timeline of several": timeline(
        "wheat", "corn", '"interest rate" OR (barley AND NOT "' + "malt" * 60 + '")'
    ),
    "timeline of days": timeline("wheat", rows=DAYS, by="day"),
    "timeline of one": timeline("wheat", rows=[("1987", 1, 1)], by="year"),
    "timeline of nothing dated": timeline("wheat", rows=[(None, 1, 1)]),
    "timeline in numbers": timeline("wheat", absolute=True),
    "counts": counts(),
    "counts in numbers": counts(absolute=True),
    "terms": terms(),
    "dups": dups(),
}
