"""The names that may stand before a colon in a query."""

from typing import TypeGuard, get_args

from newsgrep.article import ValueField
from newsgrep.query.nodes import TextField

TEXT_FIELDS: tuple[TextField, ...] = get_args(TextField)
VALUE_FIELDS: tuple[ValueField, ...] = get_args(ValueField)
DATE_FIELD = "date"
FIELDS: tuple[str, ...] = (*TEXT_FIELDS, DATE_FIELD, *VALUE_FIELDS)


def is_text_field(name: str) -> TypeGuard[TextField]:
    """Say whether a field is searched by words."""
    return name in TEXT_FIELDS


def is_value_field(name: str) -> TypeGuard[ValueField]:
    """Say whether a field is searched by whole values."""
    return name in VALUE_FIELDS
