"""Front matter: properties of a text that stand before it, in YAML, TOML or JSON."""

import json
import re
import tomllib
from typing import Any

from newsgrep.readers.header_lines import split_headers
from newsgrep.readers.record_names import known_names

MAX_CHARACTERS = 1 << 16
"""More than this is no front matter."""

_DEEPEST = 20

_FENCED = re.compile(
    r"\s*(?:---[ \t]*\n(?P<yaml>(?:.*\n)*?)(?:---|\.\.\.)|\+\+\+[ \t]*\n(?P<toml>(?:.*\n)*?)\+\+\+|;;;[ \t]*\n(?P<json>(?:.*\n)*?);;;)"
    r"[ \t]*(?:\n|\Z)"
)
_OBJECT = re.compile(r"\s*\{\s*\"")
_PAIR = re.compile(r"^(\w[\w .-]*):(?=\s)[ \t]*(.*)\n(?:(?:[ \t]+\S.*|- .*|[ \t]*)\n)*", re.MULTILINE)
"""A property of YAML, with the lines that belong to it."""
_PROPERTY = re.compile(r"[a-z][a-z0-9_.-]*")
_PANDOC = re.compile(r"% ?(.*)\n(?:%(.*)\n)?(?:%(.*)\n)?")


class UnsafeYamlError(Exception):
    """YAML that may expand: it is not read."""


def split(text: str) -> tuple[dict[str, Any], str]:
    """The properties in the front matter, and the text after it; no properties if there is none that can be read.

    A scalar of YAML is always a text: no date is read by it, and shifted.
    """
    head = text[: MAX_CHARACTERS + 1]
    if found := _FENCED.match(head):
        properties = _properties(found)
        return (
            (properties, text[found.end() :]) if properties and _is_about_a_text(properties) else ({}, text)
        )
    if _OBJECT.match(head):
        return _leading_object(text, head)
    if found := _PANDOC.match(head):
        title, authors, date = ((part or "").strip() for part in found.groups())
        return {"title": title, "authors": authors.split(";"), "date": date}, text[found.end() :]
    return split_headers(text)


def _is_about_a_text(properties: dict[str, Any]) -> bool:
    """Say whether these are properties, and not prose between two rules in which a colon stands."""
    return bool(known_names(map(str, properties))) or all(
        _PROPERTY.fullmatch(str(name)) for name in properties
    )


def _properties(found: re.Match[str]) -> dict[str, Any] | None:
    properties: Any = None
    try:
        if found["yaml"] is not None:
            properties = _yaml(found["yaml"])
        elif found["toml"] is not None:
            properties = tomllib.loads(found["toml"])
        else:
            properties = json.loads(found["json"])
    except UnsafeYamlError:
        return None
    except (ValueError, RecursionError):
        return None if found["yaml"] is None else _pairs(found["yaml"])
    return properties if isinstance(properties, dict) else None


def _leading_object(text: str, head: str) -> tuple[dict[str, Any], str]:
    try:
        properties, end = json.JSONDecoder().raw_decode(head.lstrip())
    except (ValueError, RecursionError):
        return {}, text
    return properties, text.lstrip()[end:]


def _yaml(text: str) -> Any:  # noqa: ANN401  any value YAML has
    """The value, its scalars as written. Raises ValueError for broken YAML, UnsafeYamlError for what may expand."""
    import yaml  # noqa: PLC0415  few documents have front matter

    loader = getattr(
        yaml, "CBaseLoader", yaml.BaseLoader
    )  # the one in C, if it is there, is ten times as fast
    depth = 0
    try:
        for event in yaml.parse(text, loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent) or depth > _DEEPEST:
                raise UnsafeYamlError
        return yaml.load(text, loader)  # noqa: S506  a BaseLoader makes nothing but texts, lists and objects
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


def _pairs(text: str) -> dict[str, Any]:
    """The properties of broken YAML: those that can be read as YAML, and the others as written."""
    properties: dict[str, Any] = {}
    for found in _PAIR.finditer(text):
        try:
            value = _yaml(found[0])
        except (ValueError, RecursionError, UnsafeYamlError):
            value = {found[1]: _unquoted(found[2])}
        properties |= value if isinstance(value, dict) else {}
    return properties


def _unquoted(value: str) -> str:
    value = value.strip()
    is_enclosed = len(value) > 1 and value[0] + value[-1] in {'""', "''"}
    return value[1:-1] if is_enclosed else value.strip("[]")
