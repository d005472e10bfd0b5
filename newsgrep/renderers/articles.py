"""Whole articles, for a person: what is known of each, then its text."""

from collections.abc import Iterable
from functools import partial
from typing import TextIO

from rich.text import Text

from newsgrep.article import Article, DateOrigin, PublicationDate
from newsgrep.renderers import Layout
from newsgrep.renderers.cards import found_in, marked
from newsgrep.renderers.console import DATE, PATH, QUIET, TITLE, WIDEST_TEXT, console
from newsgrep.renderers.safety import visible
from newsgrep.results import MarkedSpans


def render_articles(
    articles: Iterable[tuple[Article, str, MarkedSpans]], stream: TextIO, layout: Layout
) -> None:
    """Write articles, each with its location and its matches; a rule between two. Only for a terminal are lines wrapped."""
    out = console(stream, layout)
    width = min(layout.width, WIDEST_TEXT)
    show = partial(out.print, width=width) if layout.is_terminal else partial(out.print, soft_wrap=True)
    for number, (article, location, spans) in enumerate(articles):
        if number:
            show("─" * width)
        if article.title:
            title = marked(article.title, spans.title)
            title.stylize_before(TITLE)
            show(title)
        for name, value, style in _facts(article, location):
            show(Text.assemble((f"{name}: ", QUIET), (visible(value), style)))
        show()
        show(marked(article.text.strip("\n"), _shifted(article, spans)))


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
    return f"{date} (from its {found_in(date)})"


def _shifted(article: Article, spans: MarkedSpans) -> list[tuple[int, int]]:
    """The spans in the text without the empty lines it begins with."""
    dropped = len(article.text) - len(article.text.lstrip("\n"))
    return [(start - dropped, end - dropped) for start, end in spans.text]
