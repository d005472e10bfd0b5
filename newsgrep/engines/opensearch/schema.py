"""The indices of a cluster that make an index of newsgrep, and their fields.

NAME-articles   one document an article: its tokens, its values, and the article itself
NAME-words      the words of each text field, those of no article that counts included
NAME-entries    what its user commits with the articles: keys and values
NAME-state      the newest commit with the writer's lock, the counter of segments, lists of what was replaced, blobs

Text fields have two parts with the same positions: `words` holds surfaces, `stems` stems. Tokens are analysed
here; the cluster divides them at white space. A query's position may have many words, see `ALTERNATIVES`.
"""

from collections.abc import Mapping
from typing import Any, Final

from newsgrep.cluster_address import ClusterAddress
from newsgrep.engines.fields import TEXT_FIELDS, VALUE_FIELDS
from newsgrep.facets import Period
from newsgrep.immutable import NamedTuple
from newsgrep.text.analyzer import POSITION_GAP

HOLE: Final = "\ue000"
"""A token that takes its position and is not indexed."""
ALTERNATIVE: Final = "\x01"
"""Stands between words of a query of which any may stand at a position."""
ALTERNATIVES: Final = "alternatives"
"""The analyzer of queries with such words: however many there are, they are one clause."""
MOST_CHARACTERS: Final = 1 << 20
"""The cluster divides what is longer, without white space."""
SHARDS = 3
_KEYWORD: Final = {"type": "keyword"}
_INTEGER: Final = {"type": "integer"}
_COUNTED: Final = {"type": "keyword", "index": False}
"""A value that is not searched for, and counted or sorted by."""


class Indices(NamedTuple):
    """The names of an index's indices."""

    articles: str
    words: str
    entries: str
    state: str

    @classmethod
    def of(cls, address: ClusterAddress) -> "Indices":
        """Those of an address."""
        return cls(*(f"{address.name}-{part}" for part in cls._fields))


def settings(shards: int, replicas: int) -> dict[str, Any]:
    """The settings of an index: what is written is seen after a refresh alone."""
    return {
        "number_of_shards": shards,
        "number_of_replicas": replicas,
        "refresh_interval": "-1",
        # With segments, which a cluster may have as its default, a copy has what was refreshed only some time later.
        "replication.type": "DOCUMENT",
    }


def article_settings(shards: int, replicas: int) -> dict[str, Any]:
    """The settings of NAME-articles."""
    return {
        **settings(shards, replicas),
        "codec": "best_compression",
        # The score of a word is its count: BM25 is made of that, from exact lengths.
        "similarity": {"count": {"type": "scripted", "script": {"source": "return query.boost * doc.freq;"}}},
        "analysis": {
            "tokenizer": {"long": {"type": "whitespace", "max_token_length": MOST_CHARACTERS}},
            "filter": {
                "hole": {"type": "stop", "stopwords": [HOLE]},
                # What its pattern finds in a token is, each by itself, a token of the same position.
                "divided": {
                    "type": "pattern_capture",
                    "patterns": [f"([^{ALTERNATIVE}]+)"],
                    "preserve_original": False,
                },
            },
            "analyzer": {
                "tokens": {"type": "custom", "tokenizer": "whitespace", "filter": ["hole"]},
                ALTERNATIVES: {"type": "custom", "tokenizer": "long", "filter": ["hole", "divided"]},
            },
        },
    }


def article_mappings() -> dict[str, Any]:
    """The fields of NAME-articles; see `documents`."""
    tokens = {
        "type": "text",
        "analyzer": "tokens",
        "similarity": "count",
        "position_increment_gap": POSITION_GAP - 1,
        "norms": False,
    }
    text = {"words": tokens, "stems": tokens, "length": {"type": "integer", "index": False}}
    values: Mapping[str, Any] = {
        "id": _KEYWORD,
        "segment": _INTEGER,
        "path": _COUNTED,
        "day": _INTEGER,
        "last_day": _INTEGER,
        "period": {"properties": {period.value: _COUNTED for period in Period}},
        "value": {"properties": dict.fromkeys(VALUE_FIELDS, _KEYWORD)},
        "written": {"properties": {name: _COUNTED for name, field in VALUE_FIELDS.items() if field.written}},
        "counts": _COUNTED,
        "article": {"type": "keyword", "index": False, "doc_values": False},
    }
    texts = {name: {"properties": text} for name in TEXT_FIELDS}
    return {"dynamic": "strict", "_source": {"includes": ["article"]}, "properties": {**values, **texts}}


def word_mappings() -> dict[str, Any]:
    """The fields of NAME-words: a word, and the text field that it stands in."""
    return {
        "dynamic": "strict",
        "_source": {"enabled": False},
        "properties": {"field": _KEYWORD, "word": _KEYWORD},
    }


def entry_mappings() -> dict[str, Any]:
    """The fields of NAME-entries; see `entries`. Values are not looked into."""
    return {
        "dynamic": "strict",
        "properties": {
            "key": _KEYWORD,
            "segment": _INTEGER,
            "entry": {"type": "keyword", "index": False, "doc_values": False},
        },
    }


def state_mappings() -> dict[str, Any]:
    """The fields of NAME-state: all documents but the chunks of blobs are found by their ids alone."""
    return {"dynamic": False, "properties": {"blob": _KEYWORD, "version": _KEYWORD}}
