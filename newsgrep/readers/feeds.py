"""Feeds: RSS, Atom, and JSON Feed; an entry an article.

The date is that of publication; that of the update counts only where there is no other. The dates of the feed
itself never count. The exports of WordPress and Blogger are feeds with more in them: what is no article, or not
published, is passed over.
"""

import codecs
import io
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from newsgrep.article import Article, DateOrigin
from newsgrep.index_report import Skipped
from newsgrep.readers import ReadOptions, SourceFile, UnreadableFileError, read_document
from newsgrep.readers.decoding import clean, decode
from newsgrep.readers.draft import Draft, article_of, collapsed, written
from newsgrep.readers.fragments import plain_text
from newsgrep.readers.keys import Keys
from newsgrep.readers.pages.tree import original
from newsgrep.readers.record_fields import ArticleBuilder
from newsgrep.readers.unpublished import is_no_article

_XML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?>(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>)\s*)*+"
    rb"<(?:rss[\s>]|(?:\w+:)?feed\s[^>]*(?:2005/Atom|purl\.org/atom)"
    rb"|rdf:RDF\s[^>]*(?:purl\.org/rss|netscape\.com/rdf))",
    re.DOTALL | re.IGNORECASE,
)
_VERSION = re.compile(rb"\"version\"\s*:\s*\"https?:\\?/\\?/jsonfeed\.org")
"""What a JSON Feed says it is; in a text inside of it the quotation marks would be escaped."""
_BEGINNING = 1024
_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"'][^>]*\?>")
_XML_DECLARATION = re.compile(r"\s*<\?xml.*?\?>", re.DOTALL)
_WITH_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\s+\((.+)\)")
_BLOGGERS_KIND = "http://schemas.google.com/blogger/2008/kind#"
_NO_DAY = "0000"
_WORDPRESS_NAME = re.compile(r"<wp:author_(login|display_name)>(?:<!\[CDATA\[)?([^<\]]*)")
_BROKEN_OFF = ("no element found", "unclosed token", "unclosed CDATA section")


class FeedsReader:
    """An entry an article; see the module."""

    name = "feed"

    def claims(self, head: bytes, name: str) -> bool:  # noqa: ARG002  a feed is one under any name
        """By content alone: by the root element, or JSON Feed's version."""
        return bool(_XML.match(head)) or (_is_object(head) and bool(_VERSION.search(head)))

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Skipped]:
        """Give an article an entry."""
        data = read_document(stream)
        declared = _DECLARATION.match(data, 0, _BEGINNING)
        text = decode(data, declared and declared[1].decode("ascii"))
        if _is_object(text[:_BEGINNING].encode("utf-8", "replace")):
            yield from _read_json(text, file, options)
        else:
            yield from _read_xml(text, file, options)


READER = FeedsReader()


def _is_object(head: bytes) -> bool:
    return head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")


def _read_json(text: str, file: SourceFile, options: ReadOptions) -> Iterator[Article | Skipped]:
    try:
        feed = json.loads(text)
        items = [(str(number), item) for number, item in enumerate(feed["items"], 1)]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableFileError("not a JSON Feed, though it says so") from error
    source = feed.get("title")
    builder = ArticleBuilder(file, options, DateOrigin.FEED, source if isinstance(source, str) else None)
    return builder.build(items)


def _read_xml(text: str, file: SourceFile, options: ReadOptions) -> Iterator[Article | Skipped]:
    """An article an entry; what is wrong with a feed that breaks off."""
    feed = _parsed(text)
    names = _display_names(text)
    keys = Keys()
    number = 0
    for number, entry in enumerate(filter(None, feed.entries), 1):  # one that breaks off may be empty
        if _is_no_article(entry):
            continue
        draft = _draft(entry, feed.feed)
        draft = draft._replace(authors=[names.get(name or "", name) for name in draft.authors])
        yield article_of(draft, file, options, keys.key(draft.key, str(number)))
    why = str(feed.get("bozo_exception", ""))
    if any(reason in why for reason in _BROKEN_OFF):
        yield file.skipped("the feed breaks off", f"after {number}")
    elif not number and feed.bozo:
        raise UnreadableFileError(f"not a feed: {why}")


