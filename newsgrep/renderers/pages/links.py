"""Links to articles that are safe to follow: to the web, or to a file that is there, relative to the page."""

import os
import re
from pathlib import Path
from urllib.parse import quote

from newsgrep.renderers.safety import without_unsafe

_WEB = re.compile(r"https?://[^\s/?#\\][^\s\\]*", re.IGNORECASE)
"""Browsers pass over white space within an address, and take a backslash for a slash."""


class Links:
    """Makes links from a page in the folder `beside` to articles of the archive in `folder`; both are absolute."""

    def __init__(self, folder: Path, beside: Path) -> None:
        self._folder = folder
        self._beside = beside

    def to(self, url: str | None, path: str) -> str | None:
        """A link to an article's address, else to its file (`Article.path`); None if it has neither."""
        return web_link(url) or self._to_file(path)

    def _to_file(self, path: str) -> str | None:
        try:
            file = self._folder / path
            if not file.is_file():
                return None
        except (OSError, ValueError):
            return None
        return quote(os.fsencode(os.path.relpath(file, self._beside)))


def web_link(url: str | None) -> str | None:
    """The address if it is one of the web, and shows all that is in it; else None."""
    address = (url or "").strip()
    return address if _WEB.fullmatch(address) and without_unsafe(address) == address else None
