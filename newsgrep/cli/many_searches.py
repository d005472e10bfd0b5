"""Several queries in one search: the hits of one after those of another, each with its query's label."""

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from newsgrep.archive import Archive, Query, Results
from newsgrep.archive.choosing import Choice
from newsgrep.cli.formats import FOR_A_PERSON
from newsgrep.cli.manifest_option import write_manifest
from newsgrep.cli.notes import explain, note_queries
from newsgrep.cli.query_options import ManyQueries
from newsgrep.cli.terminal import print_message
from newsgrep.errors import UsageError
from newsgrep.renderers import renderer, table_renderer
from newsgrep.results import Column, Hit, Match, Table

if TYPE_CHECKING:
    from newsgrep.cli.hit_options import Wanted


class LabelledResults:
    """The results of several queries as one, see `results.SearchResults`.

    Each hit has the label of its query. An article that several queries find is a hit of each of them; among
    the matches, as lists of names have them, it is there once, and so is a file.
    """

    def __init__(self, archive: Archive, parsed: Mapping[str, Query], wanted: "Wanted") -> None:
        self._archive = archive
        self._parsed = parsed
        self._wanted = wanted

    def by_label(self) -> Iterator[tuple[str, Results]]:
        """The results of each query; it is evaluated when they are asked for."""
        for label, query in self._parsed.items():
            yield label, self._wanted.find(self._archive, query)

    @property
    def leading(self) -> tuple[str, ...]:
        """The label comes before what the hits of each query have."""
        return ("query", *Choice(each=self._wanted.each, fold=self._wanted.fold).leading)

    @property
    def total(self) -> int:
        """The sum of what the queries find."""
        return sum(results.total for _, results in self.by_label())

    def __iter__(self) -> Iterator[Hit]:
        return (hit._replace(query=label) for label, results in self.by_label() for hit in results)

    def matches(self) -> Iterator[Match]:
        """The matches without their text, each article or file once."""
        seen = set()
        for _, results in self.by_label():
            for match in results.matches():
                name = match.path if self._wanted.name == "files" else match.id
                if name not in seen:
                    seen.add(name)
                    yield match

    def path(self, match: Match) -> str:
        """The path of a match's file, relative to the working directory."""
        return self._archive.path(match)

    def paths(self) -> Iterator[str]:
        """The paths of the files of `matches()`."""
        return map(self.path, self.matches())


def check_labels(queries: ManyQueries, wanted: "Wanted", topic: str | None) -> None:
    """Raise UsageError where a label cannot be the topic of a TREC run."""
    if wanted.name != "trec":
        return
    if topic:
        raise UsageError("--topic is for one query; the topics of several are their labels")
    for label in queries.by_label:
        if label.split() != [label] or not label.isprintable():
            raise UsageError(
                f'a topic of --format trec is one word, not "{label}"; -f FILE takes a label, a tab and a query on each line'
            )


def search_many(
    archive: Archive, queries: ManyQueries, wanted: "Wanted", *, explained: bool, quiet: bool
) -> int:
    """Print what each query finds; gives the exit code.

    All are evaluated before the first is printed, so that one that cannot be stops all before any output.
    """
    parsed = queries.parse(archive)
    found = {}
    for label, query in parsed.items():
        with queries.errors_have_place(label):
            found[label] = (
                wanted.find(archive, query).total if wanted.name == "count" else archive.count(query)
            )
            if explained:
                explain(archive, query, f"{label}: ")
    if quiet:
        write_manifest(archive, parsed)
        return 0 if any(found.values()) else 1
    written = print_labelled(archive, LabelledResults(archive, parsed, wanted), found, wanted)
    write_manifest(archive, parsed)
    note_queries(archive, queries, parsed, None if wanted.name == "count" else found)
    if written or not any(found.values()):
        return 0 if written else 1
    if wanted.limit == 0 and max(found.values()) > wanted.offset:
        return 0
    print_message(f"nothing found: --offset {wanted.offset} is past the end of what each query finds")
    return 1


def print_labelled(
    archive: Archive, results: LabelledResults, found: Mapping[str, int], wanted: "Wanted"
) -> int:
    """Print in the output format; gives how many lines, cards or names. `found` are the totals by label."""
    if wanted.name in FOR_A_PERSON:
        from newsgrep.cli.screen import print_by_query  # noqa: PLC0415  for a person only

        return print_by_query(archive, results.by_label(), wanted)
    if wanted.name == "count":
        columns: list[Column[tuple[str, int]]] = [
            Column("query", value=lambda row: row[0]),
            Column("articles", "count", lambda row: row[1]),
        ]
        table_renderer("lines")(Table(columns, found.items()), sys.stdout, wanted.layout)
        return sum(found.values())
    if wanted.name == "trec":
        return sum(
            renderer("trec")(one, sys.stdout, wanted.layout._replace(topic=label))
            for label, one in results.by_label()
        )
    return renderer(wanted.name)(results, sys.stdout, wanted.layout)
