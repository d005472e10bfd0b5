"""Clusters of near copies as sections of a page: lists of articles, each under the title of the first."""

from collections.abc import Sequence
from typing import NamedTuple

from newsgrep.renderers.pages import Articles, Entry, Section
from newsgrep.renderers.pages.scale import percent


class Copy(NamedTuple):
    """An article of a cluster; `similarity` and `contained` are shares of what it has in common with the first, None for that itself."""

    title: str
    target: str | None
    date: str | None
    source: str | None
    location: str
    similarity: float | None
    contained: float | None


def dups_sections(clusters: Sequence[Sequence[Copy]], note: str) -> list[Section]:
    """A list for each cluster, its earliest article first. `note` says what counts as a copy."""
    articles = sum(map(len, clusters))
    heading = f"{len(clusters):,} {'cluster' if len(clusters) == 1 else 'clusters'} of {articles:,} articles"
    return [Section(heading, [note], articles=[_cluster(cluster) for cluster in clusters])]


def _cluster(copies: Sequence[Copy]) -> Articles:
    title = copies[0].title
    return Articles(f"{len(copies)} articles: {title}", [_entry(copy, title) for copy in copies])


def _entry(copy: Copy, title: str) -> Entry:
    """Who printed it, and when; its title if it is another than that of the first."""
    name = f"{copy.date or 'undated'} {copy.source or copy.location}"
    known = (
        _alike(copy),
        copy.title if copy.title != title else None,
        copy.location if copy.source else None,
    )
    return Entry(name, copy.target, [part for part in known if part])


def _alike(copy: Copy) -> str:
    if copy.similarity is None:
        return "first"
    alike = f"{percent(copy.similarity)} alike"
    if copy.contained is None or copy.contained <= copy.similarity:
        return alike
    return f"{alike}, {percent(copy.contained)} contained"
