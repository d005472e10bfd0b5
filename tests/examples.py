"""The examples that every verb's help shows, and what they need to run."""

import gzip
import re
from pathlib import Path

import click

from newsgrep.cli import cli


def verbs() -> list[str]:
    """Every verb that the command has."""
    return cli.list_commands(click.Context(cli))


def examples(verb: str) -> list[str]:
    """The lines of a shell that a verb's help shows."""
    command = cli.get_command(click.Context(cli), verb)
    assert command is not None
    shown = (command.epilog or "").partition("Examples:")[2].partition("\n\n")[0]
    return re.findall(r"^  (\S.*)$", shown, re.MULTILINE)


def furnish(folder: Path) -> None:
    """Put what the examples name into a copy of the sample archive; `.` must be in PATH."""
    (folder / "dump.jsonl").write_text('{"hed": "T", "body": "x"}\n')
    (folder / "archive.jsonl").write_text('{"text": "tariffs"}\n' * 20)
    (folder / "dump.jsonl.gz").write_bytes(gzip.compress(b'{"text": "x"}\n'))
    (folder / "old-clippings").mkdir()
    (folder / "old-clippings" / "a.txt").write_text("old")
    (folder / "last").touch()
    (folder / ".config" / "fish" / "completions").mkdir(parents=True)
    (folder / "xdg-open").write_text("#!/bin/sh\n")
    (folder / "xdg-open").chmod(0o755)
