"""The article in a page as trafilatura finds it in its fast mode, without comments, and the text of what it gives."""

import logging
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from newsgrep.readers import UnreadableFileError
from newsgrep.readers.decoding import clean
from newsgrep.readers.pages.tree import Element

SHORTEST_ARTICLE = 80
"""In characters: a brief of two sentences is news, not a reason to take all that stands in the page."""

_PARAGRAPHS = frozenset({"p", "head", "quote", "list", "table", "code", "div"})
_LINES = frozenset({"lb", "item", "row"})
_BLANK_LINES = re.compile(r"\n{3,}")


def extracted(tree: Element) -> Element | None:
    """Trafilatura's elements for the article, `p`, `head`, `list` and others; None if it finds none.

    The tree is left as it is. Raises UnreadableFileError.
    """
    from trafilatura import bare_extraction  # noqa: PLC0415  not on the search path
    from trafilatura.settings import Document  # noqa: PLC0415  as above

    try:
        document = bare_extraction(tree, options=_options())
    except RecursionError as error:
        raise UnreadableFileError("elements nested too deeply") from error
    return document.body if isinstance(document, Document) else None


@cache
def _options() -> Any:  # noqa: ANN401  trafilatura's
    from trafilatura.settings import Extractor  # noqa: PLC0415  not on the search path

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # we report what it discards
    # For "python" it would write the text too, which we do.
    options = Extractor(output_format="xml", fast=True, comments=False)
    options.min_extracted_size = SHORTEST_ARTICLE
    # None of its three: so it does not look through the whole page once more, for what in it is no article,
    # whenever the article is but a small part of the page, as most are. That takes half of its time.
    options.focus = "article"
    return options


def text_of(body: Element | None) -> str:
    """The text of what `extracted` gives, paragraphs with blank lines between them."""
    return "" if body is None else spaced("".join(_pieces(body)))


def _pieces(body: Element) -> Iterator[str]:
    """The text of trafilatura's elements, with line ends where they begin and end."""
    from lxml.etree import iterwalk  # noqa: PLC0415  not on the search path

    for event, element in iterwalk(body, events=("start", "end")):
        around = "\n\n" if element.tag in _PARAGRAPHS else ""
        if event == "start":
            yield "\n" if element.tag in _LINES else around
            yield element.text or ""
        else:
            yield " " if element.tag == "cell" else around
            yield (element.tail or "") if element is not body else ""


def spaced(text: str) -> str:
    """Lines without white space around them, and no more than one blank line between two."""
    lines = [" ".join(line.split()) for line in clean(text).split("\n")]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()
