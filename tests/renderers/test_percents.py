"""Parts as whole percents."""

from newsgrep.renderers.percents import percent_below


def test_no_part_is_rounded_up_and_none_down_that_is_whole() -> None:
    for whole in range(1, 2001):
        for part in range(whole + 1):
            assert percent_below(part / whole) == f"{100 * part // whole}%"


def test_what_lacks_one_shingle_of_a_million_is_not_equal() -> None:
    assert percent_below(999_999 / 1_000_000) == "99%"
