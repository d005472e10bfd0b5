"""Settings as plain values: those of an archive (`.newsgrep/config.toml`) and those of a user."""

import os
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

from newsgrep.errors import StorageError, UsageError
from newsgrep.immutable import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

DateOrder: TypeAlias = Literal["day-first", "month-first"]
Value = TypeVar("Value")


class Root(NamedTuple):
    """A folder or file that is indexed.

    `path` is in POSIX form: relative to the archive's folder inside it, absolute outside. `name` stands for the path in the
    ids of articles of a root outside the archive's folder; it is empty inside. `exclude` are gitignore patterns.
    `date_order` says how 03/04/2025 is read (None: the article is undated); `fields` are (ours, theirs) pairs of names
    of fields in records.
    """

    path: str
    name: str = ""
    exclude: tuple[str, ...] = ()
    date_order: DateOrder | None = None
    fields: tuple[tuple[str, str], ...] = ()


class ArchiveConfig(NamedTuple):
    """The settings in an archive's `config.toml`.

    `language` names a stemmer of Snowball's. `date_order` and `fields` are for files that lie in no root; see `Root`.
    `cluster` is the address of the index if it is in a cluster; then this is a copy of the settings that are kept there.
    """

    language: str = "english"
    date_order: DateOrder | None = None
    fields: tuple[tuple[str, str], ...] = ()
    roots: tuple[Root, ...] = ()
    cluster: str = ""


class Head(NamedTuple):
    """What a search needs of an archive's settings; see `ArchiveConfig`."""

    language: str
    cluster: str


def load_archive_config(path: "str | Path") -> ArchiveConfig:
    """Read an archive's `config.toml`; gives the defaults if there is none.

    Raises UsageError for a file that is not valid, StorageError for one that cannot be read.
    """
    return _archive_config(_load_toml(path), str(path))


def parse_archive_config(content: bytes, name: str) -> ArchiveConfig:
    """The settings in the bytes of a `config.toml`; `name` is for messages. Raises UsageError."""
    import tomllib  # noqa: PLC0415  searching needs the language alone

    try:
        return _archive_config(tomllib.loads(content.decode()), name)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{name}: not valid TOML: {error}") from error


def _archive_config(table: dict[str, Any], name: str) -> ArchiveConfig:
    try:
        return ArchiveConfig(
            language=_text(table.get("language", "english")),
            date_order=_date_order(table.get("date-order")),
            fields=_fields(table.get("fields", {})),
            roots=tuple(_root(entry) for entry in table.get("roots", [])),
            cluster=_text(table.get("cluster", "")),
        )
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise UsageError(f"{name}: not a valid archive configuration: {error}") from error


def load_head(path: "str | Path") -> Head:
    """Read the head alone of an archive's `config.toml`. Raises as `load_archive_config` does.

    `dump_archive_config` writes the language in the first line, unless there is a cluster; then the rest is neither read nor checked.
    """
    try:
        with open(path, encoding="utf-8") as file:
            first = file.readline()
    except (OSError, ValueError):
        first = ""
    name = first.removeprefix('language = "').removesuffix('"\n')
    if first == f'language = "{name}"\n' and name.isalpha():
        return Head(name, "")
    config = load_archive_config(path)
    return Head(config.language, config.cluster)


def dump_archive_config(config: ArchiveConfig) -> bytes:
    """The content of a `config.toml`."""
    import tomli_w  # noqa: PLC0415  only writing needs it

    table: dict[str, Any] = {"cluster": config.cluster} if config.cluster else {}
    table |= {"language": config.language, **_reading_table(config)}
    table["roots"] = [_root_table(root) for root in config.roots]
    return tomli_w.dumps(table).encode()


def save_archive_config(path: "Path", config: ArchiveConfig) -> None:
    """Replace `config.toml`, at once or not at all. Raises StorageError."""
    content = dump_archive_config(config)
    replacement = _replacement(path)
    try:
        with replacement.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        replacement.replace(path)
    except OSError as error:
        raise StorageError(f"cannot write {path}: {error.strerror}") from error


def discard_half_written(path: "Path") -> None:
    """Delete the file, beside one that is replaced, that a killed process has left. Raises StorageError."""
    try:
        _replacement(path).unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"cannot delete {_replacement(path)}: {error.strerror}") from error


def _replacement(path: "Path") -> "Path":
    return path.with_name(path.name + ".new")


def load_user_value(path: "Path", key: str, kind: type[Value], described: str) -> Value | None:
    """Read a key of the user's `config.toml`; None if it is not there. Raises UsageError, StorageError.

    The keys are `index`, the index to use where no other is found, and `compact`, whether a terminal shows a line for each hit.
    """
    value = _load_toml(path).get(key)
    if value is not None and not isinstance(value, kind):
        raise UsageError(f'{path}: "{key}" must be {described}')
    if "\0" in str(value):
        raise UsageError(f'{path}: "{key}" holds NUL')
    return value


def _load_toml(path: "str | Path") -> dict[str, Any]:
    import tomllib  # noqa: PLC0415  searching needs the language alone

    try:
        with open(path, "rb") as file:
            return tomllib.load(file)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise StorageError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: not valid TOML: {error}") from error


def _root(entry: dict[str, Any]) -> Root:
    return Root(
        path=_text(entry["path"]),
        name=_text(entry.get("name", "")),
        exclude=tuple(_text(pattern) for pattern in entry.get("exclude", [])),
        date_order=_date_order(entry.get("date-order")),
        fields=_fields(entry.get("fields", {})),
    )


def _root_table(root: Root) -> dict[str, Any]:
    table: dict[str, Any] = {"path": root.path}
    if root.name:
        table["name"] = root.name
    if root.exclude:
        table["exclude"] = list(root.exclude)
    return table | _reading_table(root)


def _reading_table(options: Root | ArchiveConfig) -> dict[str, Any]:
    """The options for reading files, as a table of TOML; nothing for those that are not set."""
    table: dict[str, Any] = {}
    if options.date_order:
        table["date-order"] = options.date_order
    if options.fields:
        table["fields"] = dict(options.fields)
    return table


def _fields(table: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((ours, _text(theirs)) for ours, theirs in table.items())


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a string")
    if "\0" in value:
        raise ValueError(f"{value!r} holds NUL")
    return value


def _date_order(value: object) -> DateOrder | None:
    if value in {"day-first", "month-first", None}:
        return value
    raise ValueError(f'date-order must be "day-first" or "month-first", not {value!r}')
