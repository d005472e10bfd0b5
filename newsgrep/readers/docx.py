"""Word documents (docx): one article, or an export of a press database (see `exports`).

Read are the paragraphs of the body, those in tables and text boxes too, with what was inserted and without
what was deleted under tracked changes. The title is the one in the document's properties, if a person has
given it; a date may stand on a line above the text. When the file was made says nothing of the article.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from newsgrep.article import Article
from newsgrep.readers import (
    MAX_DOCUMENT,
    ReadOptions,
    SourceFile,
    UnreadableFileError,
    read_document,
    suffix_of,
)
from newsgrep.readers.decoding import clean
from newsgrep.readers.office import articles_of_paragraphs
from newsgrep.readers.xml_documents import Element

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_FIRST_PARTS = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/", b"customXml/")
"""What a package begins with; an archive of packages, stored as they are, does not."""
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARAGRAPH = f"{_WORD}p"
_LEFT_OUT = frozenset({f"{_WORD}del", f"{_WORD}moveFrom", _FALLBACK, _PARAGRAPH})
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_MOST_PARTS = 10_000


class DocxReader:
    """See the module."""

    name = "docx"

    def claims(self, head: bytes, name: str) -> bool:
        """By the parts of the package, or the name; not every office document is Word's."""
        if suffix_of(name).lower() in {".docx", ".docm"}:
            return head.startswith((_ZIP, _OLE))
        first = head[30 : 30 + int.from_bytes(head[26:28], "little")]  # the name of the first part
        return (
            head.startswith(_ZIP)
            and first.startswith(_FIRST_PARTS)
            and b"[Content_Types].xml" in head
            and b"word/" in head
        )

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article]:
        """Give the article, or those of the export."""
        document = _opened(read_document(stream), file)
        return articles_of_paragraphs(document.core_properties.title, _lines(document), file, options)


READER = DocxReader()


def _opened(data: bytes, file: SourceFile) -> Any:  # noqa: ANN401  docx has no types
    """The document. Its parts are counted before they are expanded."""
    import docx  # noqa: PLC0415  not on the search path
    from docx.opc.exceptions import OpcError  # noqa: PLC0415  as above
    from lxml import etree  # noqa: PLC0415  as above

    if data.startswith(_OLE):
        raise UnreadableFileError("encrypted, or of Word before 2007: save it as .docx without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
        size = sum(part.file_size for part in parts)
        if len(parts) > _MOST_PARTS or size > MAX_DOCUMENT or not file.expansion.take(size):
            raise UnreadableFileError(f"expands to more than {MAX_DOCUMENT:,} bytes")
        return docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, zlib.error, OpcError, etree.XMLSyntaxError) as error:
        raise UnreadableFileError("damaged Word document") from error
    except (KeyError, ValueError, AttributeError, NotImplementedError, EOFError) as error:
        raise UnreadableFileError("no Word document that can be read") from error


def _lines(document: Any) -> Iterator[str]:  # noqa: ANN401  as above
    for paragraph in document.element.body.iter(_PARAGRAPH):
        if not any(above.tag in _LEFT_OUT and above.tag != _PARAGRAPH for above in paragraph.iterancestors()):
            yield from clean("".join(_pieces(paragraph))).split("\n")


def _pieces(element: Element) -> Iterator[str]:
    """The text in a paragraph, without that of paragraphs inside it, which come by themselves."""
    for child in element:
        tag = child.tag
        if not isinstance(tag, str) or tag in _LEFT_OUT:
            continue
        if tag == f"{_WORD}t":
            yield child.text or ""
        elif (name := tag.removeprefix(_WORD)) in _CHARACTERS:
            yield _CHARACTERS[name]
        else:
            yield from _pieces(child)
