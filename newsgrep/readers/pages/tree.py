"""The bytes of a web page to the tree of its elements, and the address that whatever saved it has left in it.

`decoding.decode` finds the encoding, given the one that the page declares (in an XML declaration or `<meta
charset>`), else the one of its server: servers declare one for all their pages. The tree has no comments and
no toolbar of the Wayback Machine. The page is never parsed as XML, so that nothing is expanded and nothing
outside is read.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from newsgrep.readers import UnreadableFileError
from newsgrep.readers.decoding import decode

Element: TypeAlias = Any
"""An element of lxml.html's, which has no types."""

MOST_TAGS = 200_000
"""A page of more is refused: what looks for the article in it would take minutes."""

_MOST_ATTRIBUTES = 10_000
_LARGE = 100_000
_LONG = 2 * _MOST_ATTRIBUTES
"""In characters: no shorter tag has so many attributes."""
_LONG_TAG = re.compile(rf"<[^<>]{{{_LONG},}}")
_NARROW = 8
"""So many bytes without a zero are not UTF-16's of `<html` or the like."""
_BEGINNING = 16_384
_DECLARED = re.compile(
    rb"""<\?xml[^<>]*\bencoding\s*=\s*["']([\w.:-]+)|<meta\b[^<>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)""",
    re.IGNORECASE,
)
_DECLARATIONS = re.compile(r"<!DOCTYPE[^>\[]*\[[^\]]*\]\s*>", re.IGNORECASE)
"""What an XHTML page may declare, entities and the like; for HTML it is text."""
_SAVED_FROM = re.compile(
    r"<!--\s*saved from url=\(\d+\)(\S+)"  # browsers
    r"|<!--\s*Page saved with SingleFile\s+url:\s*(\S+)"
    r"|<!-- Mirrored from (\S+) by HTTrack"
)
_SAVED_ON = (
    re.compile(
        r"<!--(?:\s*Page saved with SingleFile\s[^<>]*?saved date: ([^\n]{10,80})"
        r"| Mirrored from [^<>]*? by HTTrack [^<>]*?\], ([^<>]{10,60}?)\s*-->"
        r"|\s*Saved from \S+ at (\S+) using monolith)"
    ),
    re.compile(r"FILE ARCHIVED ON [0-9:]+ ([A-Z][a-z]{2} [0-9]{2}, [0-9]{4}) AND RETRIEVED"),
)
"""When whatever saved the page did it, as it says in a comment. Each begins with letters to look for: that is fast."""
_ARCHIVED = re.compile(
    r"https?://(?:web\.archive\.org/web|archive\.(?:today|ph|is|li|vn|md|fo))/[0-9.-]{4,20}(?:[a-z]{2}_)?/(?=https?:)"
)
_TOOLBAR = b'id="wm-ipp'
_CONTROLS = bytes((*range(9), 11, 12, *range(14, 32)))
_CONTROL_REFERENCE = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]));", re.IGNORECASE
)
"""libxml2 makes characters of them that it then refuses, and the whole page with them."""


class Page(NamedTuple):
    """A page's root element, and where and when it was saved from there, as far as it says."""

    tree: Element
    saved_from: str | None
    saved_on: str | None = None


def parse(data: bytes, declared: str | None = None) -> Page:
    """A page from its bytes; `declared` is the encoding that its server has declared. Raises UnreadableFileError."""
    if b"\0" not in data[:_NARROW]:
        data = data.replace(b"\0", b"")  # stray ones, however many, in a page that is not UTF-16
    text = _decoded(data, declared)
    _check_size(text)
    found = _SAVED_FROM.search(text, 0, _BEGINNING)
    saved_from = next(filter(None, found.groups()), None) if found else None
    if saved_from and "://" not in saved_from:
        saved_from = f"http://{saved_from}"
    saved_on = _saved_on(text)
    if declarations := _DECLARATIONS.search(text, 0, _BEGINNING):
        text = text[: declarations.start()] + text[declarations.end() :]
    return Page(_tree(text), original(saved_from), saved_on)


def _saved_on(text: str) -> str | None:
    found = [one for said in _SAVED_ON if (one := said.search(text, 0, _BEGINNING))]
    first = min(found, key=re.Match.start, default=None)
    return next(filter(None, first.groups()), None) if first else None


def _check_size(text: str) -> None:
    """Refuse what no article comes near and the parser would take minutes for, its work being quadratic."""
    if text.count("<") > MOST_TAGS:
        raise UnreadableFileError(f"more than {MOST_TAGS:,} tags in one page")
    for part in _LONG_TAG.findall(text) if len(text) > _LARGE and _has_long_gap(text) else ():
        if len(part.split()) > _MOST_ATTRIBUTES:
            raise UnreadableFileError(f"more than {_MOST_ATTRIBUTES:,} attributes in one tag")


def _has_long_gap(text: str) -> bool:
    """Say whether a long tag may be in a text: it would have one of these parts in it, whole and without a bracket."""
    half = _LONG // 2
    return any(
        text.find(">", start, start + half) < 0 and text.find("<", start, start + half) < 0
        for start in range(0, len(text) - half, half)
    )


def original(url: str | None) -> str | None:
    """The address of a page, where `url` may be that of a copy in a web archive; None for no address on the web."""
    url = _ARCHIVED.sub("", url.strip()) if url else ""
    return url if url.startswith(("http://", "https://")) else None


def _decoded(data: bytes, declared: str | None) -> str:
    if found := _DECLARED.search(data, 0, _BEGINNING):
        own = (found[1] or found[2]).decode("ascii", "replace").lower().removeprefix("x-")
        if not own.startswith(("utf-16", "utf-32", "ucs")):  # read as ASCII, it cannot be
            declared = own
    return decode(data, declared)


@cache
def xpath(path: str) -> Callable[[Element], list[Element]]:
    """The elements that an XPath finds from an element on, in the order of the page.

    Paths that begin with an attribute are ten times as fast as those that ask every element for one.
    """
    from lxml.etree import XPath  # noqa: PLC0415  not on the search path

    find: Callable[[Element], list[Element]] = XPath(path)
    return find


def _tree(text: str) -> Element:
    from lxml.etree import ElementDefaultClassLookup, LxmlError, ParserError  # noqa: PLC0415  not on the search path
    from lxml.html import HtmlElement, HTMLParser, document_fromstring  # noqa: PLC0415  as above

    # Beyond 256 elements in each other, which unclosed <font>s come to, only a parser for huge trees reads on.
    parser = HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False
    )
    # One class for all elements: to look for that of each tag takes a tenth of the time of reading a page.
    parser.set_element_class_lookup(ElementDefaultClassLookup(element=HtmlElement))
    try:
        data = text.encode("utf-8", "replace").translate(None, _CONTROLS)
        tree = document_fromstring(_CONTROL_REFERENCE.sub(b"", data), parser=parser)
    except (LxmlError, ParserError, ValueError) as error:
        raise UnreadableFileError("no article text found in the page") from error
    if any("depth" in entry.message for entry in parser.error_log.filter_from_fatals()):
        raise UnreadableFileError("elements nested too deeply")
    if _TOOLBAR in data:
        for toolbar in tree.xpath("//*[starts-with(@id, 'wm-ipp')]"):
            toolbar.drop_tree()
    return tree
