"""Run a writer over an index, and be killed before one of its requests: ADDRESS REQUEST."""

import os
import signal
import sys

from stepped_cluster import SteppedCluster, run

from newsgrep.cluster_address import ClusterAddress


def before(number: int) -> None:
    if number == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    run(SteppedCluster(ClusterAddress.parse(sys.argv[1]), before), "one")
