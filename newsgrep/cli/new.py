"""`newsgrep new`: what came in since a saved query was last asked."""

import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack
from typing import Any, NamedTuple

import click

from newsgrep.archive import Archive, Results
from newsgrep.archive.new import peek
from newsgrep.archive.question import Question
from newsgrep.archive.standing_queries import check_names, delete, load, saved_names
from newsgrep.cli.format_option import chosen_format
from newsgrep.cli.formats import print_table
from newsgrep.cli.hit_options import Wanted, hit_options, wanted_hits
from newsgrep.cli.many_searches import LabelledResults, print_labelled
from newsgrep.cli.notes import note_meaning
from newsgrep.cli.opening import open_archive
from newsgrep.cli.options import index_option, wait_option
from newsgrep.cli.query_options import ManyQueries, QueryCommand, QueryOptions, many_queries_options
from newsgrep.cli.streams import wait_until_read
from newsgrep.cli.terminal import is_terminal, print_message
from newsgrep.cli.wording import counted
from newsgrep.errors import NewsgrepError, UsageError
from newsgrep.renderers import TABLE_FORMATS, renderer
from newsgrep.results import Column, Order, Table

_ALONE = {"listed": "--list", "forget": "--forget", "peek": "--peek"}
"""The options of which only one can be given."""


class _Asked(NamedTuple):
    """The saved queries that are asked: for each name the question, None for the one that is saved.

    `labelled`: the results say which of them found what.
    """

    questions: Mapping[str, Question | None]
    labelled: bool


class _NewResults(LabelledResults):
    """The new articles of several saved queries."""

    def __init__(self, archive: Archive, results: Mapping[str, Results], wanted: Wanted) -> None:
        super().__init__(archive, {}, wanted)
        self._results = results

    def by_label(self) -> Iterator[tuple[str, Results]]:
        """The results of each query."""
        return iter(self._results.items())


@click.command(
    cls=QueryCommand,
    epilog="""\b
Examples:
  newsgrep new trade 'tariff* OR "trade war"' --since 2025
  newsgrep new trade || echo 'nothing new'
  newsgrep new --list
""",
)
@many_queries_options
@click.option("--all", "all_at_first", is_flag=True, help="At the first call print all matches, as new.")
@click.option("--peek", is_flag=True, help="Print what is new, and let it stay new.")
@click.option("--list", "listed", is_flag=True, help="Print the saved queries.")
@click.option("--forget", is_flag=True, help="Forget the queries that are saved under these names.")
@click.option(
    "--sort",
    type=click.Choice([order.value for order in Order if order is not Order.RANDOM]),
    default="relevance",
    show_default=True,
    help="The order: best first, oldest first (date), newest first (-date), or by id.",
)
@hit_options
@click.option("-q", "--quiet", is_flag=True, help="Print nothing; the exit code is 0 if something is new.")
@wait_option
@index_option
def command(queries: ManyQueries, **options: Any) -> int:  # noqa: ANN401  Click's values
    """Print what came in since a query was last asked: NAME and QUERY save one, NAME asks it, without NAME all are asked."""
    wanted = wanted_hits(options, null=queries.any.null, reads_list=queries.any.within is not None)
    chosen = [option for name, option in _ALONE.items() if options[name]]
    if len(chosen) > 1:
        raise UsageError(f"{chosen[0]} and {chosen[1]} do not go together; give one of them")
    with open_archive() as archive:
        if options["listed"]:
            return _list(archive)
        if options["forget"]:
            return _forget(archive, queries.any.query, options["wait"])
        asked = _asked(archive, queries)
        if asked.labelled and options["topic"]:
            raise UsageError("--topic is for one query; the topics of several are their names")
        return _ask(archive, asked, wanted, options)


def _asked(archive: Archive, queries: ManyQueries) -> _Asked:
    """What is asked, by the arguments: NAME [QUERY]..., or -e and -f, whose labels are names, or nothing for all that is saved."""
    given = click.get_current_context().params
    if given["expressions"] or given["files"]:
        check_names(queries.by_label)
        queries.parse(archive)  # a bad line stops all
        return _Asked({name: _question(one) for name, one in queries.by_label.items()}, queries.labelled)
    if queries.any.query:
        name, *texts = queries.any.query
        return _Asked({name: _question(queries.any._replace(query=tuple(texts)))}, labelled=False)
    if _question(queries.any):
        raise UsageError("a query is saved under a name: newsgrep new NAME 'QUERY'")
    return _Asked(dict.fromkeys(saved_names(archive.state)), labelled=True)


def _question(query: QueryOptions) -> Question | None:
    """The question that is typed; None for none."""
    question = Question(
        query.query,
        query.since,
        query.until,
        query.on,
        sure=query.sure,
        any_word=query.any_word,
        fixed=query.fixed,
        within=query.within,
    ).canonical
    return None if question == Question() else question


