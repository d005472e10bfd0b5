"""What is mended in a page's tree before the article is looked for: what would be taken for text, or for none.

trafilatura goes by the names of elements and classes. It leaves out an `<aside>`, reads the first `<article>`
only, and expects paragraphs in `<p>`. Nothing here goes by the name of a site.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from newsgrep.readers.pages.tree import Element

BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot"),
        *("th", "thead", "tr", "ul"),
    }
)
_UNSEEN = ("style", "svg", "noscript", "iframe", "select")
_NO_TEXT = ("aside", "footer", "nav", "button", "dialog", "menu", "picture", "object", "audio", "video")
_BESIDE = ("aside", "footer", "form", "figure", "nav", "button", "label", "fieldset")
_LOOSE = ("div", "section", "article", "main", "center", "td", "body")
_LONG_LINE = 40
_LEAST_LOOSE = 140
"""In characters: less text than that in an element for layout is a caption, a date or a notice."""
_LARGEST_BOX = 300
_MOST_BOXES = 20
_MOSTLY = 0.8
_DEEPEST = 100
_LABEL = re.compile(r"[^\n]{0,40}[:»›>|]\s*\Z")


def prepare(tree: Element) -> None:
    """Mend what is said above, in place."""
    from lxml.etree import strip_elements  # noqa: PLC0415  not on the search path

    _drop_unseen(tree)
    _open_what_holds_the_article(tree)
    _open_galleries(tree)
    strip_elements(tree, *_NO_TEXT, with_tail=False)
    _join_several_articles(tree)
    _drop_columns_of_links(tree)
    _drop_sign_up_boxes(tree)
    _make_paragraphs(tree)
    _drop_links_to_others(tree)


def _drop_unseen(tree: Element) -> None:
    from lxml.etree import strip_elements  # noqa: PLC0415  not on the search path

    for script in list(tree.iter("script")):
        if script.get("type") != "application/ld+json":  # in which trafilatura looks for forums
            script.drop_tree()
    strip_elements(tree, *_UNSEEN, with_tail=False)


def _open_what_holds_the_article(tree: Element) -> None:
    """Where the headline or the article stands in an element for what is beside it, that is but a box."""
    for inside in tree.iter("h1", "article", "main"):
        for element in _ancestors(inside):
            if element.tag in _BESIDE:
                element.tag = "div"


def _open_galleries(tree: Element) -> None:
    """Where most paragraphs are those below pictures, they are the article."""
    below = sum(len(one.text_content()) for one in tree.xpath("//figure//p"))
    if below and 2 * below > sum(len(one.text_content()) for one in tree.iter("p")):
        for element in tree.iter("figure", "figcaption"):
            element.tag = "div"
            element.attrib.clear()  # their names say that they are captions


def _ancestors(element: Element) -> Iterator[Element]:
    return (one for one, _ in zip(element.iterancestors(), range(_DEEPEST), strict=False))


def _join_several_articles(tree: Element) -> None:
    """Of a page with many articles, such as a live blog, not only the first is read."""
    articles = list(tree.iter("article"))
    if len(articles) > 1 and not any(True for article in articles for _ in article.iter("h1")):
        for article in articles:
            article.tag = "div"


def _drop_columns_of_links(tree: Element) -> None:
    """The tables that laid out pages in the nineties have their navigation in cells."""
    for cell in list(tree.iter("table", "td")):
        links = cell.findall(".//a")
        if len(links) > 1:
            linked = sum(len(link.text_content()) for link in links)
            if linked > _MOSTLY * len("".join(cell.text_content().split())):
                cell.drop_tree()


def _drop_sign_up_boxes(tree: Element) -> None:
    """The small boxes around fields for an address or a password: newsletters, logins."""
    fields = (one for one in tree.iter("input") if one.get("type") in {"email", "password"})
    for field, _ in list(zip(fields, range(_MOST_BOXES), strict=False)):
        box = None
        for element in _ancestors(field):
            if len(element.text_content()) > _LARGEST_BOX or element.find(".//h1") is not None:
                break
            box = element
        if box is not None and box.getparent() is not None:
            box.drop_tree()


def _make_paragraphs(tree: Element) -> None:
    """Text that stands in `<div>` or between `<br>` is put into `<p>`, and so is that in the same elements beside."""
    alike = set()
    for element in _with_loose_text()(tree):
        if sum(len(text.strip()) for text in element.xpath("text()")) < _LEAST_LOOSE:
            continue
        if element.tag == "div" and not any(child.tag in BLOCKS or child.tag == "br" for child in element):
            element.tag = "p"
            alike.add((element.getparent(), element.get("class")))
        else:
            _wrap_loose_text(element)
    for parent, name in alike:
        for child in parent.iterchildren("div"):
            if child.get("class") == name and not any(one.tag in BLOCKS for one in child):
                child.tag = "p"


@cache
def _with_loose_text() -> Any:  # noqa: ANN401  lxml has no types
    from lxml.etree import XPath  # noqa: PLC0415  not on the search path

    named = " or ".join(f"self::{tag}" for tag in _LOOSE)
    return XPath(f"//*[{named}][text()[string-length(normalize-space()) > {_LONG_LINE}]]")


def _wrap_loose_text(element: Element) -> None:
    """Each run of text and inline elements becomes a `<p>`; two `<br>` end one."""
    children = list(element)
    paragraph = element.makeelement("p")
    paragraph.text, element.text = element.text, None
    element.insert(0, paragraph)
    for child in children:
        if child.tag in BLOCKS:
            paragraph = element.makeelement("p")
            paragraph.text, child.tail = child.tail, None
            child.addnext(paragraph)
        elif child.tag == "br" and _ends_with_break(paragraph):
            following = element.makeelement("p")
            following.text = child.tail
            paragraph.addnext(following)
            child.drop_tree() if not child.tail else child.getparent().remove(child)
            paragraph = following
        else:
            paragraph.append(child)
    for paragraph in element.findall("p"):
        if not len(paragraph) and not (paragraph.text or "").strip():
            element.remove(paragraph)


def _ends_with_break(paragraph: Element) -> bool:
    return len(paragraph) > 0 and paragraph[-1].tag == "br" and not (paragraph[-1].tail or "").strip()


def _drop_links_to_others(tree: Element) -> None:
    """Paragraphs that are but the headline of another article: a link, and before it at most a label."""
    paragraphs = [one for one in tree.iter("p") if one.find(".//a") is not None]
    others = [one for one in paragraphs if _is_link_to_other(one)]
    if 2 * len(others) < sum(1 for _ in tree.iter("p")):  # else the page is a list of links
        for paragraph in others:
            paragraph.drop_tree()


def _is_link_to_other(paragraph: Element) -> bool:
    text = " ".join(paragraph.text_content().split())
    linked = [" ".join(link.text_content().split()) for link in paragraph.iter("a")]
    if sum(map(len, linked)) < _LONG_LINE / 2 or paragraph.getparent().tag in {"li", "td", "blockquote"}:
        return False
    if sum(map(len, linked)) > 0.9 * len(text):
        return True
    return len(linked) == 1 and text.endswith(linked[0]) and bool(_LABEL.match(text.removesuffix(linked[0])))
