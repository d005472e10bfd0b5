"""The one place that makes untrusted text safe to print: articles, paths and links come from anywhere.

Unsafe is what a terminal obeys or a reader does not see: control characters, escape sequences' beginnings,
direction marks and overrides, other invisible signs, what is no character at all.
"""

import re
from collections.abc import Callable

_UNSAFE_CLASS = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e007f"
)
_UNSAFE = rf"[{_UNSAFE_CLASS}\ud800-\udfff]"
_UNSAFE_IN_PATHS = rf"[{_UNSAFE_CLASS}]"
_CONTROL_PICTURES = 0x2400
_SPACE = 0x20


def visible(text: str) -> str:
    """For a terminal: what is unsafe as a visible symbol; tabs and newlines stay."""
    return _replaced(_UNSAFE, _symbol, text)


def visible_name(name: str) -> str:
    """For a terminal: a path or an id on one line, with tabs and newlines as symbols too."""
    return (
        visible(name)
        .replace("\t", "\N{SYMBOL FOR HORIZONTAL TABULATION}")
        .replace("\n", "\N{SYMBOL FOR LINE FEED}")
    )


def without_unsafe(text: str) -> str:
    """For a file or a pipe: what is unsafe left out; tabs and newlines stay."""
    return _replaced(_UNSAFE, "", text)


def one_line(text: str) -> str:
    """For a line of a pipe: what is unsafe left out, tabs and newlines made spaces."""
    line = " ".join(text.split())
    return line if line.isprintable() else " ".join(without_unsafe(line).split())


def path_in_line(path: str) -> str:
    """A path for a line: as `one_line`, but for its own spaces, and for bytes that are no UTF-8, which stay."""
    return _replaced(_UNSAFE_IN_PATHS, "", path.replace("\t", " ").replace("\n", " "))


def escaped_json(document: str) -> str:
    r"""A JSON document with what is unsafe in its strings as \uXXXX."""
    return _replaced(_UNSAFE, _escape, document)


def _replaced(pattern: str, replacement: str | Callable[[re.Match[str]], str], text: str) -> str:
    # Nothing unsafe is printable; and the patterns, which take long to compile, are seldom needed.
    return text if text.isprintable() else re.sub(pattern, replacement, text)


def _symbol(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < _SPACE:
        return chr(_CONTROL_PICTURES + code)
    return "\N{SYMBOL FOR DELETE}" if code == 0x7F else "\N{REPLACEMENT CHARACTER}"  # noqa: PLR2004  DEL


def _escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place] << 8 | units[place + 1]:04x}" for place in range(0, len(units), 2))
