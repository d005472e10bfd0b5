"""Pages for a browser: well-formed, self-contained, safe whatever articles and queries say, readable without the pictures."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from odd_texts import texts
from sample_pages import PAGES, counted, timeline

from newsgrep.article import ArticleId
from newsgrep.renderers.pages import Articles, Bar, Chart, Entry, Page, Section
from newsgrep.renderers.pages import counts as page_counts
from newsgrep.renderers.pages.counts import Counting, count_sections
from newsgrep.renderers.pages.drawing import Drawing, Mark, draw
from newsgrep.renderers.pages.dups import cluster_section
from newsgrep.renderers.pages.html import render_page
from newsgrep.renderers.pages.links import Links, web_link
from newsgrep.renderers.pages.scale import percent, tick_texts, ticks
from newsgrep.renderers.safety import one_line
from newsgrep.reports.copies import CopyOptions
from newsgrep.reports.dups import Cluster, Copy

UNKNOWN_TAG = 801
"""The number of libxml2's complaint about tags that are younger than it: svg, section, figure."""
CSS = (Path(render_page.__code__.co_filename).parent / "templates" / "style.css").read_text(encoding="utf-8")
HOSTILE = (
    "</svg><script>alert(1)</script>",
    "</style></title><img src=x onerror=alert(1)>",
    "\"' onmouseover='alert(1)' x=\"",
    "{{ 7 * 7 }}{% raw %}",
    "<!-- ]]> &amp;lt; &#0;",
    "\x1b]8;;http://evil\x07\u202etxt.exe\u2066\x00\x9b31m",
)
hostile = st.lists(st.sampled_from(HOSTILE) | texts, min_size=1, max_size=3).map(" ".join).filter(one_line)


def parsed(page: Page) -> Any:
    """The page's tree, with libxml2's errors raised."""
    written = render_page(page)
    parser = etree.HTMLParser(encoding="utf-8")
    tree = etree.fromstring(written.encode(), parser)
    assert [error for error in parser.error_log if error.type != UNKNOWN_TAG] == []
    return tree


def shape(tree: Any) -> list[tuple[str, tuple[str, ...]]]:
    return [(element.tag, tuple(element.attrib)) for element in tree.iter()]


@pytest.fixture(params=PAGES, scope="module")
def tree(request: pytest.FixtureRequest) -> Any:
    return parsed(PAGES[request.param])


def test_nothing_is_loaded_and_nothing_runs(tree: Any) -> None:
    assert (
        tree.xpath("//script|//iframe|//object|//embed|//img|//image|//use|//form|//base|//foreignObject")
        == []
    )
    assert [link.get("href") for link in tree.xpath("//link")] == ["data:,"]
    assert tree.xpath("//@src|//@srcset|//@style|//@action|//@*[starts-with(name(), 'on')]") == []
    assert not re.search(r"url\(|@import|expression|//", tree.findtext(".//style"))
    policy = tree.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert "default-src 'none'" in policy
    assert "script" not in policy


