"""Items of a job: what each line is, and which canonical field it carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from hub.connector.formats.naccs.header import LINE_END

CANCEL = "CANCEL"
"""Input information of a job that cancels: the hub's own mark, to be confirmed."""

BILL, INVOICE, PAPER = "bill", "invoice", "paper"
"""Kinds of documents with an item of their own, in the order they are read."""


class Item(NamedTuple):
    """One item of a job: one line.

    Attributes: A code, H commodity code, I and F number, W text, D day, P place by LOCODE, of
    which three letters leave the own country away. `path` is the canonical field, empty where
    there is none: such an item is national data.
    """

    name: str
    length: int
    attribute: str
    path: str = ""
    group: str = ""
    """First step of the path: `parties`, `transport`, `documents`, or the field itself."""
    field: str = ""
    """Last step of the path."""


class Slot(NamedTuple):
    """Where a value is written: number of the line, length and attribute."""

    line: int
    length: int
    attribute: str


class Layout(NamedTuple):
    """The items of a block ready to be read and written."""

    items: tuple[Item, ...]
    blank: tuple[bytes, ...]
    """All lines as they stand where nothing is stated."""
    slots: Mapping[str, tuple[Slot, ...]]
    """Path to its lines, in their order."""
    national: Mapping[str, Slot]
    """Item id to its line."""
    fields: frozenset[str]
    """Top-level fields that have an item, or whose rows have some."""
    roles: Mapping[str, frozenset[str]]
    """Role of a party to the fields of it that have an item."""
    home: frozenset[str]
    """Roles whose address has no item for its country: it is the layout's own."""


def layout(rows: Sequence[Any]) -> Layout:
    """Lay out the lines of a block once, not for every message.

    A row is `[id, length, attribute, path]`, the path may be left away, or `{repeat, items}`:
    rows that follow each other so many times, `#` in an id being the occurrence.
    """
    items = tuple(_item(*row) for row in _flat(rows))
    slots: dict[str, tuple[Slot, ...]] = {}
    roles: dict[str, frozenset[str]] = {}
    for line, item in enumerate(items):
        if item.path:
            slot = Slot(line, item.length, item.attribute)
            slots[item.path] = (*slots.get(item.path, ()), slot)
        if item.group == "parties":
            role = item.path.split("/")[1]
            roles[role] = roles.get(role, frozenset()) | {item.field}
    return Layout(
        items,
        tuple(b" " * item.length + LINE_END for item in items),
        slots,
        {item.name: Slot(n, item.length, item.attribute) for n, item in enumerate(items)},
        frozenset(item.group for item in items if item.group),
        roles,
        frozenset(r for r, known in roles.items() if "address" in known and "country" not in known),
    )


def _flat(rows: Sequence[Any]) -> Sequence[Sequence[Any]]:
    found: list[Sequence[Any]] = []
    for row in rows:
        if isinstance(row, Mapping):
            for n in range(1, row["repeat"] + 1):
                found += [[name.replace("#", str(n)), *rest] for name, *rest in row["items"]]
        else:
            found.append(row)
    return found


def _item(name: str, length: int, attribute: str, path: str = "") -> Item:
    steps = path.split("/")
    return Item(name, length, attribute, path, steps[0], steps[-1])
