"""The index for Whoosh's own programs: codec, schema, table of contents. newsgrep itself reads none of it."""
