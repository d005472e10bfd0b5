"""Web pages with what people have judged them to say: the date, the headline, the authors, passages of the text."""

import ast
import csv
import json
import lzma
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.cache import PROJECT, digest, entry
from benchmarks.corpora import MissingArticlesError

DATES = PROJECT / ".." / "shared" / "data" / "dates"
_TRUTH = "truth.tsv"
_UNDATED = frozenset({"", "nan", "None"})


@dataclass(frozen=True, slots=True)
class Judged:
    """A page, and what is judged of it; None for what is not. `date` is empty for a page that has none.

    `wanted` passages belong to its text, `unwanted` ones do not.
    """

    page: Path
    url: str | None = None
    date: str | None = None
    title: str | None = None
    authors: tuple[str, ...] | None = None
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


def judged(place: Path, pages: Path | None) -> list[Judged]:
    """Those of a folder with a truth.tsv and pages, or of an evaluation file of trafilatura's, Python or JSON.

    `pages` is the folder of an evaluation's pages, if it is not that of the file. Raises MissingArticlesError.
    """
    if not place.exists():
        raise MissingArticlesError(f"the judged pages, {place}, are not there")
    if place.is_dir():
        return list(_of_folder(place))
    said = place.read_text(encoding="utf-8")
    values = json.loads(said) if place.suffix == ".json" else _literal(said)
    files = {path.name: path for path in (pages or place.parent).rglob("*") if path.is_file()}
    found = (_of_evaluation(url, value, files) for url, value in values.items())
    return [one for one in found if one]


def _of_folder(folder: Path) -> Iterator[Judged]:
    packed = folder / "pages.tar.xz"
    unpacked = _unpacked(packed) if packed.exists() else folder
    files = {path.name: path for path in unpacked.rglob("*") if path.is_file()}
    with (folder / _TRUTH).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            date = "" if row["date"] in _UNDATED else row["date"]
            if row["page"] in files:
                yield Judged(files[row["page"]], row.get("url"), date)


def _unpacked(packed: Path) -> Path:
    def unpack(folder: Path) -> None:
        with lzma.open(packed) as stream, tarfile.open(fileobj=stream) as archive:
            archive.extractall(folder, filter="data")

    return entry("judged-pages", digest([], f"{packed.stat().st_size}"), unpack)


def _literal(source: str) -> dict[str, Any]:
    """The largest dict that a Python file writes out. Nothing of the file is run."""
    dicts = [node.value for node in ast.parse(source).body if isinstance(node, ast.Assign | ast.AnnAssign)]
    largest = max((one for one in dicts if isinstance(one, ast.Dict)), key=lambda one: len(one.keys))
    value: dict[str, Any] = ast.literal_eval(largest)
    return value


def _of_evaluation(url: str, said: dict[str, Any], files: dict[str, Path]) -> Judged | None:
    page = files.get(Path(said.get("file") or "").name)
    if page is None:
        return None
    date = said.get("date")
    return Judged(
        page,
        url,
        None if date is None else "" if str(date) in _UNDATED else str(date),
        said.get("title") or None,
        _authors(said.get("author")),
        tuple(said.get("with") or ()),
        tuple(said.get("without") or ()),
    )


def _authors(said: Any) -> tuple[str, ...] | None:
    names = said.split(";") if isinstance(said, str) else said
    return tuple(name.strip() for name in names if name.strip()) if names else None
