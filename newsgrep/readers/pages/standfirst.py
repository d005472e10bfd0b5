"""The standfirst: the sentences between headline and text, which are outside of what extraction takes for the text.

A block is one if the page's own description says the same, or if its class is named like one.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from newsgrep.readers.pages.facts import one_line
from newsgrep.readers.pages.preparation import BLOCKS
from newsgrep.readers.pages.tree import Element

_TAGS = ("p", "h2", "h3", "h4", "div", "section", "span", "strong", "blockquote")
_DESCRIPTIONS = (
    "//meta[@name='description' or @property='og:description' or @name='twitter:description']/@content"
)
_BESIDE = frozenset(
    {"aside", "nav", "footer", "figure", "figcaption", "li", "form", "a", "button", "label", "table"}
)
_NAMED = re.compile(
    r"stand-?first|sub-?(?:title|head|deck)|strapline|chapeau|entradilla|sottotitolo|ingress|vorspann"
    r"|(?:\b|_)(?:dec?k|lede?|lead-?in|intro(?:duction)?|summary|excerpt|abstract|teaser|chapo|bajada|copete|sommario"
    r"|description|(?:article|story|post)-?(?:lead|intro|summary))(?:\b|_)",
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
    known = "".join(text.split())
    described = [_letters(one) for one in tree.xpath(_DESCRIPTIONS) if len(one) >= _SHORTEST]
    found = next(_standfirsts(tree, heading, known, described), None)
    return f"{found}\n\n{text}" if found else text


def _standfirsts(tree: Element, heading: Element | None, known: str, described: list[str]) -> Iterator[str]:
    blocks = tree.iter(*_TAGS) if heading is None else _after(heading)
    for block, _ in zip(_leaves(blocks), range(_FARTHEST), strict=False):
        line = one_line(block.text_content()) or ""
        if not _SHORTEST <= len(line) <= _LONGEST:
            continue
        beginning = "".join(line.split())[:_COMPARED]
        if beginning in known:
            if len(beginning) == _COMPARED:
                return  # here the text begins
        elif (_is_described(line, described) or (heading is not None and _is_named(block, line))) and not (
            _is_beside(block)
        ):
            yield line


def _after(heading: Element) -> Iterator[Element]:
    """The elements that follow, as far as the page's body goes."""
    element = heading
    while element is not None:
        for sibling in element.itersiblings():
            yield from sibling.iter(*_TAGS)
        element = element.getparent()


def _leaves(elements: Iterable[Element]) -> Iterator[Element]:
    return (one for one in elements if next(one.iterdescendants(*BLOCKS), None) is None)


def _is_described(line: str, described: list[str]) -> bool:
    letters = _letters(line)
    return any(letters.startswith(one) or (one.startswith(letters)) for one in described)


def _is_named(block: Element, line: str) -> bool:
    if len(line.split()) < _FEWEST_WORDS:
        return False
    for one, _ in zip(chain((block,), block.iterancestors()), range(_NEAR), strict=False):
        names = " ".join(one.get(attribute) or "" for attribute in ("class", "id", "itemprop"))
        if one.tag in _WHOLE or _NAMED_OTHERWISE.search(names):
            return False
        if _NAMED.search(names):
            return True
    return False


def _is_beside(block: Element) -> bool:
    return any(one.tag in _BESIDE for one in block.iterancestors())


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
