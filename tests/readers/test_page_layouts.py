"""Days of publication in the layouts of known publishing systems, of authorities and of newspapers."""

from collections.abc import Callable
from typing import TypeAlias

import pytest

from newsgrep.article import Article

ReadOne: TypeAlias = Callable[..., Article]

TITLE = "Lighthouse keeper retires after forty years"
PARAGRAPH = "The last keeper of the lighthouse at the cape will leave it in the autumn, when the lamp is to be lit from an office on the mainland."
TEXT = f"<p>{PARAGRAPH}</p>" * 3
HEADING = f"<h1>{TITLE}</h1>"
DAY = "2021-09-23"


def page(body: str, head: str = "", lang: str = "en") -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{TITLE} | Cape Mail</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


def dated(read_one: ReadOne, text: str) -> tuple[str | None, str | None]:
    found = read_one("a.html", text)
    return (str(found.date), found.date.origin.value) if found.date else (None, None)


@pytest.mark.parametrize(
    ("lang", "below"),
    [
        ("de", "<div><span>Do., 23.09.2021 14:05</span><span>Ida Brandt</span></div>"),
        ("fr", "<div>Le 23.09.2021 à 14:05</div>"),
        ("es", "<p>23/09/2021 a las 14:05h.</p>"),
        ("da", "<p>23. sep. 2021 kl. 14:05</p>"),
        ("nl", "<p><span>Ida Brandt</span> <span>23 september 2021, 14:05</span></p>"),
        ("en", "<p>September 23, 2021 <a href='/s'>Share</a> <a href='/t'>Tweet</a></p>"),
        ("en", "<p>23 September 2021 in <a href='/c'>Coast</a>, <a href='/p'>People</a></p>"),
        ("de", "<p>Pressemitteilung Nr. 48/2021 vom 23.09.2021</p>"),
        ("de", "<p>Aus: Ausgabe vom 23.09.2021, Seite 5 / Küste</p>"),
        ("en", "<p><span class='date' title='Thursday, September 23, 2021 14:05'>4 years ago</span></p>"),
        ("en", "<p><abbr class='ago' title='2021-09-23T14:05:00+01:00'>4 years ago</abbr></p>"),
        ("en", "<div class='entry-meta'>By <span>Ida</span> / <span class='posted-on'><span class='updated'>September 23, 2021</span></span></div>"),
        ("en", "<p>Updated 2 October 2021</p><p>23 September 2021</p>"),
    ],
)  # fmt: skip
def test_a_line_below_the_headline(read_one: ReadOne, lang: str, below: str) -> None:
    """Dates beside others in elements of their own, before links, of editions, as titles; after a line with its own date."""
    assert dated(read_one, page(f"{HEADING}{below}{TEXT}", lang=lang)) == (DAY, "text")


@pytest.mark.parametrize("element", ["small", "span", "time"])
def test_a_date_in_the_headline(read_one: ReadOne, element: str) -> None:
    body = f"<h1>{TITLE} <{element}>23 September 2021</{element}></h1>{TEXT}"
    assert dated(read_one, page(body)) == (DAY, "text")


def test_a_date_that_the_headline_is_about(read_one: ReadOne) -> None:
    body = f"<h1>{TITLE} on <em>23 September 2021</em></h1>{TEXT}"
    assert dated(read_one, page(body)) == (None, None)


@pytest.mark.parametrize(
    ("lang", "after"),
    [
        ("de", "<p>Kiel, den 23. September 2021</p>"),
        ("fr", "<p>Brest, le 23 septembre 2021</p>"),
        ("en", "<p>Ida Brandt, 23 September 2021</p>"),
        ("en", "<p class='date'>23 September 2021</p>"),
    ],
)
def test_a_line_below_the_text(read_one: ReadOne, lang: str, after: str) -> None:
    assert dated(read_one, page(f"{HEADING}{TEXT}{after}", lang=lang)) == (DAY, "text")


def test_two_weak_lines_below_the_text_are_comments(read_one: ReadOne) -> None:
    after = (
        "<div><p>Hal, 25 September 2021</p><p>Well done!</p><p>Uta, 26 September 2021</p><p>Thanks.</p></div>"
    )
    assert dated(read_one, page(f"{HEADING}{TEXT}{after}")) == (None, None)


@pytest.mark.parametrize(
    "body",
    [
        f"<header><div><span>Thursday, September 23, 2021</span></div></header><div>{HEADING}{TEXT}</div>",
        f"{HEADING}<div><img src='a.jpg' alt=''><div>Photo: Ida Brandt, 23 September 2021</div></div>{TEXT}",
        f"{HEADING}{TEXT}<table><tr><td>Date taken</td><td>23 September 2021</td></tr></table>",
        f"{HEADING}<dl><dt>Joined</dt><dd>23 September 2021</dd></dl>{TEXT}",
        f"{HEADING}<ul><li>Mitglied seit</li><li>23 September 2021</li></ul>{TEXT}",
    ],
)
def test_what_is_of_today_of_a_picture_or_of_a_member(read_one: ReadOne, body: str) -> None:
    assert dated(read_one, page(body)) == (None, None)


