"""From articles to segments, and from segments to a commit."""
