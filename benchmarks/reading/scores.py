"""How much of what is judged a system finds."""

from collections import Counter
from collections.abc import Sequence

from benchmarks.reading.judged import Judged
from benchmarks.reading.systems import Found
from benchmarks.runs import Raw

RIGHT, WRONG, UNDATED = "right", "wrong", "undated"


def verdict(judged: Judged, found: Found) -> str:
    """Of a date: one less precise than the judged day is wrong; none is right for a page that has none."""
    if not found.date:
        return RIGHT if not judged.date else UNDATED
    return RIGHT if found.date == judged.date else WRONG


def scores(pages: Sequence[Judged], found: Sequence[Found]) -> Raw:
    """Counts, never names of pages: `dates` by origin and verdict, `passages` by what became of them."""
    both = list(zip(pages, found, strict=True))
    dates = Counter((one.origin, verdict(page, one)) for page, one in both if page.date is not None)
    titles = [(page.title, one.title) for page, one in both if page.title]
    authors = [(page.authors, one.authors) for page, one in both if page.authors]
    return {
        "dates": [[origin, said, count] for (origin, said), count in sorted(dates.items())],
        "titles": [sum(_plain(one or "") == _plain(other or "") for one, other in titles), len(titles)],
        "authors": [
            sum(list(map(_plain, one)) == list(map(_plain, other)) for one, other in authors),
            len(authors),
        ],
        "passages": {
            "wanted": sum(len(page.wanted) for page in pages),
            "found": sum(passage in one.text for page, one in both for passage in page.wanted),
            "unwanted": sum(passage in one.text for page, one in both for passage in page.unwanted),
        },
    }


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def f1(passages: Raw) -> tuple[float, float, float]:
    """Precision, recall and F1 of the judged passages."""
    right, wrong, wanted = passages["found"], passages["unwanted"], passages["wanted"]
    precision, recall = right / ((right + wrong) or 1), right / (wanted or 1)
    return precision, recall, 2 * precision * recall / ((precision + recall) or 1)
