"""Files with their states in columns: what a dictionary of them says, they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.indexing import file_states
from newsgrep.indexing.file_states import READ_AGAIN, FileState, FileStates, PackedStates

PATHS = st.text(st.sampled_from("ab/\n\udcff"), min_size=1, max_size=3)
"""Few, so that two drawn at random have some in common; a line end and a byte that is not UTF-8 among them."""
STATES = st.tuples(st.integers(0, 2), st.sampled_from([READ_AGAIN, -1, 0, (1 << 63) - 1]))
FILES = st.dictionaries(PATHS, STATES)
Files = dict[str, FileState]


@given(FILES, FILES)
def test_two_are_compared_as_dictionaries_are(now: Files, then: Files) -> None:
    found, known = FileStates.of(now.items()), FileStates.of(then.items())
    assert found.changed_since(known) == [path for path in now if then.get(path) != now[path]]
    assert known.missing_from(found) == [path for path in then if path not in now]
    assert (found.packed() == known.packed()) is (list(now.items()) == list(then.items()))


@given(FILES, st.data())
def test_states_that_have_changed_are_found_where_the_files_are_the_same(
    now: Files, data: st.DataObject
) -> None:
    then = {path: data.draw(STATES) for path in now}
    found = FileStates.of(now.items())
    assert found.changed_since(FileStates.of(then.items())) == [
        path for path in now if then[path] != now[path]
    ]


@given(FILES, FILES)
def test_they_are_put_together_and_taken_apart(now: Files, more: Files) -> None:
    found, others = FileStates.of(now.items()), FileStates.of(more.items())
    assert dict(found.with_more(others)) == more | now
    assert dict(found.without(more)) == {path: state for path, state in now.items() if path not in more}
    changed = {path: more.get(path, state) for path, state in now.items()}
    assert dict(found.with_states(more.items())) == changed
    for path, state in more.items():
        found.add(path, state)
    assert dict(found) == more | now
    assert list(found) == list(now | more)


@pytest.mark.parametrize("many", [0, 100])
@given(now=FILES, more=FILES)
def test_they_are_found_by_bisection_where_they_are_many(many: int, now: Files, more: Files) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file_states, "_MANY", many)
        found = FileStates.of(now.items())
        for path in now | more:
            assert (path in found, found.get(path)) == (path in now, now.get(path))
        changed = {path: more.get(path, state) for path, state in now.items()}
        assert dict(found.with_states(more.items())) == changed
        for path, state in more.items():
            found.add(path, state)
            assert found[path] == now.get(path, state)
        found.extend(["added"], [1, 2])
        assert found["added"] == (1, 2)
        assert "another" not in found


@pytest.mark.parametrize("at_once", [1, 2, 100])
@given(files=FILES)
def test_what_is_packed_is_unpacked(at_once: int, files: Files) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file_states, "_PACKED_AT_ONCE", at_once)
        packed = FileStates.of(files.items()).packed()
    assert packed.paths == "\0".join(files).encode("utf-8", "surrogateescape")
    assert list(packed.unpacked().items()) == list(files.items())


@pytest.mark.parametrize("packed", [PackedStates(b"a", bytes(32)), PackedStates(b"a\0b", bytes(17))])
def test_what_was_never_packed_is_refused(packed: PackedStates) -> None:
    with pytest.raises(ValueError, match=r"."):
        packed.unpacked()
