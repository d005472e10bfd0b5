"""Hits for a person: numbered cards with title, date, path and an excerpt, what matched standing out."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.text import Text

from newsgrep.article import Article, DateOrigin, PublicationDate
from newsgrep.renderers import Layout
from newsgrep.renderers.console import DATE, MATCH, PATH, QUIET, TITLE, WIDEST_TEXT, console
from newsgrep.renderers.safety import visible, visible_name
from newsgrep.renderers.shortening import shortened_path
from newsgrep.results import Hit, SearchResults, Span
from newsgrep.text.excerpt import begins_sentence

_LEAST_FOR_A_MARGIN = 24
"""On a narrower screen a card's number has a line of its own, and its text all of the width."""
_LEAST_FOR_A_PATH = 32
"""Columns; with less left of its line, a path has a line of its own."""
_FIRST_WORDS = 10
_WORD = re.compile(r"\S+")
_BLANKS = re.compile(r"\s{2,}|[^\S ]")
_DOT = " · "
_GUESSED = {DateOrigin.URL, DateOrigin.TEXT, DateOrigin.FILE_NAME}
_ORIGINS = {DateOrigin.URL: "address", DateOrigin.JSON_LD: "JSON-LD"}


def render_text(results: SearchResults, stream: TextIO, layout: Layout) -> int:
    """Write each card as it comes."""
    out = console(stream, layout)
    width = min(layout.width, WIDEST_TEXT)
    written = 0
    for written, hit in enumerate(results, start=1):
        _print_card(hit, layout.first_number + written - 1, out, width, links=layout.links)
    return written


def _print_card(hit: Hit, number: int, out: Console, width: int, *, links: bool) -> None:
    margin = Text(f"{number:>2}. ", QUIET)
    if width < _LEAST_FOR_A_MARGIN:
        out.print(f"{number:>2}.", style=QUIET, soft_wrap=True)
        margin = Text()
    room = width - len(margin)
    for line in (line for part in _parts(hit, room, links=links) for line in part.wrap(out, room)):
        line.rstrip()
        if line.plain != "…":  # the rest of a word that has just filled its line
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


def found_in(date: PublicationDate) -> str:
    """Where a date was found, in words."""
    return _ORIGINS.get(date.origin, date.origin.value.replace("-", " "))


def value_of(hit: Hit) -> str:
    """The value of which a hit is the first, unless the source says it already; empty if there is none."""
    return "" if hit.each in {None, hit.article.source} else visible(" ".join(str(hit.each).split()))


def title_of(hit: Hit) -> Text:
    """The title on one line, what matches marked; empty if there is none."""
    title = marked(hit.article.title or "", hit.spans.title)
    title.stylize_before(TITLE)
    return flowing(title)


def date_of(article: Article) -> str:
    """The date as far as it is known, and where it was found if that is a guess."""
    if not article.date:
        return "undated"
    origin = f" (from {found_in(article.date)})" if article.date.origin in _GUESSED else ""
    return f"{article.date}{origin}"


def excerpt_of(hit: Hit) -> Text:
    """The excerpt on one line, an ellipsis where it begins or ends inside a sentence; without a title, the text's first words before it."""
    text, spans, line = hit.article.text, hit.spans.text, Text()
    parts = _parts_of_excerpt(hit)
    if parts and not begins_sentence(text, parts[0][0]):
        line.append("…", QUIET)
    for number, part in enumerate(parts, start=1):
        line.append(" " if number > 1 else "").append_text(flowing(marked(text, spans, part)))
        if number < len(parts) or not begins_sentence(text, part[1]):
            line.append("…", QUIET)
    return line


def _parts_of_excerpt(hit: Hit) -> list[Span]:
    start, end = hit.excerpt
    if end <= start:
        return []
    if hit.article.title:
        return [(start, end)]
    first = [word.span() for word in islice(_WORD.finditer(hit.article.text, 0, start), _FIRST_WORDS)]
    if len(first) < _FIRST_WORDS:
        return [(first[0][0] if first else start, end)]
    return [(first[0][0], first[-1][1]), (start, end)]


def flowing(text: Text) -> Text:
    """The same text on one line: each run of blanks, also one between paragraphs, is one space."""
    blanks = [blank.span() for blank in _BLANKS.finditer(text.plain)]
    pieces = text.divide([place for span in blanks for place in span])
    joined = Text().join(Text(" ") if _BLANKS.fullmatch(piece.plain) else piece for piece in pieces)
    joined.rstrip()
    return joined[1:] if joined.plain.startswith(" ") else joined


def _copies(behind: int) -> str:
    """How many near copies stand behind a hit, in words."""
    return "1 near copy" if behind == 1 else f"{behind:,} near copies"


def path_of(hit: Hit, width: int, *, links: bool) -> Text:
    """The location, shortened to a width; with a link to its file, if links are shown."""
    return location_text(hit.article.id, hit.location, width, links=links)


def location_text(identifier: str, location: str, width: int, *, links: bool) -> Text:
    """The location of the article with an id, shortened to a width; with a link to its file, if links are shown."""
    shown = shortened_path(visible_name(location), width)
    return Text(shown, f"{PATH} {link_to_file(identifier, location)}" if links else PATH)


def link_to_file(identifier: str, location: str) -> str:
    """The style of a link to the file in which the article with an id is."""
    _, sign, key = identifier.partition("#")
    return f"link {Path(location.removesuffix(sign + key)).absolute().as_uri()}"


def _parts(hit: Hit, width: int, *, links: bool) -> Iterator[Text]:
    """The paragraphs of a card."""
    heading = title_of(hit)
    if value := value_of(hit):
        heading = Text.assemble((value, QUIET), (_DOT, QUIET) if heading else "", heading)
    if heading:
        yield heading
    yield from _byline(hit, width, links=links)
    excerpt = excerpt_of(hit)
    if excerpt:
        yield excerpt
    elif not hit.article.title:
        yield Text("(no text)", "italic")


def _byline(hit: Hit, width: int, *, links: bool) -> list[Text]:
    """Date, source and path: on one line if the path has room on it, shortened if need be, else on two."""
    line = Text.assemble((date_of(hit.article), DATE))
    if hit.article.source:
        line.append(f" · {visible(' '.join(hit.article.source.split()))}")
    if hit.behind:
        line.append(f" · {_copies(hit.behind)}")
    room = width - line.cell_len - len(_DOT)
    whole = path_of(hit, width, links=links)
    if room < min(whole.cell_len, _LEAST_FOR_A_PATH):
        return [line, whole]
    return [line.append(_DOT, QUIET).append_text(path_of(hit, room, links=links))]
