"""Collectors as aggregations, where these are exact, else computed from pages of a view."""