def test_headings_go_down_one_step_at_a_time(tree: Any) -> None:
    levels = [int(heading.tag[1]) for heading in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(heading.text for heading in tree.xpath("//h1|//h2|//h3"))


def test_a_screen_reader_has_it_all(tree: Any) -> None:
    assert tree.get("lang") == "en"
    assert tree.findtext(".//title").strip()
    assert [len(tree.xpath(f"//{part}")) for part in ("header", "main", "footer")] == [1, 1, 1]
    names = tree.xpath("//@id")
    assert len(names) == len(set(names))
    for named in tree.xpath("//@aria-labelledby"):
        assert all(tree.xpath(f"string(//*[@id='{name}'])").strip() for name in named.split())
    for picture in tree.xpath("//figure/svg"):
        assert picture.get("role") == "img"
        assert [child.tag for child in picture][:2] == ["title", "desc"]
    for table in tree.xpath("//table"):
        assert table.findtext("caption")
        assert {head.get("scope") for head in table.xpath(".//th")} == {"col", "row"}
        assert {len(row) for row in table.xpath(".//tr")} == {len(table.xpath("./thead/tr/th"))}


@pytest.mark.parametrize("name", [name for name in PAGES if name != "dups"])
def test_all_that_is_drawn_stands_in_the_table_too(name: str) -> None:
    tree = parsed(PAGES[name])
    rows = {
        cell for row in tree.xpath("//tbody/tr") for cell in [row.findtext("th"), *row.xpath("td/text()")]
    }
    for group in tree.xpath("//figure//g"):
        _, _, value = group.findtext("title").rpartition(": ")
        for number in re.findall(r"\d[\d,.]*%?", value):
            assert number in rows, value


def test_a_page_of_hostile_texts_is_built_like_one_of_plain_texts() -> None:
    @given(hostile)
    def check(text: str) -> None:
        tree = parsed(page_of(text))
        assert shape(tree) == plain
        shown = one_line(text)
        assert tree.findtext(".//h1") == shown
        assert {cell.text for cell in tree.xpath("//tbody/tr/th")} == {shown}
        assert tree.xpath("//dd/text()") == [shown]
        assert tree.xpath("//a/@href") == ["https://example.org/?q=%22&x"]

    plain = shape(parsed(page_of("x")))
    check()


def page_of(text: str) -> Page:
    """A page in which all that is not newsgrep's own is one text."""
    rows = [counted("source", text, text, matches=1, articles=2)]
    entries = [Entry(text, "https://example.org/?q=%22&x", [text, text], text), Entry(text, None, [text])]
    articles = Section(text, [text], articles=[Articles(text, entries)])
    return Page(
        text, text, text, text, [*count_sections(rows, Counting({text: text})), articles], [(text, text)]
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_no_control_character_is_in_a_page(text: str) -> None:
    written = render_page(page_of(text))
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", written
    )


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://example.org/a?b=c&d", "https://example.org/a?b=c&d"),
        (" HTTP://example.org ", "HTTP://example.org"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("https:javascript", None),
        ("https://", None),
        ("https:///etc/passwd", None),
        ("https://a b", None),
        ("https://a\\@b", None),
        ("https://a\u202e", None),
        ("https://\x00", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("//example.org", None),
        ("vbscript:x", None),
        ("", None),
        (None, None),
    ],
)
def test_only_addresses_of_the_web_are_linked(url: str | None, target: str | None) -> None:
    assert web_link(url) == target


@pytest.mark.parametrize(
    "name",
    ["a b.txt", "javascript:alert(1)", "a#b?c%20.html", "\u95a2\u7a0e.txt", "d/e/f.txt", "-x", "a\udcffb"],
)
def test_a_file_is_linked_from_where_the_page_lies(tmp_path: Path, name: str) -> None:
    archive = tmp_path / "my archive"
    file = archive / name
    file.parent.mkdir(parents=True)
    file.touch()
    for beside in (tmp_path, archive, tmp_path / "pages" / "of 2025"):
        target = Links(archive, beside).to("javascript:alert(1)", name)
        assert target
        assert re.fullmatch(r"[A-Za-z0-9_.~/%-]+", target)
        beside.mkdir(parents=True, exist_ok=True)
        assert (beside / unquote(target, errors="surrogateescape")).samefile(file)


def test_what_is_no_file_is_not_linked(tmp_path: Path) -> None:
    links = Links(tmp_path, tmp_path)
    (tmp_path / "folder").mkdir()
    for path in ("gone.txt", "folder", "\x00", "x" * 300, "gone.txt/x"):
        assert links.to(None, path) is None


COLOURS = re.compile(r"--(\w+): (#[0-9a-f]{3,6});")


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2.2."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def themes() -> Iterator[dict[str, str]]:
    """The colours of the light page, of the dark one, and of the printed one."""
    light: dict[str, str] = {}
    for rule in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL):
        light = light or dict(COLOURS.findall(rule))
        yield light | dict(COLOURS.findall(rule))


def test_there_are_three_themes_and_all_colours_are_in_them() -> None:
    assert len(list(themes())) == 3
    assert set(re.findall(r"var\(--(\w+)\)", CSS)) == set(next(themes()))
    assert re.findall(r"#[0-9a-f]+;", re.sub(r":root \{.*?\}", "", CSS, flags=re.DOTALL)) == []


@pytest.mark.parametrize("theme", list(themes()))
def test_the_colours_stand_out(theme: dict[str, str]) -> None:
    for text in ("ink", "quiet", "link"):
        assert contrast(theme[text], theme["paper"]) >= 4.5, text
    assert contrast(theme["ink"], theme["none"]) >= 4.5
    for drawn in ("bar", "rare", "focus", "ink"):
        assert contrast(theme[drawn], theme["paper"]) >= 3, drawn
    for drawn in ("bar", "rare"):
        assert contrast(theme[drawn], theme["ink"]) >= 2.5, (
            drawn
        )  # the interval's line, which goes on above the bar


