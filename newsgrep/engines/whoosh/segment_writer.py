"""Articles to a segment file: analysed, inverted, stored.

Sections beside those of the lexicons (`lexicon.py`):

    articles, articles.ends   the stored articles (`stored.py`); u64 where each ends
    ids, ids.ends             their ids, UTF-8; u32 where each ends
    paths, paths.ends         their paths, likewise
    first_days, last_days     u32 an article: the days its date may mean, YYYYMMDD; 0 where undated
    NAME.lengths              u32 an article, for each text field: how many tokens it has
    NAME.stems.surfaces       u32 numbers of words: those of the first stem, of the second, and so on
    NAME.stems.surfaces_ends  u32 a stem: where its words end
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from uuid import uuid4

from newsgrep.article import Article, ArticleId
from newsgrep.engines.whoosh.layout import pack, write_sections
from newsgrep.engines.whoosh.lexicon import PostingList, encode_term, lexicon_sections, string_sections
from newsgrep.engines.whoosh.schema import SEGMENT_PREFIX, SEGMENT_SUFFIX, TEXT_FIELDS, VALUE_FIELDS
from newsgrep.engines.whoosh.stored import encode_article
from newsgrep.text import Analyzer, Token


def write_segment(folder: Path, analyzer: Analyzer, articles: Iterable[Article]) -> str | None:
    """Write a segment file of the articles into the folder; gives its name, None for no articles.

    Of several articles of one id the last counts. Raises StorageError.
    """
    by_id: dict[ArticleId, Article] = {article.id: article for article in articles}
    if not by_id:
        return None
    name = f"{SEGMENT_PREFIX}{uuid4().hex}{SEGMENT_SUFFIX}"
    write_sections(folder / name, _sections(list(by_id.values()), analyzer))
    return name


def _sections(articles: list[Article], analyzer: Analyzer) -> dict[str, bytes]:
    sections = _article_sections(articles)
    for name, value_field in VALUE_FIELDS.items():
        lists: defaultdict[str, PostingList] = defaultdict(PostingList)
        for number, article in enumerate(articles):
            for value in dict.fromkeys(text.casefold() for text in value_field.values(article)):
                lists[value].articles.append(number)
        sections |= lexicon_sections(name, lists)
    for name, text_field in TEXT_FIELDS.items():
        tokens = (text_field.tokens(analyzer, article) for article in articles)
        sections |= _text_field_sections(name, tokens, analyzer)
    return sections


def _article_sections(articles: list[Article]) -> dict[str, bytes]:
    records = [encode_article(article) for article in articles]
    dates = [article.date for article in articles]
    return {
        "articles": b"".join(records),
        "articles.ends": pack("Q", accumulate(map(len, records))),
        **string_sections("ids", "ids.ends", (encode_term(article.id) for article in articles)),
        **string_sections("paths", "paths.ends", (encode_term(article.path) for article in articles)),
        "first_days": pack("I", (date.day if date else 0 for date in dates)),
        "last_days": pack("I", (date.last_day if date else 0 for date in dates)),
    }


def _text_field_sections(
    name: str, tokens_by_article: Iterator[list[Token]], analyzer: Analyzer
) -> dict[str, bytes]:
    words: defaultdict[str, PostingList] = defaultdict(PostingList)
    stems: defaultdict[str, PostingList] = defaultdict(PostingList)
    lengths = []
    for number, tokens in enumerate(tokens_by_article):
        lengths.append(len(tokens))
        positions: defaultdict[str, list[int]] = defaultdict(list)
        for token in tokens:
            if token.surface:  # an overlong one holds its position and is not indexed
                positions[token.surface].append(token.position)
        stem_counts: defaultdict[str, int] = defaultdict(int)
        for surface, places in positions.items():
            _add(words[surface], number, len(places)).extend(places)
            stem_counts[analyzer.stem(surface)] += len(places)
        for stem, count in stem_counts.items():
            _add(stems[stem], number, count)
    return {
        f"{name}.lengths": pack("I", lengths),
        **lexicon_sections(f"{name}.words", words),
        **lexicon_sections(f"{name}.stems", stems),
        **_surface_sections(f"{name}.stems", words, stems, analyzer),
    }


def _add(postings: PostingList, article: int, count: int) -> list[int]:
    postings.articles.append(article)
    postings.counts.append(count)
    return postings.positions


def _surface_sections(
    name: str, words: Iterable[str], stems: Iterable[str], analyzer: Analyzer
) -> dict[str, bytes]:
    surfaces: dict[str, list[int]] = {stem: [] for stem in sorted(stems, key=encode_term)}
    for number, surface in enumerate(sorted(words, key=encode_term)):
        surfaces[analyzer.stem(surface)].append(number)
    return {
        f"{name}.surfaces": pack("I", (number for numbers in surfaces.values() for number in numbers)),
        f"{name}.surfaces_ends": pack("I", accumulate(map(len, surfaces.values()))),
    }
