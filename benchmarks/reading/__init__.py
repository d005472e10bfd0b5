"""How right web pages are read: dates, headlines, authors and texts as people have judged them, beside htmldate and trafilatura."""

from collections import Counter
from collections.abc import Mapping

from benchmarks.reading.scores import RIGHT, UNDATED, WRONG, f1
from benchmarks.reading.systems import OURS
from benchmarks.runs import Raw
from benchmarks.tables import FIGURE, Row, Table

PART = "reading"
_DATES = ("", "right", "wrong", "undated")


def tables(raw: Raw) -> list[Table]:
    systems: Mapping[str, Raw] = raw["systems"]
    found = [*_of_dates(raw["pages"], systems), *_of_facts(systems), *_of_passages(systems)]
    return [table for table in found if table.rows]


def _of_dates(pages: int, systems: Mapping[str, Raw]) -> list[Table]:
    counts = {name: _verdicts(raw) for name, raw in systems.items()}
    judged = sum(counts[OURS].values())
    if not judged:
        return []
    rows: list[Row] = [
        (name, *(_share(of[said], judged) for said in (RIGHT, WRONG, UNDATED))) for name, of in counts.items()
    ]
    ours = counts[OURS]
    targets = [
        _target("dates right", ours[RIGHT] / judged, least=0.92),
        _target("dates wrong", ours[WRONG] / judged, most=0.05),
    ]
    return [
        Table(f"Dates of {judged:,} of {pages:,} judged pages", _DATES, rows),
        Table("Dates that newsgrep finds, by origin", _DATES[:-1], _by_origin(systems[OURS])),
        Table("Dates: targets", FIGURE, targets),
    ]


def _verdicts(raw: Raw) -> Counter[str]:
    counts: Counter[str] = Counter()
    for _, said, count in raw["dates"]:
        counts[said] += count
    return counts


def _by_origin(raw: Raw) -> list[Row]:
    counts = {(origin, said): count for origin, said, count in raw["dates"]}
    origins = sorted({origin for origin, _ in counts} - {"-"})
    return [(origin, *(str(counts.get((origin, said), 0)) for said in (RIGHT, WRONG))) for origin in origins]


def _of_facts(systems: Mapping[str, Raw]) -> list[Table]:
    rows: list[Row] = [
        (name, _share(*raw["titles"]), _share(*raw["authors"]))
        for name, raw in systems.items()
        if raw["titles"][1] and "htmldate" not in name
    ]
    return [Table("Headlines and authors as judged", ("", "headline", "authors"), rows)]


def _of_passages(systems: Mapping[str, Raw]) -> list[Table]:
    rows: list[Row] = [
        (name, *(f"{figure:.3f}" for figure in f1(raw["passages"])))
        for name, raw in systems.items()
        if raw["passages"]["wanted"] and "htmldate" not in name
    ]
    return [Table("Texts: judged passages", ("", "precision", "recall", "F1"), rows)]


def _share(count: int, of: int) -> str:
    return f"{count} ({100 * count / of:.1f}%)"


def _target(what: str, share: float, *, least: float | None = None, most: float | None = None) -> Row:
    is_met = share >= least if least is not None else share <= (most or 0)
    wanted = f"≥ {100 * least:g}%" if least is not None else f"≤ {100 * (most or 0):g}%"
    return (what, f"{100 * share:.1f}%", "-", wanted, "met" if is_met else "missed")
