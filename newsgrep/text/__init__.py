"""Text to tokens and back: what a word is, what matches it, where it stands, what passage shows it best.

Public names, for the layers above:

    Analyzer(language)              tokens(text), stem(surface), article(article)
    QueryTerms(query, analyzer)     slots(leaf): what each word of a query may match
    find_spans(query, article, analyzer)   where a query's words stand in an article
    choose_excerpt(text, spans, words)     the passage to show
"""
