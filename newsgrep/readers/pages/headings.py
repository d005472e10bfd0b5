"""Which heading of a web page is the article's headline: not the site's name, nor one of a list of others."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from newsgrep.readers.pages.facts import letters, one_line, same_words
from newsgrep.readers.pages.tree import Element

_RANKS = ("h1", "h2", "h3", "h4")
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
    named = [one for one in headings if any(same_words(one.text_content(), title) for title in titles)]
    if named:
        return max(named, key=lambda one: (_shared(one, titles), -_RANKS.index(one.tag)))
    for ranked in (_of_rank(headings, "h1"), _of_rank(headings, "h2")):
        inside = [one for one in ranked if any(True for _ in one.iterancestors("article", "main"))]
        for found in (inside, ranked):
            if len(found) == 1:
                return found[0]
        if ranked:
            return None
    return None


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


def _shared(heading: Element, titles: Iterable[str]) -> int:
    """How many letters of a heading its fullest title has."""
    own = letters(heading.text_content())
    return max(min(len(own), len(letters(title))) for title in titles if same_words(heading.text_content(), title))
