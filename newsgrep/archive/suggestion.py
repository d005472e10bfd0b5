"""What may have been meant when nothing was found: similar words and values that articles have, fields that none has."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, get_args

from newsgrep.archive.search import Query
from newsgrep.engines.contract import Snapshot
from newsgrep.facets import FacetField
from newsgrep.facts import WordCount
from newsgrep.query import nodes
from newsgrep.query.globs import compile_glob, escape_glob
from newsgrep.query.rewriting import walk, words_of
from newsgrep.text import Approximate
from newsgrep.text.spelling import nearest_word
from newsgrep.text.terms import edits_allowed
from newsgrep.text.values import fold_value

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMES = {"lang": "language"}


class Hint(NamedTuple):
    """What may have been meant by a query that finds nothing: another query, or None; and reasons, a line each."""

    query: str | None
    notes: tuple[str, ...] = ()


def suggest(query: Query, snapshot: Snapshot) -> Hint:
    """A query of similar words and values, if there is one, and what else explains that nothing was found."""
    suggestion = _Suggestion(query, snapshot)
    notes = tuple(dict.fromkeys(suggestion.notes()))
    return Hint(None if notes else suggestion.text(), notes)


class _Suggestion:
    def __init__(self, query: Query, snapshot: Snapshot) -> None:
        self._query = query
        self._snapshot = snapshot
        self._unmatched = [
            part
            for _, part in walk(query.node, negated=False)
            if _has_a_spelling(part) and not snapshot.search(query.part(part), limit=0).total
        ]

    def notes(self) -> Iterator[str]:
        """Fields that no article has, and question marks that are wildcards."""
        for leaf in words_of(self._query.node):
            if isinstance(leaf, nodes.Pattern | nodes.Phrase) and "? " in f"{leaf.glob} ":
                yield r"? stands for one more character; for the sign itself write \?"
        for part in self._unmatched:
            if isinstance(part, nodes.Value | nodes.Within) and self._is_empty(part.name):
                name = _NAMES.get(part.name, part.name)
                yield f"no article has {'an' if name[0] in 'aeiou' else 'a'} {name}"

    def text(self) -> str | None:
        """The query's text with similar words and values; None if one that no article has is like no other."""
        text = self._query.text
        for part in sorted(self._unmatched, key=lambda part: part.extent, reverse=True):
            nearest = self._nearest(part)
            if nearest is None:
                return None
            text = text[: part.extent[0]] + nearest + text[part.extent[1] :]
        return text if self._unmatched else None

    def _nearest(self, part: nodes.Node) -> str | None:
        if isinstance(part, nodes.Word):
            return self._nearest_word(part)
        if isinstance(part, nodes.Within) and isinstance(part.part, nodes.Word):
            word = self._nearest_word(part.part, part.name)
            return None if word is None else f"{part.name}:{word}"
        if isinstance(part, nodes.Value):
            return self._nearest_value(part)
        return None

    def _nearest_word(self, word: nodes.Word, field: "nodes.TextField | None" = None) -> str | None:
        surfaces = [token.surface for token in self._query.analysed.analyzer.tokens(word.text)]
        edits = edits_allowed(surfaces[0]) if len(surfaces) == 1 else 0
        if not edits:
            return None
        return nearest_word(
            surfaces[0], self._snapshot.words(Approximate(surfaces[0], edits), field or "body")
        )

    def _nearest_value(self, value: nodes.Value) -> str | None:
        wanted = compile_glob(value.glob, fold_value).literal
        if wanted is None or value.name not in get_args(FacetField):
            return None
        written = {fold_value(one): one for one in self._values(value.name)}
        near = Approximate(wanted, edits_allowed(wanted))
        counts = self._values(value.name)
        found = [WordCount(folded, counts[one]) for folded, one in written.items() if near.matches(folded)]
        nearest = nearest_word(wanted, found)
        return None if nearest is None else f"{value.name}:{_as_value(written[nearest])}"

    def _is_empty(self, name: str) -> bool:
        return name in get_args(FacetField) and not self._values(name)

    def _values(self, name: str) -> "Mapping[str, int]":
        """The values that articles have, as they write them, each with the number of the articles."""
        from newsgrep.engines.collectors import Tally  # noqa: PLC0415  only for fields

        field: FacetField = next(one for one in get_args(FacetField) if one == name)
        (counts,) = self._snapshot.collect(self._query.part(nodes.Everything()), Tally((field,)))
        return {value: articles for (value,), articles in counts.items() if value is not None}


def _has_a_spelling(part: nodes.Node) -> bool:
    """Say whether a part may be misspelled, or may be in a field that no article has."""
    return isinstance(part, nodes.Word | nodes.Value | nodes.Within)


def _as_value(value: str) -> str:
    glob = escape_glob(value)
    return glob if value.isalnum() else f'"{glob}"'
