"""Writing a row as elements: which field each carries, and what does not fit named as lost.

Free text is cut; an identifier, a code or a number that does not fit is left out, since a cut one
would mean something else. Opening tags may carry constant attributes: `casdo:CACountryCode
codeListId="2021"`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from hub.connector.formats.xml import escape
from hub.domain.declaration import Body

Match = Callable[[str], Any]

_UNCLEAN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|^ | $|  ").search
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")


class Leaf(NamedTuple):
    """An element: the field it carries, its tags, and what fits into it."""

    field: str
    opening: str
    closing: str
    limit: int
    match: Match | None = None
    cut: bool = False
    places: int = -1
    """Digits after the point of a number; -1 where it is none."""


class Sheet(NamedTuple):
    """The elements of a class in schema order: by field, and an empty slot for each."""

    known: dict[str, tuple[int, Leaf] | None]
    blank: list[str]


def tags(name: str) -> tuple[str, str]:
    """Return the opening and the closing tag of an element whose name may have attributes.

    >>> tags('a codeListId="2021"')
    ('<a codeListId="2021">', '</a>')
    """
    return f"<{name}>", f"</{name.split()[0]}>"


def text(name: str, field: str, limit: int) -> Leaf:
    """Return a free text, cut at `limit` characters."""
    return Leaf(field, *tags(name), limit, cut=True)


def code(name: str, field: str, limit: int, pattern: str = "") -> Leaf:
    """Return an identifier or code; a `pattern` says what fits whole."""
    return Leaf(field, *tags(name), limit, re.compile(pattern).fullmatch if pattern else None)


def country(name: str, field: str) -> Leaf:
    """Return a country of two letters; 00 and 99 stand for unknown and various."""
    return code(name, field, 2, "[A-Z]{2}|00|99")


def number(name: str, field: str, digits: int, places: int) -> Leaf:
    """Return a number of at most so many digits, `places` of them after the point."""
    return Leaf(field, *tags(name), digits, places=places)


def sheet(*leaves: Leaf, besides: str = "") -> Sheet:
    """Return the sheet of a class; `besides` names fields that are written apart."""
    known: dict[str, tuple[int, Leaf] | None] = dict.fromkeys(besides.split())
    known |= {leaf.field: (place, leaf) for place, leaf in enumerate(leaves)}
    return Sheet(known, [""] * len(leaves))


def fill(sheet: Sheet, row: Body, lost: set[str], path: str = "") -> list[str]:
    """Return the elements `row` states, each in its slot; `lost` takes what has none."""
    known, blank = sheet
    slots = blank.copy()
    for field, value in row.items():
        if not value:
            continue
        found = known.get(field)
        if found is None:
            if field not in known:
                lost.add(path + field)
            continue
        place, leaf = found
        written = fitting(leaf, value, lost, path + field)
        if written:
            slots[place] = f"{leaf.opening}{written}{leaf.closing}"
    return slots


def fitting(leaf: Leaf, value: str, lost: set[str], path: str) -> str:
    """Return what is written of a value, escaped; nothing where it does not fit."""
    if leaf.places >= 0:
        exact = numeral(value, leaf.limit, leaf.places)
        if not exact:
            lost.add(path)
        return exact
    clean = cleaned(value)
    whole = len(clean) <= leaf.limit and (leaf.match is None or bool(leaf.match(clean)))
    if not whole or clean is not value:
        lost.add(path)
    if whole:
        return clean if clean.isalnum() else escape(clean)
    return escape(clean[: leaf.limit].strip()) if leaf.cut else ""


def cleaned(value: str) -> str:
    """Return a text as XML and its readers keep it: no controls, no blanks but single ones."""
    return " ".join(_CONTROLS.sub(" ", value).split()) if _UNCLEAN(value) else value


def numeral(value: str, digits: int, places: int) -> str:
    """Return a plain number that fits, nothing else; zeros at the end may go.

    >>> numeral("12.500", 4, 1), numeral("12.55", 4, 1), numeral("x", 4, 1)
    ('12.5', '', '')
    """
    whole, point, fraction = value.partition(".")
    if not (whole.isascii() and whole.isdigit()) or (point and not fraction.isdigit()):
        return ""
    fraction = fraction.rstrip("0") if len(fraction) > places else fraction
    if len(fraction) > places or len(whole) + len(fraction) > digits or not fraction.isascii():
        return ""
    return f"{whole}.{fraction}" if fraction else whole


def leaf(name: str, value: str) -> str:
    """Return `<name>value</name>`, nothing for an empty value."""
    if not value:
        return ""
    opening, closing = tags(name)
    return f"{opening}{value if value.isalnum() else escape(value)}{closing}"


def node(name: str, *children: str) -> str:
    """Return an element with others in it, nothing where there are none."""
    inner = "".join(children)
    return f"<{name}>{inner}</{name.split()[0]}>" if inner else ""
