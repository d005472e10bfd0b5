"""Names that stand before a colon and are no fields: what is meant by those of other tools, and by misspelled ones."""

import difflib

from newsgrep.query.fields import FIELDS

_TITLE = ("headline", "headlines", "hl", "hed", "head", "heading", "subject", "intitle", "allintitle", "ti")
_AUTHOR = ("byline", "by", "writer", "reporter", "journalist", "correspondent", "au", "inauthor", "creator")
_SOURCE = (
    *(
        "site",
        "publisher",
        "publication",
        "newspaper",
        "paper",
        "outlet",
        "journal",
        "agency",
        "pub",
        "domain",
    ),
    *("magazine", "media", "rst", "sn"),
)
_TAG = (
    "topic",
    "topics",
    "tags",
    "keyword",
    "keywords",
    "label",
    "labels",
    "category",
    "categories",
    "ns",
    "hashtag",
)
_OTHER_NAMES = {
    **dict.fromkeys(_TITLE, "title"),
    **dict.fromkeys(_AUTHOR, "author"),
    **dict.fromkeys(_SOURCE, "source"),
    **dict.fromkeys(_TAG, "tag"),
    **dict.fromkeys(("desk", "page", "rubric"), "section"),
    **dict.fromkeys(("language", "la"), "lang"),
    **dict.fromkeys(("url", "inurl", "allinurl", "link", "file", "filename", "folder", "dir"), "path"),
    **dict.fromkeys(("filetype", "ext", "type", "kind", "mime"), "format"),
    **dict.fromkeys(("day", "year", "month", "published", "pubdate", "pd", "dated"), "date"),
}
_OPTIONS = {
    **dict.fromkeys(("since", "after", "newer"), ("--since", ">=")),
    **dict.fromkeys(("until", "before", "till", "older"), ("--until", "<=")),
    "on": ("--on", ""),
}
_WORDS = {"text", "body", "content", "intext", "allintext", "fulltext", "all", "any", "story", "lead", "lp"}


def advice(written: str, value: str) -> str:
    """What to write instead of a field that there is not; `value` is what stands behind its colon."""
    name = written.lower()
    if name == "from":
        return "did you mean author:, source: or --since?"
    if name in _OPTIONS:
        option, sign = _OPTIONS[name]
        quote = '"' if " " in value else ""
        return f"did you mean {option} {quote}{value}{quote}, or date:{quote}{sign}{value}{quote}?"
    if name in _WORDS:
        return "words without a field are looked for in the headline and the text"
    nearest = _OTHER_NAMES.get(name) or _nearest(name)
    if nearest:
        return f'did you mean "{nearest}"?'
    return f"the fields are {', '.join(FIELDS)}; for the text itself write {written}\\:"


def _nearest(name: str) -> str | None:
    return next(iter(difflib.get_close_matches(name, FIELDS, 1)), None)
