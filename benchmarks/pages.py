"""Saved web pages: the first five thousand of Reuters' articles that have a text, in the pages of three invented newspapers.

Each page is as large as such pages are, 20 to 60 kB, almost all of it around the article: styles, scripts and their settings,
navigation, teasers of other articles, JSON-LD or OpenGraph, a footer. What stands around it is chosen by the page's number.
"""

import json
from collections.abc import Sequence
from html import escape
from itertools import islice
from pathlib import Path
from random import Random

from benchmarks.cache import digest, entry
from benchmarks.corpora import REUTERS, reuters
from benchmarks.varying import Record

PAGES = 5_000
_SECTIONS = (
    "World",
    "Business",
    "Markets",
    "Commodities",
    "Energy",
    "Politics",
    "Shipping",
    "Farming",
    "Opinion",
    "Law",
)
_SITES = (
    ("The Coast Gazette", "https://www.coastgazette.example"),
    ("Harbour Times", "https://harbourtimes.example"),
    ("Plains Herald", "https://www.plainsherald.example"),
)


def pages() -> Path:
    """The folder of the pages, one a file."""
    key = digest([Path(__file__)], str(REUTERS.stat().st_size) if REUTERS.exists() else str(len(reuters())))
    return entry("pages", key, _write)


def _write(folder: Path) -> None:
    records = list(islice((record for record in reuters() if len(record.body) > 200), PAGES))
    for number, record in enumerate(records):
        (folder / f"{record.id}.html").write_text(page_of(record, number, records), encoding="utf-8")


def page_of(record: Record, number: int, others: Sequence[Record]) -> str:
    """The page of an article; by its number, what stands around it, teasers of others among it."""
    chance = Random(number)  # noqa: S311  the same pages each time, not secrets
    kind = number % len(_SITES)
    site, root = _SITES[kind]
    title = " ".join(record.title.split()).title()
    url = f"{root}/{chance.choice(_SECTIONS).lower()}/{record.id}"
    titles = [" ".join(other.title.split()).title() for other in chance.sample(others, 24)]
    told = (_json_ld, _open_graph, _json_ld)[kind](title, record.date, url, site)
    article = (_modern, _blog, _plain)[kind](title, record, titles, chance)
    return "\n".join(
        (
            f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)} | {site}</title>',
            f'<link rel="canonical" href="{url}">\n<meta name="viewport" content="width=device-width, initial-scale=1">',
            *(
                told,
                _styles(chance),
                _scripts(url, chance),
                "</head>\n<body>",
                _banner(),
                _navigation(root, chance),
            ),
            *(article, _footer(site, root, chance), _scripts(url, chance), "</body>\n</html>\n"),
        )
    )


def _json_ld(title: str, day: str, url: str, site: str) -> str:
    said = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "url": url,
        "datePublished": f"{day}T08:30:00-04:00",
        "dateModified": f"{day}T11:45:00-04:00",
        "author": [{"@type": "Person", "name": "Ann Smith"}],
        "publisher": {"@type": "Organization", "name": site},
    }
    return f'<meta property="og:title" content="{escape(title)}">\n<script type="application/ld+json">{json.dumps(said)}</script>'


def _open_graph(title: str, day: str, url: str, site: str) -> str:
    said = {"title": title, "url": url, "site_name": site, "type": "article", "locale": "en_US"}
    tags = [f'<meta property="og:{name}" content="{escape(value)}">' for name, value in said.items()]
    return "\n".join((*tags, f'<meta property="article:published_time" content="{day}T08:30:00Z">'))


def _styles(chance: Random) -> str:
    rules = (
        f".c-{chance.randrange(9999)}__{name}{{margin:{chance.randrange(40)}px 0;color:#{chance.randrange(16**6):06x};"
        "font:400 16px/1.5 Georgia,serif;display:flex}"
        for name in ("title", "body", "lead", "byline", "image", "nav", "footer", "teaser")
        * chance.randrange(4, 10)
    )
    return f"<style>{''.join(rules)}</style>"


