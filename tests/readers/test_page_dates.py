"""Where on a web page its day of publication stands: in which elements, under which names, after which labels."""

from collections.abc import Callable
from typing import TypeAlias

import pytest

from newsgrep.article import Article

ReadOne: TypeAlias = Callable[..., Article]

PARAGRAPH = "The island's only bakery will close at the end of the year, its owner said, after the mill that it buys from was sold."
HEADING = "<h1>Island bakery to close</h1>"


def page(body: str, head: str = "", lang: str = "en") -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Island bakery to close - Sorrel Post</title>'
        f"{head}</head><body>{body}</body></html>"
    )


def article(above: str = "", below: str = "", after: str = "") -> str:
    text = f"<p>{PARAGRAPH}</p>" * 3
    return f'<div class="wrap">{above}{HEADING}{below}<div class="text">{text}</div>{after}</div>'


def dated(found: Article) -> tuple[str | None, str | None]:
    return (str(found.date), found.date.origin.value) if found.date else (None, None)


@pytest.mark.parametrize(
    "below",
    [
        "<table><tr><td>Last modified</td><td>2 June 2021</td></tr></table>",
        "<div><div>Zuletzt aktualisiert</div><div>2. Juni 2021</div></div>",
        '<p><svg></svg><span>Edited</span> <span class="x">June 2, 2021</span></p>',
        "<dl><dt>Retrieved</dt><dd>2 June 2021</dd></dl>",
        "<ul><li>Closing date</li><li>2 June 2021</li></ul>",
        '<p><span class="last-updated">2 June 2021</span></p>',
        '<p><time class="modified-date" datetime="2021-06-02T10:00:00">2 June 2021</time></p>',
        "<p><b>Aggiornato</b> <span>2 giugno 2021</span></p>",
        '<p>Updated <time datetime="2021-06-02T10:00:00">2 hours ago</time></p>',
    ],
)
def test_what_is_labelled_as_another_day_in_an_element_of_its_own(read_one: ReadOne, below: str) -> None:
    assert dated(read_one("a.html", page(article(below=below)))) == (None, None)


@pytest.mark.parametrize(
    "below",
    [
        "<dl><dt>Last update</dt><dd>2 June 2021</dd><dt>First published</dt><dd>5 May 2020</dd></dl>",
        "<p><span>Bijgewerkt</span> <time>2 juni 2021</time> <span>Gepubliceerd</span> <time>5 mei 2020</time></p>",
        "<ul><li>Posted</li><li>5 May 2020</li><li>Modified</li><li>2 June 2021</li></ul>",
        '<p><time class="published" datetime="2020-05-05">5 May 2020</time><time class="updated" datetime="2021-06-02">2 June 2021</time></p>',
    ],
)
def test_the_published_one_of_two(read_one: ReadOne, below: str) -> None:
    assert dated(read_one("a.html", page(article(below=below))))[0] == "2020-05-05"


@pytest.mark.parametrize(
    "below",
    [
        "<figure><img src='a.jpg' alt=''><figcaption>The mill on 5 May 1931</figcaption></figure>",
        '<div class="image-caption">Sorrel harbour | 5 May 1931</div>',
        '<p class="deck">Ida Brandt (1902 - 1987)</p>',
        '<p class="sub">1902–1987</p>',
        '<p class="exhibition">Museum of the sea, 2019</p>',
        '<p class="when">The fair | 3 May 2019 - 9 June 2019</p>',
        "<p>3. Mai 2019 bis 9. Juni 2019</p>",
        '<div class="comments"><p>Hal, 5 May 2020</p></div>',
        '<div itemprop="comment" itemscope><time itemprop="datePublished" datetime="2020-05-05">5 May 2020</time></div>',
        '<div class="related"><span class="date">5 May 2020</span></div>',
        '<div class="todays-date">5 May 2020</div>',
        "<p>Available until 5 May 2020</p>",
        "<p>Next market: 5 May 2020</p>",
        "<p>Probezeit: 5. Mai 2020</p>",
        "<p>Foto: Jo Berg, 5 May 2020</p>",
        "<dl><dt>When</dt><dd>Tuesday, 5 May 2020, 7 pm</dd></dl>",
    ],
)
def test_what_is_no_date_of_the_article(read_one: ReadOne, below: str) -> None:
    """Captions, spans of life and of time, years alone, comments, teasers, today, the end of something, other labels."""
    assert dated(read_one("a.html", page(article(below=below)))) == (None, None)


