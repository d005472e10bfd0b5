"""Start a cluster of three nodes on this machine, say its address, and stop it by Ctrl-C."""

import sys
import time

from cluster.jars import UnavailableError
from cluster.nodes import running


def main() -> int:
    try:
        print("starting three nodes ...", flush=True)
        with running(one_process=False) as cluster:
            address = f"opensearch://{','.join(cluster.addresses)}/news"
            print(
                f"a cluster without articles is running; Ctrl-C ends it. Try:\n\n    export NEWSGREP_INDEX={address}"
            )
            print("    newsgrep index seeds\n    newsgrep search tariffs\n", flush=True)
            while all(process.poll() is None for process in cluster.processes):
                time.sleep(1)
    except UnavailableError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
