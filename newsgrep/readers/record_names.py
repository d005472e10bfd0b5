"""The field names that sources use for a headline, a text, a date and the rest, and which of several counts."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeAlias

NAMES: Mapping[str, tuple[str, ...]] = {
    "title": (
        *("headline", "title", "head", "webtitle", "heading", "headlinetext", "articletitle", "storytitle"),
        *("newstitle", "name"),
    ),
    "text": (
        *("text", "bodytext", "body", "content", "contenttext", "articlebody", "fulltext", "articletext"),
        *("articlecontent", "maintext", "storytext", "storybody", "newstext", "plaintext"),
        *("rawtext", "story"),
        *("contents", "contenthtml", "bodyhtml", "html", "article"),
    ),
    "summary": (
        *("description", "summary", "shortdescription", "leadparagraph", "abstract", "trailtext"),
        *("standfirst", "excerpt", "snippet"),
    ),
    "date": (
        *("date", "published", "publishedat", "datepublished", "publicationdate", "pubdate", "publishdate"),
        *("publishedon", "publisheddate", "datetime", "webpublicationdate", "firstpublished", "issued"),
        *("datepublish", "publicationdatetime", "publicationtime", "publishtime", "publishedtime", "pubtime"),
        *("dateofpublication", "firstpublicationdate", "firstpublishedat", "issuedate", "articledate"),
        *("newsdate", "dateposted", "posted", "postedat", "releasedate", "alphadate"),
    ),
    "created": ("timestamp", "created", "createdat", "datecreated"),
    "url": (
        *("url", "link", "weburl", "href", "permalink", "canonicalurl", "articleurl"),
        *("articlelink", "newsurl"),
        *("storyurl", "documenturl", "sourceurl", "externalurl", "originalurl", "canonical"),
        *("mainentityofpage", "uri"),
    ),
    "source": (
        *("source", "sourcename", "sourcetitle", "publisher", "publication", "publicationname"),
        *("publicationtitle", "pubtitle", "newspaper", "newspapername", "outlet", "medianame", "medium"),
        *("sitename", "site", "website", "provider", "journal", "domain", "sourcedomain", "hostname"),
    ),
    "authors": (
        *("author", "authors", "byline", "creator", "writer", "writers", "authorname", "authornames"),
        *("creators", "reporter", "journalist", "by"),
    ),
    "section": (
        *("section", "sectionname", "articlesection", "category", "desk", "newsdesk", "rubric"),
        *("categoryname", "headlinecategory", "newstype"),
    ),
    "language": ("language", "lang", "inlanguage", "languagecode"),
    "tags": (
        *("tags", "keywords", "topics", "subjects", "labels", "categories", "subjectterms", "subject"),
        *("articletags",),
    ),
    "id": (
        *("id", "guid", "uuid", "articleid", "docid", "documentid", "identifier", "storiesid", "storyid"),
        *("storeid", "accessionnumber", "newsid", "postid"),
    ),
}
"""Names by which a record may call what we need, best first, as `plain_name` gives them.

A summary is the text only where there is no text; `created` is the date only where there is no date.
"""

OURS = {"author": "authors", "tag": "tags", "headline": "title", "body": "text", "lang": "language"}
"""Other names for ours."""

_WRAPPERS = frozenset(
    {
        *("_source", "fields", "attributes", "node", "article", "data", "document", "doc", "post", "story"),
        *("metadata", "meta", "properties", "item", "record", "response", "result", "content"),
    }
)
"""Under which a record may keep what it says."""
_DEEPEST_WRAPPER = 3
_KNOWN = frozenset(name for names in NAMES.values() for name in names)
_TITLES_AND_TEXTS = frozenset((*NAMES["title"], *NAMES["text"], *NAMES["summary"]))
_CRAWLERS = frozenset({"seendate", "urlmobile", "mobileurl"})
"""Names that only GDELT has: what it calls a date is when its crawler came by."""

Places: TypeAlias = Mapping[str, tuple[str, ...]]
"""The keys of a record under which it may have what we need, by our names, best first."""


def plain_name(key: str) -> str:
    """A name, its case and what stands between its words left out."""
    return "".join(filter(str.isalnum, key.lower()))


def known_names(keys: Iterable[str]) -> frozenset[str]:
    """Those of the keys, by their plain names, that mean something to us."""
    return _KNOWN.intersection(map(plain_name, keys))


def name_texts(keys: Iterable[str]) -> bool:
    """Say whether one of the keys is that of a title or a text."""
    return not _TITLES_AND_TEXTS.isdisjoint(map(plain_name, keys))


def places_in(keys: Collection[str]) -> Places:
    """Where a record of these keys has what we need."""
    by_name = {plain_name(key): key for key in keys}
    places = {
        ours: tuple(by_name[name] for name in names if name in by_name) for ours, names in NAMES.items()
    }
    if not _CRAWLERS.isdisjoint(by_name):
        places |= {"date": (), "created": ()}
    return places


def unwrapped(record: dict[str, Any]) -> dict[str, Any]:
    """The record, with what it keeps in an object of its own (`fields`, `_source`, ...) beside the rest."""
    for _ in range(_DEEPEST_WRAPPER):
        inner = [key for key in record if key in _WRAPPERS and _says_something(record[key])]
        if not inner:
            break
        outer = {key: value for key, value in record.items() if key not in inner}
        record = {name: value for key in inner for name, value in record[key].items()} | outer
    return record


def _says_something(value: Any) -> bool:  # noqa: ANN401  any value JSON has
    return isinstance(value, dict) and bool(known_names(value))