@pytest.mark.parametrize(
    ("above", "below", "after"),
    [
        ("", '<div class="byline"><span>Ann Smith</span> <span>5 May 2020 at 10:15</span></div>', ""),
        ("", "<p>5.5.2020 10:15 | Island news</p>", ""),
        ("", "<p>Tarn, 5 May 2020</p>", ""),
        ("", "<p>5 May 2020 Category: Trade</p>", ""),
        ("", f"<p>{PARAGRAPH}</p><p>5 May 2020</p>", ""),
        ('<div class="kicker"><time datetime="2020-05-05">5 May</time></div>', "", ""),
        ("", '<span class="month">May</span><span class="day">5</span><span class="year">2020</span>', ""),
        ("", '<relative-time class="post-date" datetime="2020-05-05T10:15:00"></relative-time>', ""),
        ("", "", '<footer class="entry-footer"><span class="posted-on">5 May 2020</span></footer>'),
        ("", "", "<p>This entry was posted on May 5, 2020 at 10:15 and is filed under Islands, Trade and Food.</p>"),
        ("", "", "<p>Published: 5 May 2020</p>"),
        ("", "", '<div class="sidebar"><p class="date">5 May 2020</p></div>'),
        ("", "", "<p>Press release of 5 May 2020</p>"),
    ],
)  # fmt: skip
def test_where_a_printed_date_stands(read_one: ReadOne, above: str, below: str, after: str) -> None:
    assert dated(read_one("a.html", page(article(above, below, after)))) == ("2020-05-05", "text")


@pytest.mark.parametrize(
    "headline",
    [
        '<h1><a href="/">Sorrel Post</a></h1><h2>Island bakery to close</h2>',
        '<h1><img src="logo.png" alt=""></h1><h3 class="entry-title">Island bakery to close</h3>',
        '<div class="headline-text">Island bakery to close</div>',
        "<h2>Island bakery <small>Exclusive</small> to close</h2>",
    ],
)
def test_the_headline_by_which_it_stands_is_any_heading_that_the_title_has(
    read_one: ReadOne, headline: str
) -> None:
    body = f"<p>1 January 2019</p><hr>{headline}<p>5 May 2020</p><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p>"
    assert dated(read_one("a.html", page(body)))[0] == "2020-05-05"


def test_a_paragraph_that_begins_with_the_date_is_a_dateline(read_one: ReadOne) -> None:
    for beginning in (
        "5 May 2020 - ",
        "TARN, 5 May 2020 (SNA) - ",
        "Tarn/Sorrel, 5. Mai 2020 – ",
        "TARN, May 5, 2020 /Coast Newswire/ -- ",
    ):
        found = read_one("a.html", page(f"{HEADING}<p>{beginning}{PARAGRAPH}</p><p>{PARAGRAPH}</p>"))
        assert dated(found) == ("2020-05-05", "text")
    running = page(f"{HEADING}<p>On 5 May 2020 it was said: {PARAGRAPH}</p><p>{PARAGRAPH}</p>")
    assert dated(read_one("a.html", running)) == (None, None)


def test_the_dates_of_teasers_are_not_those_of_a_list(read_one: ReadOne) -> None:
    teasers = "".join(
        f'<div class="item"><h3><a href="/{day}">Mill number {day} sold</a></h3><span class="date">{day} May 2020</span></div>'
        for day in range(11, 15)
    )
    assert dated(read_one("a.html", page(f"<h1>Island bakery to close</h1>{teasers}<p>{PARAGRAPH}</p>"))) == (
        None,
        None,
    )


@pytest.mark.parametrize(
    ("lang", "day", "flags"),
    [("de", "2023-11-07", ()), ("fi-FI", "2023-11-07", ()), ("en", None, ("doubtful-date",))],
)
def test_between_dots_the_day_is_first_but_in_english(
    read_one: ReadOne, lang: str, day: str | None, flags: tuple[str, ...]
) -> None:
    found = read_one("a.html", page(article(below='<p class="date">07.11.2023</p>'), lang=lang))
    assert (dated(found)[0], found.flags) == (day, flags)


