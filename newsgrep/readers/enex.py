"""Evernote's export (`.enex`): each note with a title or a text is an article; its key is its number.

`created` and `updated` are the days on which a page was clipped or a note written, and date no article. The
address of a clipped page does. Attachments, which may be larger than all else, are passed over while the file
is read.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from newsgrep.article import Article, DateOrigin
from newsgrep.index_report import Skipped
from newsgrep.readers import MAX_DOCUMENT, ReadOptions, SourceFile, UnreadableFileError
from newsgrep.readers.decoding import clean
from newsgrep.readers.draft import Draft, written
from newsgrep.readers.fragments import text_of
from newsgrep.readers.items import articles_of_items
from newsgrep.readers.opening_lines import read_opening
from newsgrep.readers.pages.tree import original
from newsgrep.readers.xml_documents import root_name

_CHUNK = 1 << 16
_NOTE = ["en-export", "note"]
_FIELDS = (
    *([*_NOTE, name] for name in ("title", "content", "tag")),
    [*_NOTE, "note-attributes", "source-url"],
)
"""Where the facts stand; attachments have addresses of their own."""
_DEEPEST = 100
_ENCRYPTED = re.compile(r"<en-crypt\b[^<>]*+>[^<]*+")


class EnexReader:
    """An article a note; see the module."""

    name = "enex"

    def claims(self, head: bytes, name: str) -> bool:  # noqa: ARG002  the root element says it all
        """By the root element."""
        return root_name(head) == "en-export"

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Skipped]:
        """Give an article for each note."""
        return articles_of_items((_draft(note, options) for note in _notes(stream)), file, options)


READER = EnexReader()


def _draft(note: dict[str, list[str]], options: ReadOptions) -> Draft:
    markup = clean("".join(note.get("content", ())))
    title = " ".join(clean("".join(note.get("title", ()))).split()) or None
    opening = read_opening(text_of(_ENCRYPTED.sub("", markup)), options, title)
    return Draft(
        text=opening.text,
        title=opening.title,
        dates=written([opening.date], DateOrigin.TEXT),
        url=original("".join(note.get("source-url", ()))),
        tags=[clean(tag) for tag in note.get("tag", ())],
    )


def _notes(stream: BinaryIO) -> Iterator[dict[str, list[str]]]:
    """The values of each note by their names. Raises UnreadableFileError where the file is not well-formed."""
    from xml.parsers import expat  # noqa: PLC0415  not on the search path

    notes = _Notes()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = notes.start
    parser.EndElementHandler = notes.end
    parser.CharacterDataHandler = notes.characters
    parser.EntityDeclHandler = _refuse_entities
    try:
        while data := stream.read(_CHUNK):
            parser.Parse(data)
            yield from notes.taken()
        parser.Parse(b"", True)  # noqa: FBT003  it takes no names: this is the end
    except UnreadableFileError:
        yield from notes.taken()
        raise
    except (expat.ExpatError, LookupError, ValueError) as error:  # the last two are of encodings
        yield from notes.taken()
        raise UnreadableFileError(f"not well-formed XML: {error}") from error


class _Notes:
    """Collects the values of notes while a file is parsed, and nothing else of it."""

    def __init__(self) -> None:
        self._path: list[str] = []
        self._note: dict[str, list[str]] = {}
        self._value: list[str] | None = None
        self._size = 0
        self._done: list[dict[str, list[str]]] = []

    def taken(self) -> list[dict[str, list[str]]]:
        """The notes that have ended since the last call."""
        done, self._done = self._done, []
        return done

    def start(self, name: str, _: object) -> None:
        self._path.append(name)
        if len(self._path) > _DEEPEST:
            raise UnreadableFileError("nested too deeply")
        self._value = [] if self._path in _FIELDS else None

    def characters(self, text: str) -> None:
        if self._value is not None:
            self._size += len(text)
            if self._size > MAX_DOCUMENT:
                raise UnreadableFileError(f"more than {MAX_DOCUMENT:,} characters in one note")
            self._value.append(text)

    def end(self, name: str) -> None:
        if self._value is not None:
            self._note.setdefault(name, []).append("".join(self._value))
        if self._path == _NOTE:
            self._done.append(self._note)
            self._note, self._size = {}, 0
        self._path.pop()
        self._value = None


def _refuse_entities(*_: object) -> None:
    raise UnreadableFileError("declares entities, which are not expanded")
