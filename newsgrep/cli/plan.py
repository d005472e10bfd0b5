"""What `newsgrep index --dry-run` prints: each article that would be read, each part skipped, each file removed."""

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from newsgrep.article import Article
from newsgrep.cli.terminal import say
from newsgrep.index_report import Plan, Skipped
from newsgrep.renderers.jsons import write_list
from newsgrep.renderers.lines import MISSING
from newsgrep.renderers.safety import one_line, path_in_line

COLUMNS = ("reader", "date", "date_origin", "title", "reason")
"""What a line tells of an article or a part, after what is done and where it is."""
Seen: TypeAlias = Callable[[str], str]
"""Gives an `Article.path` as it is seen from the working directory."""


def place(skipped: Skipped, seen: Seen) -> str:
    """The file, and the part of it."""
    path = seen(skipped.path)
    return f"{path}#{skipped.key}" if skipped.key else path


def print_plan(
    plan: Plan, parts: Iterable[Article | Skipped], seen: Seen, *, as_json: bool, quiet: bool
) -> int:
    """Print it as it is read; gives the exit code."""
    for warning in plan.warnings:
        say(warning)
    counts = {"read": 0, "skip": 0, "remove": 0}

    def counted() -> Iterator[dict[str, Any]]:
        for row in _rows(plan, parts, seen):
            counts[row["action"]] += 1
            yield row

    if as_json:
        write_list(counted(), sys.stdout)
    else:
        for row in counted():
            told = (one_line(row.get(name) or "") or MISSING for name in COLUMNS)
            sys.stdout.write("\t".join((row["action"], path_in_line(row["place"]), *told)) + "\n")
    if not quiet:
        say(
            f"{len(plan.read)} files to read: {counts['read']} articles, {counts['skip']} skipped;"
            f" {counts['remove']} files to remove; nothing was changed"
        )
    return 2 if plan.warnings else 0


def _rows(plan: Plan, parts: Iterable[Article | Skipped], seen: Seen) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield _skip_row(part, seen) if isinstance(part, Skipped) else _read_row(part, seen)
    for path in plan.removed:
        yield {"action": "remove", "place": seen(path)}


def _read_row(article: Article, seen: Seen) -> dict[str, Any]:
    date = article.date
    _, sign, key = article.id.partition("#")
    return {
        "action": "read",
        "place": seen(article.path) + sign + key,
        "reader": article.format,
        "date": str(date) if date else None,
        "date_origin": date.origin.value if date else None,
        "title": article.title,
        "date_precision": date.precision.value if date else None,
        "other_dates": [{"date": str(other), "date_origin": other.origin} for other in article.other_dates],
        "undated": article.undated,
        "flags": list(article.flags),
    }


def _skip_row(skipped: Skipped, seen: Seen) -> dict[str, Any]:
    return {
        "action": "skip",
        "place": place(skipped, seen),
        "reader": skipped.reader,
        "reason": skipped.reason,
    }
