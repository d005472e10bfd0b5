"""Two articles as one text for a person: [-what only the first has-] and {+what only the second has+}, as git marks words."""

from collections.abc import Callable
from functools import partial
from typing import TextIO

from rich.text import Text

from newsgrep.article import Article
from newsgrep.renderers import Layout
from newsgrep.renderers.console import TITLE, WIDEST_TEXT, console
from newsgrep.renderers.safety import visible, without_unsafe
from newsgrep.text.word_diff import word_diff

REMOVED, ADDED = "red", "green"


def render_difference(
    old: tuple[Article, str], new: tuple[Article, str], stream: TextIO, layout: Layout
) -> None:
    """Write what differs between two articles, each given with its location. Only for a terminal are lines wrapped."""
    out = console(stream, layout)
    safe = visible if layout.is_terminal else without_unsafe
    width = min(layout.width, WIDEST_TEXT)
    show = partial(out.print, width=width) if layout.is_terminal else partial(out.print, soft_wrap=True)
    for sign, style, (article, location) in (("---", REMOVED, old), ("+++", ADDED, new)):
        known = (location, str(article.date or "undated"), article.source)
        line = " · ".join(" ".join(part.split()) for part in known if part)
        out.print(Text(safe(f"{sign} {line}"), style), soft_wrap=True)
    out.print()
    titles = [" ".join((article.title or "").split()) for article, _ in (old, new)]
    if any(titles):
        title = _marked(titles[0], titles[1], safe)
        title.stylize_before(TITLE)
        show(title)
        out.print()
    show(_marked(old[0].text.strip("\n"), new[0].text.strip("\n"), safe))


def _marked(old: str, new: str, safe: Callable[[str], str]) -> Text:
    marked = Text()
    old_end = new_end = 0
    for is_same, (old_start, old_stop), (new_start, new_stop) in word_diff(old, new):
        removed, added = old[old_start:old_stop], new[new_start:new_stop]
        gap = new[new_end:new_start] if added and new_end else old[old_end:old_start]
        marked.append(gap or " " if marked else "")
        if is_same:
            marked.append(safe(added))
        else:
            marked.append(f"[-{safe(removed)}-]" if removed else "", REMOVED)
            marked.append(f"{{+{safe(added)}+}}" if added else "", ADDED)
        old_end, new_end = old_stop or old_end, new_stop or new_end
    return marked
