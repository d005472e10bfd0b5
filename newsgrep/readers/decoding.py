"""Bytes to text: finds the encoding, makes all line ends LF, refuses what is no text."""

import codecs
import re

from newsgrep.readers import WIDE_MARKS, UnreadableFileError

_MARKS = ((codecs.BOM_UTF8, "utf-8"), *WIDE_MARKS)
_SAMPLE = 1 << 16
_SURE = 0.1
"""What the detector says of a few sentences in their true encoding is often not much more than this."""
_WESTERN = "windows-1252"
_WESTERN_LANGUAGES = frozenset({"en", "fr", "de", "es", "it", "pt", "nl", "sv", "da", "no", "fi", "is", "ca"})
_MEANT = {
    "iso8859-1": _WESTERN,  # as every browser reads it
    "ascii": _WESTERN,
    "iso8859-9": "windows-1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "windows-874",
}
"""What is declared, and what of it is a part of what is meant."""
_OF_OTHER_THINGS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "charmap"})
"""Codecs that are no encodings of documents."""
_SEVEN_BITS = frozenset({"iso2022_jp", "iso2022_kr", "hz", "utf-7"})
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_CONTROLS = bytes((*range(9), *range(14, 27), *range(28, 32)))
_MOST_FAULTS = 0.02
_WIDE_SHARE = 10
"""Of UTF-16 a tenth of the bytes or more are zero; of a table with stray ones, less."""
_FEW_FAULTS = 4
_MARKED = tuple(mark for mark, _ in _MARKS)
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n?")


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of a document: by its byte order mark, else as UTF-8 or as is `declared`, else as its bytes suggest.

    Line ends are made LF; what cannot be decoded is replaced. Raises UnreadableFileError for what is not
    text.
    """
    if data.startswith(_MARKED):
        mark, encoding = next(pair for pair in _MARKS if data.startswith(pair[0]))
        return _checked_wide(data[len(mark) :].decode(encoding, "replace"))
    if _is_wide(data[:_SAMPLE]):
        return _checked_wide(data.decode(_wide_encoding(data[:_SAMPLE]), "replace"))
    encoding = _codec_name(declared)
    shown = data.replace(b"\0", b"")  # stray ones
    if encoding in _SEVEN_BITS:
        return _checked(shown.decode(encoding, "replace"), data)
    try:
        text = shown.decode("utf-8")
    except UnicodeDecodeError:
        text = _not_utf8(shown, encoding)
    return _checked(text, data)


def encoding_of(sample: bytes) -> str:
    """The encoding of a long text, by how it begins. Raises UnreadableFileError for what is not text."""
    sample = sample[:_SAMPLE]
    if sample.startswith(_MARKED):
        return next(encoding for mark, encoding in _MARKS if sample.startswith(mark))
    if _is_wide(sample):
        return _wide_encoding(sample)
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(sample)
    encoding = "utf-8" if _is_utf8(sample) or _is_mostly_utf8(text) else _guess(sample)
    _checked(text if encoding == "utf-8" else sample.decode(encoding, "replace"), sample)
    return encoding


def clean(text: str) -> str:
    """A text from a source that has decoded it: line ends made LF, lone surrogates replaced."""
    return without_surrogates(_with_plain_line_ends(text))


def without_surrogates(text: str) -> str:
    """A text with the replacement character in place of lone surrogates, which are no characters."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return _SURROGATES.sub(_REPLACEMENT, text)
    return text


def _with_plain_line_ends(text: str) -> str:
    return _LINE_END.sub("\n", text) if "\r" in text else text


def _is_wide(sample: bytes) -> bool:
    return sample.count(0) * _WIDE_SHARE > len(sample)


def _wide_encoding(sample: bytes) -> str:
    """UTF-16 without a mark: of news, whole columns of every other byte are zero."""
    zeros = (sample[::2].count(0), sample[1::2].count(0))
    if min(zeros) * 10 > max(zeros) or max(zeros) * 5 < len(sample) // 2:
        raise UnreadableFileError("binary data")
    return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"


def _codec_name(declared: str | None) -> str:
    """The codec of a declared encoding; empty for none, and for one that is unknown."""
    if not declared:
        return ""
    try:
        name = codecs.lookup(declared.strip().strip("\"'")).name
        b"".decode(name)  # not one from text to text, nor from bytes to bytes
    except (LookupError, ValueError):
        return ""
    if name.replace("-", "_") in _OF_OTHER_THINGS:
        return ""
    return _MEANT.get(name, name)


def _not_utf8(data: bytes, declared: str) -> str:
    if declared and declared != "utf-8":
        text = data.decode(declared, "replace")
        if text.count(_REPLACEMENT) <= _MOST_FAULTS * len(text):
            return text
    text = data.decode("utf-8", "replace")
    return text if _is_mostly_utf8(text) else data.decode(_guess(data[:_SAMPLE]), "replace")


def _is_utf8(sample: bytes) -> bool:
    """Say whether a beginning is UTF-8; replacement characters that others have put there are valid."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly_utf8(text: str) -> bool:
    """Say whether it is UTF-8, with a few bad bytes perhaps: no other encoding looks like it by chance."""
    faults = text.count(_REPLACEMENT)
    return not faults or sum(1 for character in text if character > "\x7f") > 3 * faults


def _guess(sample: bytes) -> str:
    import chardet  # noqa: PLC0415  few documents need it

    found = chardet.detect(sample)
    encoding = _codec_name(found["encoding"])
    if not encoding or found["confidence"] < _SURE or found["language"] in _WESTERN_LANGUAGES:
        return _WESTERN
    return encoding


def _checked_wide(text: str) -> str:
    return _checked(text, text.encode("utf-8", "surrogatepass"))


def _checked(text: str, data: bytes) -> str:
    """The text, unless too much of it is no text. In `data` control characters are as in ASCII."""
    faults = text.count(_REPLACEMENT) + len(data) - len(data.translate(None, _CONTROLS))
    if faults > _FEW_FAULTS and faults > _MOST_FAULTS * len(text):
        raise UnreadableFileError("cannot be decoded as text")
    return _with_plain_line_ends(text)
