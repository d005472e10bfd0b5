"""The table of pieces against a dictionary."""

from hypothesis import given
from hypothesis import strategies as st

from newsgrep.text.pieces import PieceTable, cut

pieces = st.text(st.characters(codec="utf-8", exclude_characters=" \0"), min_size=1, max_size=20)
texts = st.lists(st.lists(pieces | st.sampled_from(["a", "ab", "abcdefgh", "abcdefghi", "x" * 16, "x" * 17])))


@given(texts)
def test_a_piece_has_one_number_wherever_it_stands(batches: list[list[str]]) -> None:
    learned: list[str] = []

    def learn(piece: str) -> int:
        learned.append(piece)
        return len(learned) - 1

    table = PieceTable(learn)
    for batch in batches:
        text = "  ".join(batch).encode()
        numbers = table.numbers(text, *cut(text)).tolist()
        assert [learned[number] for number in numbers] == batch
    assert len(set(learned)) == len(learned)


def test_it_grows() -> None:
    numbers: dict[str, int] = {}
    table = PieceTable(lambda piece: numbers.setdefault(piece, len(numbers)))
    text = " ".join(f"word{number}" for number in range(100_000)).encode()
    assert table.numbers(text, *cut(text)).tolist() == list(range(100_000))
    assert table.numbers(text, *cut(text)).tolist() == list(range(100_000))
