"""The queries of -e and -f: from arguments and lines of files to queries with labels."""

import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple, TextIO

from newsgrep.errors import UsageError

_LONGEST_LINE = 100_000
"""In characters; what is longer is no list of queries."""


class GivenQuery(NamedTuple):
    """A query as it was given; `place` is `FILE:LINE` if it is from a file."""

    label: str
    text: str
    place: str = ""


def given_queries(expressions: Iterable[str], files: Iterable[TextIO]) -> list[GivenQuery]:
    """The queries of -e, then those of files.

    Raises UsageError where one is empty, or two have the same label.
    """
    by_label: dict[str, GivenQuery] = {}
    for query in chain(map(_expression, expressions), *map(_queries_of, files)):
        before = by_label.setdefault(query.label, query)
        if before is not query:
            where = f", in {before.place}" if before.place else ""
            raise _refused(query.place, f'the query "{query.label}" was given before{where}')
    return list(by_label.values())


def _expression(text: str) -> GivenQuery:
    if not text.strip():
        raise UsageError("-e takes a query; for all articles write -e '*'")
    return GivenQuery(text, text)


def _queries_of(file: TextIO) -> Iterator[GivenQuery]:
    name = "stdin" if file is sys.stdin else file.name
    number = 0
    for number, line in _lines(file, name):
        yield _query_of(line, f"{name}:{number}")
    if not number:
        raise UsageError(
            f"{name} has no query; it takes a query, or a label, a tab and a query, on each line"
        )


def _lines(file: TextIO, name: str) -> Iterator[tuple[int, str]]:
    """The lines of a file that have a query, with their numbers from 1. Raises UsageError for one that is too long."""
    for number, line in enumerate(iter(lambda: file.readline(_LONGEST_LINE + 1), ""), start=1):
        text = line.removeprefix("\ufeff").rstrip("\r\n") if number == 1 else line.rstrip("\r\n")
        if len(text) > _LONGEST_LINE:
            raise _refused(f"{name}:{number}", f"this line is longer than {_LONGEST_LINE:,} characters")
        if text.strip() and not text.lstrip().startswith("#"):
            yield number, text


def _query_of(line: str, place: str) -> GivenQuery:
    if not line.isascii() and any("\udc80" <= character <= "\udcff" for character in line):
        raise _refused(place, "this line is not UTF-8")
    label, tab, text = line.partition("\t")
    if not tab:
        return GivenQuery(line.strip(), line.strip(), place)
    if not label.strip() or not text.strip():
        raise _refused(place, "this line has a tab, but not both a label before it and a query behind it")
    return GivenQuery(label.strip(), text.strip(), place)


def _refused(place: str, reason: str) -> UsageError:
    return UsageError(f"{place}: {reason}" if place else reason)
