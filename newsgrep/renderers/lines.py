"""One hit a line, for other programs: date, location, title, excerpt, with tabs between; `-` for what is missing."""

from collections.abc import Iterable
from typing import TextIO

from newsgrep.renderers.safety import one_line, path_in_line
from newsgrep.results import Hit

MISSING = "-"


def render_lines(hits: Iterable[Hit], stream: TextIO) -> None:
    """Write each hit as it comes."""
    for hit in hits:
        article = hit.article
        columns = (
            str(article.date or ""),
            path_in_line(hit.location),
            one_line(article.title or ""),
            one_line(article.text[slice(*hit.excerpt)]),
        )
        stream.write("\t".join(column or MISSING for column in columns) + "\n")
