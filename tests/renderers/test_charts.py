"""Bar charts on a terminal of any width."""

import io
from collections import Counter

from conftest import SCALE
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_texts import texts
from rich.cells import cell_len

from newsgrep.renderers import Layout
from newsgrep.renderers.charts import Bar, BarGroup, render_chart


def drawn(groups: list[BarGroup], width: int = 80, *, color: bool = False) -> str:
    stream = io.StringIO()
    render_chart(groups, stream, Layout(width, color))
    return stream.getvalue()


def bar(label: str, length: float, numbers: str = "7 of 9") -> Bar:
    return Bar((label,), numbers, numbers[0], length)


def test_bars_of_all_groups_have_one_scale_and_eighths_of_a_column() -> None:
    groups = [
        BarGroup("one", [bar("a", 64), bar("b", 48), bar("c", 0.001), bar("d", 0)]),
        BarGroup("two", [bar("long label", 32 + 1 / 3)]),
    ]
    assert drawn(groups) == (
        "one\n"
        f"a           7 of 9  {'█' * 24}\n"
        f"b           7 of 9  {'█' * 18}\n"
        "c           7 of 9  ▍\n"
        "d           7 of 9\n"
        "\n"
        "two\n"
        f"long label  7 of 9  {'█' * 12}▏\n"
    )


def test_a_narrow_screen_has_short_numbers_then_short_labels_then_no_bars() -> None:
    groups = [BarGroup("t", [bar("a longish label", 1, "123456 of 7")])]
    assert drawn(groups, 80).splitlines()[1] == f"a longish label  123456 of 7  {'█' * 24}"
    assert drawn(groups, 36).splitlines()[1] == f"a longish label  123456 of 7  {'█' * 6}"
    assert drawn(groups, 35).splitlines()[1] == f"a longish label  1  {'█' * 15}"
    assert drawn(groups, 20).splitlines()[1:] == [f"a longish  1  {'█' * 6}", "label"]
    assert drawn(groups, 18).splitlines()[1:] == ["a longish label  1"]
    assert drawn(groups, 1).splitlines()[1:] == ["a         1", "longish", "label"]


def test_nothing_to_draw() -> None:
    assert drawn([]) == ""
    assert drawn([BarGroup("none", [])]) == "none\n"


def test_a_remark_stands_in_place_of_numbers() -> None:
    remark = Bar(("a",), "    no articles", "no articles", 0, is_remark=True)
    groups = [BarGroup("t", [remark, bar("b", 1, "123 of 456  78.9%")])]
    assert drawn(groups).splitlines()[1] == "a      no articles"
    assert "\x1b[2m" in drawn(groups, color=True).splitlines()[1]
    assert "\x1b[2m" not in drawn(groups, color=True).splitlines()[2]


@given(
    st.lists(
        st.tuples(texts, st.lists(st.tuples(texts, texts, st.floats(0, 1e12)), max_size=4)),
        min_size=1,
        max_size=3,
    ),
    st.integers(1, 120),
)
@settings(max_examples=50 * SCALE)
def test_on_a_screen_of_any_width_no_letter_is_lost(
    groups: list[tuple[str, list[tuple[str, str, float]]]], width: int
) -> None:
    chart = [
        BarGroup(title, [Bar((one, other), "7 of 9", "7", length) for one, other, length in bars])
        for title, bars in groups
    ]
    shown = drawn(chart, width)
    assert max(map(cell_len, shown.splitlines()), default=0) <= max(width, 8 + 2 + 8 + 2 + 1)
    letters = Counter(
        letter
        for title, bars in groups
        for text in (title, *(label for *labels, _ in bars for label in labels))
        for letter in text
        if letter.isalpha()
    )
    assert letters - Counter(shown) == Counter()
