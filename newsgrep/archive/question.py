"""A query with its options, as they were typed: it can be kept, and asked again on another day."""

import shlex
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from newsgrep.archive.search import Query

if TYPE_CHECKING:
    from newsgrep.archive.archive import Archive

_OPTIONS = {"since": "--since", "until": "--until", "on": "--on"}
_FLAGS = {"sure": "--sure", "any_word": "--any", "fixed": "-F"}


class Question(NamedTuple):
    """What `Archive.parse` takes, with dates that may be relative; `within` are references, None for everywhere."""

    texts: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    on: str | None = None
    sure: bool = False
    any_word: bool = False
    fixed: bool = False
    within: tuple[str, ...] | None = None

    def parse(self, archive: "Archive") -> Query:
        """The query that it is today. Raises QueryError."""
        query = archive.parse(
            self.texts,
            since=self.since,
            until=self.until,
            on=self.on,
            sure=self.sure,
            any_word=self.any_word,
            fixed=self.fixed,
        )
        return query if self.within is None else archive.within(query, self.within)

    @property
    def canonical(self) -> Self:
        """The same question as one text, unless each text is a phrase."""
        if self.fixed:
            return self
        text = " ".join(self.texts)
        return self._replace(texts=(text,) if text else ())

    @classmethod
    def of_json(cls, value: Any) -> Self:  # noqa: ANN401  any JSON value
        """The inverse of `_asdict`, by way of JSON. Raises TypeError, ValueError."""
        if set(value) != set(cls._fields):
            raise ValueError("not the fields of a question")
        within = value["within"]
        question = cls(**value | {"texts": tuple(value["texts"]), "within": within and tuple(within)})
        words = (
            *question.texts,
            *(question.within or ()),
            *(getattr(question, name) or "" for name in _OPTIONS),
        )
        if not all(isinstance(word, str) for word in words):
            raise TypeError("not the values of a question")
        return question

    def __str__(self) -> str:
        """The question as arguments of a command."""
        arguments = [*self.texts]
        for name, option in _OPTIONS.items():
            if (value := getattr(self, name)) is not None:
                arguments += [option, value]
        arguments += [flag for name, flag in _FLAGS.items() if getattr(self, name)]
        if self.within is not None:
            arguments += ["--within", f"({len(self.within)})"]
        return shlex.join(arguments)
