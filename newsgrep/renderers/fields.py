"""A hit as the fields that every machine-readable format has, in their order; docs/formats.md lists them."""

from typing import Any

from newsgrep.results import Hit

NAMES = (
    *(
        "id",
        "path",
        "location",
        "title",
        "date",
        "date_precision",
        "date_origin",
        "score",
        "excerpt",
        "spans",
    ),
    *("url", "source", "authors", "section", "language", "tags"),
)


def fields_of(hit: Hit) -> dict[str, Any]:
    """The fields; None for what is missing. `spans` are [start, end] of the matches in the text as stored."""
    article = hit.article
    date = article.date
    return {
        "id": article.id,
        "path": article.path,
        "location": hit.location,
        "title": article.title,
        "date": str(date) if date else None,
        "date_precision": date.precision.value if date else None,
        "date_origin": date.origin.value if date else None,
        "score": hit.score,
        "excerpt": article.text[slice(*hit.excerpt)],
        "spans": [list(span) for span in hit.spans.text],
        "url": article.url,
        "source": article.source,
        "authors": list(article.authors),
        "section": article.section,
        "language": article.language,
        "tags": list(article.tags),
    }
