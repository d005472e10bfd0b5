"""Hits for a person: numbered cards with title, date, path and an excerpt, what matched standing out."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from newsgrep.article import Article, DateOrigin
from newsgrep.renderers import Screen
from newsgrep.renderers.safety import visible
from newsgrep.results import Hit, Span

MATCH, TITLE, DATE, PATH, QUIET = "bold red", "bold", "green", "magenta", "dim"
_WIDEST = 100
"""Longer lines are hard to read."""
_WORDS_FOR_A_TITLE = 10
_GUESSED = {DateOrigin.URL, DateOrigin.TEXT, DateOrigin.FILE_NAME}


def console(stream: TextIO, screen: Screen) -> Console:
    """A console that prints to the stream as the screen says, whatever the environment."""
    return Console(
        file=stream,
        width=screen.width,
        color_system="standard" if screen.color else None,
        force_terminal=screen.color,
        no_color=not screen.color,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )


def render_cards(hits: Iterable[Hit], stream: TextIO, *, screen: Screen, first_number: int = 1) -> None:
    """Write each card as it comes."""
    out = console(stream, screen)
    width = min(screen.width, _WIDEST)
    for number, hit in enumerate(hits, start=first_number):
        head = Text(f"{number:>2}. ", QUIET)
        head.append_text(_heading(hit))
        indent = len(str(number)) + 2 if number > 99 else 4  # noqa: PLR2004  the width of ">2" and its sign
        out.print(head, width=width)
        out.print(Padding(_byline(hit), (0, 0, 0, indent)), width=width)
        start, end = hit.excerpt
        if end > start:
            body = marked(hit.article.text, hit.spans.text, hit.excerpt)
            out.print(Padding(_without_breaks(body), (0, 0, 0, indent)), width=width)
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


def _heading(hit: Hit) -> Text:
    article = hit.article
    if article.title:
        title = marked(article.title, hit.spans.title)
        title.stylize_before(TITLE)
        return _without_breaks(title)
    words = article.text.split(None, _WORDS_FOR_A_TITLE)[:_WORDS_FOR_A_TITLE]
    return Text(visible(" ".join(words)) + " …" if words else "(no text)", "italic")


def _byline(hit: Hit) -> Text:
    line = Text(date_of(hit.article), DATE)
    if hit.article.source:
        line.append(f" · {visible(' '.join(hit.article.source.split()))}")
    line.append(" · ", QUIET)
    target = Path(hit.location.partition("#")[0] if "#" in hit.article.id else hit.location).absolute()
    line.append(visible(hit.location), f"{PATH} link {target.as_uri()}")
    return line


def _without_breaks(text: Text) -> Text:
    """The same text, its line ends and tabs made spaces."""
    flowing = text.copy()
    flowing.plain = "".join(" " if character in "\n\t" else character for character in text.plain)
    return flowing
