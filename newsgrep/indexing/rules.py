"""By what rules files are read: as the user has said of the root that they lie in."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple, Self, TypeAlias

from newsgrep.config import ArchiveConfig, Root
from newsgrep.indexing.scan import below_any, is_below, root_path
from newsgrep.readers import ReadOptions

_READERS = 4
"""To be raised when readers learn to read more, so that files are read again."""
_NO_ROOT = ""

Versions: TypeAlias = Mapping[str, str]
"""For each root a text that is another when its files are to be read in another way."""


class Rule(NamedTuple):
    """How the files of a root are read, whose path is as `Article.path` has it; "" for files that lie in none."""

    root: str
    options: ReadOptions
    version: str


class Rules(NamedTuple):
    """How the files of an archive are read, whose `folder` is absolute.

    Of the rules, those of inner roots stand before those of the roots that they lie in; the last is for files in none.
    """

    folder: str
    rules: tuple[Rule, ...]

    @classmethod
    def of(cls, config: ArchiveConfig, folder: Path, today: date) -> Self:
        """The rules of the settings of an archive."""
        rules = [_rule(root_path(folder, root), root, today) for root in config.roots]
        # "." is the archive's folder, in which all others may lie.
        rules.sort(key=lambda rule: (rule.root == ".", -len(rule.root)))
        return cls(str(folder), (*rules, _rule(_NO_ROOT, config, today)))

    def of_file(self, path: str) -> Rule:
        """How a file is read."""
        return next(rule for rule in self.rules if rule.root == _NO_ROOT or is_below(path, rule.root))

    @property
    def versions(self) -> Versions:
        """The versions of the rules as they are now."""
        return {rule.root: rule.version for rule in self.rules}

    def changed_since(self, before: Versions) -> set[str]:
        """The roots whose files are to be read again."""
        return {root for root, now in self.versions.items() if before.get(root) != now}

    def versions_after(self, before: Versions, looked_at: Sequence[str] | None) -> Versions:
        """The versions by which files have been read after a run that has looked at roots; None: at everything."""
        if looked_at is None:
            return self.versions
        read = {root: now for root, now in self.versions.items() if root and below_any(root, looked_at)}
        return {**before, **read}


def _rule(path: str, said: Root | ArchiveConfig, today: date) -> Rule:
    version = json.dumps([_READERS, said.date_order, said.fields])
    return Rule(path, ReadOptions(today, said.date_order, said.fields), version)


def parse_versions(text: str | None) -> Versions:
    """Versions as a manifest has kept them, in JSON; none for what is something else."""
    try:
        kept = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}
