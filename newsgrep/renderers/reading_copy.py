"""Reading copies of articles, plain or in Markdown: headline, source, date, authors, link, text, and nothing else."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TextIO, TypeAlias

from newsgrep.article import Article

Safe: TypeAlias = Callable[[str], str]
"""Makes untrusted text safe for where it is written, see `safety`."""

_LINK = re.compile(r"https?://[^\s<>]+")
_INLINE = re.compile(r"[\\`*\[\]<>&~|]|(?<![^\W_])_|_(?![^\W_])")
_LINE_START = re.compile(r"^(?:[#+=-]|\d+(?=[.)]))", re.MULTILINE)
_INDENTED = re.compile(r"\n+[^\S\n]{2,}(?=\S)")
_INDENTATION = re.compile(r"^[^\S\n]+", re.MULTILINE)


def write_plain(articles: Iterable[Article], stream: TextIO, safe: Safe) -> None:
    """Write articles as plain text, two empty lines between two."""
    for number, article in enumerate(articles):
        facts = (_one_line(article.title), *_origin(article), article.url)
        parts = [*(fact for fact in facts if fact), article.text.strip("\n")]
        head, text = "\n".join(parts[:-1]), parts[-1]
        stream.write("\n\n" if number else "")
        stream.write(safe(f"{head}\n\n{text}\n" if head else f"{text}\n"))


def write_markdown(articles: Iterable[Article], stream: TextIO, safe: Safe) -> None:
    """Write articles in Markdown, in which the text stands as it is; a rule between two."""
    for number, article in enumerate(articles):
        stream.write("\n---\n\n" if number else "")
        stream.write(safe("\n\n".join(_markdown(article)) + "\n"))


def _markdown(article: Article) -> Iterator[str]:
    if article.title:
        yield f"# {_escaped(_one_line(article.title))}"
    origin = " · ".join(_origin(article))
    if origin:
        yield _escaped(origin)
    if article.url:
        yield f"<{article.url}>" if _LINK.fullmatch(article.url) else _escaped(_one_line(article.url))
    text = _INDENTATION.sub("", _INDENTED.sub("\n\n", article.text.strip("\n")))
    yield _escaped(text)


def _origin(article: Article) -> list[str]:
    """Source, date and authors, as far as they are known."""
    facts = (article.source, str(article.date or ""), ", ".join(article.authors))
    return [_one_line(fact) for fact in facts if fact]


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def _escaped(text: str) -> str:
    """A text with a backslash before each sign that Markdown would take for its own."""
    text = _INLINE.sub(r"\\\g<0>", text)
    return _LINE_START.sub(lambda start: f"{start[0]}\\" if start[0].isdigit() else f"\\{start[0]}", text)
