"""The number that the Library of Congress gives a newspaper (LCCN), in the path of a page.

Chronicling America and Open ONI keep a page as `sn83030214/1910/10/31/ed-1/seq-1/ocr.txt`. Their batches have
a folder for each newspaper too.
"""

import re

_LCCN = re.compile(
    r"(?:^|[/#])(sn[0-9]{8}|[a-z]{0,3}[0-9]{8,10}(?=/[0-9]{4}/[0-9]{2}/[0-9]{2}/ed-[0-9]+/))(?=/)"
)


def lccn_in(path: str) -> str | None:
    """The number of the newspaper in whose folder a page lies; None for no such folder."""
    found = _LCCN.search(path)
    return found[1] if found else None
