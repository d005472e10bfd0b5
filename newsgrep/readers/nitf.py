"""NITF: the markup of one article, as news agencies send it and the New York Times Annotated Corpus keeps it.

Read are the headline of the body's head, or the document's title; the paragraphs of the body, of those marked
`full_text` where there are any (a lead paragraph is repeated there); the byline; of `docdata` and `pubdata`
the date of publication, else of issue; subjects, people and places as tags.
"""

from collections.abc import Iterator
from typing import BinaryIO

from newsgrep.article import Article
from newsgrep.readers import ReadOptions, SourceFile, UnreadableFileError
from newsgrep.readers.bylines import author_of_index, authors_of
from newsgrep.readers.draft import Draft, article_of, written
from newsgrep.readers.xml_documents import (
    Element,
    elements,
    first_text,
    language_of,
    paragraphs,
    root_name,
    text_of,
    texts,
    values,
)

_ROOTS = frozenset({"nitf"})
_TITLES = ("body/body.head/hedline/hl1", "body/body.head/headline/hl1", "head/title")
_DECKS = "body/body.head/hedline/hl2"
_DATELINE = "body/body.head/dateline"
_INDEXED = "normalized_byline"
_CONTENT = "body/body.content"
_DATES = (
    ("head/pubdata", ("date.publication",)),
    ("head/docdata/date.issue", ("norm",)),
    ("body/body.head/dateline/story.date", ("norm",)),
    ("head/docdata/date.release", ("norm",)),
)
_TAGS = (
    *("classifier", "org", "person", "location", "event", "object.title"),
    *("org/name.given", "person/name.given"),
)


class NitfReader:
    """One article a file."""

    name = "nitf"

    def claims(self, head: bytes, name: str) -> bool:  # noqa: ARG002  the root element says it all
        """By the root element."""
        return root_name(head) == "nitf"

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article]:
        """Give the one article."""
        document = next(elements(stream, _ROOTS), None)
        if document is None:
            raise UnreadableFileError("no NITF document in it")
        url = next(iter(values(document, "head/pubdata", "ex-ref")), None)
        fields = Draft(
            text="\n\n".join(text_parts(document)),
            title=title(document),
            dates=written(dates(document)),
            url=url,
            source=source(document),
            authors=authors(document),
            section=_section(document),
            language=language_of(document),
            tags=tags(document),
        )
        yield article_of(fields, file, options)


READER = NitfReader()


def title(document: Element) -> str | None:
    """The headline."""
    return first_text(document, *_TITLES)


def text_parts(document: Element) -> list[str]:
    """The paragraphs: the deck, the dateline, the text."""
    content = document.find(_CONTENT)
    if content is None:
        return []
    full = content.findall("block[@class='full_text']")
    body = [part for element in full or [content] for part in paragraphs(element)]
    printed = [title(document), *body[:1]]
    decks = (element for element in document.iterfind(_DECKS) if "online" not in element.get("class", ""))
    heads = [text for element in decks for text in texts(element, ".")]
    heads += texts(document, _DATELINE)
    return [head for head in heads if not any(text and text.startswith(head) for text in printed)] + body


def authors(document: Element) -> tuple[str, ...]:
    """The people of the byline, else the names in it; of two bylines the printed one."""
    lines = document.findall("body/body.head/byline")
    printed = [line for line in lines if line.get("class") != _INDEXED]
    people = [name for line in printed for name in texts(line, "person")]
    names = people or [name for line in printed for name in authors_of(_without_jobs(line))]
    indexed = [author_of_index(name) for line in lines for name in texts(line, ".")]
    return tuple(dict.fromkeys(names or indexed))


def dates(document: Element) -> list[str]:
    """What the document says of its publication, best first."""
    found = [value for path, names in _DATES for value in values(document, path, *names)]
    issued = texts(document, "head/docdata/date.issue")
    meta = _meta(document)
    parts = [meta.get(f"publication_{part}", "") for part in ("year", "month", "day_of_month")]
    if not found and all(part.isdigit() for part in parts):
        found = ["-".join(part.zfill(2) for part in parts)]
    return found or issued


def tags(document: Element) -> tuple[str, ...]:
    """Subjects, people, organisations, places, keywords and the series; no paths in the tree of a site."""
    head = "head/docdata"
    named = [
        name
        for tag in _TAGS
        for element in document.iterfind(f"{head}/identified-content/{tag}")
        if element.get("type") not in {"taxonomic_classifier", "types_of_material"}
        for name in texts(element, ".")
    ]
    found = [
        *named,
        *values(document, "head/tobject/tobject.subject", "tobject.subject.matter", "tobject.subject.type"),
        *values(document, f"{head}/key-list/keyword", "key"),
        *values(document, f"{head}/series", "series.name"),
    ]
    return tuple(dict.fromkeys(found))


def source(document: Element) -> str | None:
    """The publication, else who distributes it, or holds the rights."""
    found = [
        *values(document, "head/pubdata", "name"),
        *texts(document, "body/body.head/distributor", "body/body.head/rights/rights.owner"),
        *values(document, "head/docdata/doc.copyright", "holder"),
    ]
    return found[0] if found else None


def _section(document: Element) -> str | None:
    meta = _meta(document)
    position = next(iter(values(document, "head/pubdata", "position.section")), None)
    return position or meta.get("online_sections") or meta.get("dsk") or None


def _meta(document: Element) -> dict[str, str]:
    return {
        one.get("name", ""): " ".join(one.get("content", "").split())
        for one in document.iterfind("head/meta")
    }


def _without_jobs(byline: Element) -> str | None:
    printed = text_of(byline)
    for job in texts(byline, "byttl"):
        printed = (printed or "").replace(job, ",")
    return printed
