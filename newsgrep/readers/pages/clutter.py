"""What a page shows that is no part of an article, by its structure: taken out before the article is looked for.

What trafilatura leaves out anyway is taken out first because all that it does is faster without it.
"""

import re
from collections import deque
from functools import lru_cache
from itertools import islice, takewhile

from newsgrep.readers.pages.layout import ancestors
from newsgrep.readers.pages.tree import Element

_UNSEEN = ("style", "svg", "noscript", "iframe", "select")
_BESIDE = ("aside", "footer", "nav", "button", "dialog", "menu", "picture", "object", "audio", "video")
_BOXES = frozenset({"aside", "footer", "form", "figure", "nav", "button", "label", "fieldset"})
_BOX = re.compile(
    r"promo|sign-?up|suscri|abonn|donat|spende|login|popup|modal|disclaimer|disclosure|read-more|recommend|feedback",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"article|body|content|entry|main|post|story|text", re.IGNORECASE)
_LARGEST_BOX = 500
_MOST_FIELDS = 20
_MOSTLY = 0.8
_SHORTEST_HEADLINE = 20
_NEARLY_ALL = 0.9
_ADVERTISEMENT = frozenset(
    {
        "advertisement",
        "anzeige",
        "werbung",
        "publicité",
        "publicidad",
        "publicidade",
        "pubblicità",
        "реклама",
        "広告",
    }
)
_LABEL = re.compile(r".{0,40}[:|>»]\s*")


def drop_clutter(tree: Element, heading: Element | None) -> None:
    """Take out scripts and menus, columns of links, boxes for newsletters and logins; `heading` is the headline."""
    from lxml.etree import strip_elements  # noqa: PLC0415  not on the search path

    for script in list(tree.iter("script")):
        if script.get("type") != "application/ld+json":  # in which trafilatura looks for forums
            script.drop_tree()
    _open_what_holds_the_article(tree, heading)
    strip_elements(tree, *_UNSEEN, *_BESIDE, with_tail=False)
    _drop_columns_of_links(tree)
    _drop_boxes(tree, heading)


def _open_what_holds_the_article(tree: Element, heading: Element | None) -> None:
    """An element for what is beside the article is but a box, if the headline or the article stands in it."""
    headings = tree.iter("h1") if heading is None else (heading,)
    for inside in (*headings, *tree.iter("main")):
        for element in ancestors(inside):
            if element.tag in _BOXES:
                element.tag = "div"


def _drop_columns_of_links(tree: Element) -> None:
    """The tables that laid out pages in the nineties have their navigation in cells."""
    for cell in list(tree.iter("table", "td")):
        links = cell.findall(".//a")
        if len(links) > 1:
            linked = sum(len(link.text_content()) for link in links)
            if linked > _MOSTLY * len("".join(cell.text_content().split())):
                cell.drop_tree()


def _drop_boxes(tree: Element, heading: Element | None) -> None:
    """Small boxes around a field for an address or a password, and such as have one of their names.

    Nothing is taken out where that would be most of the page.
    """
    kept = set() if heading is None else set(heading.iterancestors())
    fields = (one for one in tree.iter("input") if one.get("type") in {"email", "password"})
    boxes = {_largest_box(field) for field in islice(fields, _MOST_FIELDS)}
    boxes.update(one for one in tree.iter("div", "section") if _is_name_of_box(one.get("class") or ""))
    lengths = {box: length for box in boxes - kept if (length := _length_of_small(box)) is not None}
    if lengths and 2 * sum(lengths.values()) < len(tree.text_content()):
        for box in lengths:
            if box.getparent() is not None:
                box.drop_tree()


@lru_cache(4096)  # a page has the same names many times
def _is_name_of_box(names: str) -> bool:
    return _BOX.search(names) is not None


def _largest_box(field: Element) -> Element:
    around = takewhile(
        lambda one: not _ARTICLE.search(f"{one.tag} {_names(one)}") and _length_of_small(one) is not None,
        ancestors(field),
    )
    return next(iter(deque(around, maxlen=1)), field)


def _names(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _length_of_small(box: Element) -> int | None:
    """The number of characters; None for too many, and then no more are read, for boxes may be in each other."""
    length = 0
    for text in box.itertext():
        length += len(text.strip())
        if length > _LARGEST_BOX:
            return None
    return length


def drop_lines_of_others(tree: Element) -> None:
    """Take out paragraphs that label an advertisement, and those that are the headline of another article.

    The latter is a link, and before it at most a label. Where such are many, they are the article: a list of links.
    """
    paragraphs = list(tree.iter("p"))
    links = [one for one in paragraphs if one.find(".//a") is not None and _is_link_to_other(one)]
    labels = [
        one for one in paragraphs if (one.text or "").strip().casefold() in _ADVERTISEMENT and not len(one)
    ]
    for paragraph in (*labels, *(links if 2 * len(links) < len(paragraphs) else ())):
        paragraph.drop_tree()


def _is_link_to_other(paragraph: Element) -> bool:
    text = " ".join(paragraph.text_content().split())
    links = [" ".join(link.text_content().split()) for link in paragraph.iter("a")]
    linked = sum(map(len, links))
    if linked < _SHORTEST_HEADLINE or paragraph.getparent().tag in {"li", "td", "blockquote"}:
        return False
    if linked > _NEARLY_ALL * len(text):
        return True
    return len(links) == 1 and text.endswith(links[0]) and bool(_LABEL.fullmatch(text.removesuffix(links[0])))
