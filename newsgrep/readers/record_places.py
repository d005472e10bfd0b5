"""Where the records are in a JSON value: it is one itself, or it has lists of them near its top."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from typing import Any, TypeAlias

from newsgrep.readers import record_languages
from newsgrep.readers.record_names import NAMES, plain_name

_CONTAINERS = frozenset(
    {
        *("articles", "items", "docs", "documents", "results", "entries", "stories", "records", "hits"),
        *("news", "posts", "data", "feed", "edges", "nodes", "@graph", "itemlistelement", "rows"),
    }
)
"""What lists of articles are called."""
_DEEPEST_CONTAINER = 3
_TITLES = frozenset(NAMES["title"]) - {"name"}
_TEXTS = frozenset(
    {"text", "body", "content", "article", "articlebody", "fulltext", "maintext", "storytext"}
) | {plain_name(name) for name in record_languages.NAMES["text"].split()}
_TEXTS_OF_MANY = frozenset((*NAMES["text"], *NAMES["summary"]))
_DATES = frozenset(NAMES["date"])
_MOST_EVENTS = 2_000_000
"""The number of events that are looked at: what begins later in a file is not found."""
_ITEM = ".item"
_BEGINNINGS = frozenset({"start_map", "start_array"})

Event: TypeAlias = tuple[str, str, Any]
"""As `ijson.parse` gives them: the place, what is there, its value."""


class Outline:
    """The structure of a value, collected while its events pass by."""

    def __init__(self) -> None:
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        """By the places of objects, the plain names of their keys that have a value; objects of a list share a place."""
        self._lists: dict[str, None] = {}
        self._inner_lists: dict[str, None] = {}
        """Those in the objects of another list: Ghost's exports have `db.item.data.posts.item`."""
        self._empty: list[str] = []
        self._is_list = False

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was found yet that shows where records are."""
        return not (self._names or self._lists or self._is_list)

    def follow(self, events: Iterable[Event]) -> None:
        """Look at the events, as far as need be."""
        parent, key = "", None
        for place, event, value in islice(events, _MOST_EVENTS):
            if event == "start_array" and not place:
                self._is_list = True
                return
            if event == "map_key":
                parent, key = place, value
                continue
            is_filled = event in _BEGINNINGS or (event == "string" and not value.isspace() and value)
            if key is not None and is_filled and self._may_be_record(parent):
                self._names[parent].add(plain_name(key))
            if event == "start_map" and place.endswith(_ITEM):
                self._add_list(place)
            elif event == "end_array" and f"{place}{_ITEM}" not in self._lists and _is_container(place):
                self._empty.append(f"{place}{_ITEM}")
            key = None

    def places(self) -> tuple[str, ...]:
        """The places of the records, as ijson writes them ("articles.item"); none if the value itself is a record.

        An object that has a title and a text is a record, and the lists in it are none of records. Else they
        are in the list of a name that lists of articles have, and in the lists beside it at the top whose
        objects look like articles; or, if there are none, in a list of such a name within another.
        """
        if self._is_list:
            return ("item",)
        records = [place for place in self._names if _ITEM not in place and self._is_record(place)]
        if "" in records:
            return ()
        lists = [place for place in self._lists if not any(place.startswith(f"{one}.") for one in records)]
        known = next((place for place in lists if _is_container(place.removesuffix(_ITEM))), None)
        at_top = [place for place in lists if "." not in place.removesuffix(_ITEM)]
        alike = [place for place in at_top if self._has_articles(place)]
        if known:
            return tuple(place for place in lists if place == known or place in alike)
        if records or self._names[""] & _TEXTS:
            return ()
        inner = [place for place in self._inner_lists if self._has_articles(place)]
        return tuple(alike or inner[:1] or at_top[:1] or self._empty[:1])

    def _may_be_record(self, place: str) -> bool:
        return _ITEM not in place or place in self._lists or place in self._inner_lists

    def _add_list(self, place: str) -> None:
        depth = place.count(_ITEM)
        if depth == 1:
            self._lists.setdefault(place)
        elif depth == 2 and place.lower().split(".")[-2] in _CONTAINERS:  # noqa: PLR2004  a list within one
            self._inner_lists.setdefault(place)

    def _is_record(self, place: str) -> bool:
        names = self._names[place]
        return bool(names & _TITLES and names & _TEXTS)

    def _has_articles(self, place: str) -> bool:
        names = self._names[place]
        return bool(names & _TEXTS_OF_MANY or (names & _TITLES and names & _DATES))


def _is_container(place: str) -> bool:
    names = place.lower().split(".")
    return names[-1] in _CONTAINERS and len(names) <= _DEEPEST_CONTAINER
