"""ProQuest's XML for text and data mining: one article a file, or several in a list.

Two schemes: `Record`, of the historical newspapers, and `RECORD`, of TDM Studio. `DateTimeStamp` is the day on
which ProQuest wrote the file.
"""

from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import ReadOptions, SourceFile, UnreadableFileError
from newsgrep.readers.bylines import author_of_index
from newsgrep.readers.decoding import clean
from newsgrep.readers.draft import Draft, article_of, written
from newsgrep.readers.fragments import plain_text
from newsgrep.readers.items import articles_of_items
from newsgrep.readers.xml_documents import Element, elements, first_text, root_name, texts

_RECORDS = frozenset({"Record", "RECORD"})
_ROOTS = _RECORDS | {"Records", "RECORDS"}
_MARKS = (b"<AlphaPubDate>", b"<NumericPubDate>", b"<GOID>", b"<NumericDate>")
_TITLES = ("RecordTitle", "Obj/TitleAtt/Title", "Title")
_DATES = ("NumericPubDate", "AlphaPubDate", "Obj/NumericDate", "Obj/AlphaDate")
_SOURCES = ("Publication/Title", "DFS/PubFrosting/Title", "PubTitle")
_TEXTS = ("FullText", "TextInfo/Text", "TextInfo/HiddenText", "Abstract", "Obj/Abstract")
_AUTHORS = frozenset({None, "Author", "By"})


class TdmReader:
    """An article a record; see the module."""

    name = "tdm"

    def claims(self, head: bytes, name: str) -> bool:  # noqa: ARG002  the content says it
        """By the root element, and an element that only these records have."""
        return root_name(head) in _ROOTS and any(mark in head for mark in _MARKS)

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Skipped]:
        """Give the article; of a list of records an article for each."""
        is_list = root_name(stream.read(1 << 13)) not in _RECORDS
        stream.seek(0)
        drafts = map(_draft, elements(stream, _RECORDS))
        if is_list:
            return articles_of_items(drafts, file, options)
        draft = next(drafts, None)
        if draft is None:
            raise UnreadableFileError("no record in it")
        return iter((article_of(draft, file, options),))


READER = TdmReader()


def _draft(record: Element) -> Draft:
    return Draft(
        text=_text(record),
        title=plain_text(first_text(record, *_TITLES) or ""),
        dates=written(texts(record, *_DATES)),
        key=first_text(record, "RecordID", "GOID"),
        url=first_text(record, "URLDocView"),
        source=first_text(record, *_SOURCES),
        authors=[_name(one) for one in record.iterfind(".//Contributor") if _is_author(one)],
        section=first_text(record, "Obj/Section", "Section"),
        language=first_text(record, "LanguageCode", "Obj/Language/RawLang"),
        tags=texts(record, ".//GenSubjValue", ".//CompanyName", ".//GeoName"),
    )


def _text(record: Element) -> str:
    """The full text, else the abstract; it may be HTML."""
    bodies = chain.from_iterable(map(record.iterfind, _TEXTS))
    return next(
        (text for body in bodies if (text := plain_text(clean("".join(body.itertext()))).strip())), ""
    )


def _is_author(contributor: Element) -> bool:
    return first_text(contributor, "ContribRole") in _AUTHORS


def _name(contributor: Element) -> str | None:
    """The name in its usual order; an index has `Smith, Ann`."""
    given, family = first_text(contributor, ".//FirstName"), first_text(contributor, ".//LastName")
    if given and family:
        return f"{given} {family}"
    whole = first_text(contributor, "PersonName", ".//OriginalForm", ".//NormalizedForm")
    return author_of_index(whole) if whole else family
