"""Which heading of a web page is the article's headline: not the site's name, nor one of a list of others."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from newsgrep.readers.pages.facts import letters, one_line, without_site
from newsgrep.readers.pages.meta_tags import TITLES, Values
from newsgrep.readers.pages.tree import Element

_RANKS = ("h1", "h2", "h3", "h4")
_PARTS = re.compile(r"\s+[|»«·•:/–—-]+\s+|\s*[|»]\s*|:\s+")  # noqa: RUF001  dashes as they are used
_OTHERS = ("h5", "h6", "div", "p", "span", "td", "dt", "font", "b", "strong", "center")
_A_FEW_WORDS = 15
"""Letters: one word may be the name of anything."""
_MORE_THAN_A_WORD = 10
_LONGEST = 300
"""In characters: no headline is longer."""
_MOST_INSIDE = 12
"""Elements: a headline is made of few."""
_FIRST_PAGES = frozenset({"", "index.html", "index.php"})


class Titles:
    """The titles that a page gives in its `<head>`, with the site's name or without."""

    def __init__(self, tree: Element, values: Values) -> None:
        element = next(tree.iter("title"), None)
        self.element = None if element is None else one_line(element.text_content())
        """What `<title>` says, a site's name and all."""
        told = [title for name in TITLES for title in values.get(name, ())]
        titles = [*told, *([self.element] if self.element else [])]
        self._site = letters(next(iter(values.get("og.site.name", ())), ""))
        self._whole = [letters(title) for title in titles]
        self._parts = {letters(part) for title in titles for part in _PARTS.split(title)} - {"", self._site}

    def shared(self, text: str) -> int:
        """How many letters of a text are a title, or a part of one; the text may be more than the title."""
        own = letters(text)
        if not own or own == self._site:
            return 0
        found = (min(len(own), len(whole)) for whole in self._whole if _is_same(own, whole))
        return max(found, default=len(own) if own in self._parts else 0)

    def is_part(self, text: str) -> bool:
        own = letters(text)
        return len(own) >= _A_FEW_WORDS and (own in self._parts or own in self._whole)


def _is_same(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) > _MORE_THAN_A_WORD and shorter in longer)


def main_heading(tree: Element, titles: Titles) -> Element | None:
    """The headline: the heading that the page's titles have the most of, else the only one in the article.

    Headings of the first rank count before others. The site's name, which links to its first page, is none.
    """
    ranked: dict[str, list[Element]] = {}
    for rank in _RANKS:
        ranked[rank] = [one for one in tree.iter(rank) if _may_be_headline(one)]
        shared = [(titles.shared(text), one) for one in ranked[rank] for text in _texts(one)]
        best, heading = max(shared, key=lambda one: one[0], default=(0, None))
        if best:
            return heading
    if headings := ranked["h1"] or ranked["h2"]:
        inside = [one for one in headings if any(True for _ in one.iterancestors("article", "main"))]
        return next((found[0] for found in (inside, headings) if len(found) == 1), None)
    return next((one for one in tree.iter(*_OTHERS) if one.text and titles.is_part(one.text)), None)


def headline(
    title: str | None, heading: Element | None, titles: Titles, sites: Iterable[str | None]
) -> str | None:
    """The headline as the page shows it, if its titles have it; else as they give it, without the site's name."""
    title = _without_sites(title, [site for site in sites if site]) if title else None
    if heading is None:
        return title
    texts = _texts(heading)
    shown = next(
        (text for text in texts if titles.shared(text) or (title and _is_same(*map(letters, (text, title))))),
        None,
    )
    if shown and title and _has_more(heading, shown, title):
        return title
    return shown or title or texts[0]


def _without_sites(title: str, sites: Sequence[str]) -> str:
    """A title without the site's name at its beginning or end, however that is written."""
    for site in sites:
        title = without_site(title, site) or title
        separators = list(_PARTS.finditer(title))
        if separators and letters(title[separators[-1].end() :]) == letters(site):
            title = title[: separators[-1].start()]
        elif separators and letters(title[: separators[0].start()]) == letters(site):
            title = title[separators[0].end() :]
    return title


def _has_more(heading: Element, shown: str, title: str) -> bool:
    """Say whether a heading is the title and a kicker, a date or the like in an element of its own."""
    before, found, after = letters(shown).partition(letters(title))
    rest = before + after
    return bool(found and rest) and any(
        letters(one.text_content()) == rest for one in heading.iterdescendants()
    )


def _texts(heading: Element) -> Sequence[str]:
    """A heading's text; and without each element in it, which may be a kicker or a sign for subscribers."""
    whole = shown_text(heading)
    inside = list(heading.iterdescendants())
    if len(inside) > _MOST_INSIDE:
        return [whole]
    parts = (" ".join(whole.replace(shown_text(one), " ", 1).split()) for one in inside)
    return [whole, *(part for part in parts if part)]


def shown_text(heading: Element) -> str:
    """A heading's text, with spaces between what stands in elements of its own, such as a kicker."""
    text = ""
    for part in heading.itertext():
        is_apart = text[-1:].isalnum() or text[-1:] in {"!", "?", "."}
        is_word = len(part.strip()) > 1 and len(text.rpartition(" ")[2]) > 1  # not the first letter of one
        text += (" " if is_apart and is_word and part[:1].isalnum() else "") + part
    return " ".join(text.split())


def _may_be_headline(heading: Element) -> bool:
    text = heading.text_content().strip()
    if not 0 < len(text) <= _LONGEST:
        return False
    around = heading.getparent()
    links = [around] if around is not None and around.tag == "a" else heading.findall(".//a")
    return not any(_leads_home(link) and 2 * len(link.text_content().strip()) > len(text) for link in links)


def _leads_home(link: Element) -> bool:
    address = link.get("href") or "#"
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return not address.startswith("#") and not parts.query and parts.path.strip("/") in _FIRST_PAGES
