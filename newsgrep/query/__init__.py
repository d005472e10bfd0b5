"""The query language: text to a tree of nodes, and back."""

from newsgrep.query.parser import combine, literal, parse

__all__ = ["combine", "literal", "parse"]
