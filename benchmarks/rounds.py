"""Turns: each peer once a round, A B C A B C, so that a slow minute of the machine is everyone's."""

import math
import time
from collections.abc import Callable, Iterable, Mapping
from statistics import median
from typing import TypeAlias, TypeVar

Value = TypeVar("Value")
Samples: TypeAlias = dict[str, list[float]]
"""Seconds of each round, by what was timed."""


def take_turns(
    actions: Mapping[str, Callable[[], Value]], rounds: int, *, budget: float = math.inf
) -> dict[str, list[Value]]:
    """What each action gave in each round, after one round that is not kept.

    Past the budget, in seconds, no round begins, but three are always kept (or `rounds`, if fewer). A single round
    has no other before it.
    """
    kept: dict[str, list[Value]] = {name: [] for name in actions}
    if rounds > 1:
        for action in actions.values():
            action()
    start = time.perf_counter()
    for number in range(rounds):
        if number >= 3 and time.perf_counter() - start > budget:
            break
        for name, action in actions.items():
            kept[name].append(action())
    return kept


def best_ratio(samples: Samples, ours: str, theirs: str) -> float:
    """Our best time by theirs."""
    return min(samples[ours]) / min(samples[theirs])


def median_ratio(samples: Samples, ours: str, theirs: str) -> float:
    return median(samples[ours]) / median(samples[theirs])


def geometric_mean(values: Iterable[float]) -> float:
    logarithms = [math.log(value) for value in values]
    return math.exp(sum(logarithms) / len(logarithms))
