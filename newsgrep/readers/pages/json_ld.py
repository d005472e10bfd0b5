"""JSON-LD in a web page: which of its objects is the page's article, and its facts.

Objects are looked for in lists, `@graph`, and `mainEntity`; never in what is only related (`hasPart`,
`itemListElement`, ...). An object that names the page's address or headline is the page's; the only one is
too, unless it names another's address. A `WebPage` with a date stands in for an article where there is none.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from newsgrep.article import DateOrigin
from newsgrep.readers.draft import Draft, written
from newsgrep.readers.pages.facts import has_path, one_line, same_words
from newsgrep.readers.pages.tree import Element, original
from newsgrep.readers.record_dates import dates_in

_WRAPPED = re.compile(
    r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?://\s*)?(?:-->|\]\]>|/\*\s*\]\]>\s*\*/)\s*$"
)
_BRACKETS = tuple("{}[]")
_STRING_OR_FAULT = re.compile(
    r'("(?:[^"\\]|\\.)*+"?)|/\*.*?(?:\*/|\Z)|(?<![:"])//[^\n]*|,(?=\s*[}\]])', re.DOTALL
)
_ARTICLES = re.compile(
    r"(?:Article|BlogPosting|SocialMediaPosting|DiscussionForumPosting|^Posting|^Report|^Review)$"
)
_PLAIN = {
    name: re.compile(rf'"{name}"\s*:\s*"({value})"\s*[,}}\]]')
    for name, value in (
        ("@type", "[A-Za-z]*(?:Article|Posting)"),
        ("headline", '[^"\\\\]+'),
        ("datePublished", '[^"]{4,40}'),
    )
}
_YEAR = re.compile(r"[1-9][0-9]{3}")
_PAGES = frozenset({"WebPage", "ItemPage"})
_DATES = ("datePublished", "uploadDate", "dateCreated")
_OTHERS = frozenset({"Event", "Product", "Offer", "Comment", "Person", "Organization", "Dataset"})
_DEEPEST = 8
_OF_OTHERS = -2
"""What `_fit` gives for another's address, and less if the headline is another's too."""
_HOST = re.compile(r"^https?://(?:www\.|m\.|amp\.|mobile\.)?")
_AMP = re.compile(r"(?:[/.]amp(?:\.html)?|/)$")


class Known(NamedTuple):
    """What is known of the page by other ways: its addresses and headlines."""

    urls: tuple[str, ...]
    titles: tuple[str, ...]


def facts(tree: Element, known: Known) -> Draft:
    """What the page's article says in JSON-LD; nothing if it is not there."""
    found = [thing for block in _blocks(tree) for thing in _objects(block, 0)]
    by_id = {str(thing["@id"]): thing for thing in found if "@id" in thing and len(thing) > 1}
    article = _of_page([thing for thing in found if _is_article(thing)], known)
    if article is None:
        pages = [thing for thing in found if _PAGES & set(_types(thing)) and "datePublished" in thing]
        article = _of_page(pages, known) or _named(found, known)
    return _facts(article, by_id) if article is not None else Draft()


def _blocks(tree: Element) -> Iterator[Any]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            value = _parsed(script.text)
            yield _rescued(script.text) if value is None else value


