"""`newsgrep completions`, as a shell or a person sees it."""

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

Run: TypeAlias = Callable[..., Any]


@pytest.mark.parametrize("shell_name", ["bash", "zsh", "fish"])
def test_completions(newsgrep: Run, shell_name: str) -> None:
    assert "_NEWSGREP_COMPLETE" in newsgrep("completions", shell_name).out


def test_completing(newsgrep: Run) -> None:
    completed = newsgrep(_NEWSGREP_COMPLETE="bash_complete", COMP_WORDS="newsgrep se", COMP_CWORD="1")
    assert completed.out == "plain,search\n"
