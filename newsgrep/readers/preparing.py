"""What the first documents wait for: a process that has nothing to read yet may load it before."""

from collections.abc import Callable
from contextlib import suppress


def prepare_until(is_wanted: Callable[[], bool]) -> None:
    """Load, part by part, what most documents need, until there is something to read."""
    for prepare in (_readers_of_text, _words_of_dates):
        if is_wanted():
            break
        with suppress(ImportError):  # a reader that needs it will say so
            prepare()


def _readers_of_text() -> None:
    from newsgrep.readers.registry import readers_of  # noqa: PLC0415  not before it is wanted

    readers_of((), "")


def _words_of_dates() -> None:
    from newsgrep.readers.dating.vocabulary import of_all_languages  # noqa: PLC0415  likewise

    of_all_languages()