@pytest.mark.parametrize(
    ("lang", "below", "day"),
    [
        ("de", '<div class="datum">Wirtschaft, 30.10.23</div>', "2023-10-30"),
        ("fr", "<p>Publié : 7.11.23</p>", "2023-11-07"),
        ("de", "<p>30.10.98 | Insel</p>", None),
        ("de", "<p>Version 1.2.13</p>", None),
        ("ko", '<div class="date">23.10.30</div>', None),
        ("en", '<div class="date">30.10.23</div>', None),
    ],
)
def test_a_year_of_two_digits_between_dots_needs_a_label_or_a_mark(
    read_one: ReadOne, lang: str, below: str, day: str | None
) -> None:
    assert dated(read_one("a.html", page(article(below=below), lang=lang)))[0] == day


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="dc:issued" content="2020-05-05">',
        '<meta name="DCTERMS.issued" content="2020-05-05">',
        '<meta name="prism.publicationDate" content="2020-05-05">',
        '<meta name="bepress_citation_date" content="2020/05/05">',
        '<meta property="article:publication_date" content="Tue, 05 May 2020 10:15:00 +0200">',
        '<meta name="first-published-date" content="5 May 2020">',
        '<meta name="pub_date" content="2020-05-05T10:15">',
        """<meta name="parsely-page" content='{"title": "Island bakery to close", "pub_date": "2020-05-05T08:15:00"}'>""",
        '<meta property="dcterms:date dcterms:created" content="2020-05-05T10:15:00+02:00">',
        '<meta itemprop="uploadDate" content="2020-05-05">',
    ],
)
def test_names_of_meta_elements(read_one: ReadOne, head: str) -> None:
    assert dated(read_one("a.html", page(article(), head))) == ("2020-05-05", "meta")


@pytest.mark.parametrize(
    "below",
    [
        '<div><span property="dc:created dc:issued" content="2020-05-05T10:15:00+02:00">by ann</span></div>',
        '<div vocab="https://schema.org/" typeof="NewsArticle"><time property="datePublished" datetime="2020-05-05">x</time></div>',
        '<div about="/node/7" typeof="sioc:Item foaf:Document"><span property="dc:date" content="2020-05-05">x</span></div>',
        '<div itemscope itemtype="https://schema.org/Article"><meta itemprop="datePublished" content="2020-05-05"></div>',
        '<span property="schema:datePublished" content="2020-05-05"></span>',
    ],
)
def test_rdfa_and_microdata(read_one: ReadOne, below: str) -> None:
    assert dated(read_one("a.html", page(article(below=below)))) == ("2020-05-05", "meta")


def test_metadata_of_changes_and_of_comments_dates_nothing(read_one: ReadOne) -> None:
    head = '<meta property="dcterms:modified" content="2020-05-05"><meta name="last-modified date" content="2020-05-05">'
    below = '<div typeof="sioc:Post sioctypes:Comment"><span property="dc:date" content="2020-05-05">x</span></div>'
    assert dated(read_one("a.html", page(article(below=below), head))) == (None, None)


@pytest.mark.parametrize(
    ("script", "day"),
    [
        ('window.__DATA__ = {"id": 7, "publishedAt": "2020-05-05T10:15:00+02:00"};', "2020-05-05"),
        ("var page = {publish_date: '2020-05-05', modified: '2021-06-02'};", "2020-05-05"),
        (r'JSON.parse("{\"firstPublishDate\":\"2020-05-05T10:15:00\"}")', "2020-05-05"),
        ('[{"publishedAt": "2020-05-05"}, {"publishedAt": "2020-05-04"}]', None),
        ('{"updatedAt": "2020-05-05", "unpublishDate": "2020-05-05"}', None),
        ('{"PUBLISHED_AT" \n\t : "2020-05-05t10:15:00z"}', "2020-05-05"),
        (f"{{{'x' * 60}published: '2020-05-05', {'x' * 60}_published: '2020-05-04'}}", "2020-05-04"),
    ],
)
def test_data_in_scripts_if_it_names_one_day(read_one: ReadOne, script: str, day: str | None) -> None:
    found = read_one("a.html", page(article(after=f"<script>{script}</script>")))
    assert dated(found) == (day, "meta" if day else None)


@pytest.mark.parametrize(
    ("thing", "day"),
    [
        ('"@type": "VideoObject", "name": "Island bakery to close", "uploadDate": "2020-05-05"', "2020-05-05"),
        ('"@type": "PodcastEpisode", "name": "Island bakery to close", "datePublished": "2020-05-05"', "2020-05-05"),
        ('"@type": "VideoObject", "name": "Wheat prices rise again", "uploadDate": "2020-05-05"', None),
        ('"@type": "Event", "name": "Island bakery to close", "datePublished": "2020-05-05"', None),
    ],
)  # fmt: skip
def test_json_ld_of_what_is_no_article_but_has_its_headline(
    read_one: ReadOne, thing: str, day: str | None
) -> None:
    head = f'<script type="application/ld+json">{{{thing}}}</script>'
    assert dated(read_one("a.html", page(article(), head))) == (day, "json-ld" if day else None)
