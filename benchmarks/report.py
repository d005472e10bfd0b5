"""README.md's tables, from the newest raw runs: between two marks of a part, which name it."""

import re
from itertools import chain

from benchmarks import felt, measures, reading, relevance, runs
from benchmarks.cache import PROJECT
from benchmarks.corpora import Size
from benchmarks.runs import Raw
from benchmarks.tables import Table

README = PROJECT / "benchmarks" / "README.md"
_MARKED = re.compile(r"(<!-- (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def write() -> None:
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")


def written(page: str) -> str:
    """The page with the tables of today's newest runs."""
    newest = runs.newest()
    return _MARKED.sub(lambda found: f"{found[1]}\n{_part(found[2], newest)}\n{found[3]}", page)


def _part(name: str, newest: dict[tuple[str, str], Raw]) -> str:
    if name == felt.PART:
        return f"{felt.table(newest)}"
    found = [run for (part, _), run in newest.items() if part == name]
    if not found:
        return "No run is kept yet.\n"
    found.sort(key=lambda run: [*Size, relevance.PART, reading.PART].index(run["size"]))
    return "\n".join(chain.from_iterable((*map(str, _tables(run)), _made_with(run)) for run in found))


def _tables(run: Raw) -> list[Table]:
    if run["part"] == relevance.PART:
        return relevance.tables(run["raw"])
    if run["part"] == reading.PART:
        return reading.tables(run["raw"])
    return measures.measure(run["part"]).tables(Size(run["size"]), run["raw"])


def _made_with(run: Raw) -> str:
    machine = run["machine"]
    versions = ", ".join(f"{name} {version}" for name, version in run["versions"].items())
    return (
        f"{run['date'][:10]}; {machine['cores']} cores, {machine['memory_gib']} GiB, {machine['processor']},"
        f" {machine['system']}, {machine['python']}; {versions}.\n"
    )
