"""TEI: texts as scholars edit them; one article a file, or several.

Several are the texts of a corpus (`teiCorpus`) or of a group, or the divisions of the type `article`. Their key
is the `xml:id`, else the number. The date is that of the source, if the header describes one: then the date of
publication is that of the edition.
"""

from collections.abc import Iterator
from typing import BinaryIO

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import ReadOptions, SourceFile, UnreadableFileError
from newsgrep.readers.bylines import author_of_index
from newsgrep.readers.draft import Draft, article_of, written
from newsgrep.readers.items import articles_of_items
from newsgrep.readers.xml_documents import (
    Element,
    Markup,
    elements,
    first_text,
    language_of,
    paragraphs,
    root_name,
    text_of,
    texts,
    values,
)

_DOCUMENTS = frozenset({"TEI", "TEI.2"})
_CORPORA = frozenset({"teiCorpus", "teiCorpus.2"})
_ROOTS = _DOCUMENTS | _CORPORA
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_MARKUP = Markup(
    blocks=frozenset(
        {
            *("p", "div", "div1", "div2", "div3", "div4", "head", "ab", "lg", "l", "list", "item", "label"),
            *("table", "row", "sp", "speaker", "stage", "quote", "cit", "byline", "dateline", "opener"),
            *("closer", "salute", "signed", "trailer", "titlePage", "docTitle", "epigraph", "postscript"),
        }
    ),
    cells=frozenset({"cell", "lb", "cb", "pb", "gap", "titlePart"}),
    skipped=frozenset({"teiHeader", "fw", "note", "figure", "figDesc", "del", "back"}),
)
_BREAKS = frozenset({"lb", "cb", "pb"})
_READINGS = ("corr", "reg", "expan")
"""Of a choice the reading that people search for."""
_HYPHENS = frozenset("-\u00ad\u2010\u2e17\u00ac")
_HEADER = "teiHeader/fileDesc"
_SOURCE = f"{_HEADER}/sourceDesc"
_PRINTED = (
    *(f"{within}{head}//date" for within in ("", "body/", "body/div/") for head in ("opener", "dateline")),
    "front//docDate",
)
"""Where the day of one article stands in its text; of several letters each has its own."""
_DESCRIBED = ("bibl", "biblStruct", "biblFull", "msDesc")
_TITLES = (f"{_HEADER}/titleStmt/title[@type='main']", f"{_HEADER}/titleStmt/title")
_PUBLICATIONS = (
    *(f"{_SOURCE}//monogr/title", f"{_SOURCE}//title[@level='j']", f"{_SOURCE}//title[@level='m']"),
    f"{_HEADER}/publicationStmt/publisher",
)
_AUTHORS = (f"{_HEADER}/titleStmt/author", f"{_SOURCE}//analytic/author", f"{_SOURCE}//bibl/author")
_TAGS = ("teiHeader/profileDesc/textClass/keywords//term", "teiHeader/profileDesc/textClass/keywords//item")


class TeiReader:
    """See the module."""

    name = "tei"

    def claims(self, head: bytes, name: str) -> bool:  # noqa: ARG002  the root element says it all
        """By the root element."""
        return root_name(head) in _ROOTS

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Skipped]:
        """Give the article; of several an article for each."""
        is_corpus = root_name(stream.read(1 << 13)) in _CORPORA
        stream.seek(0)
        documents = elements(stream, _DOCUMENTS)
        if is_corpus:
            yield from articles_of_items((one for each in documents for one in _drafts(each)), file, options)
            return
        document = next(documents, None)
        if document is None:
            raise UnreadableFileError("no TEI document in it")
        drafts = list(_drafts(document))
        if not drafts:
            raise UnreadableFileError("no text in the TEI document")
        if len(drafts) > 1:
            yield from articles_of_items(drafts, file, options)
        else:
            yield from (article_of(draft, file, options) for draft in drafts)


READER = TeiReader()


