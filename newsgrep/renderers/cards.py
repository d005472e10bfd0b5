"""Hits for a person: numbered cards with title, date, path and an excerpt, what matched standing out."""

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.text import Text

from newsgrep.article import Article, DateOrigin
from newsgrep.renderers import Layout
from newsgrep.renderers.console import DATE, MATCH, PATH, QUIET, TITLE, WIDEST_TEXT, console
from newsgrep.renderers.safety import visible, visible_name
from newsgrep.results import Hit, SearchResults, Span

_LEAST_FOR_A_MARGIN = 24
"""On a narrower screen a card's number has a line of its own, and its text all of the width."""
_WORDS_FOR_A_TITLE = 10
_GUESSED = {DateOrigin.URL, DateOrigin.TEXT, DateOrigin.FILE_NAME}


def render_text(results: SearchResults, stream: TextIO, layout: Layout) -> int:
    """Write each card as it comes."""
    out = console(stream, layout)
    width = min(layout.width, WIDEST_TEXT)
    written = 0
    for written, hit in enumerate(results, start=1):
        _print_card(hit, layout.first_number + written - 1, out, width)
    return written


def _print_card(hit: Hit, number: int, out: Console, width: int) -> None:
    margin = Text(f"{number:>2}. ", QUIET)
    if width < _LEAST_FOR_A_MARGIN:
        out.print(margin, soft_wrap=True)
        margin = Text()
    room = width - len(margin)
    for line in (line for part in _parts(hit) for line in part.wrap(out, room)):
        line.rstrip()
        out.print(Text.assemble(margin, line), soft_wrap=True)
        margin = Text(" " * len(margin))
    out.print()


def marked(text: str, spans: Sequence[Span], part: Span | None = None) -> Text:
    """A text, or a part of it, safe to print, with its spans standing out."""
    first, last = part or (0, len(text))
    styled = Text()
    place = first
    for start, end in spans:
        if end <= first or start >= last:
            continue
        styled.append(visible(text[place : max(start, first)]))
        styled.append(visible(text[max(start, first) : min(end, last)]), MATCH)
        place = min(end, last)
    styled.append(visible(text[place:last]))
    return styled


def date_of(article: Article) -> str:
    """The date as far as it is known, and where it was found if that is a guess."""
    if not article.date:
        return "undated"
    origin = f" (from its {article.date.origin.value})" if article.date.origin in _GUESSED else ""
    return f"{article.date}{origin}"


def _parts(hit: Hit) -> list[Text]:
    """The paragraphs of a card."""
    parts = [_heading(hit), _byline(hit)]
    start, end = hit.excerpt
    if end > start:
        excerpt = _flowing(marked(hit.article.text, hit.spans.text, hit.excerpt))
        if hit.article.text[end - 1].isalnum():  # cut within a sentence
            excerpt.append(" …", QUIET)
        parts.append(excerpt)
    return parts


def _heading(hit: Hit) -> Text:
    article = hit.article
    if article.title:
        title = marked(article.title, hit.spans.title)
        title.stylize_before(TITLE)
        return _flowing(title)
    words = article.text.split(None, _WORDS_FOR_A_TITLE)[:_WORDS_FOR_A_TITLE]
    return Text(visible(" ".join(words)) + " …" if words else "(no text)", "italic")


def _byline(hit: Hit) -> Text:
    line = Text.assemble((date_of(hit.article), DATE))
    if hit.article.source:
        line.append(f" · {visible(' '.join(hit.article.source.split()))}")
    _, sign, key = hit.article.id.partition("#")
    file = hit.location.removesuffix(sign + key)
    link = f"{PATH} link {Path(file).absolute().as_uri()}"
    return line.append(" · ", QUIET).append(visible_name(hit.location), link)


def _flowing(text: Text) -> Text:
    """The same text, without line ends, tabs and the lines between paragraphs."""
    text.expand_tabs(1)
    return Text(" ").join(line for line in text.split("\n") if line.plain.strip())
