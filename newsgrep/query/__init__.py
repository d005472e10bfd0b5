"""The query language: text to a tree of nodes, and back."""

from newsgrep.query.carets import caret_lines
from newsgrep.query.dates import parse_dates, parse_period
from newsgrep.query.parser import combine, literal, parse
from newsgrep.query.printer import to_text

__all__ = ["caret_lines", "combine", "literal", "parse", "parse_dates", "parse_period", "to_text"]
