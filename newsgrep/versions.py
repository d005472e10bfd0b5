"""Numbers that are raised when an index, or what was read for it, is not what this newsgrep would make any more.

They stand here, for a refresh that finds nothing changed compares them, and imports neither readers nor engine.
"""

INDEX_FORMAT = 5
"""The number of the index format; docs/index-format.md has the history."""
ANALYSIS_VERSION = 3
"""To be raised with every change to the rules of tokens, stems and values: an index written by others must be rebuilt."""
READERS_VERSION = 5
"""Raised when readers learn to read more, so that files are read again."""
