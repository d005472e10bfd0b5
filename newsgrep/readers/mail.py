"""E-mail, such as newsletters: one article a message.

The subject is the title, the sender's name the source; the day is that of the `Date` header, as printed
there. The text is the part in plain text, or that in HTML if the other is only a stub of it; attachments are
not read.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr
from typing import BinaryIO

from newsgrep.article import Article, DateOrigin
from newsgrep.index_report import Skipped
from newsgrep.readers import ReadOptions, SourceFile, UnreadableFileError, read_document, suffix_of
from newsgrep.readers.decoding import clean, decode
from newsgrep.readers.draft import Draft, article_of, written
from newsgrep.readers.fragments import plain_text, text_of

_SUFFIXES = frozenset({".eml", ".emlx"})
_FIELD = re.compile(rb"([!-9;-~]+):[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n?")
_SENDER = b"from"
_OTHERS = frozenset({b"message-id", b"mime-version", b"received", b"return-path", b"subject", b"date", b"to"})
_ENOUGH = 2
_COUNT = re.compile(rb"([0-9]{1,12})[ \t]*\r?\n")
"""Apple Mail writes first how long a message is, and after it what it notes of it."""
_STUB = 3
"""A part in plain text is a stub if the one in HTML is more than this many times as long."""
_SIGN_OFF = "-- "
_TOO_DEEP = "parts nested too deeply"


class MailReader:
    """One article a message; see the module."""

    name = "email"

    def claims(self, head: bytes, name: str) -> bool:
        """By its header fields, or by the name's ending."""
        return suffix_of(name).lower() in _SUFFIXES or has_header(head)

    def read(self, file: SourceFile, stream: BinaryIO, options: ReadOptions) -> Iterator[Article | Skipped]:
        """Give the one article."""
        data = read_document(stream)
        if counted := _COUNT.match(data):
            data = data[counted.end() : counted.end() + int(counted[1])]
        message = parse(data)
        if message is None:
            raise UnreadableFileError("not a mail")
        yield article_of(message.draft(), file, options)


READER = MailReader()


def has_header(head: bytes) -> bool:
    """Say whether a text begins like a message: with a sender and at least two more fields of messages."""
    names = set()
    place = 0
    while found := _FIELD.match(head, place):
        names.add(found[1].lower())
        place = found.end()
    return _SENDER in names and len(names & _OTHERS) >= _ENOUGH


def parse(data: bytes) -> "Mail | None":
    """The message in these bytes; None if it has no header. Raises UnreadableFileError."""
    try:
        message = message_from_bytes(data.lstrip(b"\r\n"), policy=policy.default)
    except RecursionError as error:
        raise UnreadableFileError(_TOO_DEEP) from error
    return Mail(message) if message.keys() else None


class Mail:
    """One message."""

    def __init__(self, message: EmailMessage) -> None:
        self._message = message
        self._fields: dict[str, str] = {}
        for name, value in message.raw_items():
            self._fields.setdefault(name.lower(), _unfolded(str(value)))

    def draft(self) -> Draft:
        """The facts of its article; the key is the `Message-ID`. A message without text gives those of the one it forwards."""
        key = self._fields.get("message-id", "").strip("<> ")
        try:
            text = self._text()
            inner = None if text else self._forwarded()
        except RecursionError as error:
            raise UnreadableFileError(_TOO_DEEP) from error
        if inner:
            return inner.draft()._replace(key=key)
        sender, address = parseaddr(self._fields.get("from", ""))
        return Draft(
            text=text,
            title=_decoded(self._fields.get("subject", "")),
            dates=written([self._fields.get("date")], DateOrigin.HEADER),
            key=key,
            url=self._fields.get("archived-at", "").strip("<> ") or None,
            source=_decoded(sender) or address,
            section=_decoded(self._fields.get("list-id", "").partition("<")[0].strip(' "')),
            language=self._fields.get("content-language"),
            tags=map(_decoded, self._fields.get("keywords", "").split(",")),
        )

    def _text(self) -> str:
        if self._message.get_content_maintype() == "multipart" and not self._message.is_multipart():
            return plain_text(
                _content(self._message)
            )  # its parts are lost: the line between them never comes
        plain = _content(self._message.get_body(("plain",)))
        markup = _content(self._message.get_body(("html",)))
        shown = text_of(markup)
        return plain if len(plain) * _STUB >= len(shown) else shown

    def _forwarded(self) -> "Mail | None":
        inner = (
            part.get_payload(0)
            for part in self._message.walk()
            if part.get_content_type() == "message/rfc822" and part.is_multipart()
        )
        return next((Mail(message) for message in inner if isinstance(message, EmailMessage)), None)


def _unfolded(value: str) -> str:
    """One line. Bytes that are not ASCII stand in it as surrogates."""
    if not value.isascii():
        value = decode(value.encode("utf-8", "surrogateescape"))
    return " ".join(value.split())


def _decoded(value: str) -> str:
    """A header's words, encoded or not."""
    with suppress(LookupError, ValueError, MessageError):  # else it is shown as it stands
        value = str(make_header(decode_header(value)))
    return clean(value).strip()


def _content(part: MIMEPart | None) -> str:
    """The text of a part, as it is written."""
    data = part.get_payload(decode=True) if part else None
    if part is None or not isinstance(data, bytes):
        return ""
    text = decode(data, part.get_content_charset())
    if part.get_param("format", "") == "flowed":
        text = _unflowed(text, "" if str(part.get_param("delsp")).lower() == "yes" else " ")
    return text.strip()


def _unflowed(text: str, between: str) -> str:
    """The paragraphs of RFC 3676: a line that ends with a space goes on in the next."""
    pieces = []
    for line in text.split("\n"):
        unstuffed = line.removeprefix(" ")
        if line.endswith(" ") and line != _SIGN_OFF:
            pieces.append(unstuffed[:-1] + between)
        else:
            pieces.append(unstuffed + "\n")
    return "".join(pieces)
