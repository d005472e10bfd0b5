"""The text of the article in a web page: what trafilatura finds in it, once the page is mended, and the standfirst.

Where it finds nothing, all paragraphs of the page's longest part. Where JSON-LD has the whole article and the
page only its beginning, the former.
"""

import html
from copy import deepcopy

from newsgrep.readers import UnreadableFileError
from newsgrep.readers.fragments import plain_text
from newsgrep.readers.pages.clutter import drop_clutter, drop_lines_of_others
from newsgrep.readers.pages.extraction import SHORTEST_ARTICLE, extracted, spaced, text_of
from newsgrep.readers.pages.facts import one_line, same_words
from newsgrep.readers.pages.layout import make_plain
from newsgrep.readers.pages.main_part import main_part
from newsgrep.readers.pages.standfirst import with_standfirst
from newsgrep.readers.pages.tree import Element

_BLOCKS = ("p", "li", "td", "blockquote", "pre", "dd", "h2", "h3")
_MORE_THAN_SHOWN = 2
_LITTLE = 0.5
_MORE = 1.5


def article_text(tree: Element, title: str | None, linked: str | None, heading: Element | None) -> str:
    """The article's text, which does not begin with its title; `linked` is the article as JSON-LD gives it.

    `heading` is the headline's element. The tree is used up. Raises UnreadableFileError if there is no text.
    """
    drop_clutter(tree, heading)
    make_plain(tree)
    drop_lines_of_others(tree)
    text = _without_title(_found(tree) or _paragraphs(tree), title)
    if linked and len(linked) > _MORE_THAN_SHOWN * len(text):
        text = _without_title(_plain(linked), title)
    if not text:
        raise UnreadableFileError("no article text found in the page")
    return with_standfirst(text, tree, heading)


def _found(tree: Element) -> str:
    """What trafilatura finds in the page; or in its main part, where in the page it finds little of that."""
    main = main_part(tree)
    text = text_of(extracted(tree))
    if main is None or main.element.tag == "body" or len(text) > _LITTLE * main.characters:
        return text
    of_main = text_of(extracted(_alone(main.element)))
    return of_main if len(of_main) > _MORE * len(text) else text


def _alone(element: Element) -> Element:
    """A page with nothing but this element."""
    from lxml.html import document_fromstring  # noqa: PLC0415  not on the search path

    page = document_fromstring("<html><body></body></html>")
    part = deepcopy(element)
    part.tag, part.tail = "div", None
    part.set("itemprop", "articleBody")
    page.body.append(part)
    return page


def _paragraphs(tree: Element) -> str:
    """The paragraphs of the longest `<article>`, or else of `<main>` or `<body>`."""
    articles = sorted(tree.iter("article", "main"), key=lambda one: len(one.text_content()), reverse=True)
    for part in (*articles[:1], tree):
        blocks = (block for block in part.iter(*_BLOCKS) if block.find(".//p") is None)
        text = spaced("\n\n".join(one_line(block.text_content()) or "" for block in blocks))
        if len(text) > SHORTEST_ARTICLE:
            return text
    return ""


def _plain(linked: str) -> str:
    """A text that may have HTML in it, and that as entities."""
    return spaced(plain_text(html.unescape(linked)))


def _without_title(text: str, title: str | None) -> str:
    first, _, rest = text.partition("\n")
    return (
        rest.lstrip("\n")
        if title and rest and same_words(first, title) and len(first) <= len(title)
        else text
    )
