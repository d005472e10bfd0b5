"""Bytes to text: the encoding found, line ends made one, what is no text refused."""

import codecs
import re

from newsgrep.readers import UnreadableFileError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 1 << 16
_SURE = 0.1
"""What the detector says of a few sentences in their true encoding is often not much more than this."""
_WESTERN = "windows-1252"
_WESTERN_LANGUAGES = frozenset({"en", "fr", "de", "es", "it", "pt", "nl", "sv", "da", "no", "fi", "is", "ca"})
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_FAULTS = 0.02
_FEW_FAULTS = 4
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n?")


def decode(data: bytes) -> str:
    """The text of a file: by its byte order mark, else as UTF-8, else as its bytes suggest.

    Line ends are made LF. Raises UnreadableFileError for what is not text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, "replace"))
    if b"\0" in data[:_SAMPLE]:
        raise UnreadableFileError("binary data")
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _checked(_guess(data))


def clean(text: str) -> str:
    """A text from a source that has decoded it: line ends made LF, lone surrogates replaced."""
    return _SURROGATES.sub(_REPLACEMENT, _LINE_END.sub("\n", text))


def _guess(data: bytes) -> str:
    text = data.decode("utf-8", "replace")
    faults = text.count(_REPLACEMENT)
    beyond_ascii = sum(1 for character in text if character > "\x7f") - faults
    if beyond_ascii > 2 * faults:  # UTF-8 with a few bad bytes: no other encoding looks like it by chance
        return text
    import chardet  # noqa: PLC0415  few files need it

    found = chardet.detect(data[:_SAMPLE])
    encoding = found["encoding"]
    if not encoding or found["confidence"] < _SURE or found["language"] in _WESTERN_LANGUAGES:
        encoding = _WESTERN
    try:
        return data.decode(encoding, "replace")
    except LookupError:
        return data.decode(_WESTERN, "replace")


def _checked(text: str) -> str:
    faults = text.count(_REPLACEMENT) + len(_CONTROLS.findall(text))
    if faults > _FEW_FAULTS and faults > _MOST_FAULTS * len(text):
        raise UnreadableFileError("cannot be decoded as text")
    return clean(text)
