"""What is drawn at random is the same whatever has been imported, or drawn, before."""

from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


def drawn() -> list[tuple[int, str]]:
    """What hypothesis draws for a test."""
    found: list[tuple[int, str]] = []

    @settings(max_examples=200)
    @given(st.integers(), st.text())
    def draw(number: int, text: str) -> None:
        found.append((number, text))

    draw()
    return found


def test_what_is_drawn_does_not_depend_on_what_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = drawn()
    constants = [*range(1_000_000, 1_000_500), *(f"words of a module {number}" for number in range(500))]
    (tmp_path / "module_of_constants.py").write_text(f"CONSTANTS = {constants!r}\n")
    monkeypatch.syspath_prepend(tmp_path)
    import_module("module_of_constants")
    assert drawn() == before
