"""What is asked of all matches together: `Snapshot.collect`, and the facts about an index."""
