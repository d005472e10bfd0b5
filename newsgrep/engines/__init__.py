"""The engines: their contract is in `contract`, and the engine is chosen here.

An engine stores articles and answers queries. It knows nothing about the files that articles came from, about
terminals, or about its callers. `tests/engines/` has the contract suite that every engine passes.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from newsgrep.engines.contract import Index


def open_index(folder: "str | Path", language: str, *, resident: bool = False) -> "Index":
    """Open the index in `folder`. The first write creates the folder.

    `language` is the name of the Snowball stemmer with which the index was written. `resident`: the process
    stays for many queries.
    """
    from newsgrep.engines.whoosh.index import WhooshIndex  # noqa: PLC0415  the choice of the engine is here

    return WhooshIndex(folder, language, vector=True if resident else None)
