"""HTML inside records, feeds and mails to text: all of it belongs to the article."""

import html
import re
from collections.abc import Iterator
from typing import Any

_TAGS = (
    "p|br|div|span|a|b|i|em|strong|u|s|small|sub|sup|ul|ol|li|dl|dt|dd|h[1-6]|hr|img|figure|figcaption|blockquote|q|cite"
    "|pre|code|table|thead|tbody|tr|td|th|section|article|header|footer|main|aside|iframe|script|style|font|center|html|body"
)
_MARKUP = re.compile(
    rf"</(?:{_TAGS})\s*>|<br\s*/?>|<(?:{_TAGS})\s+[a-z-]+\s*=[^<>]*>|\A\s*<(?:(?:{_TAGS})\s*/?>|!doctype html\b)",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)
_DROPPED = frozenset(
    {
        *("head", "script", "style", "noscript", "template", "iframe", "object", "svg", "math"),
        *("form", "button"),
        *("select", "textarea", "audio", "video", "canvas", "title"),
    }
)
_PARAGRAPHS = frozenset(
    {
        *("p", "div", "blockquote", "pre", "ul", "ol", "dl", "table", "figure", "figcaption", "hr"),
        *("section",),
        *("article", "header", "footer", "main", "aside", "nav", "address", "details", "summary", "center"),
        *("h1", "h2", "h3", "h4", "h5", "h6"),
    }
)
_LINES = frozenset({"br", "li", "dt", "dd", "td", "th", "caption"})
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\r\f\v\xa0]+")
_INVISIBLE = re.compile("[\\0\\u200b\\u200c\\u200d\\u2060\\ufeff\\u00ad\\u034f]+")
_AROUND_LINE_END = re.compile(r" *\n *")
_BLANK_LINES = re.compile(r"\n{2,}")


def is_markup(text: str) -> bool:
    """Say whether a text is HTML: not prose that has a `<` in it or speaks of a tag."""
    return "<" in text and bool(_MARKUP.search(text))


def plain_text(text: str) -> str:
    """A text that may be HTML, without markup; one that is not is given as it is, but for its entities."""
    if is_markup(text):
        return text_of(text)
    return html.unescape(text) if "&" in text and _ENTITY.search(text) else text


def text_of(markup: str) -> str:
    """The text of HTML: paragraphs with blank lines between, what is not shown left out."""
    from lxml import etree  # noqa: PLC0415  heavy, and few formats need it

    # Bytes: of a string lxml takes no declaration of an encoding.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    tree = etree.fromstring(markup.replace("\0", "").encode("utf-8", "replace"), parser)
    if tree is None:  # nothing but white space and comments
        return ""
    text = _INVISIBLE.sub(
        "", "".join(_pieces(etree.iterwalk(tree, events=("start", "end", "comment", "pi"))))
    )
    return _BLANK_LINES.sub("\n\n", _AROUND_LINE_END.sub("\n", text)).strip()


def _pieces(walk: Any) -> Iterator[str]:  # noqa: ANN401  lxml has no types
    """The texts of the elements that are shown, and the line ends between them."""
    preformatted = 0
    for event, element in walk:
        tag = element.tag
        if event in {"start", "end"}:
            preformatted += (event == "start") - (event == "end") if tag == "pre" else 0
            yield "\n\n" if tag in _PARAGRAPHS else "\n" if tag in _LINES and event == "start" else ""
        text = element.text if event == "start" else element.tail
        if event == "start" and _is_hidden(element):
            walk.skip_subtree()
        elif text:
            yield text if preformatted else _SPACES.sub(" ", text)


def _is_hidden(element: Any) -> bool:  # noqa: ANN401  lxml has no types
    return element.tag in _DROPPED or bool(_HIDDEN.search(element.get("style") or ""))
