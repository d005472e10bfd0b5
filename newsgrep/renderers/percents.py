"""Parts of a whole as whole percents."""

from math import floor

_ROUNDING = 1e-9
"""0.58 * 100 is 57.99999999999999."""


def percent_below(part: float) -> str:
    """The part as percent, never rounded up: only the whole is 100%."""
    return f"{floor(part * 100 + _ROUNDING)}%"
