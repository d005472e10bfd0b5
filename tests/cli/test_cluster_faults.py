"""What the commands say of a cluster that does not do what they ask: one line, exit code 2, and no secret."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Ran
from fake_cluster import Canned, answering

MARK = "geheim-4711"
"""Stands in what is secret, and nowhere else."""
ANSWERS = {
    "credentials are missing": Canned(401, "Unauthorized"),
    "rights are missing": Canned(403, {"error": {"type": "security_exception", "reason": "no permissions"}}),
    "the index is read-only": Canned(
        403, {"error": {"type": "cluster_block_exception", "reason": "blocked"}}
    ),
    "the disks are full": Canned(
        429, {"error": {"type": "cluster_block_exception", "reason": "flood-stage watermark"}}
    ),
    "it is another service": Canned(200, "<html>It works!</html>"),
    "it is no index of newsgrep": Canned(404, {"found": False}),
}
COMMANDS = [("search", "oil"), ("index", "news"), ("timeline", "oil"), ("show", "1"), ("stats",)]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_a_fault_of_the_cluster_is_one_line(
    newsgrep: Callable[..., Ran], tmp_path: Path, answer: Canned, command: tuple[str, ...]
) -> None:
    (tmp_path / "news").mkdir()
    with answering(answer) as server:
        ran = newsgrep(
            *command,
            cwd=tmp_path,
            NEWSGREP_INDEX=str(server.address()),
            NEWSGREP_OPENSEARCH_USER="anna",
            NEWSGREP_OPENSEARCH_PASSWORD=MARK,
        )
        assert server.requests
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("newsgrep: ")
    assert ran.err.count("\n") == 1
    assert MARK not in ran.err


@pytest.mark.parametrize("password", [MARK, f"a/{MARK}"])
def test_a_password_in_an_address_is_not_repeated(
    newsgrep: Callable[..., Ran], tmp_path: Path, password: str
) -> None:
    ran = newsgrep(
        "search", "oil", cwd=tmp_path, NEWSGREP_INDEX=f"opensearch://anna:{password}@localhost:9200/news"
    )
    assert (ran.code, ran.out) == (2, "")
    assert "NEWSGREP_OPENSEARCH_PASSWORD" in ran.err
    assert MARK not in ran.err
