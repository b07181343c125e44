"""Translation loss: which stated canonical fields a written message does not carry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Carried(NamedTuple):
    """Path of a record ("" for the body) to its fields carried, and to those that are records
    with their own path."""

    fields: Mapping[str, frozenset[str]]
    inner: Mapping[str, tuple[tuple[str, str], ...]]


def carried(fields: Mapping[str, frozenset[str]]) -> Carried:
    """Return the table `losses` needs, from the path of each record to what is carried of it."""
    inner: dict[str, tuple[tuple[str, str], ...]] = dict.fromkeys(fields, ())
    for path in fields:
        if path:
            parent, _, name = path.rpartition("/")
            inner[parent] += ((name, path),)
    return Carried(fields, inner)


NOT_SENT = frozenset({"declarationKey", "references"})
"""Fields that belong to the hub and its sender, never to another recipient."""


def names(text: str) -> frozenset[str]:
    """Return the field names in a text, separated by spaces."""
    return frozenset(text.split())


def losses(body: Mapping[str, Any], known: Carried, lost: Iterable[str] = ()) -> tuple[str, ...]:
    """Return paths of stated fields outside `known`, with those in `lost`, in order."""
    found = set(lost)
    for name in body.keys() - known.fields[""] - NOT_SENT:
        if body[name]:
            found.add(name)
    for name, path in known.inner[""]:
        if records := body.get(name):
            _records(records, path, known, found)
    return tuple(sorted(found))


def _records(records: Any, path: str, known: Carried, found: set[str]) -> None:
    fields, inner = known.fields[path], known.inner[path]
    for record in records:
        # One comparison of sets tells, for nearly every record, that nothing is lost.
        if not fields.issuperset(record):
            found.update(f"{path}/{name}" for name in record.keys() - fields if record[name])
        for name, place in inner:
            if name in record and (value := record[name]):
                _records(value, place, known, found)
