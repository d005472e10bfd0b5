"""Keys in a container: each given once, a part's own if it is free, in bounded memory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.readers import keys as module
from newsgrep.readers.keys import Keys


def given_keys(own: list[str | None]) -> list[str]:
    keys = Keys()
    return [keys.key(key, str(number)) for number, key in enumerate(own, 1)]


def test_a_key_that_is_given_is_given_to_no_other() -> None:
    assert given_keys(["x", "x", "4", None, "5", "", None]) == ["x", "2", "4", "4+", "5", "6", "7"]


def with_a_set(own: list[str | None]) -> list[str]:
    """The rule, written plainly."""
    found: list[str] = []
    for number, key in enumerate(own, 1):
        got = key if key and key not in found else str(number)
        while got in found:
            got += "+"
        found.append(got)
    return found


@given(st.lists(st.none() | st.integers(1, 60).map(str) | st.text("12+", max_size=3), max_size=50))
def test_keys_are_as_a_set_of_all_would_give_them(own: list[str | None]) -> None:
    assert given_keys(own) == with_a_set(own)


def test_keys_stay_apart_as_the_table_grows() -> None:
    own = [f"https://example.com/{number}" for number in range(20_000)]
    assert given_keys([*own, *own]) == [*own, *(str(number) for number in range(20_001, 40_001))]


def test_of_too_many_parts_the_rest_have_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FIRST_SLOTS", 16)
    monkeypatch.setattr(module, "_MOST_SLOTS", 16)
    monkeypatch.setattr(module, "MOST_KEYS", 12)
    own = ["14", *(f"own {number}" for number in range(2, 20))]
    found = given_keys(list(own))
    assert found == [*own[:12], "13", "14+", "15", "16", "17", "18", "19"]


def test_keys_that_others_have_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_KEYS", 12)
    keys = Keys({"own 1", "14"}, 10)
    assert [keys.key(f"own {number}", str(number + 10)) for number in range(1, 6)] == [
        *("11", "own 2", "13", "14+", "15")
    ]
