"""Plain text, one article a file.

Read are, in this order: header lines (`Title:`, `Date:`, ...) closed by a blank line; a leading `date
YYYY-MM-DD`, on the first line of the text or on a line alone; what else stands above the text (`opening_lines`);
a date in the file's name. What is read is not text. Words that the ends of the lines divide are joined.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from newsgrep.article import Article, DateOrigin
from newsgrep.readers import ReadOptions, SourceFile, read_document, suffix_of
from newsgrep.readers.dating import read_date
from newsgrep.readers.decoding import decode
from newsgrep.readers.divided_words import join_divided
from newsgrep.readers.draft import Draft, article_of
from newsgrep.readers.header_lines import split_headers
from newsgrep.readers.opening_lines import read_opening

_SUFFIXES = frozenset({"", ".txt", ".text", ".asc", ".article", ".story"})
_MARKUP = re.compile(
    rb"\s*(<!doctype|<html|<\?xml|<rss|<feed|%PDF|\{\\rtf|PK\x03\x04|\xd0\xcf\x11\xe0|\x1f\x8b)",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(r"\s{0,3}date[ :]+([0-9]{4}-[0-9]{2}-[0-9]{2})(?=\s|$)[ \t]?(\s*\n)?", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|;|\band\b)\s*")
_COMMA = re.compile(r"\s*[,;]\s*")


class PlainReader:
    """One article a file; see the module."""

    name = "text"

    def claims(self, head: bytes, name: str) -> bool:
        """By the name's ending, unless the content is plainly of another format."""
        suffix = suffix_of(name).lower()
        return (suffix in _SUFFIXES or suffix[1:].isdigit()) and not _MARKUP.match(head)

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article]:
        """Give the one article."""
        headers, text = split_headers(decode(read_document(stream), file.charset))
        leading, text = _split_date(text, options)
        opening = read_opening(text, options, headers.get("title"))
        draft = Draft(
            text=join_divided(opening.text, options.language),
            title=opening.title,
            dates=(
                (DateOrigin.HEADER, headers.get("date")),
                (DateOrigin.TEXT, leading or opening.date),
            ),
            url=headers.get("url"),
            source=headers.get("source"),
            authors=_AND.split(authors) if (authors := headers.get("authors")) else (),
            section=headers.get("section"),
            language=headers.get("language"),
            tags=_COMMA.split(tags) if (tags := headers.get("tags")) else (),
        )
        yield article_of(draft, file, options)


READER = PlainReader()


def _split_date(text: str, options: ReadOptions) -> tuple[str | None, str]:
    """The leading date as it is written, and the text without it."""
    found = _DATE_LINE.match(text)
    if not found or not read_date(found[1], DateOrigin.TEXT, options):
        return None, text
    rest = text[found.end() :]
    return found[1], rest.lstrip("\n") if found[2] else rest
