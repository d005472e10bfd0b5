"""The standfirst: the sentences between headline and text, which are outside of what extraction takes for the text.

A block is one if the page's own description says the same, or if its class is named like one.
"""

import re
from collections.abc import Iterator
from itertools import chain, islice

from newsgrep.readers.pages.facts import letters, one_line, same_words
from newsgrep.readers.pages.layout import BLOCKS
from newsgrep.readers.pages.tree import Element

_TAGS = ("p", "h2", "h3", "h4", "div", "section", "span", "strong", "blockquote")
_DESCRIPTIONS = frozenset({"description", "og:description", "twitter:description"})
_BESIDE = frozenset(
    {"aside", "nav", "footer", "figure", "figcaption", "li", "form", "a", "button", "label", "table"}
)
_NAMED = re.compile(
    r"stand-?first|sub-?(?:title|head|deck)|strapline|chapeau|entradilla|sottotitolo|ingress|vorspann"
    r"|(?:\b|_)(?:dec?k|desc|lede?|lead(?:-?in)?|intro(?:duction)?|summary|excerpt|abstract|teaser|chapo|bajada|copete|sommario"
    r"|(?:article|story|post)-?(?:lead|intro|summary))(?:\b|_)",
    re.IGNORECASE,
)
_NAMED_OTHERWISE = re.compile(
    r"caption|credit|author|byline|meta|share|social|related|promo|newsletter|comment|copyright|image|photo|gallery"
    r"|video|audio|player|breadcrumb|cookie|subscri|login|site|blog|brand|logo|slogan|tag|rating|cookie|date|time",
    re.IGNORECASE,
)
_WHOLE = frozenset({"article", "main", "body"})
_NEAR = 3
_SHORTEST = 40
_LONGEST = 1_200
_FEWEST_WORDS = 6
_FARTHEST = 80
_COMPARED = 60


def with_standfirst(text: str, tree: Element, heading: Element | None) -> str:
    """The text, and before it the standfirst that the page shows below its heading, if the text has none."""
    headline = heading.text_content() if heading is not None else ""
    descriptions = list(_descriptions(tree))
    for block, line in _blocks_above(text, tree, heading):
        is_one = _is_described(line, descriptions) or (heading is not None and _is_named(block))
        if is_one and not _is_beside(block) and not same_words(line, headline):
            return f"{line}\n\n{text}"
    return text


def _descriptions(tree: Element) -> Iterator[str]:
    for meta in tree.iter("meta"):
        content = meta.get("content") or ""
        if (meta.get("name") or meta.get("property")) in _DESCRIPTIONS and len(content) >= _SHORTEST:
            yield letters(content)


def _blocks_above(text: str, tree: Element, heading: Element | None) -> Iterator[tuple[Element, str]]:
    """(element, its text in one line) of the blocks below the heading that are not in the text, until that begins."""
    known = "".join(text.split())
    blocks = tree.iter(*_TAGS) if heading is None else _after(heading)
    for block in islice((one for one in blocks if _has_no_blocks(one)), _FARTHEST):
        line = one_line(block.text_content()) or ""
        if _SHORTEST <= len(line) <= _LONGEST:
            beginning = "".join(line.split())[:_COMPARED]
            if beginning not in known:
                yield block, line
            elif len(beginning) == _COMPARED:
                return


def _after(heading: Element) -> Iterator[Element]:
    """The elements that follow, as far as the page's body goes."""
    element = heading
    while element is not None:
        for sibling in element.itersiblings():
            yield from sibling.iter(*_TAGS)
        element = element.getparent()


def _has_no_blocks(element: Element) -> bool:
    return not any(one.tag in BLOCKS for one in element.iterdescendants())


def _is_described(line: str, descriptions: list[str]) -> bool:
    own = letters(line)
    return any(own.startswith(one) or one.startswith(own) for one in descriptions)


def _is_named(block: Element) -> bool:
    if len(block.text_content().split()) < _FEWEST_WORDS:
        return False
    for element in islice(chain((block,), block.iterancestors()), _NEAR):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag in _WHOLE or _NAMED_OTHERWISE.search(names):
            return False
        if element.get("itemprop") == "description" or _NAMED.search(names):
            return True
    return False


def _is_beside(block: Element) -> bool:
    return any(one.tag in _BESIDE for one in block.iterancestors())