def _drafts(document: Element) -> Iterator[Draft]:
    """The facts of each text in a document; the header's are those of all."""
    _normalise(document)
    shared = _header(document)
    source_dates, edition_dates = _source_dates(document), _edition_dates(document)
    parts = _parts(document)
    for part in parts:
        is_one_of_several = len(parts) > 1
        own = first_text(part, "head", "front//titlePart", "body/head", "body/div/head")
        printed = set(_dates(part, *_PRINTED))
        title = own or shared.title if is_one_of_several else shared.title or own
        yield shared._replace(
            text="\n\n".join(_without_title(paragraphs(part, _MARKUP), title)),
            title=title,
            dates=written(source_dates or (printed if len(printed) == 1 else edition_dates)),
            key=part.get(_ID) or (None if is_one_of_several else document.get(_ID)),
            authors=_names(part, "byline//name", "byline//persName") or shared.authors,
            language=language_of(part) or shared.language,
        )


def _header(document: Element) -> Draft:
    languages = values(document, "teiHeader/profileDesc/langUsage/language", "ident")
    return Draft(
        title=first_text(document, *_TITLES),
        url=first_text(document, f"{_HEADER}/publicationStmt/idno[@type='URL']")
        or first_text(document, f"{_HEADER}/publicationStmt/idno[@type='url']"),
        source=first_text(document, *_PUBLICATIONS),
        authors=_names(document, *_AUTHORS),
        language=language_of(document) or (languages[0] if len(languages) == 1 else None),
        tags=texts(document, *_TAGS),
    )


def _parts(document: Element) -> list[Element]:
    """The texts of a group, the articles of an issue, or the one text."""
    text = document.find("text")
    if text is None:
        return []
    grouped = text.findall(".//group/text")
    articles = [one for one in text.iterfind(".//div[@type='article']") if not _is_inside_article(one)]
    return grouped or (articles if len(articles) > 1 else [text])


def _is_inside_article(division: Element) -> bool:
    return any(above.get("type") == "article" for above in division.iterancestors("div"))


def _source_dates(document: Element) -> list[str]:
    return list(_dates(document, f"{_SOURCE}//imprint/date", f"{_SOURCE}//date"))


def _edition_dates(document: Element) -> list[str]:
    created = list(_dates(document, "teiHeader/profileDesc/creation/date"))
    is_of_edition = any(document.find(f"{_SOURCE}/{name}") is not None for name in _DESCRIBED)
    return created or ([] if is_of_edition else list(_dates(document, f"{_HEADER}/publicationStmt/date")))


def _dates(element: Element, *paths: str) -> Iterator[str]:
    """The dates along these paths, for machines where they are given so; no periods."""
    for path in paths:
        for date in element.iterfind(path):
            value = date.get("when") or date.get("when-iso") or date.get("value")
            is_period = date.get("from") or date.get("notBefore") or date.get("to") or date.get("notAfter")
            printed = None if is_period else text_of(date)
            if found := value or printed:
                yield found


def _names(element: Element, *paths: str) -> list[str]:
    return [author_of_index(name) for name in texts(element, *paths)]


def _without_title(parts: list[str], title: str | None) -> list[str]:
    return parts[1:] if title and parts[:1] == [title] else parts


def _normalise(document: Element) -> None:
    """Join the words that a marked break divides, and leave one reading of each choice."""
    for choice in list(document.iter("choice")):
        kept = next((one for name in _READINGS for one in choice.iterfind(name)), None)
        for reading in list(choice) if kept is not None else ():
            if reading is not kept:
                choice.remove(reading)
    for mark in _BREAKS:
        for one in document.iter(mark):
            if one.get("break") == "no":
                _join(one)


def _join(mark: Element) -> None:
    """Take the hyphen away before a break inside a word, and white space around; the mark is then no break."""
    before = mark.getprevious()
    if before is not None:
        before.tail = _without_hyphen(before.tail)
    else:
        mark.getparent().text = _without_hyphen(mark.getparent().text)
    mark.tail = (mark.tail or "").lstrip()
    mark.tag = "seg"


def _without_hyphen(text: str | None) -> str:
    printed = (text or "").rstrip()
    return printed[:-1] if printed[-1:] in _HYPHENS else printed
