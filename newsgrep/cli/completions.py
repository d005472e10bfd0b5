"""`newsgrep completions`: scripts that let a shell complete the command."""

import sys

import click
from click.shell_completion import get_completion_class

from newsgrep.cli.shells import add_shells


@click.command(
    epilog="""\b
Examples:
  newsgrep completions bash >> ~/.bashrc
  newsgrep completions fish > ~/.config/fish/completions/newsgrep.fish
""",
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> int:
    """Print the script that lets a shell complete commands, options, fields and their values."""
    add_shells()
    completion = get_completion_class(shell)
    if completion is None:
        raise click.UsageError(f"no completion for {shell}")
    root = click.get_current_context().find_root().command
    sys.stdout.write(completion(root, {}, "newsgrep", "_NEWSGREP_COMPLETE").source() + "\n")
    return 0
