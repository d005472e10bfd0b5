"""Folders and files to index, with their options, as roots in the archive's settings."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from newsgrep.article import encode_id
from newsgrep.config import ArchiveConfig, DateOrder, Root
from newsgrep.errors import UsageError
from newsgrep.home import absolute
from newsgrep.indexing.folder_names import KnownNames
from newsgrep.indexing.piped_input import piped_root


class RootOptions(NamedTuple):
    """Options given for roots; they add to those that the roots have. See `Root`."""

    exclude: tuple[str, ...] = ()
    date_order: DateOrder | None = None
    fields: tuple[tuple[str, str], ...] = ()

    def added_to(self, root: Root) -> Root:
        """The root with these options too."""
        return root._replace(
            exclude=tuple(dict.fromkeys((*root.exclude, *self.exclude))),
            date_order=self.date_order or root.date_order,
            fields=_merged(root.fields, self.fields),
        )


def add_roots(
    config: ArchiveConfig, home: Path, locations: Iterable[Path], options: RootOptions
) -> tuple[ArchiveConfig, list[Root], list[Path]]:
    """Add the folders and files at absolute locations.

    Gives the settings, the roots that these are or lie in, and the locations by the names that the archive has for them. Raises UsageError for a location that does not exist or cannot be a root.
    """
    roots = {root.path: root for root in config.roots}
    named: dict[str, Root] = {}
    known_locations = []
    for location in locations:
        known = list(roots.values())
        known_location = _known_location(known, home.parent, location)
        root = options.added_to(_root_at(known, home, known_location))
        roots[root.path] = named[root.path] = root
        known_locations.append(known_location)
    return config._replace(roots=tuple(roots.values())), list(named.values()), known_locations


def add_options_everywhere(config: ArchiveConfig, options: RootOptions) -> ArchiveConfig:
    """The settings with options added to every root, and for files that lie in none."""
    roots = tuple(map(options.added_to, config.roots))
    return add_options_outside_roots(config, options)._replace(roots=roots)


def add_options_outside_roots(config: ArchiveConfig, options: RootOptions) -> ArchiveConfig:
    """The settings with options added for files that lie in no root."""
    return config._replace(
        date_order=options.date_order or config.date_order, fields=_merged(config.fields, options.fields)
    )


def _merged(
    before: tuple[tuple[str, str], ...], now: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    return tuple((dict(before) | dict(now)).items())


def _known_location(known: Sequence[Root], folder: Path, location: Path) -> Path:
    names = KnownNames(folder, known)
    name = names.name(location)
    is_known = any(name.is_relative_to(absolute(folder / root.path)) for root in known)
    return name if is_known else names.name_inside_root(name)


def _root_at(known: Sequence[Root], home: Path, location: Path) -> Root:
    """The known root that a location is or lies in, else a new one. Raises UsageError."""
    piped = piped_root(home, location)
    if location.is_relative_to(home) and not piped:
        raise UsageError(f"{location}: an index holds no articles of its own")
    for root in known:
        above = absolute(home.parent / root.path)
        if location == above or (location.is_relative_to(above) and location.exists() and not piped):
            return root
    return piped or _new_root(known, home.parent, location)


def _new_root(known: Sequence[Root], folder: Path, location: Path) -> Root:
    if not location.exists():
        raise UsageError(f"no such file or folder: {location}")
    path = location.relative_to(folder) if location.is_relative_to(folder) else location
    try:
        path.as_posix().encode()
    except UnicodeEncodeError:
        raise UsageError(
            f"{encode_id(str(location))}: its name is not UTF-8, and cannot be kept in the settings; name the folder that holds it"
        ) from None
    taken = {root.name for root in known}
    if path is location:
        return Root(path.as_posix(), _free_name(location.name or "root", taken | _names_in(folder)))
    if path.parts and path.parts[0] in taken:
        raise UsageError(
            f"{location}: articles of another root have ids that begin with {path.parts[0]}; rename it"
        )
    return Root(path.as_posix())


def _names_in(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()} if folder.is_dir() else set()


def _free_name(base: str, taken: set[str]) -> str:
    """The name for a root outside the archive's folder in its articles' ids: its own, with a number if that is taken."""
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name
