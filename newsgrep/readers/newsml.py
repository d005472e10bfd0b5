"""NewsML: news items as agencies send them, one or many in a file.

Three markups: NewsML-G2 (`newsItem`, alone or in a `newsMessage`; its text is NITF or XHTML inside), NewsML 1
(`NewsML` with `NewsItem`), and the `newsitem` of the Reuters Corpus. Packages and pictures are passed over.
The key is the item's `guid`, public identifier or `itemid`. An item's date is when it was first created; the
date of its version counts only where there is no other.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import NotAnArticleError, ReadOptions, SourceFile, UnreadableFileError, nitf
from newsgrep.readers.bylines import authors_of
from newsgrep.readers.decoding import clean
from newsgrep.readers.draft import Draft, article_of, written
from newsgrep.readers.keys import Keys
from newsgrep.readers.xml_documents import (
    Element,
    elements,
    first_text,
    language_of,
    paragraphs,
    root_name,
    texts,
    values,
)

_ITEMS = frozenset({"newsItem", "NewsItem", "newsitem"})
_ROOTS = _ITEMS | {"newsMessage", "NewsML", "packageItem", "conceptItem", "knowledgeItem", "newsitems"}
_CREATED = ("itemMeta/firstCreated", "contentMeta/contentCreated")
_BLANK_LINES = re.compile(r"\n\s*\n")
_OTHER_MEDIA = ("picture", "photo", "video", "audio", "graphic", "animation")


class NewsmlReader:
    """An article an item."""

    name = "newsml"

    def claims(self, head: bytes, name: str) -> bool:  # noqa: ARG002  the root element says it all
        """By the root element."""
        return root_name(head) in _ROOTS

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Skipped]:
        """Give an article an item; a file that breaks off gives what stands before, then what is wrong."""
        keys = Keys()
        number = 0
        alone = root_name(stream.read(1 << 13)) in _ITEMS
        stream.seek(0)
        try:
            for element in elements(stream, _ITEMS):
                number += 1
                if _is_of_other_media(element):
                    continue
                item = _MARKUPS[element.tag](element)
                key = None if alone else keys.key(item.key, str(number))
                if element.find("itemMeta/pubStatus[@qcode='stat:canceled']") is not None:
                    yield file.skipped("canceled by its provider", key)
                else:
                    yield article_of(item, file, options, key)
        except UnreadableFileError as error:
            if not number:
                raise
            yield file.skipped(str(error), f"after {number}")
        if not number:
            raise NotAnArticleError(file.name)


READER = NewsmlReader()


def _is_of_other_media(element: Element) -> bool:
    kinds = values(element, "itemMeta/itemClass", "qcode") + values(
        element, ".//ContentItem/MediaType", "FormalName"
    )
    return bool(kinds) and all(kind.lower().endswith(_OTHER_MEDIA) for kind in kinds)


def _newsml_g2(item: Element) -> Draft:
    inside = next(item.iterfind("contentSet/inlineXML/*"), None)
    markup = inside if inside is not None and inside.tag == "nitf" else None
    bylines = texts(item, "contentMeta/by") or texts(item, "contentMeta/creator/name")
    authors = tuple(name for line in bylines for name in authors_of(line))
    given = texts(item, *_CREATED)
    if markup is not None:
        authors = authors or nitf.authors(markup)
        given += nitf.dates(markup)
    return Draft(
        key=item.get("guid"),
        title=first_text(item, "contentMeta/headline", "itemMeta/title")
        or (None if markup is None else nitf.title(markup)),
        text="\n\n".join(_text_of_g2(item, inside)),
        dates=written(given or texts(item, "itemMeta/versionCreated")),
        url=next(iter(values(item, "itemMeta/link[@rel='irel:seeAlso']", "href")), None),
        source=_provider(item),
        authors=authors,
        language=next(iter(values(item, "contentMeta/language", "tag")), None) or language_of(item),
        tags=[
            *(
                name
                for subject in item.iterfind("contentMeta/subject")
                for name in texts(subject, "name")[:1]
            ),
            *texts(item, "contentMeta/keyword"),
        ],
    )


def _text_of_g2(item: Element, inside: Element) -> list[str]:
    if inside is not None and inside.tag == "nitf":
        return nitf.text_parts(inside)
    data = inside if inside is not None else item.find("contentSet/inlineData")
    return [] if data is None else texts(item, "contentMeta/dateline") + _body(data)


def _body(data: Element) -> list[str]:
    """The paragraphs of a page, or of text with blank lines between them."""
    if len(data):
        body = data.find("body")
        return paragraphs(data if body is None else body)
    return [" ".join(part.split()) for part in _BLANK_LINES.split(clean(data.text or "")) if part.strip()]


def _provider(item: Element) -> str | None:
    """Who gives out the news, by name; the last resort is a code: `nprov:AFP`."""
    named = [
        *texts(item, "itemMeta/provider/name"),
        *values(item, "itemMeta/provider", "literal"),
        *texts(item, "contentMeta/infoSource/name", "contentMeta/creditline"),
        *(code.rpartition(":")[2] for code in values(item, "itemMeta/provider", "qcode")),
    ]
    return named[0] if named else None


def _newsml_1(item: Element) -> Draft:
    content = item.find(".//ContentItem/DataContent")
    inside = None if content is None else next(iter(content), None)
    markup = inside if inside is not None and inside.tag == "nitf" else None
    body = nitf.text_parts(markup) if markup is not None else [] if content is None else _body(_page(content))
    bylines = texts(item, ".//NewsLines/ByLine")
    return Draft(
        key=first_text(item, "Identification/NewsIdentifier/PublicIdentifier", ".//NewsItemId"),
        title=first_text(item, ".//NewsLines/HeadLine"),
        text="\n\n".join(body if markup is not None else texts(item, ".//NewsLines/DateLine") + body),
        dates=written(
            texts(item, "NewsManagement/FirstCreated", ".//NewsIdentifier/DateId")
            or texts(item, "NewsManagement/ThisRevisionCreated")
        ),
        source=next(iter(values(item, ".//AdministrativeMetadata/Provider/Party", "FormalName")), None)
        or first_text(item, ".//NewsLines/CreditLine"),
        authors=tuple(name for line in bylines for name in authors_of(line)),
        language=next(iter(values(item, ".//DescriptiveMetadata/Language", "FormalName")), None),
        tags=texts(item, ".//NewsLines/KeywordLine"),
    )


def _page(content: Element) -> Element:
    page = content.find("html")
    return content if page is None else page


def _reuters_corpus(item: Element) -> Draft:
    metadata = {one.get("element", ""): one.get("value") for one in item.iterfind("metadata/dc")}
    return Draft(
        key=item.get("itemid"),
        title=first_text(item, "headline", "title"),
        text="\n\n".join(
            texts(item, "dateline") + [part for one in item.iterfind("text") for part in paragraphs(one)]
        ),
        dates=written([item.get("date"), metadata.get("dc.date.published")]),
        source=metadata.get("dc.source") or metadata.get("dc.publisher"),
        authors=authors_of(first_text(item, "byline")),
        language=language_of(item),
        tags=values(item, "metadata/codes/code", "code"),
    )


_MARKUPS: Mapping[str, Callable[[Element], Draft]] = {
    "newsItem": _newsml_g2,
    "NewsItem": _newsml_1,
    "newsitem": _reuters_corpus,
}
"""How an item is read, by its name."""