@pytest.mark.parametrize(
    "above",
    [
        "<ul><li>Thread starter <a href='/m'>ida</a></li><li>Start date <time datetime='2021-09-23'>23 Sep 2021</time></li></ul>",
        "<p><span>Ersteller</span> ida</p><p><span>Erstellt am</span> 23.9.2021</p>",
        "<p>Discussion in <a href='/n'>News</a> started by <a href='/m'>ida</a>, Sep 23, 2021.</p>",
    ],
)
def test_a_thread_is_of_the_day_on_which_it_was_begun(read_one: ReadOne, above: str) -> None:
    posts = f"<div><div>{PARAGRAPH}</div></div><div><b>Sep 25, 2021</b><div>A pity.</div></div>"
    assert dated(read_one, page(f"{HEADING}{above}{posts}", lang="de"))[0] == DAY


def test_the_start_of_something_else(read_one: ReadOne) -> None:
    below = "<ul><li>Start date 23 September 2021</li><li>End date 25 September 2021</li></ul>"
    assert dated(read_one, page(f"{HEADING}{below}{TEXT}")) == (None, None)


@pytest.mark.parametrize(
    "said",
    [
        'name="creation_date" content="2021-09-23"',
        'name="article.created" content="2021-09-23 14:05:00"',
        'name="vr:published_time" content="2021-09-23T14:05:00"',
        'name="weibo:article:create_at" content="2021-09-23 14:05:00"',
        'name="publish_time" content="1632405900"',
        'name="date" content="2021-09-23 14:05:00 Europe/Berlin"',
        'name="search.date" content="23/09/2021"',
    ],
)
def test_names_and_shapes_in_meta_elements(read_one: ReadOne, said: str) -> None:
    assert dated(read_one, page(f"{HEADING}{TEXT}", f"<meta {said}>")) == (DAY, "meta")


@pytest.mark.parametrize(
    "name", ["data-published", "data-publish-date", "data-published-at", "data-first-published-time"]
)
def test_an_attribute_of_the_article(read_one: ReadOne, name: str) -> None:
    body = f'<article {name}="2021-09-23T14:05:00+01:00">{HEADING}{TEXT}</article>'
    assert dated(read_one, page(body)) == (DAY, "meta")


@pytest.mark.parametrize(
    ("script", "day"),
    [
        ('{"firstPublishedAt": "2021-09-23T14:05:00Z", "updatedAt": "2021-10-02"}', DAY),
        ("track({'article_publish_date': '20210923'})", DAY),
        ('var it = {"published_at": 1632405900, "id": 5}', DAY),
        (f'{{"it": {{"title": "{TITLE}", "by": {{}}, "publishedAt": "2021-09-23"}}, "more": [{{"title": "Seals", "publishedAt": "2021-10-02"}}]}}', DAY),
        ('{"createdAt": "2021-09-20", "publishedAt": "2021-09-23"}', DAY),
        ('{"it": [{"title": "Seals", "publishedAt": "2021-10-02"}, {"title": "Terns", "publishedAt": "2021-10-03"}]}', None),
    ],
)  # fmt: skip
def test_data_in_scripts(read_one: ReadOne, script: str, day: str | None) -> None:
    assert dated(read_one, page(f"{HEADING}{TEXT}<script>{script}</script>")) == (
        day,
        "meta" if day else None,
    )


META = '<meta property="article:published_time" content="2021-08-02T10:00:00+02:00">'
LATER = '<meta name="dcterms.issued" content="2021-09-23">'
LINKED = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2021-08-02"}</script>'
ADDRESS = '<link rel="canonical" href="https://cape.example/2021/09/23/keeper">'
LINE = "<p>23 September 2021</p>"


@pytest.mark.parametrize(
    ("head", "below", "day", "origin"),
    [
        (META + LATER, LINE, DAY, "meta"),
        (LINKED + LATER, LINE, DAY, "meta"),
        (META + LATER, "", "2021-08-02", "meta"),
        (LINKED + LATER, "", "2021-08-02", "json-ld"),
        (META + ADDRESS, LINE, DAY, "url"),
        (META + ADDRESS, "", "2021-08-02", "meta"),
        (META, LINE, "2021-08-02", "meta"),
        (META + LATER, "<p>2 August 2021</p>", "2021-08-02", "meta"),
        (META + LATER, "<p>Updated: 23 September 2021</p>", "2021-08-02", "meta"),
    ],
)
def test_the_day_that_is_shown_and_confirmed(
    read_one: ReadOne, head: str, below: str, day: str, origin: str
) -> None:
    """A line or an address outweighs a stamp that nothing shown agrees with, but not alone."""
    assert dated(read_one, page(f"{HEADING}{below}{TEXT}", head)) == (day, origin)
