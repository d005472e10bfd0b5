"""What a function gives for texts, remembered within bounds: news repeats its words."""

from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")

_SIZE = 1 << 18
_LONGEST = 64
"""In characters: longer texts hardly repeat."""


class Memo(dict[str, Value]):
    """`memo[text]` is `function(text)`. Once it is full it begins anew."""

    def __init__(self, function: Callable[[str], Value]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, text: str) -> Value:
        value = self._function(text)
        if len(text) <= _LONGEST:
            if len(self) >= _SIZE:
                self.clear()
            self[text] = value
        return value
