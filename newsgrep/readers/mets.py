"""METS: what libraries keep beside the scanned pages of a newspaper's issue; an article for each headline.

The text stands in other files, one a page (see `alto`), and which part of a page belongs to which article only
the METS file says. A reader sees one file. So the headlines are articles of their own, without text, with the
day of the issue. An issue that is not divided into articles gives none.
"""

from collections.abc import Iterator, Mapping
from typing import BinaryIO, NamedTuple

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import ReadOptions, SourceFile
from newsgrep.readers.draft import Draft, WrittenDate, written
from newsgrep.readers.items import articles_of_items
from newsgrep.readers.xml_documents import Element, elements, first_text, root_name, texts

_PARTS = frozenset({"dmdSec", "structMap"})
_PUBLICATIONS = frozenset({"NEWSPAPER", "VOLUME", "ISSUE", "SERIAL", "PERIODICAL"})
_DATES = ("mods/originInfo/dateIssued", "mods/part/date", "dc/date")


class MetsReader:
    """The headlines of an issue; see the module."""

    name = "mets"

    def claims(self, head: bytes, name: str) -> bool:  # noqa: ARG002  the root element says it all
        """By the root element."""
        return root_name(head).lower() == "mets"

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Skipped]:
        """Give an article for each that has a headline."""
        return articles_of_items(_headlines(stream), file, options)


READER = MetsReader()


class _Issue(NamedTuple):
    """What the divisions around an article say of it."""

    source: str | None = None
    dates: tuple[WrittenDate, ...] = ()
    section: str | None = None
    language: str | None = None


def _headlines(stream: BinaryIO) -> Iterator[Draft]:
    """The headlines of the logical structure. Descriptions, to which it refers, come before it."""
    described: dict[str, Draft] = {}
    for part in elements(stream, _PARTS):
        if part.tag == "dmdSec":
            described[part.get("ID") or ""] = _description(part)
        elif (part.get("TYPE") or "").lower() == "logical":
            yield from _inside(part, described, _Issue())


def _description(part: Element) -> Draft:
    """What a description in MODS or Dublin Core says."""
    data = part.find("mdWrap/xmlData")
    if data is None:
        return Draft()
    return Draft(
        title=_title(data),
        dates=written(texts(data, *_DATES)),
        authors=[" ".join(texts(name, "namePart")) for name in data.iterfind("mods/name")],
        language=first_text(data, "mods/language/languageTerm", "dc/language"),
    )


def _title(data: Element) -> str | None:
    """The title with the article that a catalogue does not sort by: `The` `Coast Gazette`."""
    title = data.find("mods/titleInfo")
    parts = [] if title is None else texts(title, "nonSort", "title")
    return " ".join(parts) or first_text(data, "dc/title")


def _inside(division: Element, described: Mapping[str, Draft], issue: _Issue) -> Iterator[Draft]:
    for inner in division.iterfind("div"):
        kind = (inner.get("TYPE") or "").upper()
        own = described.get((inner.get("DMDID") or "").partition(" ")[0], Draft())
        title = own.title or inner.get("LABEL")
        if kind == "ARTICLE":
            if title:
                yield _headline(inner, own._replace(title=title), issue)
        else:
            yield from _inside(inner, described, _around(kind, title, own, issue))


def _around(kind: str, title: str | None, own: Draft, issue: _Issue) -> _Issue:
    return _Issue(
        source=(own.title if kind in _PUBLICATIONS else None) or issue.source,
        dates=tuple(own.dates) or issue.dates,
        section=(title if kind == "SECTION" else None) or issue.section,
        language=own.language or issue.language,
    )


def _headline(division: Element, own: Draft, issue: _Issue) -> Draft:
    return own._replace(
        dates=own.dates or issue.dates,
        key=division.get("ID") or division.get("DMDID"),
        source=issue.source,
        section=issue.section,
        language=own.language or issue.language,
    )
