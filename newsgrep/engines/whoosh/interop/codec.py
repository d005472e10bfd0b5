"""newsgrep's segments through Whoosh's codec interface, for programs that open the index with Whoosh.

newsgrep itself never reads this way: it searches without importing Whoosh, and unpickles nothing. Only
`newsgrep index` writes segments, so the writing half of the interface is not implemented; Whoosh's base
classes refuse it.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from whoosh.codec.base import Codec, FieldCursor, PerDocumentReader, Segment, TermsReader
from whoosh.fields import FieldType
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Format
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from newsgrep.engines.fields import TEXT_FIELDS, VALUE_FIELDS
from newsgrep.engines.whoosh.format.lexicon import Lexicon, Postings, encode_term
from newsgrep.engines.whoosh.format.names import INDEX_NAME, SEGMENT_PREFIX, SEGMENT_SUFFIX
from newsgrep.engines.whoosh.format.posting_arrays import articles_of, counts_of
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.text.runs import starts_of


class NewsgrepSegment(Segment):  # type: ignore[misc]  # whoosh ships no types
    """An entry in Whoosh's table of contents: it names the files of a segment."""

    def __init__(self, file: str, deleted_file: str | None, articles: int, live: int) -> None:
        super().__init__(INDEX_NAME)
        self.segid = file.removeprefix(SEGMENT_PREFIX).removesuffix(SEGMENT_SUFFIX)
        self.file = file
        self.deleted_file = deleted_file
        self._articles = articles
        self._live = live

    def codec(self) -> "NewsgrepCodec":
        return NewsgrepCodec()

    def open(self, storage: FileStorage) -> SegmentReader:
        """Open the files."""
        folder = Path(storage.folder)
        return SegmentReader(folder / self.file, folder / self.deleted_file if self.deleted_file else None)

    def doc_count_all(self) -> int:
        return self._articles

    def deleted_count(self) -> int:
        return self._articles - self._live


class NewsgrepCodec(Codec):  # type: ignore[misc]  # whoosh ships no types
    """The reading half of a codec."""

    def terms_reader(self, storage: FileStorage, segment: NewsgrepSegment) -> "_Terms":
        return _Terms(segment.open(storage))

    def per_document_reader(self, storage: FileStorage, segment: NewsgrepSegment) -> "_Documents":
        return _Documents(segment.open(storage))


