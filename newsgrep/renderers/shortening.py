"""Texts and paths made to fit a number of columns of the screen."""

import re
from collections.abc import Iterator, Sequence

from rich.cells import cell_len, chop_cells, set_cell_size

_PIECE = re.compile(r"[^\W_]+|[\W_]")
"""A word of a path, or a sign between two."""


def shortened(text: str, width: int) -> str:
    """A text of at most `width` columns of the screen, cut where it has more."""
    return text if cell_len(text) <= width else f"{set_cell_size(text, width - 1).rstrip()}…"


def shortened_path(path: str, width: int) -> str:
    """A path of at most `width` columns, what lies in the middle left out; if it can be, its name and all words are whole."""
    if cell_len(path) <= width:
        return path
    room = width - 1
    folder, _, name = path.rpartition("/")
    name = f"/{name}" if folder else name
    tail_room = cell_len(name) if cell_len(name) <= room else room - room // 3
    pieces = _PIECE.findall(path)
    tail = "".join(reversed(_fitting(pieces[::-1], tail_room)))
    head = "".join(_fitting(pieces, room - cell_len(tail)))
    return f"{head}…{tail}" if tail else shortened(path, width)


def folded_path(path: str, width: int) -> Iterator[str]:
    """The lines of a path that takes several, cut between its words; only a word that is wider than a line is cut itself."""
    line = ""
    for piece in _PIECE.findall(path):
        if cell_len(line) + cell_len(piece) <= width:
            line += piece
            continue
        if line:
            yield line
        *wide, line = chop_cells(piece, width) or [""]
        yield from wide
    yield line


def _fitting(pieces: Sequence[str], room: int) -> list[str]:
    """The first pieces that have room."""
    taken: list[str] = []
    for piece in pieces:
        room -= cell_len(piece)
        if room < 0:
            break
        taken.append(piece)
    return taken