def _display_names(text: str) -> dict[str, str]:
    """By the names by which WordPress's authors log in, which its entries give, those that readers see."""
    login = ""
    names = {}
    for found in _WORDPRESS_NAME.finditer(text):
        if found[1] == "login":
            login = found[2]
        elif found[2].strip():
            names[login] = found[2]
    return names


def _parsed(text: str) -> Any:  # noqa: ANN401  feedparser has no types
    import feedparser  # noqa: PLC0415  few documents are feeds

    # feedparser gets UTF-8, and a file-like object: it might take a string for an address.
    recoded = io.BytesIO(_XML_DECLARATION.sub("", text, count=1).encode())
    try:
        return feedparser.parse(recoded, sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableFileError(f"not a feed: {error}") from error


def _is_no_article(entry: Any) -> bool:  # noqa: ANN401  feedparser has no types
    kinds = [term.removeprefix(_BLOGGERS_KIND) for term in _terms(entry) if term.startswith(_BLOGGERS_KIND)]
    kind = entry.get("wp_post_type") or entry.get("blogger_type") or next(iter(kinds), None)
    is_draft = entry.get("app_draft") == "yes"
    state = "draft" if is_draft else entry.get("wp_status") or entry.get("blogger_status")
    return is_no_article(kind, state)


def _draft(entry: Any, feed: Any) -> Draft:  # noqa: ANN401  feedparser has no types
    url = original(
        _line(entry.get("feedburner_origlink") or entry.get("link"))
    )  # not an id that is no address
    # A dict's own get: feedparser's gives the one date for the other, and warns.
    date = dict.get(entry, "published") or dict.get(entry, "updated")
    if not (entry.get("wp_post_date") or _NO_DAY).startswith(_NO_DAY):
        date = entry["wp_post_date"]  # as the blog printed it; the other one is UTC
    return Draft(
        text=_text_of(entry),
        title=_plain(entry.get("title_detail")),
        dates=written([date], DateOrigin.FEED),
        key=_line(entry.get("id")) or url,
        url=url,
        source=_line(entry.get("source", {}).get("title")) or _plain(feed.get("title_detail")),
        authors=_authors(entry),
        language=_line(entry.get("language") or feed.get("language")),
        tags=_several(term for term in _terms(entry) if not term.startswith(_BLOGGERS_KIND)),
    )


def _terms(entry: Any) -> list[str]:  # noqa: ANN401  feedparser has no types
    return [tag.get("term") or tag.get("label") or "" for tag in entry.get("tags", ())]


def _text_of(entry: Any) -> str:  # noqa: ANN401  feedparser has no types
    """The content, else the summary; the longest if there are several."""
    contents = [_plain(content) for content in entry.get("content", ())]
    return max(contents, key=len, default="") or _plain(entry.get("summary_detail"))


def _plain(detail: Any) -> str:  # noqa: ANN401  feedparser has no types
    value = clean((detail or {}).get("value") or "")
    return value if (detail or {}).get("type") == "text/plain" else plain_text(value)


def _line(value: str | None) -> str | None:
    return collapsed(clean(value or ""))


def _authors(entry: Any) -> list[str]:  # noqa: ANN401  feedparser has no types
    names = [author.get("name") or author.get("email") for author in entry.get("authors", ())]
    if named := _WITH_ADDRESS.fullmatch(entry.get("author") or ""):  # feedparser knows only short domains
        names[-1:] = [named[1]]
    return _several(iter(names))


def _several(values: Iterator[str | None]) -> list[str]:
    return [clean(plain_text(value)) for value in values if value]
