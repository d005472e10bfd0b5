"""The index as Whoosh's own programs read it: codec, schema, table of contents. newsgrep itself reads none of it."""
