"""Documents of word processors: the title in their properties, a date line above the text, exports."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from newsgrep.article import Article, DateOrigin, Precision
from newsgrep.readers import ReadOptions, SourceFile
from newsgrep.readers.dating import date_in_line
from newsgrep.readers.decoding import clean
from newsgrep.readers.draft import Draft, article_of, written
from newsgrep.readers.exports import articles_in, keyed

_PROGRAM = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)|word|adobe|quarkxpress|indesign|untitled|document|dokument|slide"
    r"|print|layout|page|pagina|powerpoint presentation|\(?anonymous\)?|no title|title|default|factiva|proquest"
    r"|(?:lexis)?nexis(?: uni)?|lexis)\b[\s\-:0-9]*(?:-.*)?",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(
    r".*\.(?:docx?|odt|rtf|txt|pdf|indd|qx[dp]|pages|pub|p65|ps|eps|html?|wpd)\b|(?=\S*[\\/_])\S*",
    re.IGNORECASE,
)
_ABOVE_TEXT = 4
_LONGEST_DATE_LINE = 60


def articles_of_paragraphs(
    title: str | None,
    lines: Iterable[str],
    file: SourceFile,
    options: ReadOptions,
    heading: str | None = None,
) -> Iterator[Article]:
    """The articles of an export, or the one article of these paragraphs.

    `title` is that in the properties; where there is none of a person's, `heading` is the article's.
    """
    parts = [part for line in lines if (part := " ".join(line.split()))]
    if exported := articles_in(line for part in parts for line in (part, "")):
        yield from keyed(exported, file, options)
    else:
        yield article_of(draft_of(title, parts, file, options, list, heading), file, options)


def draft_of(
    title: str | None,
    lines: Sequence[str],
    file: SourceFile,
    options: ReadOptions,
    paragraphs: Callable[[Sequence[str]], list[str]],
    heading: str | None = None,
) -> Draft:
    """The facts of a document: `title` is that in its properties, `paragraphs` makes them of its lines."""
    title = real_title(title, file.name) or heading
    date, below = split_leading_date(without_title(lines, title), options)
    return Draft("\n\n".join(paragraphs(below)), title=title, dates=written([date], DateOrigin.TEXT))


def real_title(title: str | None, name: str) -> str | None:
    """The title in a document's properties, unless a program has put it there: a file's name, or its own."""
    title = " ".join(clean(title or "").replace("\0", "").split())
    stem = name.rpartition(".")[0]
    made_up = title.casefold() == stem.casefold() or _PROGRAM.fullmatch(title) or _FILE_NAME.fullmatch(title)
    return None if made_up or " " not in title else title


def split_leading_date(parts: Sequence[str], options: ReadOptions) -> tuple[str | None, Sequence[str]]:
    """The date that a line of its own gives above the text, as it is printed, and the paragraphs without it."""
    for place, part in enumerate(parts[:_ABOVE_TEXT]):
        if len(part) > _LONGEST_DATE_LINE:
            break
        line = date_in_line(part, options)
        if line.is_alone and not (line.date and line.date.precision is not Precision.DAY):
            return line.written, [*parts[:place], *parts[place + 1 :]]
    return None, parts


def without_title(parts: Sequence[str], title: str | None) -> Sequence[str]:
    """The paragraphs or lines, without the first ones if they are the title again."""
    begin = ""
    for place, part in enumerate(parts[:_ABOVE_TEXT], 1):
        begin = f"{begin} {part}".strip()
        if title and begin.casefold() == title.casefold():
            return parts[place:]
    return parts
