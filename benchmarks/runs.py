"""Raw runs, kept as JSON: what was measured, when, with what, on what machine."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from benchmarks import machine
from benchmarks.cache import PROJECT

Raw: TypeAlias = dict[str, Any]
"""What a measure saw, as JSON: every round's time, never a ratio."""

RUNS = PROJECT / "benchmarks" / "runs"


def keep(part: str, size: str, raw: Raw) -> Path:
    now = datetime.now(UTC)
    run = {
        "part": part,
        "size": size,
        "date": now.isoformat(timespec="seconds"),
        "versions": machine.versions(),
        "machine": machine.facts(),
        "raw": raw,
    }
    RUNS.mkdir(exist_ok=True)
    path = RUNS / f"{now:%Y-%m-%dT%H%M%S}-{part}-{size}.json"
    path.write_text(json.dumps(run, indent=1) + "\n", encoding="utf-8")
    return path


def newest() -> dict[tuple[str, str], Raw]:
    """The newest run of each part and size."""
    runs = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(RUNS.glob("*.json"))]
    return {(run["part"], run["size"]): run for run in runs}