class _Terms(TermsReader):  # type: ignore[misc]  # whoosh ships no types
    def __init__(self, reader: SegmentReader) -> None:
        self._reader = reader

    def indexed_field_names(self) -> list[str]:
        return [*VALUE_FIELDS, *(f"{name}_{kind}" for name in TEXT_FIELDS for kind in ("words", "stems"))]

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        name, text = term
        return self._lexicon(name).find(_decode(text)) is not None

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for name in sorted(self.indexed_field_names()):
            yield from self.terms_from(name, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        lexicon = self._lexicon(fieldname)
        first = lexicon.with_prefix(_decode(prefix)).start
        return ((fieldname, lexicon.terms.encoded(number)) for number in range(first, len(lexicon)))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        articles, counts = self._columns(self._postings(fieldname, text))
        lengths = self._lengths(fieldname)
        lengths_of_articles = [lengths(article) for article in articles]
        return TermInfo(
            weight=float(sum(counts)),
            df=len(counts),
            minlength=min(lengths_of_articles),
            maxlength=max(lengths_of_articles),
            maxweight=float(max(counts)),
            minid=articles[0],
            maxid=articles[-1],
        )

    @staticmethod
    def _columns(postings: Postings) -> tuple[list[int], list[int]]:
        return articles_of(postings).tolist(), counts_of(postings).tolist()

    def frequency(self, fieldname: str, text: bytes) -> float:
        return float(self.term_info(fieldname, text).weight()) if (fieldname, text) in self else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        return self._postings(fieldname, text).length if (fieldname, text) in self else 0

    def matcher(self, fieldname: str, text: bytes, format_: Format, scorer: object = None) -> ListMatcher:
        postings = self._postings(fieldname, text)
        info = self.term_info(fieldname, text)
        return _PostingsMatcher(postings, format_, scorer, (fieldname, text), info)

    def cursor(self, fieldname: str, fieldobj: FieldType) -> FieldCursor:
        return _Cursor(self._lexicon(fieldname), fieldobj)

    def _lexicon(self, name: str) -> Lexicon:
        if name in VALUE_FIELDS:
            return self._reader.value_field(name).folded
        text_field, _, kind = name.rpartition("_")
        field = self._reader.text_field(text_field)
        return field.words if kind == "words" else field.stems

    def _lengths(self, name: str) -> Callable[[int], int]:
        if name in VALUE_FIELDS:
            return lambda _: 1
        return self._reader.text_field(name.rpartition("_")[0]).lengths.__getitem__

    def _postings(self, name: str, text: bytes) -> Postings:
        lexicon = self._lexicon(name)
        number = lexicon.find(_decode(text))
        if number is None:
            raise TermNotFound(f"No term {name}:{text!r}")
        return lexicon.postings(number)


class _PostingsMatcher(ListMatcher):  # type: ignore[misc]  # whoosh ships no types
    """A posting list with counts, and with positions that are not encoded again."""

    def __init__(
        self, postings: Postings, form: Format, scorer: object, term: tuple[str, bytes], info: TermInfo
    ) -> None:
        counts = counts_of(postings)
        self._starts = starts_of(counts)
        super().__init__(
            articles_of(postings).tolist(),
            counts.astype(float).tolist(),
            format=form,
            scorer=scorer,
            term=term,
            terminfo=info,
        )
        self._postings = postings

    def copy(self) -> "_PostingsMatcher":
        twin = _PostingsMatcher(self._postings, self._format, self._scorer, self._term, self._terminfo)
        twin._i = self._i
        return twin

    def value_as(self, astype: str) -> object:
        if astype == "positions" and self._postings.positions is not None:
            return self._postings.positions[self._starts[self._i] : self._starts[self._i + 1]].tolist()
        return self.weight()


class _Cursor(FieldCursor):  # type: ignore[misc]  # whoosh ships no types
    def __init__(self, lexicon: Lexicon, field: FieldType) -> None:
        self._lexicon = lexicon
        self._field = field
        self._number = 0

    def first(self) -> str | None:
        self._number = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        prefix = string if isinstance(string, str) else _decode(string)
        self._number = self._lexicon.with_prefix(prefix).start
        return self.text()

    def next(self) -> str | None:
        self._number += 1
        return self.text()

    def is_valid(self) -> bool:
        return self._number < len(self._lexicon)

    def text(self) -> str | None:
        return self._lexicon.terms[self._number] if self.is_valid() else None

    def term(self) -> bytes | None:
        text = self.text()
        return None if text is None else encode_term(text)


class _Documents(PerDocumentReader):  # type: ignore[misc]  # whoosh ships no types
    def __init__(self, reader: SegmentReader) -> None:
        self._reader = reader

    def doc_count(self) -> int:
        return len(self._reader) - len(self._reader.deleted)

    def doc_count_all(self) -> int:
        return len(self._reader)

    def has_deletions(self) -> bool:
        return bool(self._reader.deleted)

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._reader.deleted

    def deleted_docs(self) -> frozenset[int]:
        return self._reader.deleted

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        name = fieldname.rpartition("_")[0]
        return self._reader.text_field(name).lengths[docnum] if name in TEXT_FIELDS else default

    def field_length(self, fieldname: str) -> int:
        return sum(self._lengths(fieldname))

    def min_field_length(self, fieldname: str) -> int:
        return min(self._lengths(fieldname), default=0)

    def max_field_length(self, fieldname: str) -> int:
        return max(self._lengths(fieldname), default=0)

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return {
            name: value for name, value in self._reader.article(docnum)._asdict().items() if value is not None
        }

    def _lengths(self, fieldname: str) -> list[int]:
        return [self.doc_field_length(number, fieldname) for number in range(len(self._reader))]


def _decode(text: bytes) -> str:
    return text.decode("utf-8", "surrogatepass")
