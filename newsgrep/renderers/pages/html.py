"""A page as HTML: one file that needs no other, no network and no script."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from newsgrep.renderers.lines import line_format
from newsgrep.renderers.pages import Numbers, Page
from newsgrep.renderers.pages.drawing import described, draw
from newsgrep.renderers.pages.scale import percent
from newsgrep.renderers.safety import one_line
from newsgrep.results import Column, Kind

_STYLES: dict[Kind, str] = {
    "count": "number",
    "score": "number",
    "share": "number",
    "fraction": "number",
    "figure": "number",
    "date": "date",
}
"""The class of the cells of a column of a kind, in style.css."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""A language tag (BCP 47), as far as it matters to hyphenation and to voices."""
_NONE = "\N{EN DASH}"


class _Cell(NamedTuple):
    text: str
    style: str


def render_page(page: Page) -> str:
    """The HTML of a page. Nothing in it is loaded from elsewhere; all that comes from articles and queries is escaped."""
    return _template().render(page=page, version=version("newsgrep")) + "\n"


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("newsgrep.renderers.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"draw": draw, "described": described, "rows_of": _rows, "heads_of": _heads}
    environment.filters["language"] = _language
    return environment.get_template("page.html")


def _printable(value: Any) -> Any:  # noqa: ANN401  whatever a template prints
    """What a template prints: texts without what is unsafe, then to be escaped; places with no more decimals than a screen has."""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return one_line(value) if type(value) is str else value


def _heads(numbers: Numbers) -> list[_Cell]:
    return [_Cell(column.name, _STYLES.get(column.kind, "")) for column in _columns(numbers)]


def _rows(numbers: Numbers) -> Iterator[list[_Cell]]:
    columns = [(column.kind, column.cells()) for column in _columns(numbers)]
    for row in numbers.table.rows:
        yield [_Cell(_text(kind, cell(row)), _STYLES.get(kind, "")) for kind, cell in columns]


def _columns(numbers: Numbers) -> list[Column[Any]]:
    return [column for column in numbers.table.shown_columns() if column.kind not in {"bar", "data"}]


def _text(kind: Kind, value: Any) -> str:  # noqa: ANN401  its type follows from the kind
    if value is None:
        return _NONE
    match kind:
        case "count":
            return f"{value:,}"
        case "share":
            return percent(value)
        case "fraction":
            return f"{value:,.1f}"
        case _:
            return line_format(kind)(value)


def _language(name: str | None) -> str:
    """A language that may stand in an attribute `lang`; empty, which means unknown, where it is none."""
    return name if name and _LANGUAGE.fullmatch(name) else ""
