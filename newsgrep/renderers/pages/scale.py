"""Scales of charts: the round values at which lines are drawn, and how they are written."""

import math

_STEPS = (1, 2, 5, 10)
_MOST_LINES = 5
_SMALL = 0.01


def ticks(most: float, *, whole: bool) -> list[float]:
    """Round values from 0, the last one `most` or more: at most six; whole numbers if they count something."""
    if most <= 0:
        return [0.0, 1.0]
    rough = most / _MOST_LINES
    power = 10.0 ** math.floor(math.log10(rough))
    step = next((step * power for step in _STEPS if step * power >= rough), _STEPS[-1] * power)
    if whole:
        step = max(1.0, round(step))
    return [number * step for number in range(math.ceil(most / step - 1e-9) + 1)]


def tick_texts(values: list[float], *, percent: bool) -> list[str]:
    """The values as they stand at the axis, with no more decimals than tell them apart."""
    if not percent:
        return [f"{value:,.0f}" for value in values]
    decimals = max(0, math.ceil(-math.log10(values[1] * 100) - 1e-9))
    return [f"{value:.{decimals}%}" for value in values]


def percent(share: float) -> str:
    """A part of a whole as a percentage with one decimal, or with so many more that a small one has two digits."""
    if not share or share >= _SMALL:
        return f"{share:.1%}"
    decimals = 1 - math.floor(math.log10(share * 100))
    return f"{share:.{decimals}%}"
