"""The sample files of every format, and the tables that say what is expected of them; see `readers/test_samples.py`."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import ReadOptions, SourceFile, read_file
from newsgrep.readers.expansion import Expansion

SAMPLES = Path(__file__).parent / "samples"
OPTIONS = ReadOptions(today=date(2026, 1, 31))


def tables() -> list[str]:
    """The formats that have samples."""
    return sorted(path.stem for path in SAMPLES.glob("*.json"))


def rows(form: str) -> list[dict[str, Any]]:
    """What is expected of the samples of a format: a row an article."""
    found: list[dict[str, Any]] = json.loads((SAMPLES / f"{form}.json").read_text(encoding="utf-8"))
    return found


def read_sample(form: str, name: str) -> list[Article | Skipped]:
    """What a sample's reader gives, its file called as in the table."""
    location = SAMPLES / form / name
    file = SourceFile(location.name, name, name, expansion=Expansion(location.stat().st_size))
    with location.open("rb") as stream:
        return list(read_file(file, stream, OPTIONS))
