"""Notes on stderr: what else a query may have meant, what dates leave unsaid, why nothing was found."""

from collections.abc import Mapping

from newsgrep.archive import Archive, Query
from newsgrep.cli.query_options import ManyQueries, QueryOptions
from newsgrep.cli.terminal import print_message

_MOST_NOTED = 10
"""Notes are printed about so many queries; of more without a match, only the number is said."""


def note_query(archive: Archive, query: QueryOptions, parsed: Query, found: int) -> None:
    """Print all notes about a query with so many matches."""
    note_meaning(archive, parsed)
    if not found:
        note_nothing_found(archive, query, parsed)


def note_queries(
    archive: Archive, queries: ManyQueries, parsed: Mapping[str, Query], found: Mapping[str, int] | None
) -> None:
    """Print all notes about queries with so many matches each; None: the user sees how many.

    Where the queries have labels, the label stands before each note.
    """
    without = [label for label in parsed if not found[label]] if found is not None else []
    if without and _note_empty(archive):
        return
    noted = 0
    for label, query in parsed.items():
        if noted == _MOST_NOTED:
            print_message("notes about the other queries are left out")
            break
        before = f"{label}: " if queries.labelled else ""
        hint = label in without and len(without) <= _MOST_NOTED
        noted += note_meaning(archive, query, before) or hint
        if hint:
            note_nothing_found(archive, queries.by_label[label], query, before)
    if len(without) > _MOST_NOTED:
        print_message(f"{len(without)} of {len(parsed)} queries find nothing")


def explain(archive: Archive, parsed: Query, before: str = "") -> None:
    """Print how a query is understood, and how many articles match each of its parts."""
    for part in archive.explain(parsed):
        articles = "1 article" if part.articles == 1 else f"{part.articles} articles"
        print_message("; ".join((f"{before}{'  ' * part.depth}{part.text}: {articles}", *part.meanings)))


def note_meaning(archive: Archive, parsed: Query, before: str = "") -> bool:
    """Print what else may have been meant, and how many articles have uncertain dates; gives whether any."""
    notes = [*parsed.remarks]
    if about_dates := _about_dates(archive, parsed):
        notes.append("; ".join(about_dates))
    for note in notes:
        print_message(f"{before}{note}")
    return bool(notes)


def note_nothing_found(archive: Archive, query: QueryOptions, parsed: Query, before: str = "") -> None:
    """Print that nothing was found, and what may have been meant."""
    if _note_empty(archive):
        return
    hint = archive.suggest(parsed)
    if hint.query:
        print_message(f"{before}nothing found; did you mean: {hint.query}")
    elif hint.notes:
        print_message(f"{before}nothing found; {'; '.join(hint.notes)}")
    elif archive.count(query.parse(archive, any_word=True)):
        print_message(f"{before}nothing found; --any finds articles with any of the words")
    else:
        print_message(f"{before}nothing found")


def _note_empty(archive: Archive) -> bool:
    """Print that the archive has no articles, if so."""
    is_empty = not archive.count("*")
    if is_empty:
        print_message("nothing is indexed yet; newsgrep index FOLDER does it")
    return is_empty


def _about_dates(archive: Archive, parsed: Query) -> list[str]:
    notes = archive.date_notes(parsed)
    parts = []
    if notes and notes.undated:
        parts.append(
            "1 article that matches otherwise is undated"
            if notes.undated == 1
            else f"{notes.undated} articles that match otherwise are undated"
        )
    if notes and notes.overlapping:
        parts.append(
            "1 article matches only because its month or year overlaps (--sure leaves it out)"
            if notes.overlapping == 1
            else f"{notes.overlapping} articles match only because their month or year overlaps (--sure leaves them out)"
        )
    return parts
