"""Reports on a whole archive, computed from an engine's answers. One module for each report."""
