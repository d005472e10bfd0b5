"""OpenDocument texts, in a package (`.odt`) or in one XML file (`.fodt`): read as Word documents are (see `docx`).

Read are the paragraphs and headings of the body, those in tables and text boxes too; not comments, notes,
indexes, and what was deleted under tracked changes. The title is the one in the document's properties, if a
person has given it, else a heading with which the text begins. When the file was made or changed says nothing
of the article.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from newsgrep.article import Article
from newsgrep.readers import ReadOptions, SourceFile, UnreadableFileError, read_document, suffix_of
from newsgrep.readers.decoding import clean
from newsgrep.readers.office import articles_of_paragraphs
from newsgrep.readers.packages import Package, is_zip, opened, type_of
from newsgrep.readers.xml_documents import Element, elements, first_text, root_name

_TYPE = b"application/vnd.oasis.opendocument.text"
_SUFFIXES = frozenset({".odt", ".ott"})
_MANIFEST = "META-INF/manifest.xml"
_META, _BODY = frozenset({"meta"}), frozenset({"body"})
_PARAGRAPHS = ("p", "h")
_LEFT_OUT = frozenset(
    {
        *("tracked-changes", "annotation", "note", "index-body", "ruby-text", "binary-data"),
        *("title", "desc", "forms", "event-listeners"),
    }
)
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}style-name"
_CHARACTERS = {"s": " ", "tab": "\t", "line-break": "\n"}


class OdtReader:
    """See the module."""

    name = "odt"

    def claims(self, head: bytes, name: str) -> bool:
        """By the type that the package or the XML document says, or by the name of a package."""
        if is_zip(head):
            return type_of(head).startswith(_TYPE) or suffix_of(name).lower() in _SUFFIXES
        return root_name(head) == "document" and _TYPE in head

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article]:
        """Give the article, or those of an export."""
        is_package = is_zip(stream.read(4))
        stream.seek(0)
        if is_package:
            with opened(stream, file) as package:
                _refuse_encrypted(package)
                meta = elements(package.open("meta.xml"), _META) if "meta.xml" in package else ()
                parts = chain(meta, elements(package.open("content.xml"), _BODY))
                yield from _articles(parts, file, options)
        else:
            yield from _articles(elements(stream, _META | _BODY), file, options)


READER = OdtReader()


def _refuse_encrypted(package: Package) -> None:
    if _MANIFEST in package and b"encryption-data" in read_document(package.open(_MANIFEST)):
        raise UnreadableFileError("encrypted: it needs a password")


def _articles(parts: Iterable[Element], file: SourceFile, options: ReadOptions) -> Iterator[Article]:
    title = heading = None
    lines: list[str] = []
    for part in parts:
        if part.tag == "meta":
            title = first_text(part, "title")
        else:
            paragraphs = list(_paragraphs(part))
            heading = _heading(paragraphs)
            lines += (line for paragraph in paragraphs for line in _text(paragraph).split("\n"))
    return articles_of_paragraphs(title, lines, file, options, heading)


def _paragraphs(body: Element) -> Iterator[Element]:
    for paragraph in body.iter(*_PARAGRAPHS):
        if not any(above.tag in _LEFT_OUT for above in paragraph.iterancestors()):
            yield paragraph


def _heading(paragraphs: Iterable[Element]) -> str | None:
    """The heading with which the text begins."""
    first = next((one for one in paragraphs if _text(one).strip()), None)
    is_heading = first is not None and (first.tag == "h" or first.get(_STYLE) == "Title")
    return " ".join(_text(first).split()) if is_heading else None


def _text(paragraph: Element) -> str:
    return clean("".join(_pieces(paragraph)))


def _pieces(element: Element) -> Iterator[str]:
    """The text in a paragraph, without that of paragraphs inside it, which come by themselves."""
    yield _on_one_line(element.text)
    for child in element:
        name = child.tag if isinstance(child.tag, str) else ""
        if name in _CHARACTERS:
            yield _CHARACTERS[name]
        elif name not in _LEFT_OUT and name not in _PARAGRAPHS:
            yield from _pieces(child)
        yield _on_one_line(child.tail)


def _on_one_line(text: str | None) -> str:
    """Line ends in the XML are spaces."""
    return (text or "").replace("\n", " ")
