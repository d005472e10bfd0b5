"""The text of web pages in the layouts of newspapers, blogs and publishing tools: all of it, and nothing around it."""

from collections.abc import Callable
from typing import TypeAlias

import pytest

from newsgrep.article import Article

ReadOne: TypeAlias = Callable[..., Article]

H = "Old swing bridge closes to lorries"
S = "Cracks in two piers force lorries on to the coast road until the end of the decade"
A = "The harbour board of Ostmark voted on Monday to close the old swing bridge to lorries from the first of June."
B = "Engineers had found cracks in two of its four piers, the board's chairwoman, Ida Lund, told reporters after the vote."
C = "Hauliers will have to take the coast road, which adds forty minutes to a trip between the docks and the market."
D = "A new bridge is not expected before the end of the decade, and its costs have yet to be agreed with the county."

DESCRIPTION = f'<meta property="og:description" content="{S}">'
MENU = (
    "<header><nav><ul>"
    + "".join(f'<li><a href="/{n}">Section number {n}</a></li>' for n in range(9))
    + "</ul></nav></header>"
)
BELOW = (
    "<aside><h2>More on this</h2><ul>"
    + "".join(
        f'<li><a href="/{n}"><h3>Another story, told elsewhere: number {n}</h3></a></li>' for n in range(6)
    )
    + "</ul></aside><footer><p>© Ostmark Post. All rights are reserved by the publisher.</p></footer>"
)


def p(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page(body: str, head: str = "") -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{H} | Ostmark Post</title>{head}</head>'
        f"<body>{MENU}{body}{BELOW}</body></html>"
    )


def article(body: str) -> str:
    return f"<main><article><h1>{H}</h1>{body}</article></main>"


