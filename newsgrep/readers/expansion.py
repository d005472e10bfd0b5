"""How much may come out of one compressed file: a small file must not fill memory or take a day."""

_RATIO = 200
_ALWAYS = 1 << 28
_NEVER_MORE = 1 << 40


class Expansion:
    """Counts what comes out of one file, through all the archives in it. `size` is the file's, in bytes."""

    def __init__(self, size: int) -> None:
        self._left = min(max(_ALWAYS, _RATIO * size), _NEVER_MORE)
        self.exceeded = f"expands to more than {_RATIO} times its size"
        """The reason, for a person."""

    def take(self, size: int) -> bool:
        """Count `size` bytes more; says whether the file is still within its limit."""
        self._left -= size
        return self._left >= 0
