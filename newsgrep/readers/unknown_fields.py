"""Fields of records that newsgrep does not understand, told where titles or dates are missing that they may hold."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from newsgrep.article import Article, DateOrigin, Precision
from newsgrep.readers import ReadOptions
from newsgrep.readers.dating import read_date
from newsgrep.readers.record_dates import dates_in
from newsgrep.readers.record_names import known_names, places_in, plain_name

_OTHER_DAYS = re.compile(
    "updat|modif|chang|edit|crawl|scrap|fetch|index|download|access|expir|retriev|saved|added|seen|ingest|import|last|event"
)
"""What names of days hold that are not those of publication."""
_LONGEST_TITLE = 250
_SHOWN = 8

Suspects: TypeAlias = Mapping[str, Sequence[str]]
"""By our names of what no article has yet, "title" and "date", the keys of fields that may hold it."""


class UnknownFields:
    """Watches the records of a file and their articles.

    `before` is what `suspects` gave for the records before those that are watched.
    """

    def __init__(self, options: ReadOptions, before: Suspects | None = None) -> None:
        self._options = options
        self._first: dict[str, Any] | None = None
        self._before = before
        all_ours = {"title", "date"} if before is None else set(before)
        self._missing = all_ours - {ours for ours, _ in options.fields}

    def watch(self, record: dict[str, Any], article: Article) -> None:
        """Look at a record and what was made of it."""
        self._first = self._first or record
        if article.title:
            self._missing.discard("title")
        if article.date:
            self._missing.discard("date")

    def suspects(self) -> Suspects | None:
        """The fields of the first record that may hold what no article has, by our names; None before the first record."""
        if self._before is not None:
            return {ours: self._before[ours] for ours in sorted(self._missing)}
        if self._first is None:
            return None
        may_hold = {"date": self._may_be_date, "title": self._may_be_title}
        return {
            ours: [key for key, value in self._first.items() if may_hold[ours](key, value)][:_SHOWN]
            for ours in sorted(self._missing)
        }

    def told(self) -> str | None:
        """What to tell the user: which fields may hold what no article has; None if all is well."""
        found = self.suspects() or {}
        return (
            "; ".join(
                f"no {ours} is known, but {', '.join(keys)} may hold it (--field {ours}={keys[0]})"
                for ours, keys in found.items()
                if keys
            )
            or None
        )

    def _may_be_date(self, key: str, value: Any) -> bool:  # noqa: ANN401  any value JSON has
        is_known = known_names((key,)) and key not in places_in((self._first or {}).keys())["created"]
        return not is_known and not _OTHER_DAYS.search(plain_name(key)) and self._is_day(value)

    def _is_day(self, value: Any) -> bool:  # noqa: ANN401  any value JSON has
        """Not for a number, which counts anything."""
        if not isinstance(value, str | dict) or (isinstance(value, str) and value.strip().isdecimal()):
            return False
        dates = (read_date(one, DateOrigin.RECORD, self._options) for one in dates_in(value))
        return any(date and date.precision is Precision.DAY for date in dates)

    def _may_be_title(self, key: str, value: Any) -> bool:  # noqa: ANN401  any value JSON has
        is_line = isinstance(value, str) and " " in value.strip() and len(value) < _LONGEST_TITLE
        return is_line and not known_names((key,)) and not self._is_day(value)
