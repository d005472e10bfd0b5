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
_CONTROLS = bytes((*range(9), *range(14, 27), *range(28, 32)))
_MOST_FAULTS = 0.02
_FEW_FAULTS = 4
_MARKED = tuple(mark for mark, _ in _MARKS)
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n?")


def decode(data: bytes) -> str:
    """The text of a file: by its byte order mark, else as UTF-8, else as its bytes suggest.

    Line ends are made LF. Raises UnreadableFileError for what is not text.
    """
    if data.startswith(_MARKED):
        return _decode_marked(data)
    if data.find(b"\0", 0, _SAMPLE) >= 0:
        raise UnreadableFileError("binary data")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _guess(data)
    return _checked(text, data)


def clean(text: str) -> str:
    """A text from a source that has decoded it: line ends made LF, lone surrogates replaced."""
    text = _with_plain_line_ends(text)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return _SURROGATES.sub(_REPLACEMENT, text)
    return text


def _with_plain_line_ends(text: str) -> str:
    return _LINE_END.sub("\n", text) if "\r" in text else text


def _decode_marked(data: bytes) -> str:
    mark, encoding = next(pair for pair in _MARKS if data.startswith(pair[0]))
    text = data[len(mark) :].decode(encoding, "replace")
    return _checked(text, text.encode("utf-8", "surrogatepass"))


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


def _checked(text: str, data: bytes) -> str:
    """The text, unless too much of it is no text. In `data` control characters are as in ASCII."""
    faults = text.count(_REPLACEMENT) + len(data) - len(data.translate(None, _CONTROLS))
    if faults > _FEW_FAULTS and faults > _MOST_FAULTS * len(text):
        raise UnreadableFileError("cannot be decoded as text")
    return _with_plain_line_ends(text)
