"""What has no canonical place: kept as national data under its JSON pointer."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from connectors.id.tables import NUMBERS
from hub.connector.formats import json
from hub.domain.declaration import Body
from hub.domain.faults import MAX_ORIGINAL, RULE, Fault
from hub.domain.numbers import decimal

MAX_NATIONAL = 500
"""Entries of one record."""


def picked(
    row: Mapping[str, Any], places: Mapping[str, str], path: str, warnings: list[Fault]
) -> Body:
    """Return the stated fields of a row under their canonical names."""
    found: Body = {}
    for name, field in places.items():
        if value := row.get(name, ""):
            if type(value) is not str:
                shown = json.text(value)
            elif name in NUMBERS:
                shown = number(value, f"{path}/{name}", warnings)
            else:
                shown = value.strip()
            if shown:
                found[field] = shown
        elif value == 0 and (shown := json.text(value)):
            found[field] = shown
    return found


def number(value: Any, pointer: str, warnings: list[Fault]) -> str:
    """Return a number as a decimal string; a text that is none stays out and is warned of."""
    if type(value) is not str:
        return json.text(value)
    found = decimal(value)
    if found is None and value.strip():
        warnings.append(Fault(RULE, pointer, "is not a number", value))
    return found or ""


def keep(
    found: dict[str, str], row: Mapping[str, Any], placed: Container[str], path: str = ""
) -> None:
    """Add the fields of a row that are not placed, as pointer to text; zeros say nothing."""
    for name, value in row.items():
        if name in placed or (not value and value is not False):
            continue
        kind = type(value)
        if kind is dict or kind is list:
            _flatten(f"{path}/{name}", value, found)
            continue
        shown = value.strip() if kind is str else json.text(value)
        if shown and shown != "0" and len(found) < MAX_NATIONAL:
            found[f"{path}/{name}"] = shown[:MAX_ORIGINAL]


def _flatten(path: str, value: Any, found: dict[str, str]) -> None:
    if isinstance(value, dict):
        keep(found, value, (), path)
    elif isinstance(value, list):
        for place, part in enumerate(value):
            _flatten(f"{path}/{place}", part, found)
    elif len(found) < MAX_NATIONAL and (shown := json.text(value)) and shown != "0":
        found[path] = shown[:MAX_ORIGINAL]
