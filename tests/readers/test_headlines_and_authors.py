"""The headline and the authors of a web page, as it shows them."""

from collections.abc import Callable
from typing import TypeAlias

import pytest

from newsgrep.article import Article
from newsgrep.readers.pages.authors import people

ReadOne: TypeAlias = Callable[..., Article]

PARAGRAPH = "The island's only bakery will close at the end of the year, its owner said, after the mill that it buys from was sold."


def page(title: str, body: str, head: str = "") -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body>{body}<p>{PARAGRAPH}</p><p>{PARAGRAPH}</p></body></html>"
    )


def og(title: str) -> str:
    return f'<meta property="og:title" content="{title}">'


@pytest.mark.parametrize(
    ("title", "head", "body", "headline"),
    [
        ("Bakery closes | Post", "", "<h1>Bakery closes</h1>", "Bakery closes"),
        ("Mills: Island bakery to close", "", "<h4>Mills</h4><h1>Island bakery to close</h1>", "Island bakery to close"),
        ("Island bakery to close", og("Last loaf on Sorrel"), "<h1>Island bakery to close</h1>", "Island bakery to close"),
        ("Island bakery to close", "", "<h1>Island bakery to close <span>Subscribers</span></h1>", "Island bakery to close Subscribers"),
        ("Island bakery to close", og("Island bakery to close"), "<h1><span>Trade</span><br>Island bakery to close</h1>", "Island bakery to close"),
        ("Island bakery to close | Sorrel Post", "", '<h1><a href="https://post.example/">Sorrel Post</a></h1><h2>Island bakery to close</h2>', "Island bakery to close"),
        ("Island bakery to close » The Sorrel Post Online", "", "<h1>Most read</h1><h2>Island bakery to close</h2>", "Island bakery to close"),
        ("x", og("Island bakery to close - post.example"), "<h1>Menu</h1>", "Island bakery to close - post.example"),
        ("Island bakery to close – Post", '<link rel="canonical" href="https://www.post.example/a">', "", "Island bakery to close"),
        ("Tom &amp;amp; Ann close", "", "<h1>Tom &amp; Ann close</h1>", "Tom & Ann close"),
    ],
)  # fmt: skip
def test_the_headline_is_what_the_page_shows(
    read_one: ReadOne, title: str, head: str, body: str, headline: str
) -> None:
    """The heading that the titles have; without the site's name, a kicker, the name of a list."""
    assert read_one("a.html", page(title, body, head)).title == headline


def test_the_headline_of_json_ld_may_be_cut_off(read_one: ReadOne) -> None:
    whole = (
        "Island bakery to close after the mill from which it has bought its flour for ninety years was sold"
    )
    head = (
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{whole[:60]}"}}</script>'
    )
    assert read_one("a.html", page(f"{whole} | Post", f"<h1>{whole}</h1>", head)).title == whole


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By ANN SMITH and Bo Lee", ("ANN SMITH", "Bo Lee")),
        ("Ann Smith, Bo Lee and Cy Day | SORREL TODAY", ("Ann Smith", "Bo Lee", "Cy Day")),
        ("By Ann Smith, Political Editor", ("Ann Smith",)),
        ("Ann Smith / AFP", ("Ann Smith",)),
        ("By Ann Smith for Sorrel Post", ("Ann Smith",)),
        ("Ann Smith (Reuters)", ("Ann Smith",)),
        ("By Ann Smith in Tarn", ("Ann Smith",)),
        ("Autor: Jörg Müller-Lüdenscheidt", ("Jörg Müller-Lüdenscheidt",)),
        ("Text: Ann Smith Fotos: Bo Lee", ("Ann Smith",)),
        ("Par Anne d'Arc et Luc de la Tour", ("Anne d'Arc", "Luc de la Tour")),
        ("By Ann Smith, May 5, 2020", ("Ann Smith",)),
        ("von David · 18. Oktober 2019", ("David",)),
        ("Posted by Ann Smith on 5 May 2020 at 10:15", ("Ann Smith",)),
        ("Smith, Ann", ("Smith, Ann",)),
        ("admin", ()),
        ("Redaktion", ()),
        ("Newsroom Staff", ()),
        ("ann@post.example", ()),
        ("https://post.example/ann", ()),
        ("March 5, 2020", ()),
        ("said that nothing had been decided", ()),
        ("Юрій Братюк", ("Юрій Братюк",)),
    ],
)
def test_the_people_in_a_byline(line: str, names: tuple[str, ...]) -> None:
    assert people([line]) == names


def test_a_site_is_no_person() -> None:
    assert people(["Sorrel Post", "Ann Smith"], ["sorrelpost", None]) == ("Ann Smith",)


@pytest.mark.parametrize(
    ("head", "body", "names"),
    [
        ("", "<h1>Bakery closes</h1><p>By Ann Smith</p>", ("Ann Smith",)),
        ("", '<h1>Bakery closes</h1><div class="article-author">Ann Smith</div><div class="article-author">Bo Lee</div>', ("Ann Smith", "Bo Lee")),
        ("", '<h1>Bakery closes</h1><a rel="author" href="/ann">Ann</a>', ("Ann",)),
        ("", '<p class="byline">Ann Smith, Chief Reporter</p><h1>Bakery closes</h1>', ("Ann Smith",)),
        ("", f'<h1>Bakery closes</h1><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p><span class="author">Ann Smith</span>', ("Ann Smith",)),
        ('<meta name="author" content="Sorrel Post"><meta property="og:site_name" content="Sorrel Post">', "<h1>Bakery closes</h1><p>By Ann Smith</p>", ("Ann Smith",)),
        ('<meta name="author" content="Redaktion">', "<h1>Bakery closes</h1><p>Von Jörg Müller</p>", ("Jörg Müller",)),
        ('<meta name="author" content="Redaktion">', "<h1>Bakery closes</h1>", ("Redaktion",)),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "author": {"@type": "Organization", "name": "Island Press"}}</script>', "<h1>Bakery closes</h1><p>By Ann Smith</p>", ("Ann Smith",)),
        ("", '<h1>Bakery closes</h1><div class="comment"><span class="author">Hal Moe</span></div>', ()),
        ("", "<h1>Bakery closes</h1><p>By the end of the year all will be sold</p>", ()),
    ],
)  # fmt: skip
def test_authors(read_one: ReadOne, head: str, body: str, names: tuple[str, ...]) -> None:
    """Told for machines, if they are people; else in the byline; else whatever the page calls its author."""
    assert read_one("a.html", page("Bakery closes | Post", body, head)).authors == names
