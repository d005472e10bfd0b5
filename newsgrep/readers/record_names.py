"""The field names that sources use for a headline, a text, a date and the rest, and which of several counts."""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from newsgrep.readers import record_languages, record_makers

_ENGLISH: Mapping[str, tuple[str, ...]] = {
    "title": (
        *("headline", "title", "head", "webtitle", "heading", "headlinetext", "articletitle", "storytitle"),
        *("newstitle", "posttitle", "name"),
    ),
    "text": (
        *("text", "bodytext", "body", "content", "contenttext", "articlebody", "fulltext", "articletext"),
        *("articlecontent", "maintext", "storytext", "storybody", "newstext", "plaintext"),
        *("rawtext", "story", "postcontent", "textcontent", "contenttext"),
        *("contents", "contenthtml", "bodyhtml", "html", "article"),
    ),
    "summary": (
        *("description", "summary", "shortdescription", "leadparagraph", "abstract", "trailtext"),
        *(
            "standfirst",
            "excerpt",
            "postexcerpt",
            "snippet",
            "subtitle",
            "subheadline",
            "teaser",
            "lede",
            "dek",
        ),
    ),
    "date": (
        *("date", "published", "publishedat", "datepublished", "publicationdate", "pubdate", "publishdate"),
        *("publishedon", "publisheddate", "datetime", "webpublicationdate", "firstpublished", "issued"),
        *("datepublish", "publicationdatetime", "publicationtime", "publishtime", "publishedtime", "pubtime"),
        *("dateofpublication", "firstpublicationdate", "firstpublishedat", "issuedate", "articledate"),
        *(
            "newsdate",
            "dateposted",
            "posted",
            "postedat",
            "releasedate",
            "alphadate",
            "postdate",
            "postdategmt",
        ),
        *(
            "displaydate",
            "firstpublishdate",
            "firstpublicationtime",
            "firstpublishedtime",
            "originalpublishdate",
        ),
        *(
            "publisheddatetime",
            "publishdatetime",
            "publicationtimestamp",
            "publishedtimestamp",
            "publishtimestamp",
        ),
        *("publisheddateutc", "publishedutc", "publishedatutc", "pubdatetime", "pubtimestamp", "publishat"),
        *("dateissued", "dcdate", "dcdateissued", "dctermsissued", "articlepublishedtime", "publishedparsed"),
        *(
            "printdate",
            "articlepublicationdate",
            "storydate",
            "publishedtimeutc",
            "datetimepublished",
            "printpubdate",
        ),
    ),
    "created": (
        *("created", "createdat", "datecreated", "createdutc", "createdtime", "createdon", "createddate"),
        *("creationdate", "timestamp"),
    ),
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
        "containertitle",
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

A summary is the text only where there is no text; `created` is the date only where there is no date, and the
record is one of somebody who publishes.
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
_LONGEST_NAME = 100
"""In characters: what is longer names nothing."""

Places: TypeAlias = Mapping[str, tuple[str, ...]]
"""The keys of a record under which it may have what we need, by our names, best first."""


def plain_name(key: str) -> str:
    """A name, its case, its accents and what stands between its words left out."""
    return _plain_name(key) if len(key) < _LONGEST_NAME else key


@lru_cache(1 << 14)  # the records of a file have the same keys
def _plain_name(key: str) -> str:
    small = key.lower()
    return "".join(filter(str.isalnum, small if key.isascii() else unicodedata.normalize("NFKD", small)))


NAMES: Mapping[str, tuple[str, ...]] = {
    ours: (*names, *(plain_name(name) for name in record_languages.NAMES.get(ours, "").split()))
    for ours, names in _ENGLISH.items()
}
_MEANINGS: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
"""By the names what they mean, and how good they are for it: 0 is best."""
for _ours, _names in NAMES.items():
    for _rank, _name in enumerate(dict.fromkeys(_names)):
        _MEANINGS[_name].append((_ours, _rank))
_KNOWN = frozenset(_MEANINGS)
_TITLES_AND_TEXTS = frozenset((*NAMES["title"], *NAMES["text"], *NAMES["summary"]))


def known_names(keys: Iterable[str]) -> frozenset[str]:
    """Those of the keys, by their plain names, that mean something to us."""
    return _KNOWN.intersection(map(plain_name, keys))


def name_texts(keys: Iterable[str]) -> bool:
    """Say whether one of the keys is that of a title or a text."""
    return not _TITLES_AND_TEXTS.isdisjoint(map(plain_name, keys))


def places_in(keys: Collection[str]) -> Places:
    """Where a record of these keys has what we need."""
    by_name = {plain_name(key): key for key in keys}
    ranked: dict[str, list[tuple[int, str]]] = {ours: [] for ours in NAMES}
    for name, key in by_name.items():
        for ours, rank in _MEANINGS.get(name, ()):
            ranked[ours].append((rank, key))
    places = {ours: tuple(key for _, key in sorted(found)) for ours, found in ranked.items()}
    title = places["title"][:1]  # in Swedish "rubrik" is one
    places["section"] = tuple(key for key in places["section"] if key not in title)
    if record_makers.is_a_crawlers(by_name):
        places["date"] = places["created"] = ()
    if record_makers.is_a_savers(by_name):
        places["created"] = ()
    places["created"] = tuple(key for key in places["created"] if not key.startswith("@"))  # Elasticsearch's
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
