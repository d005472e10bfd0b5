"""What is measured: one module each, with the contract below."""

from importlib import import_module
from typing import Protocol, cast

from benchmarks.corpora import Size
from benchmarks.runs import Raw
from benchmarks.tables import Table

NAMES = (
    *("index", "long", "growing", "histories", "refresh", "queries", "cold", "pipe", "memory"),
    *("pages", "desk", "scaling", "cluster"),
)


class Measure(Protocol):
    @property
    def SIZES(self) -> tuple[Size, ...]:  # noqa: N802  a module's constant
        """The corpora it can be run with."""
        ...

    def measure(self, size: Size, rounds: int | None) -> Raw:
        """Run it; `rounds` of its own choice if None."""
        ...

    def tables(self, size: Size, raw: Raw) -> list[Table]:
        """What a raw run says."""
        ...


def measure(name: str) -> Measure:
    return cast("Measure", import_module(f"benchmarks.measures.{name}"))
