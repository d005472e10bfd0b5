"""The schema of the index for Whoosh."""

from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, STORED, FieldType, Schema
from whoosh.formats import Frequency, Positions

from newsgrep.article import Article
from newsgrep.engines.fields import TEXT_FIELDS, VALUE_FIELDS


def whoosh_schema() -> Schema:
    """The fields for Whoosh: `body_words`, `body_stems`, ..., and the value fields.

    A query's words must be written as newsgrep's tokens are: folded, and stemmed in a field of stems.
    """
    columns: dict[str, FieldType] = {name: STORED() for name in Article._fields}
    fields = columns | {name: ID(stored=True) for name in VALUE_FIELDS}
    for name in TEXT_FIELDS:
        for kind, form in (("words", Positions()), ("stems", Frequency())):
            fields[f"{name}_{kind}"] = FieldType(form, SpaceSeparatedTokenizer(), scorable=True)
    return Schema(**fields)
