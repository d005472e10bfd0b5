"""The file of corrections by hand, `state/corrections.csv`: columns id, field, value and when.

People edit it too, with an editor or a spreadsheet: its columns may stand in any order, beside others, separated by commas,
semicolons or tabs. Lines that cannot be used are reported, and kept as they are.
"""

import io
import os
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from newsgrep.article import ArticleId
from newsgrep.errors import StorageError, UsageError
from newsgrep.home import corrections_path
from newsgrep.indexing.corrections import Correction, Corrections, canonical_field, parse_correction

_COLUMNS = ("id", "field", "value", "when")
_NEEDED = frozenset(_COLUMNS[:3])


class CorrectionsFile(NamedTuple):
    """The rows of the file, and how they are written. `names` are the cells of its first line."""

    path: Path
    names: tuple[str, ...] = _COLUMNS
    rows: tuple[tuple[str, ...], ...] = ()
    delimiter: str = ","
    has_mark: bool = False
    """Whether it begins with a byte order mark, by which spreadsheets recognise UTF-8."""

    def parsed(self, today: date) -> Corrections:
        """The corrections, and the problems of rows that hold none. `today` is the last day that an article can be of."""
        corrections, problems = [], []
        for number, row in enumerate(self.rows, 2):
            cells = self._cells(row)
            if any(cells):
                try:
                    corrections.append(parse_correction(*cells, today))
                except UsageError as error:
                    problems.append(f"{self.path}, row {number}: {error}; it is not applied")
        return Corrections(corrections, problems)

    def without(self, is_dropped: Callable[[Correction], bool]) -> "CorrectionsFile":
        """The file without some of its corrections, those included that cannot be used."""
        return self._replace(rows=tuple(row for row in self.rows if not is_dropped(self._correction(row))))

    def with_added(self, corrections: Iterable[Correction]) -> "CorrectionsFile":
        """The file with more corrections, in place of those that they replace."""
        added = tuple(Corrections(corrections))
        by_id = defaultdict(list)
        for one in added:
            by_id[one.id].append(one)
        kept = self.without(lambda old: any(new.replaces(old) for new in by_id.get(old.id, ())))
        rows = (dict(zip(_COLUMNS, one, strict=True)) for one in added)
        names = self._names
        return kept._replace(
            rows=(*kept.rows, *(tuple(cells.get(name, "") for name in names) for cells in rows))
        )

    @property
    def _names(self) -> list[str]:
        return [name.strip().lower() for name in self.names]

    def _cells(self, row: tuple[str, ...]) -> tuple[str, str, str, str]:
        """The cells of a row in our columns; empty where it has none."""
        cells = dict(zip(self._names, row, strict=False))
        identifier, field, value, when = (cells.get(name, "") for name in _COLUMNS)
        return identifier, field, value, when

    def _correction(self, row: tuple[str, ...]) -> Correction:
        """The correction of a row, whether it can be used or not."""
        identifier, field, value, when = self._cells(row)
        return Correction(
            ArticleId(identifier.strip()), canonical_field(field) or field, " ".join(value.split()), when
        )


def load_corrections(home: Path, today: date) -> Corrections:
    """The corrections of an index. Raises StorageError, UsageError."""
    return read_corrections_file(home).parsed(today)


def read_corrections_file(home: Path) -> CorrectionsFile:
    """The file of an index; one without rows if there is none. Raises StorageError, UsageError."""
    path = corrections_path(home)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return CorrectionsFile(path)
    except OSError as error:
        raise StorageError(f"cannot read {path}: {error.strerror}") from error
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8; save it as CSV in UTF-8") from None
    if not text.strip():
        return CorrectionsFile(path)
    import csv  # noqa: PLC0415  most archives have no corrections

    first_line = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    try:
        names, *rows = map(tuple, csv.reader(io.StringIO(text.lstrip(), newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UsageError(f"{path} is not CSV: {error}") from None
    if not _NEEDED.issubset(name.strip().lower() for name in names):
        raise UsageError(f"{path}: its first line must name the columns {', '.join(_COLUMNS)}")
    return CorrectionsFile(path, names, tuple(rows), delimiter, data.startswith(b"\xef\xbb\xbf"))


def save_corrections_file(file: CorrectionsFile) -> None:
    """Write it, at once or not at all. Raises StorageError."""
    import csv  # noqa: PLC0415  likewise

    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=file.delimiter, lineterminator="\n")
    writer.writerow(file.names)
    writer.writerows(file.rows)
    replacement = file.path.with_name(f"{file.path.name}.new")
    try:
        file.path.parent.mkdir(parents=True, exist_ok=True)
        with replacement.open("wb") as out:
            out.write(text.getvalue().encode("utf-8-sig" if file.has_mark else "utf-8"))
            out.flush()
            os.fsync(out.fileno())
        replacement.replace(file.path)
    except OSError as error:
        raise StorageError(f"cannot write {file.path}: {error.strerror}") from error
