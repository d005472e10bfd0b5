"""Lists for other programs: ids or paths alone, or their number. No article's text is read for them."""

from collections.abc import Iterable
from typing import TextIO

from newsgrep.renderers import Layout, write_each
from newsgrep.renderers.safety import visible_name
from newsgrep.results import SearchResults


def render_ids(results: SearchResults, stream: TextIO, layout: Layout) -> int:
    """Write the ids."""
    return _write((match.id for match in results.matches()), stream, layout)


def render_files(results: SearchResults, stream: TextIO, layout: Layout) -> int:
    """Write the paths of the matches' files, relative to the working directory."""
    return _write(results.paths(), stream, layout)


def render_count(results: SearchResults, stream: TextIO, _layout: Layout) -> int:
    """Write how many match."""
    stream.write(f"{results.total}\n")
    return results.total


def _write(names: Iterable[str], stream: TextIO, layout: Layout) -> int:
    printed = map(visible_name, names) if layout.is_terminal else names
    return write_each((name + layout.end for name in printed), stream)
