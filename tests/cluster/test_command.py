"""`make cluster`: what it says, that it goes on without a node, and that it leaves nothing behind."""

import os
import re
import signal
import subprocess
import sys
from contextlib import suppress

import pytest
import shared_cluster
from conftest import PROJECT, SCALE

from cluster.jars import UnavailableError, jars
from cluster.java import find_java


@pytest.mark.skipif(SCALE == 1, reason="three JVMs take long to start: run by `make long`")
@pytest.mark.parametrize("ended_by", [signal.SIGINT, signal.SIGTERM])
def test_it_goes_on_without_a_node_and_is_ended_by_a_signal(ended_by: signal.Signals) -> None:
    try:
        jars(find_java().runner)
    except UnavailableError as error:
        pytest.skip(str(error))
    with (
        shared_cluster.room_for_three(),
        subprocess.Popen(
            [sys.executable, "-m", "cluster"],
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as command,
    ):
        assert command.stdout
        said = ""
        while "Of the nodes" not in said:
            line = command.stdout.readline()
            assert line, said
            said += line
        nodes = [int(process) for process in re.findall(r"is process (\d+)", said)]
        assert len(nodes) == 3
        os.kill(nodes[1], signal.SIGKILL)
        while "has ended" not in said:
            said += command.stdout.readline()
        assert said.endswith(f"node 2 (process {nodes[1]}) has ended; the others go on\n")
        for _ in range(2):  # as an impatient person does
            command.send_signal(ended_by)
        assert command.stdout.read() == ""
        assert command.wait() == 0
    for node in nodes:
        with suppress(ProcessLookupError):
            os.kill(node, 0)
            pytest.fail(f"node {node} is left")
