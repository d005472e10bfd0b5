"""The shells that complete the command: Click's own support, but for what it cuts or gets wrong."""

import os
import re

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ZshComplete,
    add_completion_class,
)

_SPECIAL = {
    "": (re.compile(r"[^\w@%+=:,./-]"), r"\\\g<0>"),
    "'": (re.compile(r"'"), r"'\\''"),
    '"': (re.compile(r'["\\$`]'), r"\\\g<0>"),
}
"""For each kind of quotes, and for none: what cannot stand between them, and what stands for it."""


class Bash(BashComplete):
    """Bash, which takes the colon behind a field for the end of a word, and inserts what it gets without quoting it."""

    source_template = BashComplete.source_template.replace(
        "COMPREPLY+=($value)", 'COMPREPLY+=("$value")\n            [[ $value == *: ]] && compopt -o nospace'
    )

    def get_completion_args(self) -> tuple[list[str], str]:
        """Put together again what bash has divided at colons; the part before the last colon stays when a word is inserted."""
        args, incomplete = super().get_completion_args()
        typed = os.environ["COMP_WORDS"].split("\n")[int(os.environ["COMP_CWORD"]) :][:1]
        self._quote = typed[0][:1] if typed and typed[0][:1] in _SPECIAL else ""
        self._kept = ""
        if incomplete == ":" and args:
            self._kept, incomplete = f"{args.pop()}:", ""
        elif len(args) > 1 and args[-1] == ":" and incomplete:
            self._kept = f"{args[-2]}:"
            del args[-2:]
        return args, self._kept + incomplete

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Give a completion as it is to stand on the command line."""
        value = item.value.removeprefix(self._kept)
        if item.type == "plain":
            special, replacement = _SPECIAL[self._quote]
            value = special.sub(replacement, value)
        return f"{item.type},{value}"


class Zsh(ZshComplete):
    """Zsh; no blank comes after a field and its colon."""

    source_template = ZshComplete.source_template.replace(
        'completions+=("$key")',
        'if [[ "$key" == *: ]]; then compadd -U -S "" -- "$key"; else completions+=("$key"); fi',
    )


class Fish(FishComplete):
    """Fish, with descriptions that hold commas."""

    source_template = FishComplete.source_template.replace('string split ","', 'string split -m 1 ","')


def add_shells() -> None:
    """Let Click use them."""
    for shell in (Bash, Zsh, Fish):
        add_completion_class(shell)
