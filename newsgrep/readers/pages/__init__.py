"""Web pages: the tree of elements, the facts in the markup and in the visible page, the article's text."""
