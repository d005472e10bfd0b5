"""Reports: what an archive holds and says as a whole, computed from an engine's answers. One module a report."""
