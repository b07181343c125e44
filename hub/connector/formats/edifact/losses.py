"""Translation loss: which stated canonical fields a written message does not carry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Carried = Mapping[str, frozenset[str]]
"""Path of a record ("" for the body) to the names of its fields that are carried."""

NOT_SENT = frozenset({"declarationKey", "references"})
"""Fields that belong to the hub and its sender, never to another recipient."""


def names(text: str) -> frozenset[str]:
    """Return the field names in a text, separated by spaces."""
    return frozenset(text.split())


def losses(body: Mapping[str, Any], carried: Carried, lost: Iterable[str] = ()) -> tuple[str, ...]:
    """Return paths of stated fields outside `carried`, with those in `lost`, in order."""
    found = set(lost)
    known = carried[""]
    for name, value in body.items():
        if not value or name in NOT_SENT:
            continue
        if name not in known:
            found.add(name)
        elif name in carried:
            _records(value, name, carried, found)
    return tuple(sorted(found))


def _records(records: Any, path: str, carried: Carried, found: set[str]) -> None:
    known = carried[path]
    for record in records:
        for name, value in record.items():
            if not value:
                continue
            if name not in known:
                found.add(f"{path}/{name}")
            elif isinstance(value, list) and f"{path}/{name}" in carried:
                _records(value, f"{path}/{name}", carried, found)
