"""The format of index files, and its reading from mapped memory. docs/index-format.md describes it."""
