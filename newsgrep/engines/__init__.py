"""The engines: their contract is in `contract`, and the engine is chosen here.

An engine stores articles and answers queries. It knows nothing about the files that articles came from, about
terminals, or about its callers. `tests/engines/` has the contract suite that every engine passes.
"""

from typing import TYPE_CHECKING

from newsgrep.cluster_address import ClusterAddress, is_cluster_address

if TYPE_CHECKING:
    from pathlib import Path

    from newsgrep.engines.contract import Index
    from newsgrep.engines.sharing import SharedPlace


def open_index(place: "str | Path", language: str, *, resident: bool = False) -> "Index":
    """Open the index in a folder, which the first write creates, or at an address in a cluster.

    `language` is the name of the Snowball stemmer with which the index was written. `resident`: the process
    stays for many queries.
    """
    if is_cluster_address(str(place)):
        return open_place(str(place)).index(language)
    from newsgrep.engines.whoosh.index import WhooshIndex  # noqa: PLC0415  the choice of the engine is here

    return WhooshIndex(place, language, vector=True if resident else None)


def open_place(address: str) -> "SharedPlace":
    """A place in a cluster. Raises UsageError for what is no address."""
    from newsgrep.engines.opensearch.place import ClusterPlace  # noqa: PLC0415  as above

    return ClusterPlace(ClusterAddress.parse(address))
