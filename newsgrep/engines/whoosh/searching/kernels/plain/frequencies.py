"""Frequencies: the articles in which something occurs, with the count in each; on the standard library."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate, chain, compress
from operator import add
from struct import unpack

from newsgrep.engines.bm25 import Weight, rate
from newsgrep.engines.whoosh.format.lexicon import BLOCK_ARTICLES, LARGE_COUNT, MAX_IN_BOUND, Postings
from newsgrep.engines.whoosh.searching.segments import PostingLists

_LAST_IN_BLOCK = BLOCK_ARTICLES - 1
_BLOCK_BITS = _LAST_IN_BLOCK.bit_length()
_FALSE_OR_TRUE = bytes.maketrans(b"01", b"\0\1")
_BITS = tuple(1 << place for place in range(BLOCK_ARTICLES))


class Places:
    """Ascending article numbers, and the place of each."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self.numbers = numbers

    @cached_property
    def of(self) -> dict[int, int]:
        """The place of each number."""
        return {number: place for place, number in enumerate(self.numbers)}

    def counts(self, postings: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """(place, count) of those (number, count) that are among the numbers."""
        place_of = self.of
        return [(place_of[number], count) for number, count in postings if number in place_of]


class ListedFrequencies:
    """Frequencies as ascending article numbers, below `size`, and as many counts."""

    def __init__(self, size: int, numbers: Sequence[int], counts: Sequence[int]) -> None:
        self._size = size
        self.numbers = numbers
        self.counts = counts

    @cached_property
    def articles(self) -> int:
        """The set of articles."""
        return set_of(self._size, self.numbers)

    @cached_property
    def _by_number(self) -> dict[int, int]:
        return dict(zip(self.numbers, self.counts, strict=True))

    def counts_at(self, places: Places) -> list[tuple[int, int]]:
        """(place, count) for the articles at `places` in which it occurs, ascending."""
        if len(self.numbers) < len(places.numbers):
            return places.counts(zip(self.numbers, self.counts, strict=True))
        counts = enumerate(map(self._by_number.get, places.numbers))
        return [(place, count) for place, count in counts if count]

    def bounds(self, weight: Weight, articles: bytes) -> list[float]:
        """For each block, an upper bound of the scores in it of the articles in a set, given as bytes."""
        bounds = [0.0] * (self._size // BLOCK_ARTICLES)
        _raise_bounds(bounds, self.numbers, self.counts, weight, articles)
        return bounds


def _raise_bounds(
    bounds: list[float], numbers: Sequence[int], counts: Sequence[int], weight: Weight, articles: bytes
) -> None:
    """Raise the bounds of blocks to what the counts of articles in a set allow, however short these are.

    To read their lengths would take longer than to score those that are left.
    """
    limit_of = _LimitOfCount(weight)
    for number, count in zip(numbers, counts, strict=True):
        if articles[number >> 3] >> (number & 7) & 1:
            limit, block = limit_of[count], number >> _BLOCK_BITS
            if bounds[block] < limit:  # noqa: PLR1730  a call of max would take longer than all else
                bounds[block] = limit


class _LimitOfCount(dict[int, float]):
    """Caches for each count the score of the shortest article that has it."""

    def __init__(self, weight: Weight) -> None:
        super().__init__()
        self._weight = weight

    def __missing__(self, count: int) -> float:
        self[count] = limit = float(self._weight.score(count, self._weight.norm(count)))
        return limit


class NormOfLength(dict[int, float]):
    """Caches the norm of each length, which is the same for all words in a field."""

    def __init__(self, weight: Weight) -> None:
        super().__init__()
        self._weight = weight

    def __missing__(self, length: int) -> float:
        self[length] = norm = float(self._weight.norm(length))
        return norm


class CommonFrequencies:
    """Frequencies as a bitmap, and counts in the order of its bits: of a term that is common in a segment."""

    def __init__(self, size: int, lists: PostingLists) -> None:
        self._size = size
        self._lists = lists
        self._numbers = [numbers_of(first, postings) for first, postings in lists if postings.bitmap is None]
        self.articles = set_of(size, chain.from_iterable(self._numbers)) | _bitmaps(lists)
        """The set of articles."""
        self._words = words_of(size, self.articles)

    @cached_property
    def _counts(self) -> bytes | memoryview:
        if len(self._lists) == 1 and self._lists[0][1].count_bytes is not None:
            return self._lists[0][1].count_bytes
        return b"".join(
            b"\1" * postings.length if postings.count_bytes is None else postings.count_bytes
            for _, postings in self._lists
        )

    @cached_property
    def _large(self) -> dict[int, int]:
        starts = accumulate((postings.length for _, postings in self._lists), initial=0)
        return {
            start + index: count
            for start, (_, postings) in zip(starts, self._lists, strict=False)
            for index, count in postings.large
        }

    @cached_property
    def _before(self) -> list[int]:
        """For each block, the number of postings in all blocks before it."""
        return list(accumulate(map(int.bit_count, self._words), initial=0))

    def index(self, number: int) -> int | None:
        """The index of an article's posting in the list; None if it has none."""
        block = number >> _BLOCK_BITS
        word, bit = self._words[block], _BITS[number & _LAST_IN_BLOCK]
        return self._before[block] + (word & bit - 1).bit_count() if word & bit else None

    def counts_at(self, places: Places) -> list[tuple[int, int]]:
        """(place, count) for the articles at `places` in which it occurs, ascending."""
        if len(self._counts) < len(places.numbers):
            numbers = numbers_in_words(enumerate(self._words))
            return places.counts(zip(numbers, self._all_counts(), strict=True))
        # `index` in the loop: calls for each article take a twenty-fifth of a cold search for a very common word.
        words, before, counts, found = self._words, self._before, self._counts, []
        for place, number in enumerate(places.numbers):
            block = number >> _BLOCK_BITS
            word, bit = words[block], _BITS[number & _LAST_IN_BLOCK]
            if word & bit:
                index = before[block] + (word & bit - 1).bit_count()
                count = counts[index]
                found.append((place, count if count != LARGE_COUNT else self._large[index]))
        return found

    def _all_counts(self) -> Sequence[int]:
        counts = bytes(self._counts)
        if LARGE_COUNT not in counts:
            return counts
        return [self._large[index] if count == LARGE_COUNT else count for index, count in enumerate(counts)]

    def bounds(self, weight: Weight, articles: bytes) -> list[float]:
        """For each block, an upper bound of the scores in it."""
        bounds = [0.0] * (self._size // BLOCK_ARTICLES)
        listed = iter(self._numbers)
        for first, postings in self._lists:
            if postings.bitmap is None:
                _raise_bounds(bounds, next(listed), counts_of(postings), weight, articles)
                continue
            blocks = len(postings.bitmap)
            found = [weight.limit] * blocks
            if postings.bounds is not None:
                bound_of = _BoundOfPair(weight, postings.bounds_length)
                found = list(map(bound_of.__getitem__, unpack(f"<{blocks}I", postings.bounds)))
            block = first // BLOCK_ARTICLES
            bounds[block : block + blocks] = found
        return bounds


class _BoundOfPair(dict[int, float]):
    """Caches the upper bound of scores of count * 65,536 + length, as a lexicon packs them."""

    def __init__(self, weight: Weight, mean: int) -> None:
        super().__init__({0: 0.0})
        self._weight = weight
        self._mean = mean

    def __missing__(self, pair: int) -> float:
        count, length = pair >> 16, pair & MAX_IN_BOUND
        bound = self._weight.bound(rate(count, length, self._mean), self._mean)
        self[pair] = found = self._weight.limit if count == MAX_IN_BOUND else float(bound)
        return found


def frequencies_of(size: int, lists: PostingLists) -> ListedFrequencies | CommonFrequencies:
    """The frequencies of one term. Article numbers are below `size`."""
    if any(postings.bitmap is not None for _, postings in lists):
        return CommonFrequencies(size, lists)
    numbers = [numbers_of(first, postings) for first, postings in lists]
    counts = [counts_of(postings) for _, postings in lists]
    return ListedFrequencies(size, _joined(numbers), _joined(counts))


def _joined(parts: Sequence[Sequence[int]]) -> Sequence[int]:
    return parts[0] if len(parts) == 1 else [one for part in parts for one in part]


def words_of(size: int, articles: int) -> tuple[int, ...]:
    """A set of articles below `size`, as a number of 64 bits for each block."""
    return unpack(f"<{size // BLOCK_ARTICLES}Q", articles.to_bytes(size // 8, "little"))


def numbers_in(size: int, articles: int) -> list[int]:
    """The numbers of a set of articles below `size`, ascending."""
    return numbers_in_words(enumerate(words_of(size, articles)))


def numbers_in_words(words: Iterable[tuple[int, int]]) -> list[int]:
    """The numbers of the articles in blocks, given as (number of the block, its 64 bits)."""
    numbers: list[int] = []
    for block, word in words:
        if word:
            first = block * BLOCK_ARTICLES
            bits = f"{word:b}"[::-1].encode().translate(_FALSE_OR_TRUE)
            numbers += compress(range(first, first + BLOCK_ARTICLES), bits)
    return numbers


def set_of(size: int, numbers: Iterable[int]) -> int:
    """The set of articles with these numbers, below `size`, in any order."""
    bits = bytearray(size // 8)
    for number in numbers:
        bits[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(bits, "little")


def union_of(size: int, lists: Sequence[tuple[int, Postings]]) -> int:
    """The set of articles below `size` in any of the lists, of which several may be of one segment."""
    listed = (numbers_of(first, postings) for first, postings in lists if postings.bitmap is None)
    return set_of(size, chain.from_iterable(listed)) | _bitmaps(lists)


def _bitmaps(lists: Iterable[tuple[int, Postings]]) -> int:
    """The set of articles of those lists that are bitmaps."""
    articles = 0
    for first, postings in lists:
        if postings.bitmap is not None:
            articles |= int.from_bytes(postings.bitmap, "little") << first
    return articles


def numbers_of(first: int, postings: Postings) -> Sequence[int]:
    """The numbers in the generation of the articles of a list that is not a bitmap."""
    low: Sequence[int] = postings.low if postings.low is not None else ()
    if postings.high is not None:
        return list(map(add, low, [first + (byte << 16) for byte in postings.high]))
    return [first + number for number in low] if first else low


def counts_of(postings: Postings) -> Sequence[int]:
    """The counts of a list, one for each posting."""
    if postings.count_bytes is None:
        return b"\1" * postings.length
    counts = postings.count_bytes.tobytes()
    if not postings.large:
        return counts
    true_counts = list(counts)
    for index, count in postings.large:
        true_counts[index] = count
    return true_counts
