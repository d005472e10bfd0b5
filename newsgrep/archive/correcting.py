"""Correct articles by hand: write the corrections, and read again the files that they are about."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from newsgrep.article import ArticleId
from newsgrep.config import load_archive_config
from newsgrep.errors import UsageError
from newsgrep.home import config_path
from newsgrep.index_report import IndexReport
from newsgrep.indexing.corrections import FIELDS, Correction, canonical_field, parse_correction
from newsgrep.indexing.corrections_file import read_corrections_file, save_corrections_file
from newsgrep.indexing.held import held_home
from newsgrep.indexing.refresh import index_files
from newsgrep.indexing.scope import IndexRequest


def parse_corrections(
    ids: Iterable[ArticleId], changes: Sequence[tuple[str, str]], today: date
) -> list[Correction]:
    """The corrections that set fields, (field, value) each, of every one of the articles. Raises UsageError."""
    when = datetime.now().astimezone().isoformat(timespec="seconds")
    return [
        parse_correction(identifier, field, value, when, today)
        for identifier in ids
        for field, value in changes
    ]


def field_names(fields: Iterable[str]) -> set[str]:
    """Fields by the names that they have in corrections. Raises UsageError."""
    names = {field: canonical_field(field) for field in fields}
    for field, name in names.items():
        if name not in FIELDS:
            raise UsageError(f'no field "{field}" can be corrected; the fields are {", ".join(FIELDS)}')
    return {name for name in names.values() if name}


def write_corrections(
    home: Path,
    paths: Mapping[ArticleId, str],
    added: Sequence[Correction],
    withdrawn: Collection[str],
    today: date,
    wait: float,
) -> IndexReport:
    """Withdraw the corrections of fields of articles, add others, and read the files again that are there.

    `paths` are the articles' `Article.path`. Raises what `run_index` does, and IndexBusyError.
    """
    with held_home(home, wait) as held:
        file = read_corrections_file(home)
        file = file.without(lambda old: old.id in paths and old.name in withdrawn)
        save_corrections_file(file.with_added(added))
        held.share()
        locations = {home.parent / path for path in paths.values() if path}
        files = sorted(location for location in locations if location.is_file())
        request = IndexRequest(today, roots=(), files=files)
        return index_files(held, load_archive_config(config_path(home)), request, lambda _: None)
