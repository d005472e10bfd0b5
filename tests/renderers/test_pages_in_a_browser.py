"""Pages in headless Chromium, on a telephone and on a wide screen: nothing sticks out, nothing lies on anything else."""

import re
from typing import Any

import pytest
from browser import Browser, find_browser
from sample_pages import PAGES

from newsgrep.renderers.pages.html import render_page

WIDTHS = (360, 1280)
PROGRAM = find_browser()
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="no Chromium or Chrome on this machine")

MEASURE = """page => {
  const document = page.document, width = page.innerWidth;
  const box = element => element.getBoundingClientRect();
  const all = (selector, within = document) =>
    [...within.querySelectorAll(selector)].filter(element => box(element).width > 0 && box(element).height > 0);
  const told = element => element.tagName + " " + element.textContent.trim().slice(0, 40);
  const both = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const overlaps = elements => elements.flatMap((one, place) => elements.slice(place + 1)
    .filter(other => both(box(one), box(other))).map(other => told(one) + " / " + told(other)));
  const charts = all("figure > svg").map(chart => all("text", chart));
  return {
    width: width,
    overflow: document.documentElement.scrollWidth - width,
    beyond: all("body *").filter(element => !element.closest("table"))
      .filter(element => box(element).right > width + 1 || box(element).left < -1).map(told),
    texts: charts.flatMap(overlaps),
    blocks: overlaps(all("h1, h2, h3, p, figcaption, figure > svg, .scroll, li, dt, dd")),
    unfocused: all("a, .scroll").filter(element => {
      element.focus();
      return document.activeElement !== element || page.getComputedStyle(element).outlineStyle === "none";
    }).map(told),
    links: all("a").length,
    bars: all(".bar, .rare").length,
    labels: charts.map(texts => texts.length),
    title: document.title,
  };
}"""
NOTHING: dict[str, list[str]] = {"beyond": [], "texts": [], "blocks": [], "unfocused": []}


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Browser:
    assert PROGRAM
    return Browser(PROGRAM, tmp_path_factory.mktemp("browser"))


@pytest.fixture(scope="module")
def measured(browser: Browser) -> dict[str, Any]:
    """The measures of every page at every width, from one run of the browser."""
    return browser.measure({name: render_page(page) for name, page in PAGES.items()}, MEASURE, WIDTHS)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_the_screen(measured: dict[str, Any], name: str, width: int) -> None:
    written = render_page(PAGES[name])
    found = measured[f"{name} at {width}"]
    assert found["width"] == width
    assert found["overflow"] <= 0
    assert {what: found[what] for what in NOTHING} == NOTHING
    assert found["links"] == written.count("<a href=")
    assert found["bars"] == written.count('<rect class="bar"') + written.count('<rect class="rare"')
    assert all(labels > 1 for labels in found["labels"])


@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_is_drawn_light_and_dark(browser: Browser, width: int) -> None:
    written = render_page(PAGES["timeline"])
    light, dark = (browser.picture(written, width, 1200, dark=dark) for dark in (False, True))
    for picture in (light, dark):
        assert len(set(picture)) > 100
    assert light[0] != dark[0]


WRONG = """
h1 { width: 2000px }
.summary { margin-top: -2rem }
svg text { font-size: 60px !important }
:focus-visible { outline: none !important }
"""


def test_the_measure_sees_what_sticks_out_and_what_overlaps(browser: Browser) -> None:
    wrong = render_page(PAGES["timeline"]).replace("</style>", f"{WRONG}</style>")
    found = browser.measure({"wrong": wrong}, MEASURE, [360])["wrong at 360"]
    assert found["overflow"] > 0
    assert [what for what in NOTHING if not found[what]] == []


def test_a_page_lets_no_script_run(browser: Browser) -> None:
    with_script = render_page(PAGES["dups"]).replace("<h1", "<script>document.title = 'ran'</script><h1")
    policy = re.compile("<meta http-equiv=.*?>")
    pages = {"kept": with_script, "without": policy.sub("", with_script)}
    found = browser.measure(pages, MEASURE, [360])
    assert found["kept at 360"]["title"].startswith("Near copies")
    assert found["without at 360"]["title"] == "ran"
