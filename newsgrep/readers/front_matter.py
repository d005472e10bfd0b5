"""Front matter: what stands before a text about it, in YAML, TOML or JSON."""

import json
import re
import tomllib
from typing import Any

MAX_CHARACTERS = 1 << 16
"""More than this is no front matter."""

_DEEPEST = 20

_FENCED = re.compile(
    r"\s*(?:---[ \t]*\n(?P<yaml>(?:.*\n)*?)(?:---|\.\.\.)|\+\+\+[ \t]*\n(?P<toml>(?:.*\n)*?)\+\+\+|;;;[ \t]*\n(?P<json>(?:.*\n)*?);;;)"
    r"[ \t]*(?:\n|\Z)"
)
_OBJECT = re.compile(r"\s*\{\s*\"")
_PANDOC = re.compile(r"% ?(.*)\n(?:%(.*)\n)?(?:%(.*)\n)?")


def split(text: str) -> tuple[dict[str, Any], str]:
    """What the front matter says, and the text after it; nothing and the whole text if there is none that can be read.

    A scalar of YAML is always a text: no date is read by it, and shifted.
    """
    head = text[: MAX_CHARACTERS + 1]
    if found := _FENCED.match(head):
        said = _said(found)
        return (said, text[found.end() :]) if said is not None else ({}, text)
    if _OBJECT.match(head):
        return _leading_object(text, head)
    if found := _PANDOC.match(head):
        title, authors, date = ((part or "").strip() for part in found.groups())
        return {"title": title, "authors": authors.split(";"), "date": date}, text[found.end() :]
    return {}, text


def _said(found: re.Match[str]) -> dict[str, Any] | None:
    said: Any = None
    try:
        if found["yaml"] is not None:
            said = _yaml(found["yaml"])
        elif found["toml"] is not None:
            said = tomllib.loads(found["toml"])
        else:
            said = json.loads(found["json"])
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _leading_object(text: str, head: str) -> tuple[dict[str, Any], str]:
    try:
        said, end = json.JSONDecoder().raw_decode(head.lstrip())
    except (ValueError, RecursionError):
        return {}, text
    return said, text.lstrip()[end:]


def _yaml(text: str) -> Any:  # noqa: ANN401  any value YAML has
    """The value; all its scalars as they are written. Raises ValueError for what is broken, and for what may expand."""
    import yaml  # noqa: PLC0415  few documents have front matter

    loader = getattr(
        yaml, "CBaseLoader", yaml.BaseLoader
    )  # the one in C, if it is there, is ten times as fast
    depth = 0
    try:
        for event in yaml.parse(text, loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent) or depth > _DEEPEST:
                raise ValueError("an alias, or too deep")
        return yaml.load(text, loader)  # noqa: S506  a BaseLoader makes nothing but texts, lists and objects
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error
