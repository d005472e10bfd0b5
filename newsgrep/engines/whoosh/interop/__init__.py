"""The index for Whoosh's own programs: its codec, schema and table of contents. newsgrep itself reads none of it."""
