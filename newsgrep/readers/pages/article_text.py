"""The text of the article in a web page, as trafilatura's fast mode finds it, without comments.

Where it finds nothing, all paragraphs of the page's longest part. Where JSON-LD has the whole article and the
page only its beginning, the former.
"""

import html
import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

from newsgrep.readers import UnreadableFileError
from newsgrep.readers.decoding import clean
from newsgrep.readers.fragments import plain_text
from newsgrep.readers.pages.facts import one_line, same_words
from newsgrep.readers.pages.main_part import main_part
from newsgrep.readers.pages.preparation import prepare
from newsgrep.readers.pages.standfirst import with_standfirst
from newsgrep.readers.pages.tree import Element

_PARAGRAPHS = frozenset({"p", "head", "quote", "list", "table", "code", "div"})
_LINES = frozenset({"lb", "item", "row"})
_BLOCKS = ("p", "li", "td", "blockquote", "pre", "dd", "h2", "h3")
_SHORTEST_ARTICLE = 80
_MORE_THAN_SHOWN = 2
_LITTLE = 0.5
_TRAILING = re.compile(r"[^\S\n]*\n[^\S\n]*")
_BLANK_LINES = re.compile(r"\n{3,}")
_SPACES = re.compile(r"[^\S\n]+")


def article_text(tree: Element, title: str | None, linked: str | None, heading: Element | None = None) -> str:
    """The article's text, which does not begin with its title; `linked` is the article as JSON-LD gives it.

    The tree is used up. Raises UnreadableFileError if there is no text.
    """
    text = _without_title(_found(tree) or _paragraphs(tree), title)
    if linked and len(linked) > _MORE_THAN_SHOWN * len(text):
        text = _without_title(_plain(linked), title)
    if not text:
        raise UnreadableFileError("no article text found in the page")
    return with_standfirst(text, tree, heading)


def _found(tree: Element) -> str:
    """What trafilatura finds in the page; or in its main part, where in the page it finds little of that."""
    prepare(tree)
    main = main_part(tree)
    text = _extracted(tree)
    if main is None or main.element.tag == "body" or len(text) > _LITTLE * main.characters:
        return text
    return max(text, _extracted(_alone(main.element)), key=len)


def _alone(element: Element) -> Element:
    """A page with nothing but this element."""
    from lxml.html import document_fromstring  # noqa: PLC0415  not on the search path

    page = document_fromstring("<html><body></body></html>")
    part = deepcopy(element)
    part.tag, part.tail = "div", None
    part.set("itemprop", "articleBody")
    page.body.append(part)
    return page


def _extracted(tree: Element) -> str:
    from trafilatura import bare_extraction  # noqa: PLC0415  not on the search path
    from trafilatura.settings import Document  # noqa: PLC0415  as above

    try:
        document = bare_extraction(tree, options=_options())
    except RecursionError as error:
        raise UnreadableFileError("elements nested too deeply") from error
    return _spaced("".join(_pieces(document.body))) if isinstance(document, Document) else ""


@cache
def _options() -> Any:  # noqa: ANN401  trafilatura's
    from trafilatura.settings import Extractor  # noqa: PLC0415  not on the search path

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # we report what it discards
    options = Extractor(output_format="xml", fast=True, comments=False)
    options.min_extracted_size = (
        _SHORTEST_ARTICLE  # a brief of two sentences is news, not a reason to take all
    )
    # None of its three: so it does not look through the whole page once more, for what in it is no article,
    # whenever the article is but a small part of the page, as most are. That takes half of its time.
    options.focus = "article"
    return options


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


def _paragraphs(tree: Element) -> str:
    """The paragraphs of the longest `<article>`, or else of `<main>` or `<body>`."""
    articles = sorted(tree.iter("article", "main"), key=lambda one: len(one.text_content()), reverse=True)
    for part in (*articles[:1], tree):
        blocks = (block for block in part.iter(*_BLOCKS) if block.find(".//p") is None)
        text = _spaced("\n\n".join(one_line(block.text_content()) or "" for block in blocks))
        if len(text) > _SHORTEST_ARTICLE:
            return text
    return ""


def _plain(linked: str) -> str:
    """A text that may have HTML in it, and that as entities."""
    return _spaced(plain_text(html.unescape(linked)))


def _spaced(text: str) -> str:
    """Lines without white space around them, and no more than one blank line between two."""
    return _BLANK_LINES.sub("\n\n", _TRAILING.sub("\n", _SPACES.sub(" ", clean(text)))).strip()


def _without_title(text: str, title: str | None) -> str:
    first, _, rest = text.partition("\n")
    return (
        rest.lstrip("\n")
        if title and rest and same_words(first, title) and len(first) <= len(title)
        else text
    )
