"""The option `--manifest FILE`: a file that says exactly which articles an answer is about, for `newsgrep verify`.

A command that has it ends with `write_manifest(archive, query)`, or with several queries by their labels.
"""

import os
import sys
from collections.abc import Mapping

import click
from click.core import ParameterSource

from newsgrep.archive import Archive, Query
from newsgrep.cli.formats import chosen_format
from newsgrep.cli.options import PATH
from newsgrep.cli.query_options import QueryOptions
from newsgrep.errors import UsageError

_MANIFEST = "newsgrep.manifest"


def _keep(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        from pathlib import Path  # noqa: PLC0415  not on the search path

        from newsgrep.atomic import check_file  # noqa: PLC0415  not on the search path

        path = Path(value)
        check_file(path)
        if path.exists() and os.path.samestat(path.stat(), os.fstat(sys.stdout.fileno())):  # it would be lost
            raise UsageError(f"{value} is where the output goes; name another file for the manifest")
        ctx.meta[_MANIFEST] = value


manifest_option = click.option(
    "--manifest",
    metavar="FILE",
    type=PATH,
    expose_value=False,
    callback=_keep,
    help="Write to FILE which articles match, all of them, with a digest of each text: newsgrep verify says later whether the answer is the same.",
)


def write_manifest(archive: Archive, queries: Query | Mapping[str, Query]) -> None:
    """Write the manifest of a query, or of several by label, if one is wanted, once all output is written.

    Raises QueryError, UsageError, StorageError.
    """
    context = click.get_current_context()
    path = context.meta.get(_MANIFEST)
    if path is not None:
        sys.stdout.flush()
        if isinstance(queries, Query):
            queries = {queries.text or "*": queries}
        archive.save_manifest(path, queries, {"command": context.info_name, "options": _options(context)})


def _options(context: click.Context) -> dict[str, object]:
    """What was typed, but for the query and its filters."""
    typed = {
        name: value
        for name, value in context.params.items()
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        and name not in QueryOptions._fields
        and isinstance(value, str | int | float)
    }
    return {**typed, "format": chosen_format()}
