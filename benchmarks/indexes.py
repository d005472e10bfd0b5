"""The peers' indexes of the corpora, made once for all that is asked of them."""

from importlib.metadata import version
from pathlib import Path

from benchmarks.cache import PROJECT, digest, entry
from benchmarks.corpora import Size, json_lines, text_files
from benchmarks.peers import peer
from benchmarks.processes import run
from benchmarks.trees import BEFORE

_PACKAGES = {"newsgrep": "whoosh3", "tantivy": "tantivy", "whoosh": "whoosh3"}


def corpus_of(size: Size) -> Path:
    """What is searched: the text files, or the many articles as JSON Lines."""
    return text_files() if size is Size.SMALL else json_lines(size)


def index_of(name: str, size: Size, tree: Path = PROJECT) -> Path:
    """The folder of a peer's index of a corpus; newsgrep's is made by a tree's code."""
    corpus = corpus_of(size)
    package = _PACKAGES.get(name)
    sources = (tree / "newsgrep",) if name == "newsgrep" else peer(name).SOURCES
    key = digest(sources, corpus.name, version(package) if package else "")
    label = name if tree == PROJECT else name + BEFORE.replace(", ", "-")
    return entry(f"{label}-{size}", key, lambda folder: _build(name, corpus, folder, tree))


def _build(name: str, corpus: Path, folder: Path, tree: Path) -> None:
    run(peer(name).build_command(corpus, folder), tree=tree)
