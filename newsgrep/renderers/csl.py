"""CSL-JSON, which Zotero, pandoc and other programs for citations read: one list, an item for each article.

https://docs.citationstyles.org/en/stable/specification.html describes the variables.
"""

from collections.abc import Iterable
from typing import Any, TextIO

from newsgrep.article import Article, Precision, PublicationDate
from newsgrep.days import parts_of_day
from newsgrep.renderers.csl_names import csl_name
from newsgrep.renderers.jsons import to_json, write_list

_KNOWN_PARTS = {Precision.YEAR: 1, Precision.MONTH: 2, Precision.DAY: 3}


def render_csl(articles: Iterable[Article], stream: TextIO) -> int:
    """Write one list, an item a line, as the articles come; gives how many."""
    return write_list((to_json(csl_item(article)) for article in articles), stream)


def csl_item(article: Article) -> dict[str, Any]:
    """An article as an item; what is not known is left out, for null is no value."""
    item = {
        "id": article.id,
        "type": "article-newspaper",
        "title": article.title,
        "container-title": article.source,
        "author": [csl_name(author, article.source) for author in article.authors if author],
        "issued": _issued(article.date),
        "section": article.section,
        "language": article.language,
        "URL": article.url,
    }
    return {name: value for name, value in item.items() if value}


def _issued(date: PublicationDate | None) -> dict[str, Any] | None:
    """The year, the month and the day, as far as they are known."""
    return date and {"date-parts": [list(parts_of_day(date.day))[: _KNOWN_PARTS[date.precision]]]}
