"""What an index file holds, byte by byte, and how it is read in place. docs/index-format.md describes it."""
