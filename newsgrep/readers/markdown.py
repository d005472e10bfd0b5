"""Markdown, and any text that begins with front matter: one article a file.

The properties have the names of records. Without a `title`, the first heading of the first level is the
title; the text is what a reader of the page would see, without addresses of links.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from newsgrep.article import Article, DateOrigin
from newsgrep.readers import (
    ReadOptions,
    SourceFile,
    UnreadableFileError,
    front_matter,
    read_document,
    suffix_of,
)
from newsgrep.readers.decoding import decode
from newsgrep.readers.draft import Draft, article_of
from newsgrep.readers.fragments import text_of
from newsgrep.readers.record_fields import ArticleBuilder
from newsgrep.readers.record_names import NAMES, plain_name

_SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx", ".qmd", ".rmd"})
_LIST = re.compile(rb"\s*\[\s*[{\]]")
_FRONT_MATTER = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:---[ \t]*\r?\n(?:#.*\n)*[\w -]+:(?:.*\n)*?(?:---|\.\.\.)[ \t\r]*(?:\n|\Z)"
    rb"|\+\+\+[ \t]*\r?\n(?:#.*\n)*[\w.-]+ *=(?:.*\n)*?\+\+\+[ \t\r]*(?:\n|\Z)"
    rb"|;;;[ \t]*\r?\n\s*\{(?:.*\n)*?;;;[ \t\r]*(?:\n|\Z))"
)
_TEMPLATES = re.compile(
    r"\{\{[<%](?:[^{\n]|\{(?!\{[<%]))*?[>%]\}\}|\{%(?:[^{\n]|\{(?!%))*?%\}"
    r"|!\[\[[^\[\]\n]*\]\]|^\[\^[^\[\]\n]+\]:[ \t]*|\[\^[^\[\]\n]+\]",
    re.MULTILINE,
)
"""What generators of sites and note books fill in: shortcodes, tags, embedded files, marks of notes.

None is sought beyond where the next begins: in a text of nothing but beginnings that would take hours.
"""
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|\n]*\|)?([^\[\]\n]*)\]\]")
_CALLOUT = re.compile(r"^((?:> ?)+)\[![\w-]+\][+-]?[ \t]*", re.MULTILINE)
_ATTRIBUTES = re.compile(r"(?<![ \t])[ \t]*+\{[#.:][^{}\n]*\}[ \t]*$", re.MULTILINE)
_HIGHLIGHT = re.compile(r"==(?=\S)([^=\n]+)==")
_GAPS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_TIGHT = frozenset({"td", "th", "tr", "li"})
_TEXTS = frozenset(NAMES["text"])
_SHOWN = frozenset({"text", "code_inline"})
_BREAKS = frozenset({"softbreak", "hardbreak"})


class MarkdownReader:
    """One article a file; see the module."""

    name = "markdown"

    def claims(self, head: bytes, name: str) -> bool:
        """By front matter, or by the name's ending."""
        if suffix_of(name).lower() in _SUFFIXES:
            return not _LIST.match(head)
        found = _FRONT_MATTER.match(head)
        if not found:
            return False
        text = found[0].decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
        return bool(front_matter.split(text)[0])

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article]:
        """Give the one article."""
        properties, body = front_matter.split(decode(read_document(stream)))
        heading, blocks = _heading_and_blocks(body)
        if not properties and not heading and not "".join(blocks).strip():
            raise UnreadableFileError("no text")
        draft = _described(properties | {"heading": heading, "text": "".join(blocks)}, file, options)
        if blocks and draft.title == heading == " ".join(blocks[0].split()):
            del blocks[0]
        text = _GAPS.sub("\n\n", "".join(blocks)).strip()
        yield article_of(draft._replace(text=text or draft.text), file, options)


READER = MarkdownReader()


def _described(properties: dict[str, Any], file: SourceFile, options: ReadOptions) -> Draft:
    """The facts in the front matter. The option `--field text=...` is for records and does not apply here."""
    fields = tuple(pair for pair in options.fields if pair[0] not in {"text", "body"})
    record = {
        name: _unlinked(value)
        for name, value in properties.items()
        if name == "text" or plain_name(name) not in _TEXTS
    }
    return ArticleBuilder(file, options._replace(fields=fields), DateOrigin.FRONT_MATTER).draft(record)


def _unlinked(value: Any) -> Any:  # noqa: ANN401  any value front matter has
    """Names without the brackets that make links of them in a note book."""
    if isinstance(value, str):
        return _WIKI_LINK.sub(r"\1", value)
    return [_unlinked(element) for element in value] if isinstance(value, list) else value


def _heading_and_blocks(source: str) -> tuple[str | None, list[str]]:
    """The first heading of the first level, and the text of every block, with what parts it from the next."""
    from markdown_it import MarkdownIt  # noqa: PLC0415  few documents are Markdown

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    heading, kind, end = None, "", "\n\n"
    blocks: list[str] = []
    for token in parser.parse(_without_templates(source)):
        if token.nesting > 0:
            kind, end = token.tag, "\n" if token.hidden or token.tag in _TIGHT else "\n\n"
        elif token.nesting < 0:
            blocks.append("" if token.hidden or token.tag in _TIGHT else "\n")
        elif token.type == "inline":
            text = _inline_text(token.children or ())
            heading = heading or (" ".join(text.split()) if kind == "h1" else None)
            blocks.append(text + end)
        else:
            blocks.append((text_of(token.content) if token.type == "html_block" else token.content) + "\n\n")
    return heading or None, blocks


def _without_templates(source: str) -> str:
    source = _ATTRIBUTES.sub("", _CALLOUT.sub(r"\1", _TEMPLATES.sub("", source)))
    return _HIGHLIGHT.sub(r"\1", _WIKI_LINK.sub(r"\1", source))


def _inline_text(tokens: Sequence[Any]) -> str:
    """The text of a line or more: no images, no addresses of links, no tags."""
    return "".join(
        token.content
        if token.type in _SHOWN
        else "\n" * (token.type in _BREAKS or token.content.lower().startswith("<br"))
        for token in tokens
    )
