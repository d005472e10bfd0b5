"""What has become of a file's articles, against a dictionary's answer."""

from hypothesis import given
from hypothesis import strategies as st

from newsgrep.indexing import digests
from newsgrep.indexing.digests import DIGEST_SIZE, NO_ARTICLES, ArticleDigests, Comparison

KEYS = st.text(st.characters(blacklist_characters="\n"), max_size=3)
ARTICLES = st.dictionaries(KEYS, st.binary(min_size=DIGEST_SIZE, max_size=DIGEST_SIZE))


def told(articles: dict[str, bytes]) -> ArticleDigests:
    return ArticleDigests("\n".join(articles), b"".join(articles.values()))


@given(before=ARTICLES, now=ARTICLES, kept=st.lists(st.integers(0, 20)))
def test_a_comparison_says_what_a_dictionary_would(
    before: dict[str, bytes], now: dict[str, bytes], kept: list[int]
) -> None:
    keys = list(before)
    now |= {keys[number]: before[keys[number]] for number in kept if number < len(keys)}
    comparison = Comparison(told(before))
    for key, digest in now.items():
        was = before.get(key)
        assert comparison.add(key, digest) == (
            "added" if was is None else "unchanged" if was == digest else "updated"
        )
    assert list(comparison.gone()) == [key for key in before if key not in now]
    assert comparison.articles() == told(now)


@given(articles=ARTICLES)
def test_the_keys_come_back(articles: dict[str, bytes]) -> None:
    assert list(told(articles).each_key()) == list(articles)
    assert told(articles).article_count == len(articles)
    assert list(NO_ARTICLES.each_key()) == []


def test_keys_are_joined_a_part_at_a_time() -> None:
    comparison = Comparison(NO_ARTICLES)
    keys = [f"#{number}" for number in range(2 * digests._KEYS_AT_ONCE + 3)]  # noqa: SLF001  the size of a batch
    for key in keys:
        comparison.add(key, bytes(DIGEST_SIZE))
    assert list(comparison.articles().each_key()) == keys
