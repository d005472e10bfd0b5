"""How files are read: by the options of the innermost root that they lie in."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple, Self, TypeAlias

from newsgrep.config import ArchiveConfig, Root
from newsgrep.indexing.scan import below_any, is_below, root_path
from newsgrep.libraries import optional_libraries
from newsgrep.readers import ReadOptions
from newsgrep.versions import READERS_VERSION

_NO_ROOT = ""

Versions: TypeAlias = Mapping[str, str]
"""For each root a text that changes when its files are to be read in another way."""


class Rule(NamedTuple):
    """How the files of a root are read. `root` is its path, as `Article.path` has it; "" for files that lie in no root."""

    root: str
    options: ReadOptions
    version: str


class Rules(NamedTuple):
    """How the files of an archive are read. `folder` is the archive's, absolute.

    Rules of inner roots stand before those of the roots that they lie in; the last is for files in no root.
    """

    folder: str
    rules: tuple[Rule, ...]

    @classmethod
    def of(cls, config: ArchiveConfig, folder: Path, today: date) -> Self:
        """The rules that an archive's settings give."""
        language = config.language
        rules = [_rule(root_path(folder, root), root, today, language) for root in config.roots]
        # "." is the archive's folder, in which all others may lie.
        rules.sort(key=lambda rule: (rule.root == ".", -len(rule.root)))
        return cls(str(folder), (*rules, _rule(_NO_ROOT, config, today, language)))

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

    def versions_after(self, before: Versions, scanned: Sequence[str] | None) -> Versions:
        """The versions by which files have been read after a run that has scanned roots; None: everything."""
        if scanned is None:
            return self.versions
        read = {root: now for root, now in self.versions.items() if root and below_any(root, scanned)}
        return {**before, **read}


def _rule(path: str, options: Root | ArchiveConfig, today: date, language: str) -> Rule:
    # Another name gives the articles other ids.
    name = [f"as {options.name}"] if isinstance(options, Root) and options.name else []
    version = json.dumps([READERS_VERSION, options.date_order, options.fields, *optional_libraries(), *name])
    return Rule(path, ReadOptions(today, options.date_order, options.fields, language), version)


def parse_versions(text: str | None) -> Versions:
    """Versions out of the JSON of a manifest; none if it is not valid."""
    try:
        kept = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}
