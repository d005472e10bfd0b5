"""`newsgrep terms`: the words that set the matches of a query apart."""

from collections import deque
from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import click

from newsgrep.archive import Archive, Query
from newsgrep.cli.formats import chosen_or_default_format, print_table, table_format_options
from newsgrep.cli.html_option import best_articles, html_file, html_option, write_page
from newsgrep.cli.manifest_option import manifest_option, write_manifest
from newsgrep.cli.notes import note_meaning, note_query
from newsgrep.cli.opening import open_archive
from newsgrep.cli.options import Count, index_option
from newsgrep.cli.query_options import QueryCommand, QueryOptions, query_options
from newsgrep.cli.terminal import print_message
from newsgrep.results import Column, Kind, Table

if TYPE_CHECKING:
    from newsgrep.reports.collocates import CollocateRow
    from newsgrep.reports.term_groups import TermGroup
    from newsgrep.reports.terms import TermRow

_Rows: TypeAlias = "Sequence[TermRow | CollocateRow]"
_COLUMNS: tuple[Column[Any], ...] = (
    Column("term"),
    Column("g2", "fraction"),
    Column("ratio", "fraction"),
    Column("here", "count"),
    Column("there", "count"),
    Column("here_total", "count"),
    Column("there_total", "count"),
)
_ON_A_SCREEN, _ON_A_PAGE = 20, 30
_ROWS_A_GROUP = 3
"""So many rows are looked at for each group that is shown: names have up to so many words."""
_WHOLE_FROM = 20
"""From so many times as frequent on, no decimal is shown."""


@click.command(
    cls=QueryCommand,
    epilog="""\b
Examples:
  newsgrep terms 'tariffs'
  newsgrep terms 'date:2025-04' --against 'date:2025-05' --both
  newsgrep terms 'carney' --near 5 --csv
""",
)
@query_options
@click.option(
    "--against",
    metavar="QUERY",
    help="Compare with the other articles that match QUERY, not with all others. Filters beside it are not for it.",
)
@click.option(
    "--near",
    type=Count(min=1),
    metavar="N",
    help="Count only words at most N positions from a match (collocates); all others are elsewhere.",
)
@click.option("--words", is_flag=True, help="Count the occurrences of a term, not the articles with it.")
@click.option(
    "--all-words",
    is_flag=True,
    help="List stop words, single letters, numbers and the query's own words too.",
)
@click.option("--both", is_flag=True, help="List terms that are rarer in the matches too.")
@click.option(
    "--sort",
    type=click.Choice(["g2", "ratio"]),
    default="g2",
    show_default=True,
    help="The order: surest first (g2), or by how many times as frequent a term is (ratio).",
)
@click.option(
    "-n",
    "-m",
    "--limit",
    type=Count(min=0),
    metavar="N",
    help=f"Print at most N terms; on a screen {_ON_A_SCREEN} without it.",
)
@html_option
@table_format_options
@manifest_option
@index_option
def command(query: QueryOptions, **options: Any) -> int:  # noqa: ANN401  Click's values
    """Print the words that set the matching articles apart from others."""
    with open_archive() as archive:
        asked = _Asked(
            archive,
            query.parse(archive),
            None if options["against"] is None else _alone(query, options["against"]).parse(archive),
        )
        if asked.against:  # at once: it may be why there is nothing to compare with
            note_meaning(archive, asked.against, "--against: ")
        rows = archive.terms(
            asked.query,
            asked.against,
            unit="words" if options["words"] else "articles",
            near=options["near"],
            all_words=options["all_words"],
            both=options["both"],
            order=options["sort"],
        )
        found = 1 if rows else archive.count(asked.query)
        if (file := html_file()) is None:
            _print(asked, rows, near=options["near"] is not None, limit=options["limit"])
        elif found:
            _write_page(file, asked, rows[: options["limit"]], options)
        write_manifest(archive, asked.queries)
        note_query(archive, query, asked.query, found)
        if found and not rows:
            print_message(_why_none(asked, near=options["near"] is not None))
    return 0 if found else 1


