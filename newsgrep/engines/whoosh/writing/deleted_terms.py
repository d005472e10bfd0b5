"""Document frequencies among the articles that a commit deletes."""

from collections import Counter
from collections.abc import Sequence

from newsgrep.engines.fields import TEXT_FIELDS
from newsgrep.engines.whoosh.format.lexicon import Lexicon
from newsgrep.engines.whoosh.format.segment_reader import SegmentReader
from newsgrep.engines.whoosh.writing.segment_writer import SegmentWriter

_BATCH_ARTICLES = 1000


def count_terms(
    writer: SegmentWriter, reader: SegmentReader, numbers: Sequence[int]
) -> dict[str, Counter[int]]:
    """{name of a lexicon: {number of a term: in how many of the articles it occurs}}, for words and stems."""
    counts: dict[str, Counter[int]] = {}
    for name, field in TEXT_FIELDS.items():
        words: Counter[str] = Counter()
        stems: Counter[str] = Counter()
        for first in range(0, len(numbers), _BATCH_ARTICLES):
            articles = map(reader.article, numbers[first : first + _BATCH_ARTICLES])
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
