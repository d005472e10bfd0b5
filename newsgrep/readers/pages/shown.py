"""Which parts of a web page show its article: what stands beside it is known by its element and its name."""

import re
from collections.abc import Collection, Iterator
from itertools import islice

from newsgrep.readers.pages.tree import Element

INLINE = frozenset(
    {
        *(
            "a",
            "abbr",
            "acronym",
            "address",
            "b",
            "bdi",
            "bdo",
            "big",
            "cite",
            "data",
            "em",
            "font",
            "i",
            "img",
        ),
        *("ins", "label", "mark", "nobr", "q", "s", "small", "span", "strong", "sub", "sup", "svg", "time"),
        *("tt", "u", "var", "wbr", "time-ago", "relative-time", "local-time"),
    }
)
"""The elements that do not end a line."""
WHOLE = frozenset({"html", "body", "main", "article"})
"""The elements that hold a page or an article: their names say nothing of a part of it."""
_OF_ARTICLE = ("article", "main")
_NO_TEXT = frozenset(
    {
        *("head", "script", "style", "noscript", "template", "iframe", "object", "select", "textarea"),
        *("audio", "video", "canvas", "datalist", "button", "del", "strike", "aside", "nav", "figcaption"),
        "caption",
    }
)
_BESIDE = re.compile(
    r"comment|related|recommend|popular|most-?read|meist-?gelesen|newsletter|promo(?!te)|breadcrumb|\bmenu|navi"
    r"|\bads?\b|advert|cookie|carousel|slider|copyright|calendar|\bevents?\b|upcoming|latest|trending|read-?more"
    r"|see-?also|\bmore-|(?:image|img|photo|picture|media|wp|figure|bild|foto)[-_]?\w*caption|(?:^|\s)widget"
    r"|(?:^|\s)(?:today\w*|todays?-date|date-today|current[-_]?(?:date|time)|clock|masthead)(?:\s|$)",
    re.IGNORECASE,
)
"""Names of what stands beside an article, and of the day of today in a page's head."""
_SIDEBAR = re.compile(r"side-?bar", re.IGNORECASE)
_MOMENTS = (
    *("datetime", "data-datetime", "data-date", "data-time", "data-timestamp", "data-published"),
    *("data-published-at", "data-publish-date", "data-pubdate", "data-utime", "title"),
)
_YEAR = re.compile("[0-9]{4}")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")


class Surroundings:
    """What an article's headline is in, and what of the page is no part of the article."""

    def __init__(self, tree: Element, heading: Element | None) -> None:
        self.around = frozenset(heading.iterancestors()) if heading is not None else frozenset()
        """The elements that the headline is in."""
        self._others = _other_articles(tree, self.around)

    def are_beside(self, element: Element) -> bool:
        """Say whether an element is no part of the article, sidebars left aside."""
        return element.tag not in INLINE and self._is_other(element) and element not in self.around

    def are_sidebar(self, element: Element) -> bool:
        """Say whether an element is no part of the article, or a sidebar, which may be about it."""
        if self.are_beside(element):
            return True
        is_part = element.tag not in INLINE and element.tag not in WHOLE and element not in self.around
        return is_part and _SIDEBAR.search(_named(element)) is not None

    def hold(self, element: Element) -> bool:
        """Say whether an element is, or is inside of, what is no part of the article."""
        return any(map(self.are_sidebar, (element, *element.iterancestors())))

    def _is_other(self, element: Element) -> bool:
        if element.tag in _NO_TEXT or element in self._others:
            return True
        if (
            element.tag == "header"
            and self.around
            and next(element.iterancestors(*_OF_ARTICLE), None) is None
        ):
            return True  # the site's, with the day of today
        return element.tag not in WHOLE and _BESIDE.search(_named(element)) is not None


def _other_articles(tree: Element, around: Collection[Element]) -> set[Element]:
    """The articles that are not the page's: those beside it, and the teasers of a list."""
    articles = [one for one in tree.iter("article") if one not in around]
    if any(one.tag == "article" for one in around):
        return set(articles)
    return {one for one in articles if is_teaser(one)} if len(articles) > 1 else set()


def is_teaser(element: Element) -> bool:
    """Say whether the first heading in an element links to something."""
    heading = next(element.iter(*_HEADINGS), None)
    if heading is None:
        return False
    links = (heading.find(".//a"), *heading.iterancestors("a"))
    return any(link is not None and not (link.get("href") or "#").startswith("#") for link in links)


def moment_of(element: Element) -> str | None:
    """The moment that an element gives for machines."""
    told: dict[str, str] = {name: value for name, value in element.items() if name in _MOMENTS and value}
    if not told or (len(told) == 1 and not _YEAR.search(told.get("title", "0000"))):
        return None
    return next(told[name].strip() for name in _MOMENTS if name in told)


def names_of(element: Element) -> Iterator[list[str]]:
    """The names that the page's author has given an element, then those of the one around it."""
    for one in (element, *islice(element.iterancestors(), 1)):
        if one.tag not in WHOLE:
            said = " ".join(one.get(name) or "" for name in ("class", "id", "itemprop", "rel", "data-testid"))
            yield [*said.split(), *([one.tag] if "time" in one.tag else [])]


def _named(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
