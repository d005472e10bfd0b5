"""Words divided at a line's end: joined where that is sure, else left as they are."""

import pytest
from simplemma.strategies.dictionaries import dictionary_factory

from newsgrep.readers.divided_words import join_divided


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        # In the word list of the language, the hyphen's own form not in it.
        ("The harbour commit-\ntee voted\non it.", "The harbour committee\nvoted\non it."),
        ("the negotia-\n  tions, which", "the negotiations,\nwhich"),
        ("a GOVERN-\nMENT plan", "a GOVERNMENT\nplan"),
        ("commit-\ntee", "committee"),
        ("commit-\ntee\n\nNext", "committee\n\nNext"),
        # Elsewhere in the article, in no word list.
        ("Fjordvik said. Mr. Fjord-\nvik left", "Fjordvik said. Mr. Fjordvik\nleft"),
        # Signs that mean nothing else.
        ("the Zwor\u00ac\nbelt and the Kno\u00ad\nrrgat", "the Zworbelt\nand the Knorrgat"),
        # Left: two words, a name's own hyphen, a list, no word at all, one that the article hyphenates.
        ("a long-\nterm plan", "a long-\nterm plan"),
        ("the Anglo-\nSaxon world", "the Anglo-\nSaxon world"),
        ("pre-\nand post-war", "pre-\nand post-war"),
        ("the Grumb-\nfeld", "the Grumb-\nfeld"),
        ("a non-profit; the non-\nprofit", "a non-profit; the non-\nprofit"),
        ("- one\n- two", "- one\n- two"),
        ("no line ends here: commit- tee", "no line ends here: commit- tee"),
    ],
)
def test_a_divided_word(text: str, joined: str) -> None:
    assert join_divided(text, "english") == joined


def test_the_word_list_is_that_of_the_archives_language() -> None:
    text = "Die Bundes-\nregierung"
    assert join_divided(text, "german") == "Die Bundesregierung"
    assert join_divided(text, "english") == text


def test_a_language_without_a_word_list_joins_by_the_article_alone() -> None:
    assert join_divided("hitza. hi-\ntza da", "basque") == "hitza. hitza\nda"
    assert join_divided("gober-\nnua da", "basque") == "gober-\nnua da"


def test_a_word_list_is_not_unpacked_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """That of Finnish would take 400 MB."""

    def unpacked(code: str) -> dict[bytes, bytes]:
        raise MemoryError(code)

    monkeypatch.setattr(dictionary_factory, "_load_dictionary_from_disk", unpacked)
    assert join_divided("Het huis-\nwerk", "dutch") == "Het huiswerk"
