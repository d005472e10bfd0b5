"""The facts in a web page's `<meta>` and `<link>` elements: OpenGraph, Dublin Core, Highwire, publishers' tools."""

from collections.abc import Iterable, Mapping

from newsgrep.article import DateOrigin
from newsgrep.readers.draft import Draft, written
from newsgrep.readers.pages.facts import has_path, names, one_line
from newsgrep.readers.pages.tree import Element, original

_TITLES = (
    *("og:title", "citation_title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title"),
    *("hdl", "twitter:title"),
)
_DATES = (
    *("article:published_time", "article:published", "og:article:published_time", "og:published_time"),
    *("og:pubdate", "bt:pubdate", "rnews:datepublished", "citation_publication_date", "citation_date"),
    *("citation_online_date", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime"),
    *("cxenseparse:publishtime", "dcsext.articlefirstpublished", "article_date_original"),
    *("article.published",),
    *("originalpublicationdate", "ptime", "pdate", "pubdate", "publishdate", "publish-date", "publish_date"),
    *("publisheddate", "published_date", "published-date", "publicationdate", "publication_date"),
    *("publication-date", "published", "published_time", "datepublished", "displaydate", "dcterms.issued"),
    *("dc.date.issued", "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "date"),
)
"""Best first: those that can mean nothing else stand before those that some use for other days."""
_SOURCES = ("og:site_name", "dc.publisher", "dcterms.publisher", "citation_journal_title", "application-name")
_WHOLE_AUTHORS = ("citation_author", "dc.creator", "dcterms.creator")
"""With the family's name first, and a comma, at times: each has an element of its own."""
_AUTHORS = (
    "author",
    "article:author",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "article.author",
)
_SECTIONS = ("article:section", "og:article:section", "parsely-section", "section", "cg", "article.section")
_TAGS = ("article:tag", "og:article:tag")
_TAG_LISTS = ("news_keywords", "parsely-tags", "sailthru.tags", "keywords")
_LANGUAGES = ("content-language", "language", "dc.language", "dcterms.language", "og:locale")


def facts(tree: Element) -> Draft:
    """What the page says of its article by `<meta>` and by its canonical link."""
    values = _values(tree)
    whole = names(_all(values, _WHOLE_AUTHORS), split=False)
    return Draft(
        title=_first(values, _TITLES),
        dates=written((value for name in _DATES for value in values.get(name, ())), DateOrigin.META),
        url=_url(tree, values),
        source=_first(values, _SOURCES),
        authors=names(_all(values, _AUTHORS)) or whole,
        section=_first(values, _SECTIONS),
        language=_first(values, _LANGUAGES),
        tags=_all(values, _TAGS) or _split(_first(values, _TAG_LISTS)),
    )


def _values(tree: Element) -> Mapping[str, list[str]]:
    """All values by their names, in small letters."""
    values: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("http-equiv")
        value = one_line(meta.get("content"))
        if name and value:
            values.setdefault(name.strip().lower(), []).append(value)
    return values


def _all(values: Mapping[str, list[str]], known: Iterable[str]) -> list[str]:
    return next((values[name] for name in known if name in values), [])


def _first(values: Mapping[str, list[str]], known: Iterable[str]) -> str | None:
    return next(iter(_all(values, known)), None)


def _split(tags: str | None) -> list[str]:
    return [tag for part in (tags or "").replace(";", ",").split(",") if (tag := part.strip())]


def _url(tree: Element, values: Mapping[str, list[str]]) -> str | None:
    """The canonical link, unless it leads to the site's first page only; else og:url."""
    links = (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    found = [url for link in (*links, *values.get("og:url", ())) if (url := original(link))]
    return next((url for url in found if has_path(url)), next(iter(found), None))
