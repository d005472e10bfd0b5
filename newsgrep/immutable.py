"""Values that cannot be changed: what frozen dataclasses are, without the code that those compile at every start.

Decorating fifteen classes as dataclasses, with or without slots, takes a sixth of a piped search.
"""

from operator import attrgetter
from typing import Any, ClassVar, NoReturn, Self, dataclass_transform


@dataclass_transform(frozen_default=True)
class Immutable:
    """A value whose class declares its fields as annotations."""

    __match_args__: ClassVar[tuple[str, ...]]
    _not_compared: ClassVar[frozenset[str]] = frozenset()
    """Fields that take no part in comparison."""
    _values: ClassVar[Any]
    """Gives what is compared."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.__match_args__ = tuple(cls.__annotations__)  # type: ignore[misc]  # mypy knows it for each
        compared = [name for name in cls.__match_args__ if name not in cls._not_compared]
        cls._values = attrgetter(*compared) if compared else type

    def __init__(self, *values: Any, **named: Any) -> None:  # noqa: ANN401  what each declares
        self.__dict__.update(zip(self.__match_args__, values, strict=False), **named)

    def with_(self, **changes: Any) -> Self:  # noqa: ANN401  what each declares
        """The same value with other fields."""
        return type(self)(**{**self.__dict__, **changes})

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{name} of a value cannot be changed")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._values(self) == self._values(other)

    def __hash__(self) -> int:
        return hash((type(self), self._values(self)))

    def __repr__(self) -> str:
        compared = [getattr(self, name) for name in self.__match_args__ if name not in self._not_compared]
        return f"{type(self).__name__}({', '.join(map(repr, compared))})"
