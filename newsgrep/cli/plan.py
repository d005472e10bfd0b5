"""What `newsgrep index --dry-run` prints: each article that would be read, each part skipped, each file removed."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeAlias

from newsgrep.article import Article, PublicationDate
from newsgrep.cli.terminal import print_message
from newsgrep.cli.wording import counted
from newsgrep.index_report import Plan, Skipped
from newsgrep.renderers import Layout, table_renderer
from newsgrep.results import Column, Table

PathFromHere: TypeAlias = Callable[[str], str]
"""Gives an `Article.path` relative to the working directory."""


class PlanRow(NamedTuple):
    """What would be done with an article, a part or a file; docs/indexing.md describes the columns."""

    action: str
    place: str
    reader: str | None = None
    date: PublicationDate | None = None
    title: str | None = None
    reason: str | None = None
    other_dates: tuple[PublicationDate, ...] = ()
    undated: str | None = None
    flags: tuple[str, ...] = ()


COLUMNS: tuple[Column[PlanRow], ...] = (
    Column("action"),
    Column("place", "path"),
    Column("reader"),
    Column("date", "date", lambda row: str(row.date) if row.date else None),
    Column("date_origin", "text", lambda row: row.date and row.date.origin.value),
    Column("title"),
    Column("reason"),
    Column("date_precision", "text", lambda row: row.date and row.date.precision.value),
    Column("other_dates", "data", lambda row: [_date_as_json(date) for date in row.other_dates]),
    Column("undated"),
    Column("flags", "list"),
)
SHOWN = ("action", "place", "reader", "date", "date_origin", "title", "reason")
"""The columns of a line; JSON has the others too."""


def print_plan(
    plan: Plan, parts: Iterable[Article | Skipped], path: PathFromHere, *, as_json: bool, quiet: bool
) -> int:
    """Print it as it is read; gives the exit code."""
    for warning in plan.warnings:
        print_message(warning)
    actions: Counter[str] = Counter()

    def tallied() -> Iterator[PlanRow]:
        for row in _rows(plan, parts, path):
            actions[row.action] += 1
            yield row

    table_renderer("json" if as_json else "lines")(Table(COLUMNS, tallied(), SHOWN), sys.stdout, Layout())
    if not quiet:
        print_message(
            f"{counted(len(plan.read), 'file')} to read: {counted(actions['read'], 'article')},"
            f" {actions['skip']:,} skipped; {counted(actions['remove'], 'file')} to remove; nothing was changed"
        )
    return 2 if plan.warnings else 0


def place(skipped: Skipped, path: PathFromHere) -> str:
    """The path of a skipped file, and the part of it."""
    return path(skipped.path) + (f"#{skipped.key}" if skipped.key else "")


def _rows(plan: Plan, parts: Iterable[Article | Skipped], path: PathFromHere) -> Iterator[PlanRow]:
    for part in parts:
        if isinstance(part, Skipped):
            yield PlanRow("skip", place(part, path), part.reader, reason=part.reason)
        else:
            yield _row_of_article(part, path)
    for removed in plan.removed:
        yield PlanRow("remove", path(removed))


def _row_of_article(article: Article, path: PathFromHere) -> PlanRow:
    _, sign, key = article.id.partition("#")
    return PlanRow(
        action="read",
        place=path(article.path) + sign + key,
        reader=article.format,
        date=article.date,
        title=article.title,
        other_dates=article.other_dates,
        undated=article.undated,
        flags=article.flags,
    )


def _date_as_json(date: PublicationDate) -> dict[str, str]:
    return {"date": str(date), "date_origin": date.origin.value}
