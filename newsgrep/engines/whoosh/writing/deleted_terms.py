"""In how many of some articles each term stands: what a commit must know of the articles that it deletes."""

from collections import Counter
from collections.abc import Sequence

from newsgrep.engines.whoosh.format.fields import TEXT_FIELDS
from newsgrep.engines.whoosh.format.lexicon import Lexicon
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.engines.whoosh.writing.segment_writer import SegmentWriter

_AT_ONCE = 1000


def count_terms(
    writer: SegmentWriter, reader: SegmentReader, numbers: Sequence[int]
) -> dict[str, Counter[int]]:
    """For each lexicon of words and of stems of a segment: number of a term to how many of some articles hold it."""
    counts: dict[str, Counter[int]] = {}
    for name, field in TEXT_FIELDS.items():
        words: Counter[str] = Counter()
        stems: Counter[str] = Counter()
        for first in range(0, len(numbers), _AT_ONCE):
            articles = map(reader.article, numbers[first : first + _AT_ONCE])
            for surfaces in writer.surfaces([field.parts(article) for article in articles]):
                words.update(surfaces)
                stems.update({writer.stem(surface) for surface in surfaces})
        of_field = reader.text_field(name)
        for lexicon, found in ((of_field.words, words), (of_field.stems, stems)):
            counts[lexicon.name] = _numbered(lexicon, found)
    return counts


def _numbered(lexicon: Lexicon, counts: Counter[str]) -> Counter[int]:
    return Counter(
        {number: count for term, count in counts.items() if (number := lexicon.find(term)) is not None}
    )