def _parsed(text: str) -> Any:  # noqa: ANN401  any value JSON has
    """The value of a block, even with comments, stray commas or entities for quotes; None for no JSON."""
    if text.strip()[:1] not in _BRACKETS or text.strip()[-1:] not in _BRACKETS:
        text = _WRAPPED.sub("", text)
    attempts = (str, _without_faults, lambda text: _without_faults(html.unescape(text)))
    for mend in attempts:
        try:
            return json.loads(mend(text), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _rescued(text: str) -> dict[str, Any]:
    """The plain facts of a broken block's one article. Quotation marks in a text are the usual fault."""
    found = {name: set(pattern.findall(text)) for name, pattern in _PLAIN.items()}
    return {name: values.pop() for name, values in found.items() if len(values) == 1}


def _without_faults(text: str) -> str:
    return _STRING_OR_FAULT.sub(lambda found: found[1] or "", text)


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:  # noqa: ANN401  any value JSON has
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for element in value:
            yield from _objects(element, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(value.get(name), depth + 1)


def _types(thing: Mapping[str, Any]) -> list[str]:
    types = thing.get("@type")
    return [str(one).rpartition("/")[2] for one in (types if isinstance(types, list) else [types])]


def _is_article(thing: Mapping[str, Any]) -> bool:
    return any(_ARTICLES.search(one) for one in _types(thing))


def _of_page(things: list[dict[str, Any]], known: Known) -> dict[str, Any] | None:
    """The object that fits the page best, if it is the page's at all."""
    judged = [(_fit(thing, known), thing) for thing in things]
    best = max((fit for fit, _ in judged), default=_OF_OTHERS)
    fitting = [thing for fit, thing in judged if fit == best]
    if best > 0 or (best > _OF_OTHERS and len({_headline(thing) for thing in things}) == 1):
        return max(fitting, key=len)
    return None


def _named(things: list[dict[str, Any]], known: Known) -> dict[str, Any] | None:
    """A video, a recipe or the like that has the page's headline or address, and a day."""
    dated = [thing for thing in things if _dates(thing) and not _OTHERS & set(_types(thing))]
    return next((thing for thing in dated if _fit(thing, known) > 0), None)


def _dates(thing: Mapping[str, Any]) -> list[Any]:
    """The days of publication, else those on which it was made."""
    return next(filter(None, (_days(thing.get(name)) for name in _DATES)), [])


def _fit(thing: Mapping[str, Any], known: Known) -> int:
    """How well its address and headline fit the page. Headlines for search engines may differ."""
    title, urls = _headline(thing), {_address(url) for url in _urls(thing)}
    fit = 0
    if title and known.titles:
        fit += 2 if any(same_words(title, other) for other in known.titles) else -1
    if urls and known.urls:
        fit += 2 if urls & {_address(url) for url in known.urls} else -2
    return fit


def _headline(thing: Mapping[str, Any]) -> str | None:
    return one_line(thing.get("headline")) or one_line(thing.get("name"))


def _urls(thing: Mapping[str, Any]) -> list[str]:
    page = thing.get("mainEntityOfPage")
    page = (page.get("@id") or page.get("url")) if isinstance(page, dict) else page
    addresses = (thing.get("url"), page, thing.get("@id"))
    return [url for one in addresses if isinstance(one, str) and (url := original(one)) and has_path(url)]


def _address(url: str) -> str:
    """A link as one compares it: no scheme, no `www`, no query, no sign of a version for telephones."""
    return _AMP.sub("", _HOST.sub("", url).partition("#")[0].partition("?")[0]).lower()


def _facts(article: Mapping[str, Any], by_id: Mapping[str, Any]) -> Draft:
    body = article.get("articleBody")
    return Draft(
        title=_headline(article),
        dates=written(_dates(article), DateOrigin.JSON_LD),
        url=next(iter(_urls(article)), None),
        source=next(iter(_names(article.get("publisher"), by_id)), None),
        authors=_authors(article.get("author") or article.get("creator"), by_id),
        section=next(iter(_names(article.get("articleSection"), by_id)), None),
        language=next(iter(_names(article.get("inLanguage"), by_id)), None),
        tags=_tags(article.get("keywords"), by_id),
        text=body if isinstance(body, str) else "",
    )


def _days(value: Any) -> list[Any]:  # noqa: ANN401  any value JSON has
    """What may be a day, not the zeros of a program that knows none."""
    return [one for one in dates_in(value) if _YEAR.search(str(one))]


def _names(value: Any, by_id: Mapping[str, Any]) -> list[str]:  # noqa: ANN401  any value JSON has
    """The names of things: of strings, of objects, or of objects elsewhere that are referred to."""
    found = []
    for one in value if isinstance(value, list) else [value]:
        thing = one
        if isinstance(one, dict) and "name" not in one:
            thing = by_id.get(str(one.get("@id")), one)
        named = thing.get("name") or thing.get("alternateName") if isinstance(thing, dict) else thing
        found += [name for name in map(one_line, named if isinstance(named, list) else [named]) if name]
    return found


def _authors(value: Any, by_id: Mapping[str, Any]) -> list[str]:  # noqa: ANN401  any value JSON has
    """The names of an article's authors that are no organisations."""
    things = value if isinstance(value, list) else [value]
    return [name for one in things if not _is_organisation(one) for name in _names(one, by_id)]


def _is_organisation(thing: Any) -> bool:  # noqa: ANN401  any value JSON has
    return isinstance(thing, dict) and any("Organi" in one for one in _types(thing))


def _tags(value: Any, by_id: Mapping[str, Any]) -> list[str]:  # noqa: ANN401  any value JSON has
    parts = value.split(",") if isinstance(value, str) else _names(value, by_id)
    return [tag for part in parts if (tag := one_line(part))]