LAYOUTS = {
    "a block of components for each paragraph": (
        page(
            f'<main id="main-content"><article><div data-component="headline-block"><h1>{H}</h1></div>'
            '<div data-component="byline-block"><time>2 hours ago</time><div data-testid="byline">Ann Smith</div></div>'
            + "".join(f'<div data-component="text-block" class="sc-1">{p(text)}</div>' for text in (A, B))
            + '<div data-component="image-block"><figure><img><figcaption>The bridge in spring</figcaption></figure></div>'
            + '<div data-component="subheadline-block"><h2>What comes next</h2></div>'
            + "".join(f'<div data-component="text-block" class="sc-1">{p(text)}</div>' for text in (C, D))
            + "</article></main>"
        ),
        [A, B, "What comes next", C, D],
    ),
    "generated names, a box of related stories inside": (
        page(
            f'<main><article><div data-gu-name="headline"><h1>{H}</h1></div><div data-gu-name="standfirst">'
            f'<div class="dcr-1kas69x">{p(S)}</div></div><div data-gu-name="body"><div class="article-body-viewer">{p(A, B)}'
            '<figure class="dcr-a"><div><aside><h3>Related: <a href="/x">A story from elsewhere</a></h3></aside></div></figure>'
            f"{p(C)}<blockquote>{p(D)}</blockquote></div></div></article></main>",
            DESCRIPTION,
        ),
        [S, A, B, C, D],
    ),
    "a column for every few paragraphs": (
        page(
            f'<main><article><header><h1>{H}</h1><p id="article-summary" class="css-1">{S}.</p></header>'
            f'<section name="articleBody"><div class="css-s99gbd StoryColumn"><div class="css-5">{p(A, B)}</div></div>'
            '<div id="story-ad-1-wrapper"><p>Advertisement</p></div>'
            f'<div class="css-s99gbd StoryColumn"><div class="css-5">{p(C, D)}</div></div></section></article></main>'
        ),
        [f"{S}.", A, B, C, D],
    ),
    "utility classes, the heading in an h2": (
        page(
            f"<main><article><header><h2><span>Transport</span> <span>{H}</span></h2>"
            f'<div class="leading-loose lg:text-xl">{S}.</div><div>By <a href="/a">Ann Smith</a></div></header>'
            f'<section><div data-area="text"><div class="RichText lg:w-8/12">{p(A, B)}</div></div>'
            f'<div data-area="text"><div class="RichText lg:w-8/12"><h3>Coast road</h3>{p(C, D)}</div></div>'
            "</section></article></main>",
            f'<meta name="description" content="{S}.">',
        ),
        [f"{S}.", A, B, "Coast road", C, D],
    ),
    "links to other articles between paragraphs": (
        page(
            f'<main><section><header class="article__header"><h1>{H}</h1><p class="article__desc">{S}.</p></header>'
            f'<article class="article__content"><p class="article__paragraph">{A}</p><h2>A detour</h2>{p(B)}'
            '<section class="catcher"><p><span>Lire aussi |</span> <a href="/y">Another article about the board</a></p>'
            f'</section>{p(C)}<p><strong>Lesen Sie auch:</strong> <a href="/x">Another piece of news about bridges</a></p>'
            f"{p(D)}<p><a href='/z'>WHAT THE COUNTY THINKS OF ITS BRIDGES</a></p></article></section></main>"
        ),
        [f"{S}.", A, "A detour", B, C, D],
    ),
    "a standfirst in an h2 that only the description tells": (
        page(
            f'<main><article id="main-content"><header class="a_e"><h1 class="a_t">{H}</h1><h2 class="a_st">{S}</h2>'
            f'</header><div class="a_c" data-dtm-region="cuerpo">{p(A, B, C, D)}</div></article></main>',
            DESCRIPTION,
        ),
        [S, A, B, C, D],
    ),
    "WordPress": (
        page(
            f'<div id="content"><article class="post-12 post hentry"><header><h1 class="entry-title">{H}</h1>'
            f'<div class="entry-meta">Posted by ann</div></header><div class="entry-content">{p(A, B)}'
            '<ul class="wp-block-list"><li>The docks stay open at night</li><li>The market opens at six</li></ul>'
            f'<pre class="wp-block-code"><code>toll = 2 * axles</code></pre>{p(C, D)}'
            '<div class="sharedaddy"><h3>Share this:</h3><ul><li><a href="?share=x">Click to share on X</a></li></ul></div>'
            '<div class="jp-relatedposts"><h3>Related</h3><p>A related post</p></div></div>'
            '<footer class="entry-meta">This entry was posted in News.</footer></article><div id="comments">'
            "<ol class='commentlist'><li><p>I have always driven over it, and never saw a crack in any of its piers.</p>"
            "</li></ol></div></div>"
        ),
        [A, B, "The docks stay open at night\nThe market opens at six", "toll = 2 * axles", C, D],
    ),
    "Blogger": (
        page(
            f'<div class="post hentry"><h3 class="post-title entry-title">{H}</h3><div class="post-body entry-content">'
            f'{A}<br><br>{B} <b>{C}</b><br><br>{D}<div style="clear: both;"></div></div></div>'
            '<div class="comments" id="comments"><p>What a lovely bridge that was, and how long it has stood.</p></div>'
        ),
        [A, f"{B} {C}", D],
    ),
    "Drupal": (
        page(
            f'<div id="main"><div class="node node-article"><h1>{H}</h1><div class="field field-name-field-subheadline">'
            f'<div class="field-items"><div class="field-item even">{S}</div></div></div>'
            f'<div class="field field-name-body"><div class="field-items"><div class="field-item even">{p(A, B, C, D)}</div>'
            '</div></div><div class="field field-name-field-tags"><a href="/t">bridges</a></div></div></div>'
        ),
        [S, A, B, C, D],
    ),
    "Medium": (
        page(
            f'<div id="root"><article><section><h1>{H}</h1><h2 class="pw-subtitle-paragraph">{S}</h2>'
            f'<div><a href="/@a">Ann Smith</a><span>3 min read</span></div>{p(A, B)}<h1 class="xx">A detour</h1>'
            f'{p(C)}<blockquote class="q">{p(D)}</blockquote></section></article></div>'
        ),
        [S, A, B, "A detour", C, D],
    ),
    "Substack": (
        page(
            f'<article class="newsletter-post post"><div class="post-header"><h1>{H}</h1><h3 class="subtitle">{S}</h3></div>'
            f'<div class="body markup">{p(A, B)}<div class="subscription-widget-wrap"><div class="subscription-widget">'
            "<p>Thanks for reading! Subscribe for free to receive new posts and support my work.</p>"
            f'<form><input type="email"><input type="submit"></form></div></div>{p(C, D)}</div></article>'
        ),
        [S, A, B, C, D],
    ),
    "a table with the menu in its first cell": (
        page(
            '<table width="600"><tr><td width="120">'
            + "".join(f'<a href="/{n}.html">Section {n}</a><br>' for n in range(8))
            + f'</td><td valign="top"><h1>{H}</h1><font face="Times">{A}<p>{B}<p>{C}<p>{D}</font></td></tr></table>'
        ),
        [A, B, C, D],
    ),
    "a live blog": (
        page(
            f"<main><h1>{H}: live</h1>"
            + "".join(
                f'<article class="block" id="b{name}"><time>10.05</time><h2>Update {name}</h2>{p(text)}</article>'
                for name, text in (("one", A), ("two", B), ("three", C))
            )
            + "</main>"
        ),
        ["Update one", A, "Update two", B, "Update three", C],
    ),
    "AMP": (
        page(
            '<amp-sidebar id="s"><ul><li><a href="/">Home</a></li></ul></amp-sidebar><article class="amp-wp-article">'
            f'<h1>{H}</h1><div class="amp-wp-article-content">{p(A, B)}<amp-ad width="300"></amp-ad>{p(C, D)}</div></article>'
        ),
        [A, B, C, D],
    ),
    "a brief of one sentence": (page(article(p(A))), [A]),
    "an interview with questions in bold": (
        page(
            article(
                f"<div class='article-body'>{p(A)}<p><strong>Why now?</strong></p>{p(B)}"
                f"<p><b>And the hauliers?</b><br>{C}</p><p><strong>When is it due?</strong></p>{p(D)}</div>"
            )
        ),
        [A, "Why now?", B, f"And the hauliers?\n{C}", "When is it due?", D],
    ),
    "paragraphs that are divs": (
        page(f'<div class="w"><h1>{H}</h1><div class="t">{A} <a href="/b">{B}</a> So it stands.</div>'
             f'<div class="t">And then?</div><div class="t">{C} {D}</div></div>'),
        [f"{A} {B} So it stands.", "And then?", f"{C} {D}"],
    ),
    "an article that is called a teaser": (
        page(f'<div class="page teaser-wrapper"><h1>{H}</h1><div class="teaser-text">{p(A, B)}<h2>A detour</h2>{p(C, D)}</div></div>'),
        [A, B, "A detour", C, D],
    ),
    "an article inside of an aside": (
        page(f'<div><aside class="left"><main><div><h1>{H}</h1>{p(A, B, C, D)}</div></main></aside></div>'),
        [A, B, C, D],
    ),
    "a first frame that is but the standfirst": (
        page(
            f'<div class="page"><h1>{H}</h1><div class="entry-content chapo">{p(f"{S}.", "No other bridge is near.")}</div><div class="columns">'
            f'<div class="entry-content">{p(A, B)}<h2>A detour</h2>{p(C, D)}</div></div></div>'
        ),
        [f"{S}.", "No other bridge is near.", A, B, "A detour", C, D],
    ),
    "a gallery": (
        page(
            f'<article><h1>{H}</h1>{p(A)}<div class="slides">'
            + "".join(
                f'<figure class="slide"><div class="slide-header"><h2><a href="/{name}">Picture {name}</a></h2></div><img>'
                f'<figcaption class="caption">{p(text)}</figcaption></figure>'
                for name, text in (("one", B), ("two", C), ("three", D))
            )
            + "</div></article>"
        ),
        [A, "Picture one", B, "Picture two", C, "Picture three", D],
    ),
    "a recipe": (
        page(
            article(
                f"{p(A)}<h2>Ingredients</h2><ul><li>1 eel</li><li>2 l of water</li></ul><h2>Method</h2>"
                "<ol><li>Boil the water for an hour.</li><li>Add the eel, and wait until it is done.</li></ol>"
            )
        ),
        [A, "Ingredients", "1 eel\n2 l of water", "Method", "Boil the water for an hour.\nAdd the eel, and wait until it is done."],
    ),
    "a poem": (
        page(article(f"{p(A)}<p>O bridge that swung<br>from quay to quay,</p><p>thy song is sung.</p>")),
        [A, "O bridge that swung\nfrom quay to quay,", "thy song is sung."],
    ),
    "boxes below the text": (
        page(
            article(
                f'{p(A, B, C, D)}<div class="author-bio"><h3>Ann Smith</h3>{p("Ann Smith writes about ships.")}</div>'
                f'<div class="mail-signup">{p("Get the morning letter with all that matters.")}</div>'
                f'<section class="appeal donation-box">{p("Help us to go on writing about bridges.")}</section>'
                f'<div><h4>Letter</h4>{p("Every morning, in your inbox.")}<form><input type="email"></form></div>'
            )
        ),
        [A, B, C, D],
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_whole_text_and_nothing_else(read_one: ReadOne, layout: str) -> None:
    content, paragraphs = LAYOUTS[layout]
    assert read_one("a.html", content).text.split("\n\n") == paragraphs


@pytest.mark.parametrize(
    "header",
    [
        f'<p class="site-description">{S}</p><h1>{H}</h1>',
        f'<h1>{H}</h1><p class="blog-intro">{S}</p>',
        f'<h1>{H}</h1><figure><figcaption class="intro">{S}</figcaption></figure>',
        f'<h1>{H}</h1><aside><p class="teaser">{S}</p></aside>',
        f'<h1>{H}</h1><p class="intro author">{S}</p>',
        f'<h1>{H}</h1><ul><li class="teaser">{S}</li></ul>',
        f'<h1>{H}</h1><p class="lead">Three words only</p>',
        f'<h1>{H}</h1><p class="intro">{H} | Ostmark Post, news</p>',
    ],
    ids=["above", "of the site", "caption", "aside", "author", "list", "short", "headline"],
)  # fmt: skip
def test_what_is_no_standfirst(read_one: ReadOne, header: str) -> None:
    content = page(f'<div class="top">{header}</div><div class="entry-content">{p(A, B, C, D)}</div>')
    assert read_one("a.html", content).text.split("\n\n") == [A, B, C, D]


def test_a_standfirst_that_is_text_already_comes_once(read_one: ReadOne) -> None:
    content = page(article(f'<p class="lead">{S}.</p>{p(A, B)}'), DESCRIPTION)
    assert read_one("a.html", content).text.split("\n\n") == [f"{S}.", A, B]


def test_a_list_of_links_is_an_article(read_one: ReadOne) -> None:
    names = [
        f"What has been written in these pages about the bridge in the year {year}"
        for year in range(2015, 2025)
    ]
    links = "".join(f'<p><a href="/{name[-4:]}">{name}</a></p>' for name in names)
    text = read_one("a.html", page(article(p(A) + links))).text
    assert [name for name in names if name not in text] == []


def test_a_page_whose_boxes_are_the_article_keeps_them(read_one: ReadOne) -> None:
    boxes = "".join(f'<div class="promo-block">{p(text)}</div>' for text in (A, B, C, D))
    assert read_one("a.html", page(article(boxes))).text.split("\n\n") == [A, B, C, D]


def test_a_brief_above_a_field_for_an_address_is_kept(read_one: ReadOne) -> None:
    form = '<form><label>Letter</label><input type="email"></form>'
    content = page(f'<h1>{H}</h1><div class="story">{p(A)}{form}</div>')
    assert read_one("a.html", content).text == A


def test_warnings_above_the_page_are_not_text(read_one: ReadOne) -> None:
    warning = "<b>Warning</b>: The function of the theme that shows a menu is to be removed, in line 81 of menu.php.<br>"
    content = page(f'{warning * 2}<div class="c"><h2>{H}</h2>{p(A, B, C, D)}</div>')
    assert read_one("a.html", content).text.split("\n\n") == [A, B, C, D]


def test_comments_do_not_outweigh_a_short_article(read_one: ReadOne) -> None:
    comments = "".join(f'<div class="comment-entry">{p(f"{D} So say {n} of us.")}</div>' for n in range(30))
    content = page(
        f'<div class="story-body"><h1>{H}</h1>{p(A, B)}</div><div class="reader-comments">{comments}</div>'
    )
    assert read_one("a.html", content).text.split("\n\n") == [A, B]


@pytest.mark.parametrize("breaks", [900, 3_000])
def test_many_lines_in_one_element(read_one: ReadOne, breaks: int) -> None:
    lines = [
        f"Lorry {n} took the coast road on the second day of June, and came late." for n in range(breaks)
    ]
    text = read_one("a.html", f"<html><body><h1>{H}</h1><div>{'<br>'.join(lines)}</div></body></html>").text
    assert text.split() == " ".join(lines).split()
