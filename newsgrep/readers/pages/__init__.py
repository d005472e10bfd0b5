"""What a web page says: the tree of its elements, the facts in its markup and on its face, the text of its article."""
