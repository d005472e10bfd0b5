"""The facts in a web page's visible elements: the heading, microdata, hAtom's classes, `<time>`, the language.

What stands in navigation, beside the article or in a list of others is not looked at.
"""

import re
from collections.abc import Iterable, Iterator

from newsgrep.article import DateOrigin
from newsgrep.readers.draft import Draft, written
from newsgrep.readers.pages.facts import one_line
from newsgrep.readers.pages.tree import Element, original, xpath

_ASIDE = frozenset({"aside", "nav", "footer"})
_WHOLE = frozenset({"article", "main", "body"})
_PUBLISHED = frozenset({"published", "entry-date", "dt-published"})
_PUBLISHED_DATA = re.compile(
    r"data-(?:article-|first-)?(?:publish(?:ed)?|publication)(?:-?(?:at|on|date|time))?|data-pubdate"
)
_DATES = (
    "datepublished",
    "dc.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "uploaddate",
    "datecreated",
)
_ARTICLES = ("Article", "Posting", "Report", "sioc:Item", "sioc:Post")
_PROPERTIES = "//@itemprop/.. | //@property/parent::*[not(self::meta)]"
_ITEMS = "//@itemscope/.. | //@typeof/.."
_MOST_PROPERTIES = 500
_LONGEST = 300
"""In characters: no headline and no byline is longer."""


def facts(tree: Element, heading: Element | None) -> Draft:
    """What the page's elements say of its article; `heading` is its main one."""
    properties = list(_microdata(tree, heading))
    return Draft(
        title=_first(properties, "headline")
        or (one_line(heading.text_content()) if heading is not None else None),
        dates=written(
            (*_published(properties), *_times(tree, heading), *_of_own_element(heading)), DateOrigin.META
        ),
        url=original(_first(properties, "url")),
        source=_first(properties, "publisher"),
        authors=_all(properties, "author"),
        section=_first(properties, "articlesection"),
        language=one_line(tree.get("lang") or tree.get("xml:lang")),
        tags=_all(properties, "keywords"),
    )


def _published(properties: list[tuple[str, str]]) -> list[str]:
    """The days of publication; of a page that names none, those on which it or its video was made."""
    days = (_all(properties, name) for name in _DATES)
    return next(filter(None, days), [])


def scope(tree: Element, heading: Element | None) -> Element:
    """The article's own element, as far as the page has one: what encloses the heading."""
    if heading is None:
        articles = list(tree.iter("article"))
        return articles[0] if len(articles) == 1 else tree
    return next(heading.iterancestors(*_WHOLE), tree)


def is_beside(element: Element, within: Element) -> bool:
    """Say whether an element is in navigation or in another article, inside of this one."""
    for ancestor in element.iterancestors():
        if ancestor is within:
            return False
        if ancestor.tag in _ASIDE or ancestor.tag == "article":
            return True
    return True


def _microdata(tree: Element, heading: Element | None) -> Iterator[tuple[str, str]]:
    """(property, value) of the article's item in microdata or RDFa: the one around the heading, else the only one.

    On a page without such items, properties of none, where they are not those of other articles; those in its
    `<head>` always.
    """
    told = xpath(_PROPERTIES)(tree)[:_MOST_PROPERTIES]
    items = [item for item in xpath(_ITEMS)(tree) if _is_article(item)] if told else []
    if len(items) > 1:
        items = [item for item in items if heading is not None and item in heading.iterancestors()]
    within = scope(tree, heading)
    for element in told:
        owner = next((one for one in element.iterancestors() if _is_item(one)), None)
        belongs = owner in items if items else owner is None and not is_beside(element, within)
        if (belongs or _is_of_page(element, owner)) and (value := _value(element)):
            for name in f"{element.get('itemprop') or ''} {element.get('property') or ''}".lower().split():
                yield name.removeprefix("schema:").replace(":", "."), value


def _is_item(element: Element) -> bool:
    return element.get("itemscope") is not None or element.get("typeof") is not None


def _is_of_page(element: Element, owner: Element | None) -> bool:
    return (owner is None or owner.tag == "html") and any(True for _ in element.iterancestors("head"))


def _is_article(item: Element) -> bool:
    """Say whether an item is an article, or what Drupal calls one."""
    types = f"{item.get('itemtype') or ''} {item.get('typeof') or ''}".split()
    return any(one.endswith(_ARTICLES) for one in types) and not any("Comment" in one for one in types)


def _value(element: Element) -> str | None:
    """A property's value: that for machines, else its text; for a person or an organisation the name."""
    if element.get("itemscope") is not None:
        named = element.find(".//*[@itemprop='name']")
        element = element if named is None else named
    value = element.get("content") or element.get("datetime") or element.get("href")
    text = one_line(value or element.text_content())
    return text if text and len(text) <= _LONGEST else None


def _all(properties: Iterable[tuple[str, str]], wanted: str) -> list[str]:
    return [value for name, value in properties if name == wanted]


def _first(properties: Iterable[tuple[str, str]], wanted: str) -> str | None:
    return next(iter(_all(properties, wanted)), None)


def _times(tree: Element, heading: Element | None) -> list[str]:
    """`<time pubdate>`, `<time class="published">` and `<abbr class="published" title>` (hAtom), if they agree."""
    within = scope(tree, heading)
    found = [
        moment.strip()
        for element in within.iter("time", "abbr")
        if (moment := element.get("datetime") or element.get("title"))
        and _is_of_publication(element)
        and not is_beside(element, within)
    ]
    return found if len({value[:10] for value in found}) == 1 else []


def _of_own_element(heading: Element | None) -> list[str]:
    """`<article data-published="...">` around the heading."""
    around = heading.iterancestors("article", "main", "section", "div", "body") if heading is not None else ()
    return [value for one in around for name, value in one.items() if _PUBLISHED_DATA.fullmatch(name)][:1]


def _is_of_publication(element: Element) -> bool:
    classes = set((element.get("class") or "").lower().split())
    return element.get("pubdate") is not None or bool(classes & _PUBLISHED)
