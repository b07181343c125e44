"""Naming what a form has no place for; paths as `hub.connector.kit.fidelity` reads them."""

from __future__ import annotations

from collections.abc import Sequence

from hub.domain.declaration import Body

Losses = set[str]


def beyond(row: Body, carried: frozenset[str], path: str, lost: Losses) -> None:
    """Name the stated fields of a row outside `carried`."""
    if not carried.issuperset(row):
        lost.update([f"{path}{name}" for name in row.keys() - carried if row[name]])


def unlike(before: Sequence[Body], after: Sequence[Body], path: str, lost: Losses) -> None:
    """Name the rows of a list that do not come back whole, from the first that differs."""
    same = 0
    for row, again in zip(before, after, strict=False):
        if any(value and again.get(name) != value for name, value in row.items()):
            break
        same += 1
    if same < len(before):
        lost.add(f"{path}/{same}" if same else path)
