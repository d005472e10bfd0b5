"""Queries in the language of the cluster, and their answers."""
