"""Which lines of JSON Lines are parsed as records."""

from typing import Any

import pytest

from newsgrep.readers import record_lines


def watched(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The lines that are parsed from now on."""
    lines: list[bytes] = []
    parse = record_lines._parsed  # noqa: SLF001  to be watched

    def parsed(line: bytes) -> Any:
        lines.append(line)
        return parse(line)

    monkeypatch.setattr(record_lines, "_parsed", parsed)
    return lines
