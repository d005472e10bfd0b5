"""The peers' indexes of the corpora, made once for all that is asked of them."""

from importlib.metadata import version
from pathlib import Path

from benchmarks.cache import digest, entry
from benchmarks.corpora import Size, json_lines, text_files
from benchmarks.peers import peer
from benchmarks.processes import run

_PACKAGES = {"newsgrep": "whoosh3", "tantivy": "tantivy", "whoosh": "whoosh3"}


def corpus_of(size: Size) -> Path:
    """What is searched: the text files, or the many articles as JSON Lines."""
    return text_files() if size is Size.SMALL else json_lines(size)


def index_of(name: str, size: Size) -> Path:
    """The folder of a peer's index of a corpus."""
    corpus = corpus_of(size)
    package = _PACKAGES.get(name)
    key = digest(peer(name).SOURCES, corpus.name, version(package) if package else "")
    return entry(f"{name}-{size}", key, lambda folder: _build(name, corpus, folder))


def _build(name: str, corpus: Path, folder: Path) -> None:
    run(peer(name).build_command(corpus, folder))
