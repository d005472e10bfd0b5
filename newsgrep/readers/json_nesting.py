"""The depth of JSON, measured while it streams by: a parser takes memory for each level before it refuses."""

import re

MAX_NESTING = 200
"""Levels: no record of an article comes near."""

_STRING = rb'"(?:[^"\\]++|\\.)*+"'
_STRINGS = re.compile(_STRING, re.DOTALL)
_WHOLE = re.compile(rb'(?:[^"]++|' + _STRING + rb")*+", re.DOTALL)
_STEPS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_ALL_ELSE = bytes(byte for byte in range(256) if byte not in _STEPS)


class Nesting:
    """Follows the brackets of a stream that is given piece by piece."""

    def __init__(self) -> None:
        self._depth = 0
        self._begun = b""  # of a string that the last piece has not ended: as much as tells how it goes on

    def is_too_deep(self, piece: bytes) -> bool:
        """Take the next piece; says whether more than MAX_NESTING brackets are open somewhere in it."""
        data = self._begun + piece
        whole = _WHOLE.match(data)
        end = whole.end() if whole else 0
        rest = data[end:]
        escapes = len(rest) - len(rest.rstrip(b"\\"))
        self._begun = rest and (b'"\\' if escapes % 2 else b'"')
        for bracket in _STRINGS.sub(b"", data[:end]).translate(None, _ALL_ELSE):
            self._depth += _STEPS[bracket]
            if self._depth > MAX_NESTING:
                return True
        return False
