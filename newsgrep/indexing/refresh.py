"""Index an archive's files: nothing is done where for certain nothing has changed; else `run.py` goes on.

Nothing has changed where a scan finds the files as the manifest has them, and all else is as the last run left it, see
`last_scan.py`. Then neither the manifest nor the index is opened, and no module that reads, writes or searches is imported.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from newsgrep.config import ArchiveConfig
from newsgrep.home import record_run
from newsgrep.immutable import NamedTuple
from newsgrep.index_report import IndexProgress, IndexReport
from newsgrep.indexing.held import HeldHome
from newsgrep.indexing.last_scan import LastScan, circumstances, demands, load_last_scan
from newsgrep.indexing.scan import Scan
from newsgrep.indexing.scanning import add_singles, scan
from newsgrep.indexing.scope import IndexRequest

Progress: TypeAlias = Callable[[IndexProgress], None]


class Looked(NamedTuple):
    """What was found, at a time in ns since the epoch, and the files as the manifest has them; nothing if nobody looked."""

    last: LastScan | None = None
    found: Scan | None = None
    at: int = 0


def index_files(
    held: HeldHome, config: ArchiveConfig, request: IndexRequest, progress: Progress
) -> IndexReport:
    """Bring the index up to date with its files.

    Raises NewsgrepError; InterruptedRunError on Ctrl-C, with what was finished committed.
    """
    began, started = time.time(), time.monotonic()
    looked = _look(held.path, config, request)
    report = _unchanged(looked)
    if report is None:
        from newsgrep.indexing.run import run_index  # noqa: PLC0415  most runs find that nothing has changed

        report = run_index(held, config, request, looked, progress)
    record_run(held.path, began)
    return report._replace(seconds=time.monotonic() - started)


def _look(home: Path, config: ArchiveConfig, request: IndexRequest) -> Looked:
    """Scan everything, if the last run did so too, and all is as it left it but perhaps for the files."""
    is_known = request.is_of_everything(home, config) and not request.rebuild
    last = load_last_scan(home) if is_known else None
    if last is None or last.circumstances != circumstances(home, demands(home, config, request.today)):
        return Looked()
    now = time.time_ns()
    scope = request.scope(home, config, last.mounts)
    found = scan(scope)
    add_singles(found, scope, last.singles)
    return Looked(last, found, now)


def _unchanged(looked: Looked) -> IndexReport | None:
    """The report of a run that has nothing to do; None if there may be something."""
    last, found, _ = looked
    if last is None or found is None or found.warnings or found.unreadable:
        return None
    if found.files.packed() != last.files or sorted(found.mounts) != list(last.mounts):
        return None
    return IndexReport(unchanged=last.articles, skipped=last.skipped, ignored=found.ignored + last.ignored)
