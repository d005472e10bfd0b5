"""XML as news agencies write it, read safely: no entity is expanded, no DTD loaded, nothing fetched.

Names are taken without their namespaces. `lxml` holds what of a document has been read, so that whoever
streams the items of a file lets go of each when it is done with.
"""

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any, BinaryIO, NamedTuple, TypeAlias

from newsgrep.readers import MAX_DOCUMENT, UnreadableFileError
from newsgrep.readers.decoding import clean

Element: TypeAlias = Any
"""lxml has no types."""

_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE\b[^\[>]*(?:\[.*?\]\s*)?>)*+"
    rb"<(?:[\w.-]+:)?([\w.-]+)(?=[\s/>])",
    re.DOTALL,
)


class Markup(NamedTuple):
    """Which elements of a text stand on lines of their own, which are cells of a row, and which are no text."""

    blocks: frozenset[str]
    cells: frozenset[str]
    skipped: frozenset[str]


_BLOCKS = frozenset(
    {
        *("p", "br", "div", "block", "bq", "blockquote", "pre", "hr", "section", "article"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2", "ul", "ol", "li", "dl", "dt", "dd"),
        *("table", "nitf-table", "tr", "caption", "fn", "note", "body", "body.content", "text"),
    }
)
_SKIPPED = frozenset(
    {
        *("script", "style", "head", "media", "media-caption", "media-producer", "figure", "object", "title"),
        *("body.head", "body.end", "tagline", "iframe", "nav"),
    }
)
NEWS = Markup(_BLOCKS, frozenset({"td", "th"}), _SKIPPED)
"""That of NITF and XHTML."""


def root_name(head: bytes) -> str:
    """The name of the root element, without its namespace's prefix; empty for what is not XML."""
    found = _ROOT.match(head)
    return found[1].decode("ascii", "replace") if found else ""


def elements(stream: BinaryIO, names: frozenset[str]) -> Iterator[Element]:
    """The outermost elements of these names, one at a time, each freed when the next is requested.

    Raises UnreadableFileError for what is not well-formed, and for a document that declares entities.
    """
    from lxml import etree  # noqa: PLC0415  not on the search path

    source = _Limited(stream)
    events = etree.iterparse(
        source,
        events=("start", "end"),
        remove_comments=True,
        remove_pis=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    inside = 0
    try:
        for event, element in events:
            if event == "start" and element.getparent() is None:
                _refuse_entities(element)
            if _name(element) not in names:
                if event == "end" and not inside:
                    element.clear()
                continue
            inside += 1 if event == "start" else -1
            if event == "end" and not inside:
                yield _without_namespaces(element)
                source.read_of_item = 0
                _let_go(element)
    except etree.XMLSyntaxError as error:
        raise UnreadableFileError(f"not well-formed XML: {str(error).partition(' (')[0]}") from error


def text_of(element: Element) -> str | None:
    """All text in an element on one line; None for none, and for no element."""
    if element is None:
        return None
    return " ".join(clean("".join(_pieces(element))).split()) or None


def first_text(element: Element, *paths: str) -> str | None:
    """The text of the first element that has any, along the first path that leads to one."""
    return next((text for path in paths for text in texts(element, path)), None)


def texts(element: Element, *paths: str) -> list[str]:
    """The texts of all elements along these paths, each but once."""
    found = [text_of(one) for path in paths for one in element.iterfind(path)]
    return list(dict.fromkeys(text for text in found if text))


def values(element: Element, path: str, *attributes: str) -> list[str]:
    """What elements along a path have in the first of these attributes that they have."""
    found = (
        next((one.get(name) for name in attributes if one.get(name)), None) for one in element.iterfind(path)
    )
    return [clean(value) for value in found if value]


def language_of(element: Element) -> str | None:
    """What `xml:lang` says."""
    return element.get("{http://www.w3.org/XML/1998/namespace}lang") or element.get("lang") or None


def paragraphs(element: Element, markup: Markup = NEWS) -> list[str]:
    """The paragraphs of a body, without what is no text, such as pictures; rows of tables are lines."""
    lines = "".join(_pieces(element, markup)).split("\n")
    return [text for line in lines if (text := " ".join(clean(line).split()))]


def _pieces(element: Element, markup: Markup | None = None) -> Iterator[str]:
    """The text in an element, piece by piece; a line ends where a block does, and nowhere else."""
    name = element.tag if isinstance(element.tag, str) else ""
    if not name:
        yield html5.get(f"{getattr(element, 'name', '')};", "")  # an entity of a DTD that is not loaded
        return
    if markup and name in markup.skipped:
        return
    edge = _edge(name, markup) if markup else ""
    yield edge
    yield _on_one_line(element.text)
    for child in element:
        yield from _pieces(child, markup)
        yield _on_one_line(child.tail)
    yield edge


def _edge(name: str, markup: Markup) -> str:
    return "\n" if name in markup.blocks else " " if name in markup.cells else ""


class _Limited:
    """The stream, as long as no item takes too much of it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.read_of_item = 0

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self.read_of_item += len(data)
        if self.read_of_item > MAX_DOCUMENT:
            raise UnreadableFileError(f"more than {MAX_DOCUMENT:,} bytes in one article")
        return data


def _on_one_line(text: str | None) -> str:
    return text.replace("\n", " ").replace("\r", " ") if text else ""


def _name(element: Element) -> str:
    """The name without its namespace, or a prefix that is not declared."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def _without_namespaces(element: Element) -> Element:
    for one in element.iter():
        if isinstance(one.tag, str):
            one.tag = _name(one)
    return element


def _refuse_entities(root: Element) -> None:
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise UnreadableFileError("declares entities, which are not expanded")


def _let_go(element: Element) -> None:
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]
