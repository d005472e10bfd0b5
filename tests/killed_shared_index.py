"""Refresh an index in a cluster, and be killed before one of the requests: ADDRESS REQUEST. The archive's folder is where one is."""

import os
import signal
import sys
from itertools import count
from typing import Any

from newsgrep.archive import Archive
from newsgrep.engines.opensearch.connection import Cluster, Json

request = Cluster.request
numbers = count(1)


def request_or_die(cluster: Cluster, *arguments: Any, **options: Any) -> Json:
    if next(numbers) == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    return request(cluster, *arguments, **options)


if __name__ == "__main__":
    Cluster.request = request_or_die  # type: ignore[method-assign, assignment]  # as is meant
    with Archive.open(sys.argv[1]) as archive:
        archive.index()
