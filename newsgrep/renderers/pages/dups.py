"""Clusters of near copies as a section of a page: a list of articles for each, under the title of the first."""

from collections.abc import Callable, Iterator, Sequence

from newsgrep.renderers.pages import Articles, Entry, Section
from newsgrep.renderers.pages.links import Links
from newsgrep.renderers.percents import percent_below
from newsgrep.renderers.safety import one_line
from newsgrep.reports.copies import CopyOptions
from newsgrep.reports.dups import Cluster, Copy

_MOST_CLUSTERS, _MOST_COPIES = 1000, 100
"""On a page, and in a cluster: more would be more than a browser, and a reader, can take."""


def cluster_section(
    clusters: Sequence[Cluster], options: CopyOptions, location: Callable[[Copy], str], links: Links
) -> Section:
    """A list for each cluster, its earliest article first. `location` is the function that gives that of an article."""
    articles = sum(len(cluster.copies) for cluster in clusters)
    heading = f"{len(clusters):,} {'cluster' if len(clusters) == 1 else 'clusters'} of {articles:,} articles"
    notes = [f"{'; '.join(_meaning(options))}."]
    if len(clusters) > _MOST_CLUSTERS:
        notes.append(f"The first {_MOST_CLUSTERS:,} clusters are here; --csv prints all.")
    lists = [_cluster(cluster, location, links) for cluster in clusters[:_MOST_CLUSTERS]]
    return Section(heading, notes, articles=lists)


def _meaning(options: CopyOptions) -> Iterator[str]:
    """What counts as a copy."""
    yield f"Copies have at least {options.at * 100:g}% of their runs of five words in common"
    if options.cut:
        yield "or the longer text has nine tenths of the shorter one"
    if options.within_days is not None:
        yield f"they are at most {options.within_days} {'day' if options.within_days == 1 else 'days'} apart"
    if options.across:
        yield "they are of different sources"


def _cluster(cluster: Cluster, location: Callable[[Copy], str], links: Links) -> Articles:
    first = cluster.first
    shown = cluster.copies[:_MOST_COPIES]
    entries = [_entry(copy, first, location(copy), links) for copy in shown]
    title = one_line(first.title or "") or location(first)
    left_out = len(cluster.copies) - len(shown)
    note = f"and {left_out:,} more; --csv prints all" if left_out else ""
    return Articles(f"{len(cluster.copies):,} articles: {title}", entries, note)


def _entry(copy: Copy, first: Copy, location: str, links: Links) -> Entry:
    """Who printed it, and when; and its title if that is another than the first one's."""
    name = f"{copy.date or 'undated'} {one_line(copy.source or '') or location}"
    likeness = "first" if copy is first else _alike(copy)
    details = (likeness, copy.title if copy.title != first.title else None, location if copy.source else None)
    return Entry(name, links.to(copy.url, copy.path), [part for part in details if part])


def _alike(copy: Copy) -> str:
    if not copy.similarity:
        return "like others of them"
    if copy.contained <= copy.similarity:
        return f"{percent_below(copy.similarity)} alike"
    return f"{percent_below(copy.similarity)} alike, {percent_below(copy.contained)} contained"
