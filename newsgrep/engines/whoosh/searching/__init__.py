"""From a query to the articles that match, in order."""
