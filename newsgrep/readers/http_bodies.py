"""Bodies of HTTP messages, out of the encoding in which they were sent."""

import io
import zlib

import brotli
import zstandard

from newsgrep.readers import MAX_DOCUMENT, UnreadableFileError
from newsgrep.readers.decompression import ZSTANDARD, Decompressed

_GZIP_OR_ZLIB, _NO_HEADER = 47, -15
_BLOCK = 1 << 16


def decoded_body(body: bytes, encoding: str) -> bytes:
    """The body, decoded. `encoding` is the value of Content-Encoding: one name, or several with commas.

    Raises UnreadableFileError, for too much of it, too.
    """
    for one in reversed(encoding.split(",")):
        body = _decoded(body, one)
    return body


def _decoded(body: bytes, encoding: str) -> bytes:
    match encoding.strip().lower():
        case "" | "identity" | "none" | "utf-8":  # the last one is a common mistake
            data = body
        case "gzip" | "x-gzip" | "deflate":
            data = _inflated(body)
        case "br":
            data = _from_brotli(body)
        case "zstd":
            data = _from_zstandard(body)
        case other:
            raise UnreadableFileError(f"sent in the encoding {other}, which cannot be read")
    if len(data) > MAX_DOCUMENT:
        raise UnreadableFileError(f"more than {MAX_DOCUMENT:,} bytes in one article")
    return data


def _inflated(body: bytes) -> bytes:
    """Some servers send deflate without its header; some crawlers decode a body and keep the encoding's name."""
    for header in (_GZIP_OR_ZLIB, _NO_HEADER):
        inflating = zlib.decompressobj(header)
        try:
            data = inflating.decompress(body, MAX_DOCUMENT + 1)
        except zlib.error:
            continue
        if not inflating.eof and len(data) <= MAX_DOCUMENT:
            raise UnreadableFileError("breaks off before its end")
        return data
    if body.startswith(b"\x1f\x8b"):
        raise UnreadableFileError("damaged: it cannot be decompressed")
    return body


def _from_brotli(body: bytes) -> bytes:
    decompressor = brotli.Decompressor()
    data = bytearray()
    try:
        for begin in range(0, len(body), 1 << 10):
            data += decompressor.process(body[begin : begin + (1 << 10)])
            if len(data) > MAX_DOCUMENT:
                break
    except brotli.error as error:
        raise UnreadableFileError("damaged: it cannot be decompressed") from error
    if len(data) <= MAX_DOCUMENT and not decompressor.is_finished():
        raise UnreadableFileError("breaks off before its end")
    return bytes(data)


def _from_zstandard(body: bytes) -> bytes:
    content, data = Decompressed(io.BytesIO(body), ZSTANDARD), bytearray()
    try:
        while len(data) <= MAX_DOCUMENT and (piece := content.read(_BLOCK)):
            data += piece
    except EOFError as error:
        raise UnreadableFileError("breaks off before its end") from error
    except zstandard.ZstdError as error:
        raise UnreadableFileError("damaged: it cannot be decompressed") from error
    return bytes(data)
