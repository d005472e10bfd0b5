"""A peer that stays: one process each, with its index open, asked again and again.

    python -m benchmarks.resident PEER CORPUS FOLDER

reads questions, a JSON object a line, and answers each with a line: seconds and total, or what is not known.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from benchmarks.cache import PROJECT
from benchmarks.peers import peer
from benchmarks.processes import environment
from benchmarks.questions import Kind, Question

_TURN = 0.005
"""Seconds of a turn: a quick question is asked again until they are over, and the time is the mean of its calls.

The first call of a turn is not timed: between turns other processes have had the processor's caches, and a turn of many
calls would be measured warm, a turn of one cold.
"""


class Resident:
    """The other side, as seen from here."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, question: Question, way: str, *, once: bool = False) -> dict[str, Any]:
        """`seconds` and `total`; `seconds` is None for a kind of question that is not known.

        With `once` the first call is the one that is timed.
        """
        asked = {"kind": question.kind, "words": question.words, "days": question.days}
        return self._send({**asked, "way": way, "once": once})

    def ways(self) -> list[str]:
        return cast("list[str]", self._send({})["ways"])

    def peak(self) -> int:
        """Bytes of memory, at most, until now."""
        return int(self._send({})["peak"])

    def _send(self, message: dict[str, Any]) -> dict[str, Any]:
        if not self._process.stdin or not self._process.stdout:
            raise BrokenPipeError
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()
        return cast("dict[str, Any]", json.loads(self._process.stdout.readline()))


@contextmanager
def resident(name: str, corpus: Path, folder: Path, tree: Path = PROJECT) -> Iterator[Resident]:
    # Through a small process, whose memory is not counted as the other's; see launch.py.
    code = "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]))"
    command = [sys.executable, "-m", "benchmarks.resident", name, str(corpus), str(folder)]
    with subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", code, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(tree),
        cwd=tree,  # which `-m` looks into first
        text=True,
    ) as process:
        yield Resident(process)
        if process.stdin:
            process.stdin.close()


def main() -> None:
    name, corpus, folder = sys.argv[1:]
    ways = peer(name).open_index(Path(corpus), Path(folder))
    for line in sys.stdin:
        message = json.loads(line)
        if not message:
            unit = 1 if sys.platform == "darwin" else 1024
            answer: dict[str, Any] = {
                "ways": list(ways),
                "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit,
            }
        else:
            way, once = message["way"], message["once"]
            question = Question(Kind(message["kind"]), tuple(message["words"]), tuple(message["days"]))
            answer = _turn(lambda: ways[way](question), once=once)  # noqa: B023  called at once
        print(json.dumps(answer), flush=True)


def _turn(ask: Any, *, once: bool) -> dict[str, Any]:
    try:
        if not once:
            ask()
        calls, start = 0, time.perf_counter()
        while True:
            total = ask()
            calls += 1
            seconds = time.perf_counter() - start
            if once or seconds >= _TURN:
                return {"seconds": seconds / calls, "total": total}
    except LookupError:
        return {"seconds": None, "total": None}


if __name__ == "__main__":
    main()
