"""Make the indices of a cluster that make an index of newsgrep."""

from typing import Any

from newsgrep.engines.opensearch.connection import BAD_REQUEST, NOT_FOUND, Cluster, RefusedError
from newsgrep.engines.opensearch.schema import (
    SHARDS,
    Indices,
    article_mappings,
    article_settings,
    entry_mappings,
    settings,
    state_mappings,
    word_mappings,
)


def make_indices(cluster: Cluster, shards: int | None = None, replicas: int | None = None) -> None:
    """Make those that are not there. `shards` are of the articles alone, `replicas` of all. Raises StorageError."""
    cluster.check_version()
    names = Indices.of(cluster.address)
    replicas = 1 if replicas is None else replicas
    made: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
        (names.state, settings(1, replicas), state_mappings()),
        (names.words, settings(1, replicas), word_mappings()),
        (names.entries, settings(1, replicas), entry_mappings()),
        (names.articles, article_settings(shards or SHARDS, replicas), article_mappings()),
    )
    for name, index, mappings in made:
        if _exists(cluster, name):
            continue
        try:
            cluster.request("PUT", f"/{name}", {"settings": {"index": index}, "mappings": mappings})
        except RefusedError as error:
            if error.status != BAD_REQUEST or error.kind != "resource_already_exists_exception":
                raise


def empty_indices(cluster: Cluster) -> None:
    """Delete the indices of articles, words and entries, and make them anew. Raises StorageError."""
    names = Indices.of(cluster.address)
    missing = {"ignore_unavailable": "true"}  # some are if a process was killed before it had made them again
    numbers: tuple[int | None, int | None] = None, None
    if found := cluster.request("GET", f"/{names.articles}/_settings", params=missing):
        kept = found[names.articles]["settings"]["index"]
        numbers = int(kept["number_of_shards"]), int(kept["number_of_replicas"])
    emptied = f"{names.articles},{names.words},{names.entries}"
    cluster.request("DELETE", f"/{emptied}", params=missing)
    make_indices(cluster, *numbers)


def _exists(cluster: Cluster, name: str) -> bool:
    try:
        cluster.request("GET", f"/{name}")
    except RefusedError as error:
        if error.status == NOT_FOUND:
            return False
        raise
    return True