@given(most=st.floats(1e-7, 1e12), whole=st.booleans())
def test_lines_of_a_scale_are_round_and_reach_the_longest_bar(*, most: float, whole: bool) -> None:
    values = ticks(most, whole=whole)
    step = values[1]
    assert values[0] == 0
    assert 2 <= len(values) <= 6
    assert values[-1] >= most * (1 - 1e-9)
    assert values[-2] < most or values[-1] == 1
    assert re.fullmatch(r"[125]0*(\.0)?|0\.0*[125]|[125]e[-+]\d+", f"{step:.12g}")
    for percents in (False, True) if not whole else (False,):
        if not percents and not whole:
            continue
        labels = tick_texts(values, percent=percents)
        assert len(set(labels)) == len(labels)
        assert [float(label.rstrip("%").replace(",", "")) for label in labels] == pytest.approx(
            [value * (100 if percents else 1) for value in values]
        )


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0.0%"),
        (1, "100.0%"),
        (0.0239, "2.4%"),
        (0.00239, "0.24%"),
        (0.0000012, "0.00012%"),
        (0.01, "1.0%"),
        (1.5, "150.0%"),
    ],
)
def test_small_shares_have_two_digits(share: float, text: str) -> None:
    assert percent(share) == text


def measured(low: float, value: float, high: float) -> Bar:
    return Bar("1987-02", value, "", low, high)


bars = st.lists(
    st.lists(st.floats(0, 1), min_size=3, max_size=3).map(lambda ends: measured(*sorted(ends)))
    | st.just(Bar("1987-02", None, "")),
    min_size=1,
    max_size=200,
)


@given(drawn=bars, timeline=st.booleans(), alone=st.booleans())
def test_bars_are_as_long_as_their_values_and_within_the_picture(
    *, drawn: list[Bar], timeline: bool, alone: bool
) -> None:
    most = max((bar.value or 0 for bar in drawn), default=0)
    drawing = draw(Chart("", drawn, most, percent=True, timeline=timeline), alone=alone)
    for mark in drawing.marks:
        assert 0 <= mark.x <= mark.x + mark.width <= 100 + 1e-9
        assert -1e-9 <= mark.y <= mark.y + mark.height <= drawing.height + 1e-9
        if mark.interval:
            assert 0 <= mark.interval.x1 <= mark.interval.x2 <= 100 + 1e-9
            assert 0 <= mark.interval.y2 <= mark.interval.y1 <= drawing.height
        if timeline and mark.bar.value is None:
            assert (mark.y, mark.height) == (0, drawing.height)
            continue
        assert length(mark, timeline=timeline) == pytest.approx(
            expected(mark.bar.value, drawing, most, timeline=timeline)
        )
    if timeline:
        assert all(before.x + before.width <= after.x + 1e-9 for before, after in pairwise(drawing.marks))
        assert drawing.marks[0].label == drawing.marks[0].narrow_label == "1987-02"


def length(mark: Mark, *, timeline: bool) -> float:
    return mark.height if timeline else mark.width


def expected(value: float | None, drawing: Drawing, most: float, *, timeline: bool) -> float:
    """The length in proportion to the scale, but that more than nothing shows."""
    if not value:
        return 0.0
    whole = ticks(most, whole=False)[-1] if timeline else most
    return max(value / whole * (drawing.height if timeline else 100), 1.5 if timeline else 0.3)


@given(number=st.integers(1, 400), alone=st.booleans())
def test_labels_below_an_axis_have_room(*, number: int, alone: bool) -> None:
    drawing = draw(
        Chart("", [Bar("1987-02-01", 1, "")] * number, 1, percent=True, timeline=True), alone=alone
    )
    for room, shown in (
        (120 if alone else 58, [mark for mark in drawing.marks if mark.label]),
        (36, [mark for mark in drawing.marks if mark.narrow_label]),
    ):
        assert all((after.x - before.x) / 100 * room > len("1987-02-01") for before, after in pairwise(shown))


def test_a_series_for_each_query_and_value_beside_the_time() -> None:
    rows = [
        counted("month source", query, month, source, matches=1, articles=2)
        for query in "ab"
        for source in ("x", None)
        for month in ("1987-01", "1987-02")
    ]
    chosen, table = count_sections(rows, Counting({"a": "A", "b": "B"}))
    assert [chart.heading for chart in chosen.charts] == [
        "x: A",
        "none stated: A",
        "x: B",
        "none stated: B",
    ]
    assert {chart.most for chart in chosen.charts} == {chosen.charts[0].most}
    assert list(table.numbers[0].table.rows) == rows


def test_dates_that_are_not_fine_enough_are_in_the_table_only() -> None:
    tree = parsed(timeline("wheat"))
    drawn = [group.findtext("title").partition(":")[0] for group in tree.xpath("//figure//g")]
    assert drawn == ["1987-02", "1987-03", "1987-04", "1987-05", "1987-06", "1987-07"]
    assert [row.findtext("th") for row in tree.xpath("//tbody/tr")] == [*drawn, "1987", "\N{EN DASH}"]
    assert "less precisely" in tree.xpath("string(//main)")


