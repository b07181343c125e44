"""Walking WCO XML once: a table says for every child what it means; nothing is looked up twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from hub.connector.formats import xml
from hub.domain import moments
from hub.domain.declaration import Body, Moment
from hub.domain.faults import MAX_FAULTS, PLAUSIBILITY, Fault
from hub.domain.numbers import decimal

Element = etree._Element
MAX_NATIONAL = 500
MAX_TEXT = 512

WITHHELD = frozenset({"AccessCode"})
"""Never leave their owner: that they were stated is kept, what was stated is not."""

# Most numbers are written as they are meant; the rest is left to `decimal`.
_EXACT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,12})?").fullmatch


class _Names(dict[str, str]):
    """Tags to local names, worked out once each; bounded, since strangers choose the tags."""

    def __missing__(self, tag: str) -> str:
        if len(self) >= 4096:
            self.clear()
        name = self[tag] = xml.local(tag)
        return name


NAMES = _Names()


def local(tag: str) -> str:
    """Return the local name of a tag."""
    return NAMES[tag]


class Findings:
    """What comes up while walking: warnings, and what has no canonical place."""

    __slots__ = ("export_countries", "national", "warnings", "zone")

    def __init__(self, zone: str) -> None:
        self.zone = zone
        self.warnings: list[Fault] = []
        self.national: dict[str, str] = {}
        self.export_countries: set[str] = set()

    def keep(self, path: str, element: Element) -> None:
        """Keep an element that has no canonical place, with all that is in it."""
        text = element.text
        if text and (text := text.strip()):
            self.put(path, "withheld" if NAMES[element.tag] in WITHHELD else text)
        if len(element):
            for child in element:
                self.keep(f"{path}/{NAMES[child.tag]}", child)

    def put(self, path: str, text: str) -> None:
        """Keep a text that has no canonical place, under a free path."""
        national = self.national
        if len(national) < MAX_NATIONAL:
            national[_free(national, path) if path in national else path] = text[:MAX_TEXT]

    def doubt(self, element: Element, text: str) -> None:
        """Warn of an implausible value."""
        if len(self.warnings) < MAX_FAULTS:
            original = (element.text or "").strip()
            self.warnings.append(Fault(PLAUSIBILITY, xml.pointer(element), text, original))

    def warn(self, code: str, pointer: str, text: str, original: str = "") -> None:
        """Warn of what was read leniently."""
        if len(self.warnings) < MAX_FAULTS:
            self.warnings.append(Fault(code, pointer, text, original))


def _free(known: Mapping[str, str], path: str) -> str:
    number = 2
    while f"{path}[{number}]" in known:
        number += 1
    return f"{path}[{number}]"


Handler = Callable[[Element, Body, Findings], None]
Table = Mapping[str, str | Handler]


def walk(element: Element, table: Table, target: Body, found: Findings, path: str = "") -> None:
    """Put every child where the table says: a name takes its text, a function takes the child."""
    get = table.get
    for child in element:
        tag = child.tag
        # A document without namespaces needs no search for the local name.
        meaning = get(tag) or get(NAMES[tag])
        if meaning is None:
            found.keep(f"{path}/{NAMES[tag]}" if path else NAMES[tag], child)
        elif meaning.__class__ is str:
            text = child.text
            if text and (text := text.strip()):
                target[meaning] = text
        else:
            meaning(child, target, found)  # type: ignore[operator]


def row(element: Element, table: Table, found: Findings, path: str) -> Body:
    """Return an element walked into a row of its own."""
    new: Body = {}
    walk(element, table, new, found, path)
    return new


def ignored(element: Element, target: Body, found: Findings) -> None:
    """Handle what repeats what the place in the document says already."""


def inside(table: Table, path: str) -> Handler:
    """Return a handler that walks a child into the same target."""

    def handle(element: Element, target: Body, found: Findings) -> None:
        walk(element, table, target, found, path)

    return handle


def listed(name: str, table: Table, path: str = "", **fixed: Any) -> Handler:
    """Return a handler that walks a child into a new row of the list `name`."""

    def handle(element: Element, target: Body, found: Findings) -> None:
        new: Body = dict(fixed)
        walk(element, table, new, found, path)
        if len(new) > len(fixed):
            target.setdefault(name, []).append(new)

    return handle


def number(name: str, unit: str = "", attribute: str = "", default: str = "") -> Handler:
    """Return a handler for a number with its unit or currency in an attribute."""

    def handle(element: Element, target: Body, found: Findings) -> None:
        text = (element.text or "").strip()
        if not text:
            return
        value = text if _EXACT(text) else decimal(text)
        if value is None:
            found.doubt(element, "is no decimal number")
            value = text
        target[name] = value
        if unit:
            stated = element.get(attribute) or default
            if stated:
                target[unit] = stated

    return handle


def moment(name: str) -> Handler:
    """Return a handler for a DateTimeString within (format 102, 203, 204 or 304)."""

    def handle(element: Element, target: Body, found: Findings) -> None:
        value = read_moment(element, found)
        if value:
            target[name] = value

    return handle


def read_moment(element: Element, found: Findings) -> Moment | None:
    """Return the time in an element or in its DateTimeString."""
    for child in (element, *element):
        text = (child.text or "").strip()
        if text:
            value = moments.compact(text, found.zone) or moments.iso(text, found.zone)
            if value is None:
                found.doubt(child, "is no date or time")
            return value
    return None
