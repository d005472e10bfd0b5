"""Results to text on a stream: one module a format.

A renderer is a function of results, a stream and a layout, which writes them as they come and gives how many it has
written. `renderer` picks that of search results, `table_renderer` that of tables, by the format's name. Both import it then.
"""

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, TextIO, TypeAlias

from newsgrep.immutable import NamedTuple
from newsgrep.results import SearchResults, Table


class Layout(NamedTuple):
    """How results are laid out; each format takes what it needs of it.

    `width` is in columns. `color` is for colours, and for links unless `links` is false. `is_terminal`: a person reads the names in a list. `end` ends
    each of these. `first_number` is that of the first hit, `topic` what a TREC run calls the query, without white space.
    """

    width: int = 80
    color: bool = False
    links: bool = True
    is_terminal: bool = False
    end: str = "\n"
    first_number: int = 1
    topic: str = "1"


Render: TypeAlias = Callable[[SearchResults, TextIO, Layout], int]
RenderTable: TypeAlias = Callable[[Table[Any], TextIO, Layout], int]

_TABLES = {
    "text": "tables",
    "lines": "lines",
    "json": "jsons",
    "jsonl": "jsons",
    "csv": "delimited",
    "tsv": "lines",
}
"""The module of each format of tables; its function is `render_` and the format's name."""
_RESULTS = {
    "text": "cards",
    "compact": "compact",
    "trec": "trec",
    "ids": "names",
    "files": "names",
    "count": "names",
}
"""The module of each format that search results have for themselves; in all others they are a table of hits."""

TABLE_FORMATS = tuple(_TABLES)
FORMATS = tuple({**_TABLES, **_RESULTS})


def renderer(name: str) -> Render:
    """The renderer of search results in one of `FORMATS`."""
    if name in _RESULTS:
        own: Render = _function(_RESULTS[name], name)
        return own
    from newsgrep.renderers.hits import hit_table  # noqa: PLC0415  lists of names need no hits

    render = table_renderer(name)
    return lambda results, stream, layout: render(hit_table(results), stream, layout)


def table_renderer(name: str) -> RenderTable:
    """The renderer of tables in one of `TABLE_FORMATS`."""
    render: RenderTable = _function(_TABLES[name], name)
    return render


def write_each(texts: Iterable[str], stream: TextIO) -> int:
    """Write texts as they come; gives how many."""
    number = 0
    for text in texts:
        stream.write(text)
        number += 1
    return number


def _function(module: str, name: str) -> Any:  # noqa: ANN401  either kind of renderer
    return getattr(import_module(f"newsgrep.renderers.{module}"), f"render_{name}")
