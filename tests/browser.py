"""Headless Chromium, where there is one: what it makes of a page at a width."""

import html
import json
import os
import re
import shutil
import struct
import subprocess
import zlib
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from conftest import NEVER

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_PLACES = ("/usr/bin/chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
_QUIET = (
    *("--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *(
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
    ),
)
_FRAMES = """<!DOCTYPE html>
<meta charset="utf-8">
<style>iframe { border: 0; display: block }</style>
<body>%(frames)s<script>
const measure = %(script)s;
onload = () => {
  const frames = [...document.querySelectorAll("iframe")];
  const measured = frames.map(frame => [frame.name, measure(frame.contentWindow)]);
  document.body.textContent = JSON.stringify(Object.fromEntries(measured));
};
</script></body>
"""


def find_browser() -> str | None:
    """The program, if there is one."""
    found = (shutil.which(name) for name in (*_NAMES, *_PLACES))
    return next((path for path in found if path), None)


class Browser:
    """Starts the program anew for each page. `folder` is for its profile and for copies of pages."""

    def __init__(self, program: str, folder: Path) -> None:
        self._program = program
        self._folder = folder

    def measure(self, pages: Mapping[str, str], script: str, widths: Sequence[int]) -> dict[str, Any]:
        """What a function, given as its text, returns of the window of each page at each width, under `NAME at WIDTH`.

        The pages are as they are written, in frames, for the windows of a browser have a least width.
        """
        frames = (
            f'<iframe name="{name} at {width}" width={width} height=3000 srcdoc="{html.escape(page)}"></iframe>'
            for (name, page), width in product(pages.items(), widths)
        )
        copy = self._folder / "frames.html"
        copy.write_text(_FRAMES % {"frames": "".join(frames), "script": script}, encoding="utf-8")
        dumped = self._run("--dump-dom", copy.as_uri()).decode()
        measured = re.search(r"<body>(.*)</body>", dumped, re.DOTALL)
        assert measured, dumped
        found: dict[str, Any] = json.loads(html.unescape(measured[1]))
        return found

    def picture(self, page: str, width: int, height: int, *, dark: bool) -> list[bytes]:
        """The rows of pixels of a screenshot, as the PNG has them."""
        copy, png = self._folder / "shown.html", self._folder / "shown.png"
        copy.write_text(page, encoding="utf-8")
        theme = ["--blink-settings=preferredColorScheme=0"] if dark else []
        self._run(*theme, f"--window-size={width},{height}", f"--screenshot={png}", copy.as_uri())
        data = png.read_bytes()
        assert struct.unpack(">II", data[16:24]) == (width, height)
        pixels = zlib.decompress(b"".join(_data_of_chunks(data)))
        row = len(pixels) // height
        return [pixels[start : start + row] for start in range(0, len(pixels), row)]

    def _run(self, *arguments: str) -> bytes:
        as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
        profile = f"--user-data-dir={self._folder / 'profile'}"
        done = subprocess.run(
            [self._program, *_QUIET, *as_root, profile, *arguments],
            capture_output=True,
            timeout=NEVER,
            check=True,
        )
        return done.stdout


def _data_of_chunks(png: bytes) -> list[bytes]:
    """The parts of the pixels' data in a PNG."""
    found, place = [], 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        if png[place + 4 : place + 8] == b"IDAT":
            found.append(png[place + 8 : place + 8 + length])
        place += length + 12
    return found
