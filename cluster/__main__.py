"""Start an OpenSearch cluster of three nodes on this machine, say its address, and end it by Ctrl-C.

The server is fetched once, by Maven (mvn): OpenSearch 3.8 for Java 21 and later, 2.19 for Java 17. The newest Java
of this machine is used; JAVA_HOME names another. The cluster holds nothing at first, and what it holds ends with it.
"""

import argparse
import signal
import sys
import time
from types import FrameType

from cluster.jars import UnavailableError
from cluster.nodes import LocalCluster, running


def main() -> int:
    """Run until Ctrl-C, or until no node is left."""
    argparse.ArgumentParser(
        prog="python -m cluster", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)
    try:
        print("starting three nodes ...", flush=True)
        with running(one_process=False) as cluster:
            print(_welcome(cluster), flush=True)
            _watch(cluster)
    except UnavailableError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    print("no node is left", file=sys.stderr)
    return 1


def _end(_number: int, _frame: FrameType | None) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # the nodes are being ended
    raise KeyboardInterrupt


def _welcome(cluster: LocalCluster) -> str:
    last = cluster.processes[-1].pid
    nodes = ", ".join(f"{number} is process {one.pid}" for number, one in enumerate(cluster.processes, 1))
    return f"""a cluster without articles is running; Ctrl-C ends it. Try, in another terminal:

    export NEWSGREP_INDEX=opensearch://{",".join(cluster.addresses)}/news
    newsgrep index seeds
    newsgrep search tariffs

Of the nodes, {nodes}. The others go on without one of them:

    kill -9 {last}
    newsgrep search tariffs
"""


def _watch(cluster: LocalCluster) -> None:
    """Say of each node when it has ended, until all have."""
    living = dict(enumerate(cluster.processes, 1))
    while living:
        time.sleep(0.5)
        for number in [number for number, process in living.items() if process.poll() is not None]:
            process = living.pop(number)
            most = 2 * len(living) > len(cluster.processes)
            rest = "the others go on" if most else "most nodes are gone, and with them the cluster"
            print(f"node {number} (process {process.pid}) has ended; {rest}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