def _ask(archive: Archive, asked: _Asked, wanted: Wanted, options: dict[str, Any]) -> int:
    """Print what is new, and let it be seen once it is printed."""
    saved = set(saved_names(archive.state))
    with ExitStack() as stack:
        results, code = _results(archive, asked, saved, wanted, options, stack)
        if not options["quiet"]:
            shown = _print(archive, asked, results, wanted)
            if wanted.on_screen and shown < sum(map(len, results.values())):
                raise BrokenPipeError  # the person has left the pager
            wait_until_read()
    first = [name for name in results if name.lower() not in saved]
    for name in first:
        _note_first(archive, name)
    is_new = any(one.total for one in results.values())
    _note(asked, results, wanted, is_new=is_new or bool(first))
    return code or (0 if is_new or (first and not options["all_at_first"]) else 1)


def _results(
    archive: Archive,
    asked: _Asked,
    saved: Collection[str],
    wanted: Wanted,
    options: dict[str, Any],
    stack: ExitStack,
) -> tuple[dict[str, Results], int]:
    """The new articles of each query, and an exit code. They count as seen when the stack is left without an error.

    Of all saved queries one that cannot be asked does not stop the others.
    """
    how = {
        "order": wanted.order,
        "limit": wanted.limit,
        "offset": wanted.offset,
        "context": wanted.context,
        "one_per_file": wanted.name == "files",
    }
    prints_none = options["quiet"] or wanted.name == "count"
    results, code = {}, 0
    for name, question in asked.questions.items():
        try:
            if options["peek"] or (prints_none and name.lower() in saved):
                results[name] = peek(archive, name, question, **how)
            else:
                first, wait = options["all_at_first"], options["wait"]
                new = archive.new(name, question, all_at_first=first, wait=wait, **how)
                results[name] = stack.enter_context(new)
        except NewsgrepError as error:
            if question or not asked.labelled:
                raise
            print_message(str(error))
            code = error.exit_code
    return results, code


def _print(archive: Archive, asked: _Asked, results: Mapping[str, Results], wanted: Wanted) -> int:
    """Print the new articles; gives how many lines, cards or names."""
    if not asked.labelled and not wanted.on_screen:
        return sum(renderer(wanted.name)(one, sys.stdout, wanted.layout) for one in results.values())
    if wanted.name != "count":
        results = {name: one for name, one in results.items() if one.total}
    if wanted.on_screen and not results:
        return 0
    totals = {name: one.total for name, one in results.items()}
    return print_labelled(archive, _NewResults(archive, results, wanted), totals, wanted)


def _note_first(archive: Archive, name: str) -> None:
    """Print how many articles match a query that was saved just now, and what else is to be said about it."""
    standing = load(archive.state, name)
    if standing:
        parsed = standing.question.parse(archive)
        matches = archive.count(parsed)
        verb = "matches" if matches == 1 else "match"
        print_message(f'saved as "{name}": {counted(matches, "article")} {verb}; what comes is new')
        note_meaning(archive, parsed)


def _note(asked: _Asked, results: Mapping[str, Results], wanted: Wanted, *, is_new: bool) -> None:
    """Print what is left out, and to a person that nothing is new: of that no program is told, for cron sends what it prints."""
    for name, one in results.items():
        if wanted.name != "count" and len(one) < one.total:
            before = f"{name}: " if asked.labelled else ""
            left = one.total - len(one)
            print_message(f"{before}{left:,} more {'is' if left == 1 else 'are'} new; ask again")
    if not asked.questions:
        print_message("no query is saved; newsgrep new NAME 'QUERY' saves one")
    elif not is_new and is_terminal(sys.stdout):
        print_message("nothing new")


def _forget(archive: Archive, names: Collection[str], wait: float) -> int:
    if not names:
        raise UsageError("--forget takes the name of a saved query")
    state = archive.state
    missing = [name for name in names if not delete(state, name, wait)]
    archive.share()
    for name in missing:
        print_message(f'no query is saved as "{name}"')
    return 1 if missing else 0


class _Saved(NamedTuple):
    """A saved query, as arguments of a command, and how many articles count as seen."""

    name: str
    query: str
    seen: int


def _list(archive: Archive) -> int:
    if chosen_format() not in {None, *TABLE_FORMATS}:
        raise UsageError(f"--list prints {', '.join(TABLE_FORMATS)}, and nothing else")
    rows, code = [], 0
    state = archive.state
    for name in saved_names(state):
        try:
            if standing := load(state, name):
                rows.append(_Saved(standing.name, str(standing.question), len(standing.seen)))
        except NewsgrepError as error:
            print_message(str(error))
            code = error.exit_code
    print_table(Table((Column("name"), Column("query"), Column("seen", "count")), rows))
    return code or (0 if rows else 1)
