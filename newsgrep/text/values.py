"""Values of fields, as they are compared: without case, and whatever their normal form."""

from unicodedata import normalize


def fold_value(value: str) -> str:
    """What two values have in common that differ in case or in normal form alone: a caseless match of Unicode."""
    if value.isascii():
        return value.lower()
    return normalize("NFC", normalize("NFD", value).casefold())
