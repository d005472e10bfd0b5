"""Numbers and times in words, as sentences for a person have them."""

_STEPS = ((60, "minute"), (3600, "hour"), (86_400, "day"))
_DAYS_IN_A_MONTH, _DAYS_IN_A_YEAR = 30, 365
_SEVERAL = 2
"""So many months, or years, before they are the unit."""


def counted(number: int, noun: str) -> str:
    """A number with its noun, singular or plural: 1 article, 19,043 articles."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def ago(seconds: float) -> str:
    """How long ago something was, in its largest unit."""
    days = int(seconds // 86_400)
    if days >= _SEVERAL * _DAYS_IN_A_YEAR:
        return f"{counted(days // _DAYS_IN_A_YEAR, 'year')} ago"
    if days >= _SEVERAL * _DAYS_IN_A_MONTH:
        return f"{counted(days // _DAYS_IN_A_MONTH, 'month')} ago"
    for length, unit in reversed(_STEPS):
        if seconds >= length:
            return f"{counted(int(seconds // length), unit)} ago"
    return "just now"


def megabytes(size: int) -> str:
    """A number of bytes as MB."""
    return f"{size / 1e6:,.1f} MB"
