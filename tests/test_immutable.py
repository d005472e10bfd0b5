"""Named tuples as newsgrep makes them are those of `typing` in all that it uses."""

import copy
import inspect
import pickle
import typing
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import pytest

from newsgrep import immutable
from newsgrep.article import ArticleId
from newsgrep.immutable import Immutable, NamedTuple
from newsgrep.results import Match

Value = TypeVar("Value")


class Place(NamedTuple):
    """A place."""

    name: str
    year: int
    tags: tuple[str, ...] = ()
    note: str | None = None

    @property
    def label(self) -> str:
        """With the year."""
        return f"{self.name} {self.year}"


class Typed(typing.NamedTuple):
    """As `Place`, by the standard library."""

    name: str
    year: int
    tags: tuple[str, ...] = ()
    note: str | None = None


class Pair(NamedTuple, Generic[Value]):
    """Two of a kind."""

    first: Value
    second: Value


@pytest.mark.parametrize(
    "make",
    [
        lambda kind: kind("Paris", 1987),
        lambda kind: kind("Paris", 1987, ("x",), "y"),
        lambda kind: kind("Paris", note="y", year=1987),
        lambda kind: kind(year=1987, name="Paris"),
        lambda kind: kind._make(["Paris", 1987, ("x",), None]),
        lambda kind: kind("Rome", 1987, note="z")._replace(name="Paris", note=None),
    ],
)
def test_a_value_made_of_the_same_is_the_same(make: Callable[[Any], Any]) -> None:
    ours, theirs = make(Place), make(Typed)
    assert tuple(ours) == tuple(theirs)
    assert ours == theirs
    assert hash(ours) == hash(theirs)
    assert ours._asdict() == theirs._asdict()
    assert repr(ours) == repr(theirs).replace("Typed", "Place")
    assert [getattr(ours, name) for name in Place._fields] == list(theirs)


@pytest.mark.parametrize("kind", [Place, Typed])
@pytest.mark.parametrize(
    ("values", "named"),
    [
        ((), {}),
        (("Paris",), {}),
        (("Paris", 1987, (), None, 5), {}),
        (("Paris", 1987), {"name": "Rome"}),
        (("Paris", 1987), {"nonsense": 1}),
        (("Paris", 1987, (), None, 5), {"note": "y"}),
        (("Paris",), {"tags": ()}),
    ],
)
def test_too_few_too_many_and_unknown_values_are_refused(
    kind: type, values: tuple[Any, ...], named: dict[str, Any]
) -> None:
    with pytest.raises(TypeError):
        kind(*values, **named)


@pytest.mark.parametrize("kind", [Place, Typed])
def test_a_value_cannot_be_changed_and_has_no_other_fields(kind: type) -> None:
    value = kind("Paris", 1987)
    for name in ("name", "nonsense"):
        with pytest.raises(AttributeError):
            setattr(value, name, "Rome")
    assert not hasattr(value, "__dict__")


@pytest.mark.parametrize("kind", [Place, Typed])
def test_an_unknown_field_is_not_replaced(kind: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        kind("Paris", 1987)._replace(nonsense=1)


@pytest.mark.parametrize("kind", [Place, Typed])
def test_fields_are_declared_and_matched_in_order(kind: Any) -> None:
    assert kind._fields == kind.__match_args__ == ("name", "year", "tags", "note")
    assert kind._field_defaults == {"tags": (), "note": None}
    assert [*inspect.signature(kind).parameters] == [*kind._fields]
    match kind("Paris", 1987):
        case (name, year, *_):
            assert (name, year) == ("Paris", 1987)


def test_a_class_has_its_properties_and_may_be_generic() -> None:
    assert Place("Paris", 1987).label == "Paris 1987"
    first, second = Pair("a", "b")
    assert first + second == "ab"


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_values_go_to_other_processes_and_are_copied(protocol: int) -> None:
    value = Match(ArticleId("a.txt"), "a.txt", 0.5)
    for same in (pickle.loads(pickle.dumps(value, protocol)), copy.copy(value), copy.deepcopy(value)):
        assert same == value
        assert type(same) is Match


def test_nothing_is_a_default_for_make() -> None:
    class Pair(NamedTuple):
        first: int
        second: int = 2

    assert Pair._make([1, 3]) == Pair(1, 3)
    for values in ([1], [1, 2, 3]):
        with pytest.raises(TypeError, match="Pair is made of first, second"):
            Pair._make(values)


def test_a_subclass_of_a_named_tuple_has_its_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    """As those of `typing`'s have; also where the metaclass has no annotations to find, as in Python 3.14."""
    monkeypatch.delattr(immutable._Fields, "__annotations__")  # noqa: SLF001  to be as there

    class Town(Place):
        @property
        def label(self) -> str:
            return "town"

    class Village(Place):
        church: str = "none"

    for kind in (Town, Village):
        assert kind._fields == kind.__match_args__ == Place._fields
        assert kind._field_defaults == Place._field_defaults
        assert tuple(kind("Ely", year=1109)) == ("Ely", 1109, (), None)
        assert inspect.signature(kind) == inspect.signature(Place)
    assert Town("Ely", 1109).label == "town"


def test_a_subclass_of_a_value_has_the_fields_of_its_bases_first() -> None:
    class Named(Immutable):
        name: str
        year: int = 0

    class Same(Named):
        pass

    class More(Same):
        year: int = 1
        note: str = ""

    assert Same.__match_args__ == ("name", "year")
    assert Same("a") != Same("b")
    assert Same("a", 5) == Same(name="a", year=5) != Named("a", 5)
    assert More.__match_args__ == ("name", "year", "note")
    assert (More("a").year, More("a", 2, "x")) == (1, More(note="x", year=2, name="a"))
