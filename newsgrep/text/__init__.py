"""Text to tokens and back: what a word is, what matches it, where it stands, what passage shows it best."""

from newsgrep.text.analyzer import Analyzer
from newsgrep.text.excerpt import choose_excerpt
from newsgrep.text.spans import SpanFinder
from newsgrep.text.stopwords import is_stop_word
from newsgrep.text.terms import AnalysedQuery, AnyWord, Approximate, Glob, KnownSlot, Slot, Stems, Surfaces
from newsgrep.text.tokens import Token, is_unspaced

__all__ = [
    "AnalysedQuery",
    "Analyzer",
    "AnyWord",
    "Approximate",
    "Glob",
    "KnownSlot",
    "Slot",
    "SpanFinder",
    "Stems",
    "Surfaces",
    "Token",
    "choose_excerpt",
    "is_stop_word",
    "is_unspaced",
]
