"""JSON that programs write against the standard: NaN, Infinity, numbers too large, lone surrogates."""

import json
import math
import re
from collections.abc import Iterator
from typing import Any

from newsgrep.readers.decoding import clean

_LONGEST_INTEGER = 19
"""Digits: what 64 bits hold. A longer one, of some record's id, is a text."""
_NOT_BLANK = re.compile(r"\S")


def mended(text: str) -> str | None:
    """The values in strict JSON, null for NaN and the like; None if the standard library cannot read them either."""
    try:
        return clean("\n".join(json.dumps(value, ensure_ascii=False) for value in _values(text)))
    except (ValueError, RecursionError):
        return None


def _values(text: str) -> Iterator[Any]:
    decoder = json.JSONDecoder(parse_constant=lambda _: None, parse_float=_number, parse_int=_integer)
    place = 0
    while found := _NOT_BLANK.search(text, place):
        value, place = decoder.raw_decode(text, found.start())
        yield value


def _integer(written: str) -> int | str:
    return int(written) if len(written) < _LONGEST_INTEGER else written


def _number(written: str) -> float | None:
    number = float(written)
    return number if math.isfinite(number) else None
