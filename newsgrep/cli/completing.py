"""What a shell offers for the word that is being typed: fields and their values in a query, the roots of the index."""

import re
from collections.abc import Callable, Iterable
from typing import Literal, TypeAlias, get_args

import click

from newsgrep.archive import Archive
from newsgrep.cli.opening import open_archive
from newsgrep.errors import NewsgrepError
from newsgrep.home import PIPED_ENDING, piped_path
from newsgrep.query.fields import FIELDS
from newsgrep.query.globs import escape_glob
from newsgrep.query.nodes import Value
from newsgrep.query.printer import to_text

_Field: TypeAlias = Literal["source", "tag", "section", "lang"]
_VALUES: dict[str, _Field] = {field: field for field in get_args(_Field)}
"""The fields whose values are offered."""
_MOST_VALUES = 100
_FIELD = re.compile(r"(?P<before>(?:.*[\s(])?)(?P<name>[a-z]+)", re.DOTALL)
_VALUE = re.compile(
    r'(?P<before>(?:.*[\s(])?)(?P<name>[a-z]+):(?:"(?P<quoted>[^"]*)|(?P<bare>[^\s"()]*))', re.DOTALL
)


def complete_query(ctx: click.Context, incomplete: str) -> list[str]:
    """The fields that may be meant by the query's last word, or after a field and its colon the values that the index has."""
    if (found := _VALUE.fullmatch(incomplete)) and found["name"] in _VALUES:
        field = _VALUES[found["name"]]
        begun = (found["quoted"] or found["bare"] or "").casefold()
        values = _from_archive(ctx, lambda archive: _values(archive, field, begun))
        return [f"{found['before']}{_written(field, value)}" for value in values]
    if found := _FIELD.fullmatch(incomplete):
        return [f"{found['before']}{field}:" for field in FIELDS if field.startswith(found["name"])]
    return []


def complete_root(ctx: click.Context, incomplete: str) -> list[str]:
    """The roots of the index, and the names of piped input, that begin so."""
    return [root for root in _from_archive(ctx, _roots) if root.startswith(incomplete)]


def _values(archive: Archive, field: _Field, begun: str) -> list[str]:
    """The most frequent values that begin so, in whatever case."""
    counts = archive.values(field)
    matching = [value for value in counts if value.casefold().startswith(begun) and value.isprintable()]
    return sorted(matching, key=lambda value: (-counts[value], value))[:_MOST_VALUES]


def _written(field: _Field, value: str) -> str:
    return f"{field}:{value}" if value.isalnum() else to_text(Value(field, escape_glob(value)))


def _roots(archive: Archive) -> Iterable[str]:
    piped = piped_path(archive.home, "").parent
    for root in archive.config.roots:
        path = archive.folder / root.path
        yield (
            path.name.removesuffix(PIPED_ENDING)
            if path.parent == piped
            else archive.relative_to_here(root.path)
        )


def _from_archive(ctx: click.Context, ask: Callable[[Archive], Iterable[str]]) -> list[str]:
    """What an archive says; nothing where there is none, for a shell has no place for errors."""
    try:
        with ctx, open_archive() as archive:
            return list(ask(archive))
    except (NewsgrepError, OSError):
        return []
