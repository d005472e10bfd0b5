"""What a document says of an article, whatever its markup; made into the article."""

from collections.abc import Iterable
from typing import NamedTuple

from newsgrep.article import Article, DateOrigin, PublicationDate
from newsgrep.readers import ReadOptions, SourceFile
from newsgrep.readers.dating import find_dates


class DocumentFields(NamedTuple):
    """`dates` are as written, best first; `leading` is what a date line above the text says; `key` the article's own, among several."""

    text: str
    title: str | None = None
    dates: Iterable[object] = ()
    leading: PublicationDate | None = None
    key: str | None = None
    url: str | None = None
    source: str | None = None
    authors: Iterable[str] = ()
    section: str | None = None
    language: str | None = None
    tags: Iterable[str] = ()
    replaced: int = 0


def article_of(
    fields: DocumentFields, file: SourceFile, options: ReadOptions, key: str | None = None
) -> Article:
    """The only article of the file, or the one that has this key among several."""
    told = [(DateOrigin.DOCUMENT, value) for value in fields.dates]
    dating = find_dates(told, options, url=fields.url, leading=fields.leading, name=file.name)
    return Article(
        id=file.article_id(key),
        path=file.path,
        text=fields.text,
        title=fields.title or None,
        date=dating.date,
        other_dates=dating.other_dates,
        undated=dating.undated,
        replaced=fields.replaced,
        url=fields.url,
        source=fields.source or None,
        authors=tuple(dict.fromkeys(fields.authors)),
        section=fields.section,
        language=fields.language,
        tags=tuple(dict.fromkeys(fields.tags)),
    )
