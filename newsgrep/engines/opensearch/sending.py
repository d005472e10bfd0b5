"""Sends operations in bulks, each while the next is made."""

from collections.abc import Iterable
from concurrent.futures import Future
from threading import Thread

from newsgrep.engines.opensearch.connection import Cluster, Operation

_BULK_BYTES = 4 << 20
_BULK_OPERATIONS = 10_000


def send(cluster: Cluster, operations: Iterable[Operation]) -> None:
    """Send operations. One bulk is on its way while another is made, never more: a busy cluster makes this wait."""
    sent: Future[None] | None = None
    batch: list[Operation] = []
    size = 0
    for operation in operations:
        batch.append(operation)
        size += len(operation)
        if size >= _BULK_BYTES or len(batch) >= _BULK_OPERATIONS:
            if sent:
                sent.result()
            sent, batch, size = _started(cluster, batch), [], 0
    if sent:
        sent.result()
    cluster.bulk(batch)


def _started(cluster: Cluster, batch: list[Operation]) -> "Future[None]":
    future: Future[None] = Future()

    def run() -> None:
        try:
            cluster.bulk(batch)
        except BaseException as error:  # noqa: BLE001  it is raised where the result is asked for
            future.set_exception(error)
        else:
            future.set_result(None)

    # Nobody waits for it after Ctrl-C.
    Thread(target=run, daemon=True).start()
    return future
