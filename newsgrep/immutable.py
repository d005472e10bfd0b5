"""Values that cannot be changed: frozen dataclasses and named tuples without the code that these compile at every start.

Decorating fifteen classes as dataclasses, with or without slots, takes a sixth of a piped search; making twenty-five
of `typing`'s named tuples takes a twentieth.
"""

from collections.abc import Iterable
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self, dataclass_transform

if TYPE_CHECKING:
    from inspect import Signature

__all__ = ["Immutable", "NamedTuple"]

_own_annotations = type.__dict__["__annotations__"].__get__  # noqa: RUF063  `inspect` is not on the search path
"""Those that a class itself declares. `cls.__annotations__` may be those of a base or of the metaclass, before Python 3.14."""


@dataclass_transform(frozen_default=True)
class Immutable:
    """A value whose class declares its fields as annotations; those of its bases come first."""

    __match_args__: ClassVar[tuple[str, ...]]
    _not_compared: ClassVar[frozenset[str]] = frozenset()
    """Fields that take no part in comparison."""
    _values: ClassVar[Any]
    """Gives what is compared."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        names = (*getattr(cls, "__match_args__", ()), *_own_annotations(cls))
        cls.__match_args__ = tuple(dict.fromkeys(names))  # type: ignore[misc]  # mypy knows it for each
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


class _Fields(type):
    """Makes classes of named tuples, whose instances have no dictionary, as tuples have none."""

    _fields: tuple[str, ...]
    _field_defaults: dict[str, Any]

    @classmethod
    def __prepare__(cls, _name: str, _bases: tuple[type, ...], **_: Any) -> dict[str, object]:  # type: ignore[override]  # noqa: ANN401  as `type` says
        return {"__slots__": ()}

    @property
    def __signature__(cls) -> "Signature":
        """How a value is made, for `help`."""
        from inspect import Parameter, Signature  # noqa: PLC0415  not on the search path

        declaring = next(base for base in cls.__mro__ if "_fields" in vars(base))
        annotations = _own_annotations(declaring)
        return Signature(
            [
                Parameter(
                    name,
                    Parameter.POSITIONAL_OR_KEYWORD,
                    default=cls._field_defaults.get(name, Parameter.empty),
                    annotation=annotations[name],
                )
                for name in cls._fields
            ]
        )


class _NamedTuple(tuple[Any, ...], metaclass=_Fields):
    """A tuple whose class declares its fields as annotations, in their order; values are defaults. Its subclasses have the same.

    It has the methods of `typing.NamedTuple`. A value takes as long to make from values in order, and twice as long
    by name: what is made by the thousand, by name, is better one of `typing`'s.
    """

    __slots__ = ()
    __match_args__: ClassVar[tuple[str, ...]]
    _fields: ClassVar[tuple[str, ...]]
    _field_defaults: ClassVar[dict[str, Any]]
    _defaults: ClassVar[tuple[Any, ...]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if hasattr(cls, "_fields"):
            return
        cls._fields = cls.__match_args__ = tuple(_own_annotations(cls))  # type: ignore[misc]  # mypy knows it for each
        cls._field_defaults = {name: vars(cls)[name] for name in cls._fields if name in vars(cls)}
        cls._defaults = tuple(cls._field_defaults.values())
        for place, name in enumerate(cls._fields):
            setattr(cls, name, property(itemgetter(place)))

    def __new__(cls, *values: Any, **named: Any) -> Self:  # noqa: ANN401  what each declares
        missing = len(cls._fields) - len(values)
        if named or not 0 <= missing <= len(cls._defaults):
            values += cls._others(len(values), named)
        elif (
            missing
        ):  # short of defaults; made as if by name they take an eighth of a warm search for a rare word
            values += cls._defaults[-missing:]
        return tuple.__new__(cls, values)

    @classmethod
    def _others(cls, known: int, named: dict[str, Any]) -> tuple[Any, ...]:
        """The values of all fields but the first: by name, else defaults. Raises TypeError."""
        others = cls._fields[known:]
        try:
            values = tuple(map({**cls._field_defaults, **named}.__getitem__, others))
        except KeyError as missing:
            raise TypeError(f"{cls.__name__} lacks {missing}") from None
        if known > len(cls._fields) or not named.keys() <= set(others):
            raise TypeError(f"{cls.__name__} is made of {', '.join(cls._fields)}")
        return values

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._asdict().items())})"

    @classmethod
    def _make(cls, values: Iterable[Any]) -> Self:
        made = tuple.__new__(cls, values)
        if len(made) != len(cls._fields):  # here nothing is a default
            raise TypeError(f"{cls.__name__} is made of {', '.join(cls._fields)}")
        return made

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def _replace(self, **changes: Any) -> Self:  # noqa: ANN401  what each declares
        return type(self)(**{**self._asdict(), **changes})


if TYPE_CHECKING:  # checked as what it stands for
    from typing import NamedTuple
else:
    NamedTuple = _NamedTuple
