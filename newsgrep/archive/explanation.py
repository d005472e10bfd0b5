"""How a query is understood: for each part the words that are looked for, and how many articles match it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, assert_never

from newsgrep.archive.search import Query
from newsgrep.engines.contract import Snapshot
from newsgrep.query.nodes import Leaf, Near, Node, Within
from newsgrep.query.printer import to_text
from newsgrep.query.rewriting import LeafField, parts_of, walk
from newsgrep.text import AnyWord, Approximate, Glob, Slot, Stems, Surfaces

_MOST_WORDS = 5


class Explained(NamedTuple):
    """A part of a query, how deep it lies in the tree, the number of articles that match it, and what it looks for."""

    depth: int
    text: str
    articles: int
    meanings: tuple[str, ...]


def explain(query: Query, snapshot: Snapshot) -> list[Explained]:
    """Each part of the query's tree, the whole first. Raises QueryError, whose query text the caller must fill in."""
    explanation = _Explanation(query, snapshot)
    return [
        Explained(
            depth,
            to_text(part),
            snapshot.search(query.part(part), limit=0).total,
            tuple(explanation.meanings(part)),
        )
        for depth, part in walk(query.node)
    ]


class _Explanation:
    def __init__(self, query: Query, snapshot: Snapshot) -> None:
        self._analysed = query.analysed
        self._snapshot = snapshot
        self._ranked = {
            leaf for ranked, _, _ in query.analysed.ranked() for leaf in (ranked, *parts_of(ranked))
        }

    def meanings(self, part: Node) -> Iterator[str]:
        """What a part of the query looks for; nothing where its own parts say it."""
        field: LeafField = "body"
        if isinstance(part, Within):
            field, part = part.name, part.part
        if isinstance(part, Leaf):
            slots = self._analysed.slots(part)
            yield from self._words(slots, field)
            if self._analysed.is_stop_word(part) and part not in self._ranked:
                yield "left out of the ranking"
        elif isinstance(part, Near) and field != "body":
            yield from (line for leaf in parts_of(part) for line in self._words_of(leaf, field))

    def _words_of(self, node: Node, field: LeafField) -> Iterator[str]:
        if isinstance(node, Leaf):
            yield from self._words(self._analysed.slots(node), field)

    def _words(self, slots: Sequence[Slot], field: LeafField) -> Iterator[str]:
        """First the words in a row, then what those stand for that stand for others."""
        if len(slots) > 1 or isinstance(slots[0], Surfaces | Stems):
            yield f"{_kind(slots)} {' '.join(map(_written, slots))}"
        for slot in dict.fromkeys(slots):
            if isinstance(slot, Surfaces | Stems):
                yield from _acronyms(slot)
            elif not isinstance(slot, AnyWord):
                words = self._snapshot.words(slot, field)
                frequent = sorted(words, key=lambda word: (-word.articles, word.word))[:_MOST_WORDS]
                listed = f": {', '.join(word.word for word in frequent)}" if frequent else ""
                more = ", ..." if len(words) > len(frequent) else ""
                yield f"{_written(slot)} stands for {_count(len(words), 'word')}{listed}{more}"


def _kind(slots: Sequence[Slot]) -> str:
    if any(isinstance(slot, Stems) for slot in slots):
        return "stem" if len(slots) == 1 else "stems in a row:"
    return "word" if len(slots) == 1 else "words in a row:"


def _written(slot: Slot) -> str:
    match slot:
        case Surfaces(forms) | Stems(forms):
            return "|".join(forms)
        case Glob(matcher):
            pieces = ("".join("?" if part is None else part for part in piece) for piece in matcher.pieces)
            return "*".join(pieces)
        case Approximate(surface, edits):
            return f"{surface}~{edits}"
        case AnyWord():
            return "*"
    assert_never(slot)


def _acronyms(slot: Surfaces | Stems) -> Iterable[str]:
    acronyms = [form for form in slot.forms if form.endswith(".")]
    if not acronyms:
        return ()
    letters = acronyms[0].replace(".", "")
    if len(slot.forms) > 1:
        return (f"the word {letters} or the acronym {letters.upper()}",)
    return (f"the acronym {letters.upper()}, not the word {letters}",)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