class _Asked(NamedTuple):
    """The query, and that with whose matches its own are compared."""

    archive: Archive
    query: Query
    against: Query | None

    @property
    def queries(self) -> dict[str, Query]:
        """Both, by their texts; that to compare with as it was typed."""
        against = {f"--against {self.against.text}": self.against} if self.against else {}
        return {self.query.text or "*": self.query, **against}


def _why_none(asked: _Asked, *, near: bool) -> str:
    """Why no term is listed, though articles match."""
    if near and not asked.archive.occurrences(asked.query).occurrences:
        return "no word is near a match: the query finds articles, but no word of it stands in their headlines and texts"
    return "no word is significantly more frequent in the matches than elsewhere"


def _alone(query: QueryOptions, against: str) -> QueryOptions:
    """The query to compare with, read as the other one is. Filters beside that are not its own."""
    return query._replace(query=(against,), since=None, until=None, on=None, within=None)


def _print(asked: _Asked, rows: _Rows, *, near: bool, limit: int | None) -> None:
    if chosen_or_default_format() != "text":
        columns = (*_COLUMNS, Column[Any]("log_dice", "fraction")) if near else _COLUMNS
        print_table(Table(columns, rows[:limit]))
        return
    more, rarer = _groups(asked, rows, _ON_A_SCREEN if limit is None else limit)
    print_table(_screen([*more, *rarer]))


def _groups(asked: _Asked, rows: _Rows, most: int) -> "tuple[list[TermGroup], list[TermGroup]]":
    """The first groups of terms that are more frequent in the matches, and the last of those that are rarer, in the rows' order."""
    more = [row for row in rows if row.g2 >= 0][: _ROWS_A_GROUP * most]
    rarer = deque((row for row in rows if row.g2 < 0), maxlen=_ROWS_A_GROUP * most)
    first, last = (
        asked.archive.term_groups(list(side), asked.query, asked.against) for side in (more, rarer)
    )
    return first[:most], list(deque(last, maxlen=most))


def _write_page(file: str, asked: _Asked, rows: _Rows, options: dict[str, Any]) -> None:
    from newsgrep.renderers.pages.terms import Contrast, term_sections  # noqa: PLC0415  only for a page

    near, against = options["near"], options["against"]
    contrast = Contrast(
        "its occurrences, of all words"
        if options["words"] or near
        else "the articles with it, of all articles",
        f"at most {near} words from a match" if near else "the articles that match",
        "everywhere else" if near else "all others" if against is None else f"those that match {against}",
    )
    more, rarer = _groups(asked, rows, _ON_A_PAGE)
    sections = term_sections(rows, more, rarer[::-1], contrast)
    queries = {asked.query.text or "*": asked.query}
    write_page(file, asked.archive, queries, [*sections, best_articles(file, asked.archive, queries)])


def _screen(groups: "Sequence[TermGroup]") -> Table[Any]:
    """The terms as they are shown to a person: numbers rounded, the totals in the first row alone."""
    rows = [group.row for group in groups]
    cells = zip(
        (", ".join(map(" ".join, group.phrases)) for group in groups),
        (round(row.g2) for row in rows),
        _aligned([_times(2**row.ratio) for row in rows]),
        _of_total([row.here for row in rows], [row.here_total for row in rows]),
        _of_total([row.there for row in rows], [row.there_total for row in rows]),
        strict=True,
    )
    kinds: tuple[tuple[str, Kind], ...] = (
        ("term", "text"),
        ("G²", "count"),
        ("times", "figure"),
        ("here", "figure"),
        ("elsewhere", "figure"),
    )
    return Table([Column(name, kind, itemgetter(n)) for n, (name, kind) in enumerate(kinds)], list(cells))


def _times(times: float) -> str:
    return f"{times:.0f}" if times >= _WHOLE_FROM else f"{times:.1f}" if times >= 1 else f"{times:.2g}"


def _aligned(numbers: Sequence[str]) -> list[str]:
    """Numbers with their decimal points below each other."""
    width = max((len(number.partition(".")[0]) for number in numbers), default=0)
    return [" " * (width - len(number.partition(".")[0])) + number for number in numbers]


def _of_total(counts: Sequence[int], totals: Sequence[int]) -> list[str]:
    aligned = _aligned(list(map(str, counts)))
    return [f"{count} of {total}" for count, total in zip(aligned[:1], totals, strict=False)] + aligned[1:]
