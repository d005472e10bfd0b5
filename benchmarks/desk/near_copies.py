"""Near copies by MinHash and locality-sensitive hashing: approximate, as the usual libraries find them.

    python -m benchmarks.desk.near_copies CORPUS datasketch|rensa

It prints how many pairs there are of texts whose sets of runs of five words have an estimated Jaccard similarity of
at least .8. Words are what stands between white space, in small letters: the simplest that is used.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.record_files import read

_RUN = 5
_LEAST = 0.8
_PERMUTATIONS = 128
_BANDS = 16


def main() -> None:
    corpus, library = sys.argv[1:]
    pairs = {"datasketch": _datasketch, "rensa": _rensa}[library](list(_sets(Path(corpus))))
    print(pairs)


def _sets(corpus: Path) -> Iterator[set[str]]:
    for record in read(corpus):
        words = record.body.lower().split()
        yield {" ".join(words[start : start + _RUN]) for start in range(max(1, len(words) - _RUN + 1))}


def _datasketch(sets: list[set[str]]) -> int:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=_LEAST, num_perm=_PERMUTATIONS)
    hashes = [MinHash(num_perm=_PERMUTATIONS) for _ in sets]
    pairs = 0
    for number, (runs, minhash) in enumerate(zip(sets, hashes, strict=True)):
        minhash.update_batch([run.encode() for run in runs])
        near = (hashes[other] for other in index.query(minhash))
        pairs += sum(minhash.jaccard(other) >= _LEAST for other in near)
        index.insert(number, minhash)
    return pairs


def _rensa(sets: list[set[str]]) -> int:
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=_LEAST, num_perm=_PERMUTATIONS, num_bands=_BANDS)
    hashes: list[RMinHash] = []
    pairs = 0
    for number, runs in enumerate(sets):
        minhash = RMinHash(num_perm=_PERMUTATIONS, seed=1)
        minhash.update(list(runs))
        near = (hashes[other] for other in index.query(minhash))
        pairs += sum(minhash.jaccard(other) >= _LEAST for other in near)
        index.insert(number, minhash)
        hashes.append(minhash)
    return pairs


if __name__ == "__main__":
    main()