def test_the_rows_that_have_no_bar_are_counted() -> None:
    rows = [counted("source", "a", f"source{number}", matches=1, articles=2) for number in range(50)]
    (chart,) = count_sections(rows, Counting({"a": "a"}))[0].charts
    assert (len(chart.bars), chart.note) == (40, "The first 40 of 50; the table has all.")
    rows = [
        counted("month source", "a", "1987-01", f"{number}", matches=1, articles=2) for number in range(30)
    ]
    section = count_sections(rows, Counting({"a": "a"}))[0]
    assert len(section.charts) == 24
    assert "Of 30 charts 24 are drawn; the table has the numbers." in section.notes


def test_clusters_say_who_printed_whose_text() -> None:
    document = html.document_fromstring(render_page(PAGES["dups"]))
    assert [target for _, _, target, _ in document.iterlinks()] == [
        "data:,",
        "https://example.org/a",
        "https://example.org/b",
    ]
    first, second = document.xpath("//ol")
    assert [entry.text_content().split("\n")[1] for entry in first] == [
        "1987-03-05 reuters",
        "1987-03-19 guardian",
        f"undated {'y' * 300}",
    ]
    details = [entry.xpath("string(.//*[@class='details'])") for entry in (*first, *second)]
    assert details == [
        "first \N{MIDDLE DOT} a.txt",
        "99% alike, 100% contained \N{MIDDLE DOT} b.txt",
        f"like others of them \N{MIDDLE DOT} {'x' * 300}",
        "first \N{MIDDLE DOT} c.txt",
        "80% alike, 100% contained",
    ]
    assert document.xpath("string(//section/p)") == (
        "Copies have at least 80% of their runs of five words in common; or the longer text has nine tenths of the"
        " shorter one; they are at most 3 days apart; they are of different sources."
    )


@pytest.mark.parametrize(("columns", "note"), [(120, "The line on a bar"), (121, "The table has")])
def test_intervals_of_very_many_columns_are_in_the_table_only(columns: int, note: str) -> None:
    rows = [
        counted("day", "a", str(date(1987, 1, 1) + timedelta(number)), matches=1, articles=2)
        for number in range(columns)
    ]
    section = count_sections(rows, Counting({"a": "a"}))[0]
    assert section.notes[0].startswith(note)
    assert {bar.low is None for bar in section.charts[0].bars} == {columns > 120}


def test_a_page_is_no_larger_than_a_browser_can_take(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_MOST_COLUMNS", "_MOST_ROWS"):
        assert getattr(page_counts, name) == 20_000
        monkeypatch.setattr(page_counts, name, 200)
    days = [date(1900, 1, 1) + timedelta(number) for number in range(150)]
    rows = [
        counted("day source", "a", str(day), source, matches=1, articles=2) for source in "xy" for day in days
    ]
    charts, numbers = count_sections(rows, Counting({"a": "a"}))
    assert len(charts.charts) == 1
    assert "Of 2 charts 1 are drawn; the table has the numbers." in charts.notes
    assert len(list(numbers.numbers[0].table.rows)) == 200
    assert numbers.numbers[0].caption == "a: the first 200 of 300 rows; --csv prints all"


def test_terms_that_belong_together_are_one_bar_and_rarer_ones_stand_apart() -> None:
    tree = parsed(PAGES["terms"])
    more, rarer = tree.xpath("//figure")
    labels = [group.findtext("title").partition(":")[0] for group in more.xpath(".//g")]
    assert labels[:2] == ["term0", "rio de janeiro, brazil"]
    assert [group.findtext("title").partition(":")[0] for group in rarer.xpath(".//g")] == [
        "shares" * 9,
        "term48",
        "term47",
    ]
    assert more.xpath(".//*[@class='rare']") == rarer.xpath(".//*[@class='bar']") == []
    assert len(tree.xpath("//tbody/tr")) == 50


def test_of_very_many_copies_the_first_are_on_the_page() -> None:
    copy = Copy(ArticleId("a"), "a", "t", None, None, None, 1, 1)
    clusters = [Cluster((copy,) * 102), *[Cluster((copy, copy))] * 1000]
    links = Links(Path("/nowhere"), Path("/nowhere"))
    section = cluster_section(clusters, CopyOptions(), lambda one: one.path, links)
    assert section.heading == "1,001 clusters of 2,102 articles"
    assert "The first 1,000 clusters are here; --csv prints all." in section.notes
    assert len(section.articles) == 1000
    assert len(section.articles[0].entries) == 100
    assert (section.articles[0].heading, section.articles[0].note) == (
        "102 articles: t",
        "and 2 more; --csv prints all",
    )
    assert section.articles[1].note == ""
    assert "and 2 more" in render_page(Page("", "", "", "", [section], []))