def _scripts(url: str, chance: Random) -> str:
    settings = {
        f"slot-{number}": {
            "size": [300, 250],
            "path": f"/{number}/news",
            "seen": chance.random() < 0.5,
            "page": url,
        }
        for number in chance.sample(range(10_000), chance.randrange(25, 90))
    }
    code = "for(var i=0;i<window.ads.length;i++){if(!window.ads[i].seen&&i<9){window.queue.push(window.ads[i]);}}"
    return f"<script>window.__SETTINGS__={json.dumps(settings)};</script>\n<script>(function(){{{code * 6}}})();</script>"


def _banner() -> str:
    return (
        '<div id="cookie-banner" class="cookie-consent"><p>We and our partners use cookies to measure how you read. '
        "Accept all or manage your choices.</p><button>Accept all</button></div>"
    )


def _navigation(root: str, chance: Random) -> str:
    links = (
        f'<li class="nav__item nav__item--{number}"><a class="nav__link" href="{root}/{section.lower()}/{number}" '
        f'data-track="nav|{section}|{number}"><span>{section} {number}</span></a></li>'
        for section in _SECTIONS
        for number in range(chance.randrange(3, 7))
    )
    return f'<header class="header"><nav class="nav"><ul>{"".join(links)}</ul></nav></header>'


def _teasers(others: list[str], heading: str) -> str:
    teasers = (
        f'<li class="teaser"><a href="/story/{number}"><img src="/thumb/{number}.jpg" alt="" loading="lazy" width="120">'
        f'<h3 class="teaser__title">{escape(other)}</h3><span class="teaser__time">{number} hours ago</span></a></li>'
        for number, other in enumerate(others)
    )
    return f'<aside class="related"><h2>{heading}</h2><ul>{"".join(teasers)}</ul></aside>'


def _paragraphs(record: Record) -> list[str]:
    """Of a body's lines: a new one begins where a line is indented, or after five."""
    paragraphs: list[list[str]] = [[]]
    for line in record.body.split("\n"):
        if paragraphs[-1] and (line.startswith("    ") or len(paragraphs[-1]) == 5):
            paragraphs.append([])
        paragraphs[-1].append(line.strip())
    return [escape(" ".join(lines).strip()) for lines in paragraphs if any(lines)]


def _modern(title: str, record: Record, others: list[str], chance: Random) -> str:
    blocks = [f'<div class="block"><p class="body__text">{text}</p></div>' for text in _paragraphs(record)]
    blocks.insert(
        len(blocks) // 2, '<div class="ad-slot" data-size="300x250"><span>Advertisement</span></div>'
    )
    return (
        f'<main><article class="article"><h1 class="article__title">{escape(title)}</h1><div class="article__meta byline">'
        f'By <a href="/by/ann-smith">Ann Smith</a> <time datetime="{record.date}T08:30">{record.date}</time></div>'
        f'<div class="article-body">{"".join(blocks)}</div></article>{_teasers(others[: chance.randrange(8, 24)], "More on this")}</main>'
    )


def _blog(title: str, record: Record, others: list[str], chance: Random) -> str:
    text = "\n".join(f"<p>{text}</p>" for text in _paragraphs(record))
    return (
        f'<div id="content" class="site-content"><article class="post hentry"><header class="entry-header"><h1 class="entry-title">'
        f'{escape(title)}</h1></header><div class="entry-content">{text}<div class="sharedaddy"><ul><li><a href="?share=x">'
        f"Share</a></li></ul></div></div></article></div>{_teasers(others[: chance.randrange(8, 24)], 'You may also like')}"
    )


def _plain(title: str, record: Record, others: list[str], chance: Random) -> str:
    text = "".join(f"<p>{text}</p>" for text in _paragraphs(record))
    return (
        f'{_teasers(others[: chance.randrange(4, 12)], "Most read")}<div class="main"><div class="story-body"><h1>{escape(title)}</h1>'
        f'<p class="dateline">Published {record.date}</p>{text}</div>{_teasers(others[12:], "Latest")}</div>'
    )


def _footer(site: str, root: str, chance: Random) -> str:
    links = (
        f'<li><a href="{root}/about/{number}" rel="nofollow">About, contact and help {number}</a></li>'
        for number in range(chance.randrange(20, 60))
    )
    return f'<footer class="footer"><ul>{"".join(links)}</ul><p>© {site}. All rights reserved.</p></footer>'
