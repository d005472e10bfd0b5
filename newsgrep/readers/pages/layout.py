"""Layouts that hide an article from trafilatura, which goes by the names of elements and classes, made plain.

It reads the first `<article>` only, takes the text below a picture for a caption, and expects paragraphs in
`<p>`. Nothing here goes by the name of a site.
"""

from collections.abc import Iterator
from itertools import islice

from newsgrep.readers.pages.tree import Element, xpath

BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot"),
        *("th", "thead", "tr", "ul"),
    }
)
_LOOSE = ("div", "section", "article", "main", "center", "td", "body")
_LONG_LINE = 40
_WITH_LOOSE_TEXT = (
    f"//text()[string-length(normalize-space()) > {_LONG_LINE}]"
    f"/parent::*[{' or '.join(f'self::{tag}' for tag in _LOOSE)}]"
)
_LEAST_LOOSE = 140
"""In characters: less text than that in an element for layout is a caption, a date or a notice."""
_MOST_CHILDREN = 1_000
"""Of one paragraph: trafilatura's time grows with their square."""
_DEEPEST = 100
_AROUND = 2


def make_plain(tree: Element) -> None:
    """Change the tree so that its article is found."""
    _open_galleries(tree)
    _join_several_articles(tree)
    _make_paragraphs(tree)


def ancestors(element: Element) -> Iterator[Element]:
    """The elements around one, the nearest first; of a hundred, for no page has more but to cost time."""
    return islice(element.iterancestors(), _DEEPEST)


def _in_paragraphs(tree: Element) -> int:
    """The number of characters in the paragraphs of a page."""
    return sum(len(one.text_content()) for one in tree.iter("p"))


def _open_galleries(tree: Element) -> None:
    """Where most paragraphs are those below pictures, they are the article."""
    from lxml.etree import strip_tags  # noqa: PLC0415  not on the search path

    below = sum(len(one.text_content()) for one in xpath("//figure//p")(tree))
    if not below or 2 * below < _in_paragraphs(tree):
        return
    for figure in list(tree.iter("figure")):
        strip_tags(figure, "a")  # a heading that is a link is taken for that of another article
        for element in (*islice(ancestors(figure), _AROUND), *figure.iter()):
            element.attrib.pop("class", None)  # which says that it is a caption, or one of many slides
            element.tag = "div" if element.tag in {"figure", "figcaption"} else element.tag


def _join_several_articles(tree: Element) -> None:
    """Of a page with many articles, such as a live blog, not only the first is read."""
    articles = list(tree.iter("article"))
    if len(articles) > 1 and not any(True for article in articles for _ in article.iter("h1")):
        for article in articles:
            article.tag = "div"


def _make_paragraphs(tree: Element) -> None:
    """Text that stands in `<div>` or between `<br>` is put into `<p>`, and so is that in the same elements beside."""
    alike: dict[Element, set[str | None]] = {}
    for element in xpath(_WITH_LOOSE_TEXT)(tree):
        loose = sum(len(text.strip()) for text in xpath("text()")(element))
        # Around all that is in the page there may be a program's warnings.
        if loose < _LEAST_LOOSE or (element.tag == "body" and loose < _in_paragraphs(tree)):
            continue
        if element.tag == "div" and not any(child.tag in BLOCKS or child.tag == "br" for child in element):
            element.tag = "p"
            alike.setdefault(element.getparent(), set()).add(element.get("class"))
        elif len(element) <= _MOST_CHILDREN:
            _wrap_loose_text(element)
    for parent, names in alike.items():
        for child in parent.iterchildren("div"):
            if child.get("class") in names and not any(one.tag in BLOCKS for one in child):
                child.tag = "p"


def _wrap_loose_text(element: Element) -> None:
    """Each run of text and inline elements becomes a `<p>`; two `<br>` end one."""
    children = list(element)
    paragraph = element.makeelement("p")
    paragraph.text, element.text = element.text, None
    element.insert(0, paragraph)
    for child in children:
        if child.tag in BLOCKS or (child.tag == "br" and _ends_with_break(paragraph)):
            paragraph = element.makeelement("p")
            paragraph.text, child.tail = child.tail, None
            child.addnext(paragraph)
        else:
            paragraph.append(child)
    for paragraph in element.findall("p"):
        if not len(paragraph) and not (paragraph.text or "").strip():
            element.remove(paragraph)


def _ends_with_break(paragraph: Element) -> bool:
    return len(paragraph) > 0 and paragraph[-1].tag == "br" and not (paragraph[-1].tail or "").strip()
