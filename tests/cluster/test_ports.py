"""Clusters that are started at the same time do not take each other's ports."""

import socket

from cluster import nodes


def test_ports_are_reserved_before_a_node_uses_them() -> None:
    first, guard = nodes.reserve_ports()
    second, other = nodes.reserve_ports()
    assert first != second
    guard.close()
    other.close()


def test_ports_in_use_are_passed_over() -> None:
    first, guard = nodes.reserve_ports()
    guard.close()
    with socket.create_server(("127.0.0.1", first + 1)):
        second, other = nodes.reserve_ports()
        assert second != first
        other.close()
