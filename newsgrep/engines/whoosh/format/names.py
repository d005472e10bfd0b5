"""The names of an index's files."""

INDEX_NAME = "MAIN"
"""The name of the index for Whoosh."""
SEGMENT_PREFIX = f"{INDEX_NAME}_"
SEGMENT_SUFFIX = ".newsgrep"
