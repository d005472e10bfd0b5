"""Facts about all matches together: `Snapshot.collect`; and facts about an index."""
