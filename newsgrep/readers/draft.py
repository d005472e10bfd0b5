"""What a reader has found of an article, and the one place where articles are made of it."""

from collections.abc import Iterable, Iterator
from operator import methodcaller
from typing import NamedTuple, TypeAlias

from newsgrep.article import Article, DateOrigin
from newsgrep.readers import ReadOptions, SourceFile
from newsgrep.readers.dating import dates_in_path, find_dates
from newsgrep.readers.lccn import lccn_in

_REPLACEMENTS_IN = methodcaller("count", "\N{REPLACEMENT CHARACTER}")

WrittenDate: TypeAlias = tuple[DateOrigin, object]
"""A value that a source gives as the date, as it is written, and where it was found."""


class Draft(NamedTuple):
    """The facts that a document gives of an article, as it gives them; None or empty for what it does not.

    `text` is kept as it is. In all other texts white space counts for nothing, and of several equal authors
    or tags the first is kept. `dates` are the best first among those of one origin. `key`
    is what the document calls the article among its others.
    """

    text: str = ""
    title: str | None = None
    dates: Iterable[WrittenDate] = ()
    key: str | None = None
    url: str | None = None
    source: str | None = None
    authors: Iterable[str | None] = ()
    section: str | None = None
    language: str | None = None
    tags: Iterable[str | None] = ()


def written(values: Iterable[object], origin: DateOrigin = DateOrigin.DOCUMENT) -> tuple[WrittenDate, ...]:
    """Dates of one origin."""
    return tuple((origin, value) for value in values)


def article_of(draft: Draft, file: SourceFile, options: ReadOptions, key: str | None = None) -> Article:
    """The only article of the file, or the one that has this key among several.

    Where the document names no address, the article has that at which the file was found; where it names no
    source, the number of the newspaper in whose folder it lies.
    """
    url = draft.url or file.url
    dating = find_dates(
        draft.dates,
        options,
        url=url,
        named=dates_in_path(file.name, file.folders, options, file.saved) if key is None else (),
        language=draft.language,
    )
    article = Article(
        id=file.article_id(key),
        path=file.path,
        text=draft.text,
        title=collapsed(draft.title),
        date=dating.date,
        other_dates=dating.other_dates,
        undated=dating.undated,
        url=url,
        source=collapsed(draft.source) or lccn_in(f"{file.path}#{file.key}"),
        authors=_lines(draft.authors),
        section=collapsed(draft.section),
        language=collapsed(draft.language),
        tags=_lines(draft.tags),
    )
    replaced = sum(map(_REPLACEMENTS_IN, _texts(article)))
    return article._replace(replaced=replaced) if replaced else article


def collapsed(text: str | None) -> str | None:
    """A text with its white space collapsed; None for none."""
    return (" ".join(text.split()) or None) if text else None


def _lines(texts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(collapsed, texts))))


def _texts(article: Article) -> Iterator[str]:
    named = (article.title, article.source, article.section, *article.authors, *article.tags)
    return filter(None, (article.text, *named))
