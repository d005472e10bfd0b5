"""Where the parts of a chart are drawn: across in percent of its width, so that it fits any screen; down in pixels."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from newsgrep.renderers.pages import Bar, Chart
from newsgrep.renderers.pages.scale import tick_texts, ticks
from newsgrep.renderers.safety import one_line
from newsgrep.renderers.shortening import shortened

_HEIGHT, _HEIGHT_OF_SEVERAL = 240, 150
"""Of the columns of a timeline."""
_LEAST_SLOTS = 8
_COLUMN = 0.78
"""The part of its slot that a column takes."""
_LEAST_HEIGHT = 1.5
_LEAST_WIDTH = 0.3
_ROW = 44
_BAR_TOP, _BAR_HEIGHT = 22, 12
_ROOM, _ROOM_OF_SEVERAL = (120, 36), (58, 36)
"""How many characters have room below an axis: on a wide screen, on a telephone."""
_GAP = 2
_LINE, _LINE_OF_SEVERAL = (110, 42), (58, 42)
"""How many characters have room above a bar, for its label and its value, likewise."""
_LEAST_LABEL = 8


class Interval(NamedTuple):
    """The line from the low to the high end of an interval; it ends at the edge of the picture."""

    x1: float
    x2: float
    y1: float
    y2: float


class Mark(NamedTuple):
    """A bar as it is drawn, or in place of nothing to draw all of its slot, and its label for a wide screen and for a narrow one: shortened, or empty where it has no room."""

    bar: Bar
    x: float
    width: float
    y: float
    height: float
    interval: Interval | None
    label: str = ""
    narrow_label: str = ""


class Line(NamedTuple):
    """A line of the scale, and its value in words."""

    y: float
    text: str


class Drawing(NamedTuple):
    """All of a chart: `height` is that of all bars. Only a timeline has the lines of its scale."""

    height: float
    marks: Sequence[Mark]
    lines: Sequence[Line] = ()


def draw(chart: Chart, *, alone: bool) -> Drawing:
    """Lay out a chart, which is `alone` across the page or one of several."""
    return _timeline(chart, alone=alone) if chart.timeline else _bars(chart, alone=alone)


def described(chart: Chart) -> str:
    """What the picture shows, in words for those who do not see it."""
    measured = [bar for bar in chart.bars if bar.value is not None]
    if not measured:
        return "No bar: there is nothing to measure."
    longest = max(measured, key=lambda bar: bar.value or 0)
    span = f", {chart.bars[0].label} to {chart.bars[-1].label}" if chart.timeline else ""
    noun = "column" if chart.timeline else "bar"
    number = f"1 {noun}" if len(chart.bars) == 1 else f"{len(chart.bars)} {noun}s"
    return f"{number}{span}. The longest: {longest.label}, {longest.text}."


def _timeline(chart: Chart, *, alone: bool) -> Drawing:
    height = _HEIGHT if alone else _HEIGHT_OF_SEVERAL
    values = ticks(chart.most, whole=not chart.percent)
    texts = tick_texts(values, percent=chart.percent)
    pixels = height / values[-1]
    slot = 100 / max(len(chart.bars), _LEAST_SLOTS)
    shown = [_labels_shown(chart.bars, room / 100 * slot) for room in (_ROOM if alone else _ROOM_OF_SEVERAL)]
    columns = (_column(bar, place * slot, slot, pixels, height) for place, bar in enumerate(chart.bars))
    marks = [
        column._replace(label=label, narrow_label=narrow_label)
        for column, label, narrow_label in zip(columns, *shown, strict=True)
    ]
    lines = [Line(height - value * pixels, text) for value, text in zip(values, texts, strict=True)]
    return Drawing(height, marks, lines)


def _column(bar: Bar, left: float, slot: float, pixels: float, height: float) -> Mark:
    if bar.value is None:
        return Mark(bar, left, slot, 0, height, None)
    tall = max(_LEAST_HEIGHT, bar.value * pixels) if bar.value else 0.0
    interval = None
    if bar.low is not None and bar.high is not None:
        middle = left + slot / 2
        interval = Interval(middle, middle, height - bar.low * pixels, max(0, height - bar.high * pixels))
    return Mark(bar, left + (1 - _COLUMN) / 2 * slot, _COLUMN * slot, height - tall, tall, interval)


def _labels_shown(bars: Sequence[Bar], room: float) -> list[str]:
    """The labels below an axis, empty where the last one takes the room; a column has room for so many characters."""
    widest = max((len(bar.label) for bar in bars), default=0) + _GAP
    step = math.ceil(widest / room)
    return ["" if place % step else bar.label for place, bar in enumerate(bars)]


def _bars(chart: Chart, *, alone: bool) -> Drawing:
    percent = 100 / (chart.most or 1)
    rooms = _LINE if alone else _LINE_OF_SEVERAL
    marks = [_bar(bar, place * _ROW + _BAR_TOP, percent, rooms) for place, bar in enumerate(chart.bars)]
    return Drawing(len(chart.bars) * _ROW, marks)


def _bar(bar: Bar, top: float, percent: float, rooms: tuple[int, int]) -> Mark:
    long = max(_LEAST_WIDTH, bar.value * percent) if bar.value else 0.0
    interval = None
    if bar.low is not None and bar.high is not None:
        middle = top + _BAR_HEIGHT / 2
        interval = Interval(bar.low * percent, min(100, bar.high * percent), middle, middle)
    wide, narrow = (
        shortened(one_line(bar.label), max(_LEAST_LABEL, room - len(bar.text) - _GAP)) for room in rooms
    )
    return Mark(bar, 0, long, top, _BAR_HEIGHT, interval, wide, narrow)
