"""Which heading of a web page is the article's headline: not the site's name, nor one of a list of others."""

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from newsgrep.readers.pages.facts import letters, one_line, same_words, without_site
from newsgrep.readers.pages.tree import Element

_RANKS = ("h1", "h2", "h3", "h4")
_PARTS = re.compile(r"\s+[|»«·•:/–—-]+\s+|\s*[|»]\s*|:\s+")  # noqa: RUF001  dashes as they are used
_TEXTS = ("h5", "h6", "div", "p", "span", "td", "dt", "font", "b", "strong", "center")
_A_FEW_WORDS = 15
"""Letters: one word may be the name of anything."""
_LONGEST = 300
"""In characters: no headline is longer."""
_TITLES = frozenset({"og:title", "twitter:title", "og:headline", "dc.title", "citation_title", "parsely-title", "sailthru.title"})


def title_element(tree: Element) -> str | None:
    """What `<title>` says, a site's name and all."""
    title = tree.find(".//title")
    return None if title is None else one_line(title.text_content())


def main_heading(tree: Element) -> Element | None:
    """The headline: the heading that the page's titles have the most of, else the only one in the article.

    Headings of the first rank count before others. The site's name, which links to its first page, is none.
    """
    headings = [one for one in tree.iter(*_RANKS) if _may_be_headline(one)]
    titles = _titles(tree)
    for rank in _RANKS:
        named = [(one, text) for one in _of_rank(headings, rank) if (text := _named_text(one, titles))]
        if named:
            return max(named, key=lambda one: _shared(one[1], titles))[0]
    for ranked in (_of_rank(headings, "h1"), _of_rank(headings, "h2")):
        inside = [one for one in ranked if any(True for _ in one.iterancestors("article", "main"))]
        for found in (inside, ranked):
            if len(found) == 1:
                return found[0]
        if ranked:
            return None
    return next(_titled(tree, titles), None)


def _titled(tree: Element, titles: Sequence[str]) -> Iterator[Element]:
    """The elements that are no headings, but whose text is that of a title."""
    wanted = {found for title in titles for one in (title, *_PARTS.split(title)) if len(found := letters(one)) >= _A_FEW_WORDS}
    for element in tree.iter(*_TEXTS) if wanted else ():
        if element.text and letters(element.text) in wanted:
            yield element


def headline(title: str | None, heading: Element | None, tree: Element, sites: Iterable[str | None]) -> str | None:
    """The headline as the page shows it, if its titles have it; else as they give it, without the site's name."""
    for site in sites:
        title = without_site(title, site)
    if heading is None:
        return title
    named = _named_text(heading, [one for one in (title, *_titles(tree)) if one])
    if named and title and _is_shown_beside_others(title, heading, named):
        return title
    return named or title or shown_text(heading)


def _named_text(heading: Element, titles: Sequence[str]) -> str | None:
    """What of a heading the titles have: the whole, or all but one element of it, such as a sign for subscribers."""
    whole = shown_text(heading)
    parts = (" ".join(whole.replace(shown_text(one), " ", 1).split()) for one in heading.iterdescendants())
    texts = (text for text in (whole, *parts) if text)
    return next((text for text in texts if any(_has(title, text) for title in titles)), None)


def shown_text(heading: Element) -> str:
    """A heading's text, with spaces between what stands in elements of its own, such as a kicker."""
    text = ""
    for part in heading.itertext():
        apart = len(text) > 1 and not text[-1:].isspace() and part[:1].isalnum() and text[-1] not in "'’(„“\"«-/"
        text += (" " if apart and len(text.split()[-1]) > 1 and len(part.strip()) > 1 else "") + part
    return " ".join(text.split())


def _is_shown_beside_others(title: str, heading: Element, shown: str) -> bool:
    """Say whether a heading is the title and a kicker, a date or the like in an element of its own."""
    whole, own = letters(shown), letters(title)
    if own == whole or own not in whole:
        return False
    rest = whole.replace(own, "", 1)
    return any(letters(one.text_content()) == rest for one in heading.iterdescendants())


def _has(title: str, text: str) -> bool:
    """Say whether a title is a heading's text, but for what may stand around it."""
    return same_words(text, title) or letters(text) in map(letters, _PARTS.split(title))


def _shared(text: str, titles: Iterable[str]) -> int:
    """How many letters of a heading its fullest title has."""
    return max(min(len(letters(text)), len(letters(title))) for title in titles if _has(title, text))


def _of_rank(headings: Iterable[Element], rank: str) -> list[Element]:
    return [one for one in headings if one.tag == rank]


def _may_be_headline(heading: Element) -> bool:
    text = heading.text_content().strip()
    if not 0 < len(text) <= _LONGEST:
        return False
    links = heading.findall(".//a")
    if heading.getparent() is not None and heading.getparent().tag == "a":
        links = [heading.getparent()]
    return not any(_leads_home(link) and len(link.text_content().strip()) * 2 > len(text) for link in links)


def _leads_home(link: Element) -> bool:
    address = link.get("href") or ""
    if address.startswith("#"):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.path.strip("/") in {"", "index.html", "index.php"} and not parts.query and bool(address)


def _titles(tree: Element) -> list[str]:
    said = [
        one_line(meta.get("content"))
        for meta in tree.iter("meta")
        if (meta.get("property") or meta.get("name") or "").lower() in _TITLES
    ]
    return [title for title in (*said, title_element(tree)) if title]
