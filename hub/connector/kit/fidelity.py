"""Held against each other: a canonical message before and after a national format.

A loss is a path of schema names without positions, as `Written.losses` states it:

- `tradeTerms`, `goodsItems/netMass`, `parties/postcode`: not carried, or not carried whole, at
  least once in this message;
- `parties/Agent`, `transport/INLAND`: rows of this role or stage are not carried;
- `goodsItems/packages/1`: of these rows, only the first 1 is carried (or is carried whole).

A path covers everything below it: `documents` covers `documents/id`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

NOT_COMPARED = frozenset({"references", "nationalData", "declarationKey"})
"""What belongs to one national format only, and what follows from other fields."""

_DEFAULTS = {"version": 1}
"""What the schema says where nothing is stated: stated or not, it means the same."""

_NUMBER = re.compile(r"(?i:.*(amount|mass|quantity|value|rate)|base)$").match
_ROLES = ("role", "stage")
_AS_WRITTEN = frozenset({"text", "zone"})
"""Of a moment, the instant counts: how it was written is its source's own."""

Leaf = tuple[str, str, str]
"""Path without positions, path with the role of rows that have one, and value."""


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the paths whose values the format did not bring back, sorted; [] where all are there.

    Rows are compared in their order, numbers by value, moments by instant. What `after` states
    beyond `before` does not count: a format may repeat or derive.

    >>> changed({"side": "IMPORT", "totalGrossMass": "1.50"}, {"totalGrossMass": "1.5"})
    ['side']
    """
    return sorted(set(_changed(before, after, "")))


def unnamed(
    before: Mapping[str, Any], after: Mapping[str, Any], losses: Sequence[str]
) -> list[str]:
    """Return the paths that were not brought back and that no loss names.

    >>> unnamed({"ucr": "A", "side": "EXPORT"}, {}, ("ucr",))
    ['side']
    """
    return [path for path in changed(before, after) if not covered(path, losses)]


def covered(path: str, losses: Sequence[str]) -> bool:
    """Say whether a path (positions and roles in brackets) is named by one of the losses.

    >>> covered("parties[2,Agent]/name", ("parties/Agent",))
    True
    >>> covered("goodsItems[0]/packages[1]/marks", ("goodsItems/packages/1",))
    True
    >>> covered("goodsItems[0]/packages[0]/marks", ("goodsItems/packages/1",))
    False
    """
    return any(_names(loss.split("/"), path.split("/")) for loss in losses)


def loss(path: str) -> str:
    """Return a path as a loss would name it: with the role of a row, without its position.

    >>> loss("parties[2,Agent]/name"), loss("goodsItems[0]/packages[1]/marks")
    ('parties/Agent/name', 'goodsItems/packages/marks')
    """
    return re.sub(r"\[\d+(?:,(\w+))?\]", lambda mark: f"/{mark[1]}" if mark[1] else "", path)


def _names(loss: list[str], path: list[str]) -> bool:
    at = 0
    for step in path:
        if at == len(loss):
            return True
        name, _, mark = step.partition("[")
        if name != loss[at]:
            return False
        at += 1
        position, _, role = mark.rstrip("]").partition(",")
        if at < len(loss) and position:
            if loss[at].isdigit():
                return int(position) >= int(loss[at])
            if role and loss[at] == role:
                at += 1
    return at == len(loss)


def _changed(before: Any, after: Any, path: str) -> Iterator[str]:
    if isinstance(before, Mapping):
        there = after if isinstance(after, Mapping) else {}
        for name, value in before.items():
            if name in NOT_COMPARED or (name in _AS_WRITTEN and "utc" in before) or _empty(value):
                continue
            if name in _DEFAULTS and value == _DEFAULTS[name] and name not in there:
                continue
            yield from _changed(value, there.get(name), f"{path}/{name}" if path else name)
    elif isinstance(before, list | tuple):
        rows = after if isinstance(after, list | tuple) else ()
        yield from _rows(before, rows, path)
    elif not same(before, after, path.rpartition("/")[2]):
        yield path


def _rows(before: Sequence[Any], after: Sequence[Any], path: str) -> Iterator[str]:
    """Compare rows with a role or stage among their like, others in their order."""
    taken: dict[str, int] = {}
    for position, row in enumerate(before):
        role = _role(row)
        mark = f"{path}[{position},{role}]" if role else f"{path}[{position}]"
        like = [other for other in after if _role(other) == role] if role else list(after)
        place = taken.get(role, 0)
        taken[role] = place + 1
        yield from _changed(row, like[place] if place < len(like) else None, mark)


def _role(row: Any) -> str:
    if not isinstance(row, Mapping):
        return ""
    return next((str(row[name]) for name in _ROLES if row.get(name)), "")


def _empty(value: Any) -> bool:
    return value is None or value == "" or value == [] or value == {}


def same(before: Any, after: Any, name: str = "") -> bool:
    """Say whether two values of a field mean the same: numbers by value, instants to the second.

    >>> same("1.50", "1.5", "netMass"), same("01", "1", "typeCode")
    (True, False)
    """
    if isinstance(before, datetime) and isinstance(after, datetime):
        return before.replace(microsecond=0) == after.replace(microsecond=0)
    if before != after and isinstance(before, str) and isinstance(after, str) and _NUMBER(name):
        try:
            return Decimal(before) == Decimal(after)
        except InvalidOperation:
            return False
    return bool(before == after)
