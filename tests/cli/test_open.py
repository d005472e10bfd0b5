"""`newsgrep open`: on a desktop, and where there is none."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from conftest import index

Run: TypeAlias = Callable[..., Any]
CARNEY = "seeds/2025-05-06-carney-trump-oval-office.txt"


@pytest.fixture
def linked(folder: Path) -> Path:
    """An archive with a link, a strange link, and `xdg-open`, which writes down what it opens."""
    records = [
        {"id": "1", "text": "web", "url": "https://example.com/x"},
        {"id": "2", "text": "bad", "url": "javascript:alert(1)"},
    ]
    (folder / "a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    index(folder, "a.jsonl")
    (folder / "bin").mkdir()
    (folder / "bin" / "xdg-open").write_text('#!/bin/sh\necho "$1" >> opened\n')
    (folder / "bin" / "xdg-open").chmod(0o755)
    return folder


def test_open_prefers_the_link_and_opens_no_strange_one(shell: Run, linked: Path) -> None:
    for arguments in (CARNEY, "a.jsonl#1", "a.jsonl#1 --file", "a.jsonl#2"):
        ran = shell(f"PATH=bin:$PATH newsgrep open {arguments}", cwd=linked)
        assert (ran.code, ran.out, ran.err) == (0, "", "")
    file = str(linked / "a.jsonl")
    assert (linked / "opened").read_text().splitlines() == [
        str(linked / CARNEY),
        "https://example.com/x",
        file,
        file,
    ]


PATIENT = (
    "import newsgrep.cli.open as o; o._SECONDS_TO_FAIL = None; from newsgrep.__main__ import main; main()"
)
"""The command, waiting as long as it takes for what opens a file to fail."""


@pytest.mark.parametrize(("reference", "shown"), [("a.jsonl#1", "https://example.com/x"), (CARNEY, None)])
@pytest.mark.parametrize("desktop", ["exit 3", None])
def test_where_nothing_opens_it_it_is_printed(
    shell: Run, linked: Path, reference: str, shown: str | None, desktop: str | None
) -> None:
    (linked / "bin" / "xdg-open").write_text(f"#!/bin/sh\n{desktop}\n")
    if desktop is None:
        (linked / "bin" / "xdg-open").unlink()
    # Nothing else is in PATH: no browser of this computer is found.
    python = f"python=$(command -v python); PATH=bin \"$python\" -c '{PATIENT}'"
    ran = shell(f"{python} open '{reference}'", cwd=linked)
    assert (ran.code, ran.out) == (2, f"{shown or linked / CARNEY}\n")
    assert ran.err == "newsgrep: nothing on this computer opens it\n"


def test_what_stays_open_is_open(shell: Run, linked: Path) -> None:
    os.mkfifo(linked / "closes")
    (linked / "bin" / "xdg-open").write_text("#!/bin/sh\nexec cat closes >/dev/null 2>&1\n")
    try:
        assert shell(f"PATH=bin:$PATH newsgrep open {CARNEY}", cwd=linked).code == 0
    finally:
        (linked / "closes").write_text("")
