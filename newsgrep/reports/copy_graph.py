"""The graph of copies: which matches of a query are copies of which, and what they connect."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from newsgrep.reports.copies import Collation, CopyOptions
from newsgrep.text.components import Components
from newsgrep.text.runs import starts_of
from newsgrep.text.similarity_join import Pairs, join

Numbers = NDArray[np.int64]

_EDGES_AT_ONCE = 1 << 20


def first_copies(collation: Collation, options: CopyOptions) -> Numbers:
    """For each match the first of those that copies connect it to, itself included; shape (matches,)."""
    components = Components(len(collation))
    if options.within_days is None and not options.across:
        same = np.flatnonzero(collation.has_text & (collation.texts != np.arange(len(collation))))
        components.connect(same, collation.texts[same])
        join(collation.store, _distinct(collation), options.criteria, _Connected(components))
        return components.first
    kinds = _kinds(collation, options)
    is_first = kinds == np.arange(len(kinds))
    has_copy = np.zeros(len(kinds), np.bool_)
    for pairs in _some_at_once(CopyPairs(collation, options, is_first & collation.has_text)):
        components.connect(pairs.left, pairs.right)
        has_copy[pairs.left] = has_copy[pairs.right] = True
    # Those of a kind are copies of the same others, and of each other but for their one source.
    together = has_copy[kinds]
    if not options.across:
        together |= collation.is_dated & collation.has_text
    components.connect(np.flatnonzero(together), kinds[together])
    return components.first


class CopyPairs:
    """All pairs of copies, sorted: iteration gives those of one match with later ones at once.

    `among` are the matches that count, shape (matches,); None: all.
    """

    def __init__(
        self, collation: Collation, options: CopyOptions, among: NDArray[np.bool_] | None = None
    ) -> None:
        found = _Listed()
        join(collation.store, _distinct(collation), options.criteria, found)
        self._collation = collation
        self._options = options
        self._alike = _AlikeTexts(collation, found.pairs(), collation.has_text if among is None else among)

    def __iter__(self) -> Iterator[Pairs]:
        for number in self._alike.numbers:
            others, shared = self._alike.after(number)
            allowed = np.flatnonzero(self._collation.may_be_copies(number, others, self._options))
            if len(allowed):
                order = allowed[np.argsort(others[allowed])]
                yield Pairs(np.full(len(order), number), others[order], shared[order])


class _Connected:
    """Pairs of which only what they connect is kept."""

    def __init__(self, components: Components) -> None:
        self._components = components

    def is_settled(self, left: Numbers, right: Numbers) -> NDArray[np.bool_]:
        first = self._components.first
        settled: NDArray[np.bool_] = first[left] == first[right]
        return settled

    def add(self, pairs: Pairs) -> None:
        self._components.connect(pairs.left, pairs.right)


class _Listed:
    """Pairs that are all kept, each once."""

    def __init__(self) -> None:
        self._found = [Pairs(*np.zeros((3, 0), np.int64))]

    def is_settled(self, left: Numbers, right: Numbers) -> NDArray[np.bool_]:
        del right
        return np.zeros(len(left), np.bool_)

    def add(self, pairs: Pairs) -> None:
        self._found.append(pairs)

    def pairs(self) -> Pairs:
        left, right, shared = (np.concatenate(column) for column in zip(*self._found, strict=True))
        _, firsts = np.unique(left << 32 | right, return_index=True)
        return Pairs(left[firsts], right[firsts], shared[firsts])


class _AlikeTexts:
    """Some of the matches by what other texts theirs is similar to."""

    def __init__(self, collation: Collation, pairs: Pairs, among: NDArray[np.bool_]) -> None:
        self._texts = collation.texts
        self._sizes = collation.store.sizes
        self._members = np.flatnonzero(among)[np.argsort(self._texts[among], kind="stable")]
        self._member_starts = starts_of(np.bincount(self._texts[among], minlength=len(among)))
        one = np.concatenate((pairs.left, pairs.right))
        order = np.argsort(one, kind="stable")
        self._others = np.concatenate((pairs.right, pairs.left))[order]
        self._shared = np.concatenate((pairs.shared, pairs.shared))[order]
        self._starts = starts_of(np.bincount(one, minlength=len(among)))
        has_others = (np.diff(self._starts) > 0) | (np.diff(self._member_starts) > 1)
        self.numbers: list[int] = np.flatnonzero(among & has_others[self._texts]).tolist()
        """The matches whose text others have, or have one similar to it."""

    def after(self, number: int) -> tuple[Numbers, Numbers]:
        """The later matches with the same text or a similar one, and how many shingles each shares with it."""
        text = self._texts[number]
        near = slice(self._starts[text], self._starts[text + 1])
        texts = [text, *self._others[near].tolist()]
        members = [self._members[self._member_starts[one] : self._member_starts[one + 1]] for one in texts]
        others = np.concatenate(members)
        shared = np.repeat([self._sizes[text], *self._shared[near].tolist()], list(map(len, members)))
        later = others > number
        return others[later], shared[later]


def _distinct(collation: Collation) -> NDArray[np.bool_]:
    """Whether each match is the first with its text, and that has a word."""
    distinct: NDArray[np.bool_] = collation.texts == np.arange(len(collation))
    return distinct & collation.has_text


def _kinds(collation: Collation, options: CopyOptions) -> Numbers:
    """For each match the first of its text, and of its date and source where these decide."""
    columns = [collation.texts]
    if options.within_days is not None:
        columns.append(collation.days)
    if options.across:
        columns.append(collation.sources)
    _, firsts, kinds = np.unique(np.stack(columns, axis=1), axis=0, return_index=True, return_inverse=True)
    return firsts[kinds.reshape(-1)]


def _some_at_once(pairs: Iterable[Pairs]) -> Iterator[Pairs]:
    """The same pairs, many at once."""
    waiting: list[Pairs] = []
    number = 0
    for some in pairs:
        waiting.append(some)
        number += len(some.left)
        if number > _EDGES_AT_ONCE:
            yield Pairs(*map(np.concatenate, zip(*waiting, strict=True)))
            waiting, number = [], 0
    if waiting:
        yield Pairs(*map(np.concatenate, zip(*waiting, strict=True)))
