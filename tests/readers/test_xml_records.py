"""News sitemaps, and ProQuest's XML for text and data mining."""

from collections.abc import Callable
from typing import TypeAlias

import pytest

from newsgrep.article import Article
from newsgrep.index_report import Skipped
from newsgrep.readers import NotAnArticleError

Read: TypeAlias = Callable[..., list[Article | Skipped]]
ReadOne: TypeAlias = Callable[..., Article]
WhyNot: TypeAlias = Callable[..., str]

SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:{0}="http://www.google.com/schemas/sitemap-news/0.9"'


def address(place: str, inside: str = "") -> str:
    return f"<url><loc>https://vane.example/{place}</loc><lastmod>2025-05-05</lastmod>{inside}</url>"


def news(title: str, day: str = "2025-04-03", prefix: str = "news") -> str:
    inside = f"<{{p}}:publication><{{p}}:name>The Vane</{{p}}:name><{{p}}:language>en</{{p}}:language></{{p}}:publication><{{p}}:publication_date>{day}</{{p}}:publication_date><{{p}}:title>{title}</{{p}}:title>"
    return f"<{{p}}:news>{inside}</{{p}}:news>".replace("{p}", prefix)


def sitemap(*addresses: str, prefix: str = "news") -> str:
    return f"<urlset {SITEMAP} {NEWS.format(prefix)}>{''.join(addresses)}</urlset>"


@pytest.mark.parametrize("prefix", ["news", "n"])
@pytest.mark.parametrize("name", ["news.xml", "sitemap", "2020-01-01.xml"])
def test_an_article_for_each_address_with_news(read: Read, prefix: str, name: str) -> None:
    content = sitemap(
        address("a", news("Ice &amp; snow", prefix=prefix)),
        address("about"),
        address("b", "<image:image xmlns:image='i'><image:title>Picture</image:title></image:image>"),
        address("c", news("Thaw", "2025-04-03T23:30:00-05:00", prefix)),
        address("c", news("Thaw again", "not known", prefix)),
        prefix=prefix,
    )
    found = [part for part in read(name, content) if isinstance(part, Article)]
    assert [(part.id, part.title, str(part.date), part.url) for part in found] == [
        (f"{name}#https://vane.example/a", "Ice & snow", "2025-04-03", "https://vane.example/a"),
        (f"{name}#https://vane.example/c", "Thaw", "2025-04-03", "https://vane.example/c"),
        (f"{name}#3", "Thaw again", "None", "https://vane.example/c"),
    ]
    assert {(part.text, part.source, part.language, part.format) for part in found} == {
        ("", "The Vane", "en", "sitemap")
    }


@pytest.mark.parametrize(
    "content",
    [
        sitemap(),
        sitemap(address("a")),
        sitemap(address("a", news(""))),
        f"<sitemapindex {SITEMAP}><sitemap><loc>https://vane.example/news.xml</loc></sitemap></sitemapindex>",
    ],
)
def test_a_sitemap_without_news_is_no_article(read: Read, content: str) -> None:
    with pytest.raises(NotAnArticleError):
        read("sitemap.xml", content)


def test_a_sitemap_that_breaks_off_gives_what_stands_before(read: Read) -> None:
    found = read("a.xml", sitemap(address("a", news("Ice")), address("b", news("Thaw")))[:-40])
    assert [getattr(part, "key", None) for part in found] == [None, "after 1"]


RECORD = (
    "<RecordID>7</RecordID><DateTimeStamp>20200101</DateTimeStamp><RecordTitle>Ice &amp; snow</RecordTitle>"
    "<Publication><Title>The Vane</Title></Publication>"
)
STUDIO = "<GOID>8</GOID><Obj><TitleAtt><Title>Thaw</Title></TitleAtt>{}</Obj><DFS><PubFrosting><Title>The Vane</Title></PubFrosting></DFS>"


@pytest.mark.parametrize(
    ("inside", "day"),
    [
        ("<AlphaPubDate>Feb 3, 1931</AlphaPubDate><NumericPubDate>19310203</NumericPubDate>", "1931-02-03"),
        ("<NumericPubDate>19310203</NumericPubDate>", "1931-02-03"),
        ("<AlphaPubDate>Feb 3, 1931</AlphaPubDate>", "1931-02-03"),
        ("<AlphaPubDate>Feb 1931</AlphaPubDate><NumericPubDate>19310200</NumericPubDate>", "1931-02"),
        ("<NumericPubDate>0</NumericPubDate>", "None"),
    ],
)
def test_the_day_of_a_record_is_that_of_publication(read_one: ReadOne, inside: str, day: str) -> None:
    article = read_one(
        "2020-01-01.xml" if day != "None" else "a.xml",
        f"<Record>{RECORD}{inside}<FullText>x</FullText></Record>",
    )
    assert (str(article.date), article.title, article.source) == (day, "Ice & snow", "The Vane")
    assert (article.text, article.format, article.id.partition("#")[2]) == ("x", "tdm", "")


@pytest.mark.parametrize(
    ("inside", "authors"),
    [
        ("<Contributor><LastName>Smith</LastName><FirstName>Ann</FirstName></Contributor>", ("Ann Smith",)),
        ("<Contributor><OriginalForm>Lee, Bo</OriginalForm></Contributor><Contributor><PersonName>A. Falk</PersonName></Contributor>", ("Bo Lee", "A. Falk")),
        ("<Contributor><ContribRole>Translator</ContribRole><PersonName>A. Falk</PersonName></Contributor>", ()),
        ("<Contributor/>", ()),
    ],
)  # fmt: skip
def test_authors_of_a_record(read_one: ReadOne, inside: str, authors: tuple[str, ...]) -> None:
    content = (
        f"<Record>{RECORD}<NumericPubDate>19310203</NumericPubDate>{inside}<FullText>x</FullText></Record>"
    )
    assert read_one("a.xml", content).authors == authors


def test_records_of_tdm_studio(read: Read) -> None:
    one = STUDIO.format("<NumericDate>2011-12-24</NumericDate>")
    record = f"<RECORD>{one}<TextInfo><Text HTMLContent='true'>&lt;p&gt;a&lt;/p&gt;&lt;p&gt;b&lt;/p&gt;</Text></TextInfo></RECORD>"
    (alone,) = read("a.xml", record)
    assert isinstance(alone, Article)
    assert (alone.id, alone.title, str(alone.date), alone.source, alone.text) == (
        "a.xml",
        "Thaw",
        "2011-12-24",
        "The Vane",
        "a\n\nb",
    )
    several = read("a.xml", f"<RECORDS>{record}{record}</RECORDS>")
    assert [part.id for part in several if isinstance(part, Article)] == ["a.xml#8", "a.xml#2"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<Record><Title>Of another kind</Title></Record>", "no reader takes it"),
        (
            f'<!DOCTYPE x [<!ENTITY a "b">]><Record>{RECORD}<AlphaPubDate>&a;</AlphaPubDate></Record>',
            "declares entities",
        ),
        (f"<Record>{RECORD}<AlphaPubDate>", "not well-formed XML"),
        ('<!DOCTYPE x [<!ENTITY a "b">]>' + sitemap(address("a", news("&a;"))), "declares entities"),
        (sitemap()[:-3], "not well-formed XML"),
    ],
)
def test_records_that_cannot_be_read(why_not: WhyNot, content: str, reason: str) -> None:
    assert reason in why_not("a.xml", content)
