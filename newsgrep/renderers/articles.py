"""Whole articles, for a person: what is known of each, then its text."""

from collections.abc import Iterable
from typing import TextIO

from rich.text import Text

from newsgrep.article import Article, DateOrigin, PublicationDate
from newsgrep.renderers import Layout
from newsgrep.renderers.cards import marked
from newsgrep.renderers.console import DATE, PATH, QUIET, TITLE, WIDEST_TEXT, console
from newsgrep.renderers.safety import visible
from newsgrep.results import MarkedSpans


def render_articles(
    articles: Iterable[tuple[Article, str, MarkedSpans]], stream: TextIO, layout: Layout
) -> None:
    """Write articles, each with its location and its matches; a rule between two."""
    out = console(stream, layout)
    width = min(layout.width, WIDEST_TEXT)
    for number, (article, location, spans) in enumerate(articles):
        if number:
            out.print("─" * width)
        if article.title:
            title = marked(article.title, spans.title)
            title.stylize_before(TITLE)
            out.print(title, width=width)
        for name, value, style in _facts(article, location):
            out.print(Text.assemble((f"{name}: ", QUIET), (visible(value), style)), width=width)
        out.print()
        out.print(marked(article.text.strip("\n"), _shifted(article, spans)), width=width)


def _facts(article: Article, location: str) -> list[tuple[str, str, str]]:
    facts = [
        ("Date", _date(article), DATE),
        (
            "Other dates",
            ", ".join(map(_with_origin, article.other_dates)) if article.dates_conflict else "",
            DATE,
        ),
        ("Source", article.source, ""),
        ("Author", ", ".join(article.authors), ""),
        ("Section", article.section, ""),
        ("Tags", ", ".join(article.tags), ""),
        ("Link", article.url, ""),
        ("File", location, PATH),
        ("Correction", ", ".join(article.corrected), QUIET),
    ]
    return [(name, " ".join(value.splitlines()), style) for name, value, style in facts if value]


def _date(article: Article) -> str:
    if article.date:
        return _with_origin(article.date)
    return f"unknown: {article.undated}" if article.undated else "unknown"


def _with_origin(date: PublicationDate) -> str:
    if date.origin is DateOrigin.CORRECTION:
        return f"{date} (correction)"
    return f"{date} (from its {date.origin.value})"


def _shifted(article: Article, spans: MarkedSpans) -> list[tuple[int, int]]:
    """The spans in the text without the empty lines it begins with."""
    dropped = len(article.text) - len(article.text.lstrip("\n"))
    return [(start - dropped, end - dropped) for start, end in spans.text]
