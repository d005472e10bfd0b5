"""What a user names to be indexed, and says of it, as roots of the archive's settings."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from newsgrep.article import encode_id
from newsgrep.config import ArchiveConfig, DateOrder, Root
from newsgrep.errors import UsageError
from newsgrep.home import absolute
from newsgrep.indexing.piped import piped_root


class Said(NamedTuple):
    """What a user says of roots: it is kept with them, beside what was said before. See `Root`."""

    exclude: tuple[str, ...] = ()
    date_order: DateOrder | None = None
    fields: tuple[tuple[str, str], ...] = ()

    def of(self, root: Root) -> Root:
        """A root of which it is said."""
        return root._replace(
            exclude=tuple(dict.fromkeys((*root.exclude, *self.exclude))),
            date_order=self.date_order or root.date_order,
            fields=_merged(root.fields, self.fields),
        )


def add_roots(
    config: ArchiveConfig, home: Path, locations: Iterable[Path], said: Said
) -> tuple[ArchiveConfig, list[Root]]:
    """The settings with what lies at locations, absolute; and the roots that these are or lie in.

    Raises UsageError for what is not there, and for what cannot be a root.
    """
    roots = {root.path: root for root in config.roots}
    named: dict[str, Root] = {}
    for location in locations:
        root = said.of(_root_at(list(roots.values()), home, location))
        roots[root.path] = named[root.path] = root
    return config._replace(roots=tuple(roots.values())), list(named.values())


def say_of_all(config: ArchiveConfig, said: Said) -> ArchiveConfig:
    """The settings with what is said of every root, and of the files that lie in none."""
    return say_of_files(config, said)._replace(roots=tuple(map(said.of, config.roots)))


def say_of_files(config: ArchiveConfig, said: Said) -> ArchiveConfig:
    """The settings with what is said of the files that lie in no root."""
    return config._replace(
        date_order=said.date_order or config.date_order, fields=_merged(config.fields, said.fields)
    )


def _merged(
    before: tuple[tuple[str, str], ...], now: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    return tuple((dict(before) | dict(now)).items())


def _root_at(known: Sequence[Root], home: Path, location: Path) -> Root:
    """The known root that a location is or lies in; a new one, if it is there."""
    folder = home.parent
    piped = piped_root(home, location)
    for root in known:
        above = absolute(folder / root.path)
        if location == above or (location.is_relative_to(above) and location.exists() and not piped):
            _refuse_own_folder(home, location)
            return root
    if piped:
        return piped
    if not location.exists():
        raise UsageError(f"no such file or folder: {location}")
    _refuse_own_folder(home, location)
    path = location.relative_to(folder) if location.is_relative_to(folder) else location
    try:
        path.as_posix().encode()
    except UnicodeEncodeError:
        raise UsageError(
            f"{encode_id(str(location))}: its name is not UTF-8, and cannot be kept in the settings; name the folder that holds it"
        ) from None
    taken = {root.name for root in known}
    if path is not location:
        if path.parts and path.parts[0] in taken:
            raise UsageError(
                f"{location}: articles of another root have ids that begin with {path.parts[0]}; rename it"
            )
        return Root(path.as_posix())
    return Root(path.as_posix(), _free_name(location.name or "root", taken | _names_in(folder)))


def _refuse_own_folder(home: Path, location: Path) -> None:
    if location.is_relative_to(home) and not piped_root(home, location):
        raise UsageError(f"{location}: an index holds no articles of its own")


def _names_in(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()} if folder.is_dir() else set()


def _free_name(base: str, taken: set[str]) -> str:
    """A name for a root outside the archive's folder, by which its articles are called: its own, with a number if that is taken."""
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name
