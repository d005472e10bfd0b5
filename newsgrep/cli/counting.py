"""What `counts` and `timeline` share: their options, and the printing of counts."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from newsgrep.archive import Archive, Query
from newsgrep.cli.formats import chosen_or_default_format, layout_for, print_table, table_format_options
from newsgrep.cli.html_option import best_articles, html_file, html_option, write_page
from newsgrep.cli.manifest_option import manifest_option, write_manifest
from newsgrep.cli.notes import note_queries
from newsgrep.cli.opening import open_archive
from newsgrep.cli.options import color_option, index_option
from newsgrep.cli.query_options import ManyQueries, many_queries_options
from newsgrep.cli.terminal import print_message
from newsgrep.facets import Facet, Period
from newsgrep.results import Column, Table

if TYPE_CHECKING:
    from newsgrep.reports.counts import CountRow


class CountOptions(NamedTuple):
    """The values of the options below."""

    of: str | None
    words: bool
    fold: bool
    absolute: bool
    color: str


_OPTIONS = (
    many_queries_options,
    click.option(
        "--of",
        metavar="QUERY",
        help="Count of how many articles that match QUERY; without it, of all articles that pass the filters.",
    ),
    click.option("--words", is_flag=True, help="Count how often the query's words occur, of all words."),
    click.option(
        "--fold", is_flag=True, help="Of near copies among the articles that match, count only the earliest."
    ),
    click.option("--absolute", is_flag=True, help="Draw how many match, and not the share that they are."),
    html_option,
    manifest_option,
    table_format_options,
    color_option,
    index_option,
)


def count_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of several queries and of counts: its function gets both, `ManyQueries` and `CountOptions`."""

    @wraps(command)
    def with_options(queries: ManyQueries, **options: Any) -> Any:  # noqa: ANN401  Click's values
        typed = {name: options.pop(name) for name in CountOptions._fields}
        return command(queries, CountOptions(**typed), **options)

    counting: Callable[..., Any] = with_options
    for option in reversed(_OPTIONS):
        counting = option(counting)
    return counting


def print_counts(queries: ManyQueries, by: Sequence[str] | None, options: CountOptions) -> int:
    """Print how many match, by facets (None: by the finest period that makes few rows); gives the exit code."""
    with open_archive() as archive:
        parsed = queries.parse(archive)
        of = None if options.of is None else _whole(archive, queries, options.of)
        rows = archive.counts(
            parsed, by, of=of, unit="words" if options.words else "articles", fold=options.fold
        )
        found = Counter[str]()
        for row in rows:
            found[row.query] += row.matches
        matches = found.total()
        titles = {label: _title(label, query, options) for label, query in parsed.items()}
        if (file := html_file()) is None:
            _print(rows, by, titles, options, found=bool(matches))
        elif matches:
            _write_page(file, archive, parsed, rows, titles, options)
        write_manifest(archive, parsed if of is None else {**parsed, f"--of {options.of}": of})
        if options.words:
            found += _note_without_words(archive, queries, parsed, found)
        note_queries(archive, queries, parsed, found)
        if of is not None:
            _note_whole(archive, parsed.values(), of, str(options.of))
    return 0 if matches else 1


def _whole(archive: Archive, queries: ManyQueries, text: str) -> Query:
    """The query of --of, under the same filters. Raises QueryError."""
    filters = next(iter(queries.by_label.values()))
    return filters._replace(query=(text,), any_word=False, fixed=False).parse(archive)


def _note_without_words(
    archive: Archive, queries: ManyQueries, parsed: Mapping[str, Query], found: Mapping[str, int]
) -> Counter[str]:
    """Print which queries match articles, but none of their words, as filters do; gives how many articles."""
    articles = Counter(
        {label: archive.count(query) for label, query in parsed.items() if not found.get(label)}
    )
    for label in +articles:
        before = f"{label}: " if queries.labelled else ""
        print_message(f"{before}no words to count; without --words articles are counted")
    return articles


def _note_whole(archive: Archive, queries: Iterable[Query], of: Query, text: str) -> None:
    """Print what else --of may have meant, and how many articles match that are no part of it: they make its shares larger."""
    for remark in of.remarks:
        print_message(f"--of: {remark}")
    if outside := sum(archive.count(archive.others(of, query)) for query in queries):
        articles = "1 article that matches is" if outside == 1 else f"{outside} articles that match are"
        print_message(f"{articles} not among those of --of '{text}'")


def _print(
    rows: Sequence["CountRow"],
    by: Sequence[str] | None,
    titles: Mapping[str, str],
    options: CountOptions,
    *,
    found: bool,
) -> None:
    """Print the rows: as a chart for a person, if any query has a match. Without rows the columns are those asked for."""
    from newsgrep.reports.counts import facets_named, facets_of  # noqa: PLC0415  after it was called

    facets = facets_of(rows[0]) if rows else facets_named(by or (Period.DAY,))
    name = chosen_or_default_format()
    if name != "text":
        print_table(Table(_columns(facets), rows))
    elif found:
        from newsgrep.cli.pager import pager  # noqa: PLC0415  only for a person
        from newsgrep.renderers.charts import render_chart  # noqa: PLC0415  likewise
        from newsgrep.renderers.count_charts import count_groups  # noqa: PLC0415  likewise

        groups = count_groups(rows, facets, titles, absolute=options.absolute)
        with pager() as out:
            render_chart(groups, out, layout_for(name, options.color))


def _write_page(
    file: str,
    archive: Archive,
    queries: Mapping[str, Query],
    rows: Sequence["CountRow"],
    titles: Mapping[str, str],
    options: CountOptions,
) -> None:
    from newsgrep.renderers.pages.counts import Counting, count_sections  # noqa: PLC0415  only for a page

    counting = Counting(titles, "words" if options.words else "articles", absolute=options.absolute)
    sections = [*count_sections(rows, counting), best_articles(file, archive, queries)]
    write_page(file, archive, queries, sections)


def _columns(facets: Sequence[Facet]) -> list[Column["CountRow"]]:
    return [
        *(Column(facet, "date" if isinstance(facet, Period) else "text") for facet in facets),
        Column("query"),
        Column("matches", "count"),
        Column("articles", "count"),
        Column("share", "share"),
        Column("low", "share"),
        Column("high", "share"),
    ]


def _title(label: str, query: Query, options: CountOptions) -> str:
    """What is drawn of a query."""
    unit = "words" if options.words else "articles"
    if options.absolute:
        drawn = "occurrences" if options.words else unit
    elif options.of is not None:
        drawn = f"share of {'the words of ' if options.words else ''}{options.of}"
    else:
        drawn = f"share of all {unit}{' under the filters' if query.filters else ''}"
    return f"{label}, {drawn}{', near copies folded' if options.fold else ''}"
