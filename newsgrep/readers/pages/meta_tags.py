"""The facts in a web page's `<meta>` and `<link>` elements: OpenGraph, Dublin Core, Highwire, publishers' tools."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from newsgrep.article import DateOrigin
from newsgrep.readers.draft import Draft, written
from newsgrep.readers.pages.facts import has_path, one_line
from newsgrep.readers.pages.tree import Element, original

Values: TypeAlias = Mapping[str, list[str]]
"""What `<meta>` elements say, by their names in small letters and with a dot for whatever sign divides them."""

TITLES = (
    *("og.title", "citation.title", "bepress.citation.title", "dc.title", "dcterms.title", "parsely.title"),
    *("sailthru.title", "hdl", "twitter.title"),
)
_DATES = (
    *("article.published.time", "article.published", "article.published.date", "article.publication.date"),
    *("og.article.published.time", "og.published.time", "og.pubdate", "shareaholic.article.published.time"),
    *(
        "bt.pubdate",
        "rnews.datepublished",
        "schema.datepublished",
        "citation.publication.date",
        "citation.date",
    ),
    *("citation.online.date", "bepress.citation.date", "bepress.citation.online.date", "eprints.date"),
    *("prism.publicationdate", "prism.coverdate", "parsely.pub.date", "sailthru.date"),
    *("cxenseparse.recs.publishtime", "cxenseparse.publishtime", "dcsext.articlefirstpublished"),
    *("article.date.original", "originalpublicationdate", "firstpublished", "first.published.date", "ptime"),
    *("pdate", "pubdate", "pub.date", "publishdate", "publish.date", "publisheddate", "published.date"),
    *("publicationdate", "publication.date", "published", "published.at", "published.time", "datepublished"),
    *("date.published", "displaydate", "release.date", "issue.date", "dcterms.issued", "dc.date.issued"),
    *("dc.issued", "dcterms.created", "dc.date.created", "dc.created", "dcterms.date", "dc.date", "date"),
    *("og.video.release.date", "video.release.date"),
)
"""Best first: those that can mean nothing else stand before those that some use for other days."""
_SOURCES = (
    *("og.site.name", "dc.publisher", "dcterms.publisher", "citation.journal.title", "prism.publicationname"),
    "application.name",
)
_WHOLE_AUTHORS = ("citation.author", "bepress.citation.author", "dc.creator", "dcterms.creator")
"""With the family's name first, and a comma, at times: each has an element of its own."""
_AUTHORS = (
    *(
        "author",
        "article.author",
        "article.author.name",
        "og.article.author",
        "parsely.author",
        "sailthru.author",
    ),
    *("byl", "rbauthors", "cxenseparse.author"),
)
_SECTIONS = ("article.section", "og.article.section", "parsely.section", "section", "cg", "prism.section")
_TAGS = ("article.tag", "og.article.tag")
_TAG_LISTS = ("news.keywords", "parsely.tags", "sailthru.tags", "keywords")
_LANGUAGES = ("content.language", "language", "dc.language", "dcterms.language", "og.locale")
_PARSELY = {
    "title": "parsely.title",
    "pub_date": "parsely.pub.date",
    "author": "parsely.author",
    "authors": "parsely.author",
    "section": "parsely.section",
}
_SIGNS = re.compile(r"[:_.-]+")


def facts(tree: Element, values: Values) -> Draft:
    """What the page says of its article by `<meta>`, whose `values` they are, and by its canonical link."""
    return Draft(
        title=_first(values, TITLES),
        dates=written((value for name in _DATES for value in values.get(name, ())), DateOrigin.META),
        url=_url(tree, values),
        source=_first(values, _SOURCES),
        authors=_all(values, _AUTHORS) or _all(values, _WHOLE_AUTHORS),
        section=_first(values, _SECTIONS),
        language=_first(values, _LANGUAGES),
        tags=_all(values, _TAGS) or _split(_first(values, _TAG_LISTS)),
    )


def values_of(tree: Element) -> Values:
    values: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        named = (meta.get("property"), meta.get("name"), meta.get("http-equiv"))
        if value := one_line(meta.get("content")):
            for name in dict.fromkeys(
                name for said in named if said for name in _names(said.lower().split())
            ):
                values.setdefault(name, []).append(value)
    for told in values.pop("parsely.page", ()):
        for name, value in _parsely(told):
            values.setdefault(name, []).append(value)
    return values


def _parsely(told: str) -> Iterator[tuple[str, str]]:
    """What `parsely-page` tells as JSON, by the names that Parse.ly's other elements have."""
    try:
        facts = json.loads(told)
    except (ValueError, RecursionError):
        return
    for name, known in _PARSELY.items() if isinstance(facts, dict) else ():
        said = facts.get(name)
        for value in said if isinstance(said, list) else [said]:
            if text := one_line(value):
                yield known, text


def _names(words: list[str]) -> list[str]:
    """The names that an attribute gives: several, if each says whose it is, as in RDFa (`dc:date dc:created`)."""
    several = words if all(":" in word for word in words) else [".".join(words)]
    return [_SIGNS.sub(".", name) for name in several]


def _all(values: Values, known: Iterable[str]) -> list[str]:
    return next((values[name] for name in known if name in values), [])


def _first(values: Values, known: Iterable[str]) -> str | None:
    return next(iter(_all(values, known)), None)


def _split(tags: str | None) -> list[str]:
    return [tag for part in (tags or "").replace(";", ",").split(",") if (tag := part.strip())]


def _url(tree: Element, values: Values) -> str | None:
    """The canonical link, unless it leads to the site's first page only; else og:url."""
    links = (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    found = [url for link in (*links, *values.get("og.url", ())) if (url := original(link))]
    return next((url for url in found if has_path(url)), next(iter(found), None))
