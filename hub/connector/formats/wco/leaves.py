"""The data elements of a WCO class as a table: which canonical field each carries, and how much.

A row is gone through once, field by field, and each field written into the slot of its element.
What does not fit is named as a loss. Free text is cut; an identifier, a code or a number that
does not fit is left out, since a cut one would mean something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from hub.connector.formats.wco.markup import node
from hub.connector.formats.xml import escape
from hub.domain.declaration import Body

Fit = Callable[[str], str]


class Leaf(NamedTuple):
    """A data element: the field it carries, its tags and what fits into it.

    What `match` lets through, within the `limit`, needs no escaping and is written as is; without
    a `match` these are letters and digits. `fit` returns what is written of anything else, nothing
    where it does not fit; without it a text is escaped and, if allowed, `cut`. What `fit` may `cut`
    is a date: a time of day is lost, hyphens are not.
    `attribute` takes the currency or unit in the field `unit`.
    """

    field: str
    limit: int
    opening: str
    closing: str
    match: Callable[[str], Any] | None = None
    fit: Fit | None = None
    attribute: str = ""
    unit: str = ""
    cut: bool = False


Slot = tuple[int, int, Callable[[str], Any] | None, str, str, str, Leaf]
"""Place, limit, match, opening, closing, unit and the leaf itself: unpacked in one step."""


class Sheet(NamedTuple):
    """The data elements of a class in schema order by field, and an empty slot for each.

    `numbers` maps the field of a unit or currency to that of its number.
    """

    known: dict[str, Slot | None]
    blank: list[str]
    numbers: dict[str, str]


def sheet(*leaves: Leaf, besides: str = "") -> Sheet:
    """Return the sheet of a class; `besides` names fields that its inner classes carry."""
    known: dict[str, Slot | None] = dict.fromkeys(besides.split())
    numbers = {leaf.unit: leaf.field for leaf in leaves if leaf.unit}
    known |= dict.fromkeys(numbers)
    for place, leaf in enumerate(leaves):
        slot = (place, leaf.limit, leaf.match, leaf.opening, leaf.closing, leaf.unit, leaf)
        known[leaf.field] = slot
    return Sheet(known, [""] * len(leaves), numbers)


def text(name: str, field: str, limit: int) -> Leaf:
    """Return a free text of at most `limit` characters, cut where it is longer."""
    return Leaf(field, limit, f"<{name}>", f"</{name}>", cut=True)


def code(name: str, field: str, limit: int, pattern: str = "") -> Leaf:
    """Return an identifier or code of at most `limit` characters, left out where it is longer.

    A `pattern` allows letters and digits only.
    """
    opening, closing = f"<{name}>", f"</{name}>"
    if not pattern:
        return Leaf(field, limit, opening, closing)
    return Leaf(field, limit, opening, closing, re.compile(pattern).fullmatch, lambda value: "")


def country(name: str, field: str) -> Leaf:
    """Return a country code of two letters."""
    return code(name, field, 2, "[A-Za-z]{2}")


def number(name: str, field: str, digits: int, fraction: int) -> Leaf:
    """Return a number of at most `digits` digits, `fraction` of them after the point."""
    point = rf"(?:\.[0-9]{{1,{fraction}}})?" if fraction else ""
    match = re.compile(rf"-?[0-9]+{point}").fullmatch

    def fit(value: str) -> str:
        short = value.rstrip("0").rstrip(".") if "." in value else value
        return short if match(short) and len(short.strip("-").replace(".", "")) <= digits else ""

    return Leaf(field, digits, f"<{name}>", f"</{name}>", match, fit)


def amount(name: str, field: str, currency: str) -> Leaf:
    """Return an amount (n..16,3) with its currency (ISO 4217)."""
    return number(name, field, 16, 3)._replace(
        opening=f"<{name}", attribute="currencyID", unit=currency
    )


def measure(name: str, field: str) -> Leaf:
    """Return a measure or quantity (n..16,6) with its unit (UN Rec 20)."""
    return number(name, field, 16, 6)._replace(
        opening=f"<{name}", attribute="unitCode", unit=f"{field}Unit"
    )


def fill(sheet: Sheet, row: Body, lost: set[str], path: str = "") -> list[str]:
    """Return the data elements `row` states in the slots of its sheet.

    Adds to `lost` the path of each that does not fit, and of each field that has no place.
    """
    known, blank, numbers = sheet
    slots = blank.copy()
    for field, value in row.items():
        if not value:
            continue
        slot = known.get(field)
        if slot is None:
            if field not in known or (field in numbers and not row.get(numbers[field])):
                lost.add(path + field)
            continue
        place, limit, match, opening, closing, unit, leaf = slot
        if len(value) > limit or not (match(value) if match else value.isalnum()):
            value = _fitting(leaf, value, lost, path + field)
            if not value:
                continue
        if unit:
            slots[place] = _with_unit(leaf, value, row.get(unit), lost, path)
        else:
            slots[place] = f"{opening}{value}{closing}"
    return slots


# The patterns of the schema know no line breaks, and a reader strips blanks at either end.
_BREAKS = "\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff"
_UNCLEAN = re.compile(rf"[{_BREAKS}]|^\s|\s$").search
_UNCLEAN_ANYWHERE = re.compile(rf"[{_BREAKS}]").sub


def short(values: Sequence[str], limit: int, lost: set[str], path: str) -> list[str]:
    """Return the values that fit unchanged; `path` is lost where one of them does not."""
    fitting = [v for v in values if len(v) <= limit and v.isprintable() and v == v.strip() != ""]
    if len(fitting) < len(values):
        lost.add(path)
    return fitting


def _fitting(leaf: Leaf, value: str, lost: set[str], path: str) -> str:
    """Return how a value that is not plain is written, nothing where it does not fit."""
    if leaf.fit:
        written = leaf.fit(value)
        if leaf.cut and written != value.replace("-", ""):
            lost.add(path)
    else:
        if (not value.isprintable() or value[0] == " " or value[-1] == " ") and _UNCLEAN(value):
            lost.add(path)
            value = " ".join(_UNCLEAN_ANYWHERE(" ", value).split()) if leaf.cut else ""
        fits = len(value) <= leaf.limit
        if not fits:
            lost.add(path)
        written = escape(value if fits else value[: leaf.limit] if leaf.cut else "")
    if not written:
        lost.add(path)
        if leaf.unit:
            lost.add(path.removesuffix(leaf.field) + leaf.unit)
    return written


_CURRENCY = re.compile("[A-Z]{3}").fullmatch
_UNIT = re.compile("[A-Za-z0-9]{1,5}").fullmatch


def _with_unit(leaf: Leaf, value: str, unit: str | None, lost: set[str], path: str) -> str:
    """Return a value with its currency or unit; where that is none, both are lost."""
    if not unit:
        return f"{leaf.opening}>{value}{leaf.closing}"
    if _CURRENCY(unit) if leaf.attribute == "currencyID" else _UNIT(unit):
        return f'{leaf.opening} {leaf.attribute}="{unit}">{value}{leaf.closing}'
    lost.update((path + leaf.field, path + leaf.unit))
    return ""


def element(name: str, sheet: Sheet, row: Body, lost: set[str], path: str) -> str:
    """Return an element with the data elements of `row`; one that would be empty is lost."""
    written = node(name, *fill(sheet, row, lost, path))
    if not written:
        lost.add(path[:-1])
    return written
