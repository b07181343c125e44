"""The data elements of a WCO class as a table: which canonical field each carries, and how much.

What does not fit is named as a loss. Free text is cut; an identifier, a code or a number that
does not fit is left out, since a cut one would mean something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from hub.connector.formats.wco.markup import node
from hub.connector.formats.xml import escape
from hub.domain.declaration import Body

Fit = Callable[[str], str]
_CURRENCY = re.compile("[A-Z]{3}").fullmatch
_UNIT = re.compile(r"[^\s<>&\"]{1,5}").fullmatch


class Leaf(NamedTuple):
    """A data element: its name, the field it carries and what fits into it.

    `fit` returns a number or code as it is written, nothing where it does not fit; what it lets
    through needs no escaping. Without it there is only the `limit`.
    """

    name: str
    field: str
    limit: int = 0
    fit: Fit | None = None
    attribute: str = ""
    unit: str = ""
    cut: bool = False


class Sheet(NamedTuple):
    """The data elements of a class in schema order, and the fields they carry."""

    leaves: tuple[Leaf, ...]
    carried: frozenset[str]


def sheet(*leaves: Leaf, besides: str = "") -> Sheet:
    """Return the sheet of a class; `besides` names fields that its inner classes carry."""
    fields = {leaf.field for leaf in leaves} | {leaf.unit for leaf in leaves}
    return Sheet(leaves, frozenset(fields | set(besides.split())))


def text(name: str, field: str, limit: int) -> Leaf:
    """Return a free text of at most `limit` characters, cut where it is longer."""
    return Leaf(name, field, limit, cut=True)


def code(name: str, field: str, limit: int, pattern: str = "") -> Leaf:
    """Return an identifier or code of at most `limit` characters, left out where it is longer.

    A `pattern` allows letters and digits only.
    """
    match = re.compile(pattern).fullmatch
    return Leaf(name, field, limit, (lambda v: v if match(v) else "") if pattern else None)


def country(name: str, field: str) -> Leaf:
    """Return a country code of two letters."""
    return code(name, field, 2, "[A-Za-z]{2}")


def number(name: str, field: str, digits: int, fraction: int) -> Leaf:
    """Return a number of at most `digits` digits, `fraction` of them after the point."""
    return Leaf(name, field, fit=_number(digits, fraction))


def amount(name: str, field: str, currency: str) -> Leaf:
    """Return an amount (n..16,3) with its currency (ISO 4217)."""
    return Leaf(name, field, 0, _number(16, 3), "currencyID", currency)


def measure(name: str, field: str) -> Leaf:
    """Return a measure or quantity (n..16,6) with its unit (UN Rec 20)."""
    return Leaf(name, field, 0, _number(16, 6), "unitCode", f"{field}Unit")


def _number(digits: int, fraction: int) -> Fit:
    point = rf"(?:\.[0-9]{{1,{fraction}}})?" if fraction else ""
    match = re.compile(rf"-?[0-9]+{point}").fullmatch

    def fit(value: str) -> str:
        if len(value) <= digits and match(value):
            return value
        short = value.rstrip("0").rstrip(".") if "." in value else value
        return short if match(short) and len(short.strip("-").replace(".", "")) <= digits else ""

    return fit


def leaves(sheet: Sheet, row: Body, lost: set[str], path: str = "") -> str:
    """Return the data elements `row` states; add to `lost` the path of each that does not fit."""
    parts = []
    for name, field, limit, fit, attribute, unit, cut in sheet.leaves:
        value = row.get(field)
        if not value:
            continue
        if fit is not None:
            shown = fit(value)
        elif value.isalnum() and len(value) <= limit:
            shown = value
        else:
            shown = _fitting(value, limit, cut, lost, path + field)
        stated = row.get(unit) if unit else None
        if not shown:
            lost.add(path + field)
        elif not stated:
            parts.append(f"<{name}>{shown}</{name}>")
        elif _fits(attribute, stated):
            parts.append(f'<{name} {attribute}="{stated}">{shown}</{name}>')
        else:
            lost.update((path + field, path + unit))
    return "".join(parts)


def _fitting(value: str, limit: int, cut: bool, lost: set[str], path: str) -> str:
    """Return a text that is not plain as it is written: without line breaks, cut, escaped."""
    if not value.isprintable() or value[0] == " ":
        value = " ".join(value.split())
    if len(value) > limit:
        lost.add(path)
        value = value[:limit] if cut else ""
    return escape(value)


def _fits(attribute: str, stated: str) -> object:
    return _CURRENCY(stated) if attribute == "currencyID" else _UNIT(stated)


def missed(carried: frozenset[str], row: Body, lost: set[str], path: str = "") -> None:
    """Add to `lost` the path of every stated field that is not carried."""
    for field in row.keys() - carried:
        if row[field]:
            lost.add(path + field)


def element(name: str, sheet: Sheet, row: Body, lost: set[str], path: str, *inner: str) -> str:
    """Return an element with the data elements of `row`, then its inner classes."""
    missed(sheet.carried, row, lost, path)
    return node(name, leaves(sheet, row, lost, path), *inner)
