"""Backward compatibility of released schema versions, checked without a registry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.wire.codec import ROUTING_ENDS_WITH

_PROMOTIONS = {("int", "long"), ("int", "double"), ("long", "double"), ("string", "bytes")}


def breaks(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Return why a reader with `new` cannot read what `old` wrote; empty when it can.

    Follows Avro 1.11 schema resolution for records, arrays, maps, unions and plain types. What
    stands in the leading part must stay there too: the router reads it as a prefix.
    """
    path = str(new.get("name"))
    problems = _compare(_Names(old), _Names(new), dict(old), dict(new), path)
    leading, behind = _split(old)[0], _split(new)[1]
    return problems + [
        f"{path}.{name}: now behind {ROUTING_ENDS_WITH}, where no router reads it"
        for name in leading
        if name in behind
    ]


def _split(schema: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Return the names of the leading part and those behind it; none without such a part."""
    names = [field["name"] for field in schema.get("fields", ())]
    if ROUTING_ENDS_WITH not in names:
        return [], []
    end = names.index(ROUTING_ENDS_WITH)
    return names[:end], names[end + 1 :]


class _Names:
    def __init__(self, schema: Any) -> None:
        self.known: dict[str, Any] = {}
        self._walk(schema)

    def _walk(self, schema: Any) -> None:
        if isinstance(schema, list):
            for part in schema:
                self._walk(part)
        elif isinstance(schema, Mapping):
            if schema.get("type") == "record":
                self.known[f"{schema.get('namespace', '')}.{schema['name']}"] = schema
            for part in (schema.get("items"), schema.get("type"), schema.get("values")):
                self._walk(part)
            for field in schema.get("fields", ()):
                self._walk(field["type"])

    def resolve(self, schema: Any) -> Any:
        found = self.known.get(schema, schema) if isinstance(schema, str) else schema
        if isinstance(found, Mapping) and isinstance(found.get("type"), Mapping | list):
            return self.resolve(found["type"])
        return found


def _type(schema: Any) -> str:
    if isinstance(schema, list):
        return "union"
    return str(schema["type"] if isinstance(schema, Mapping) else schema)


def _compare(olds: _Names, news: _Names, old: Any, new: Any, path: str) -> list[str]:
    old, new = olds.resolve(old), news.resolve(new)
    before, after = _type(old), _type(new)
    if after == "union" or before == "union":
        return _compare_unions(olds, news, old, new, path)
    if before != after:
        return [] if (before, after) in _PROMOTIONS else [f"{path}: {before} became {after}"]
    if before == "record":
        return _compare_records(olds, news, old, new, path)
    if before in ("array", "map"):
        inner = "items" if before == "array" else "values"
        return _compare(olds, news, old[inner], new[inner], f"{path}[]")
    return []


def _compare_unions(olds: _Names, news: _Names, old: Any, new: Any, path: str) -> list[str]:
    choices = new if isinstance(new, list) else [new]
    return [
        f"{path}: nobody reads {_type(olds.resolve(branch))} any more"
        for branch in (old if isinstance(old, list) else [old])
        if all(_compare(olds, news, branch, choice, path) for choice in choices)
    ]


def _compare_records(olds: _Names, news: _Names, old: Any, new: Any, path: str) -> list[str]:
    before = {field["name"]: field for field in old["fields"]}
    problems = []
    for field in new["fields"]:
        name = field["name"]
        if name in before:
            problems += _compare(olds, news, before[name]["type"], field["type"], f"{path}.{name}")
        elif "default" not in field:
            problems.append(f"{path}.{name}: new and without a default")
    return problems
