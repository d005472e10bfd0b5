"""Bodies of HTTP messages in the encodings that servers send."""

import brotli
import pytest

from newsgrep.readers import UnreadableFileError
from newsgrep.readers.http_bodies import decoded_body

BODY = b"<p>The ferry sails again.</p>" * 1000


def test_brotli() -> None:
    assert decoded_body(brotli.compress(BODY), "br") == BODY


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (brotli.compress(BODY)[:-4], "breaks off before its end"),
        (b"\xff" * 20, "damaged: it cannot be decompressed"),
    ],
)
def test_brotli_that_cannot_be_decoded(sent: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        decoded_body(sent, "br")
