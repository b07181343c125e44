"""Walking WCO XML once: a table says for every child what it means; nothing is looked up twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from lxml import etree

from hub.connector.formats import xml
from hub.domain import moments
from hub.domain.declaration import Body, Moment
from hub.domain.faults import PLAUSIBILITY, Fault
from hub.domain.numbers import decimal

Element = etree._Element
MAX_NATIONAL = 500
MAX_TEXT = 512

local = lru_cache(maxsize=4096)(xml.local)


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
        text = (element.text or "").strip()
        if (not text and not len(element)) or len(self.national) >= MAX_NATIONAL:
            return
        if text:
            self.national[_free(self.national, path)] = text[:MAX_TEXT]
        for child in element:
            self.keep(f"{path}/{local(child.tag)}", child)

    def doubt(self, element: Element, text: str) -> None:
        """Warn of an implausible value."""
        original = (element.text or "").strip()
        self.warnings.append(Fault(PLAUSIBILITY, xml.pointer(element), text, original))


def _free(known: Mapping[str, str], path: str) -> str:
    if path not in known:
        return path
    number = 2
    while f"{path}[{number}]" in known:
        number += 1
    return f"{path}[{number}]"


Handler = Callable[[Element, Body, Findings], None]
Table = Mapping[str, str | Handler]


def walk(element: Element, table: Table, target: Body, found: Findings, path: str = "") -> None:
    """Put every child where the table says: a name takes its text, a function takes the child."""
    for child in element:
        # A document without namespaces needs no search for the local name.
        meaning = table.get(child.tag) or table.get(local(child.tag))
        if meaning is None:
            name = local(child.tag)
            found.keep(f"{path}/{name}" if path else name, child)
        elif type(meaning) is str:
            text = child.text
            if text and (text := text.strip()):
                target[meaning] = text
        else:
            meaning(child, target, found)  # type: ignore[operator]


def inside(table: Table, path: str) -> Handler:
    """Return a handler that walks a child into the same target."""

    def handle(element: Element, target: Body, found: Findings) -> None:
        walk(element, table, target, found, path)

    return handle


def listed(name: str, table: Table, path: str = "", **fixed: Any) -> Handler:
    """Return a handler that walks a child into a new row of the list `name`."""

    def handle(element: Element, target: Body, found: Findings) -> None:
        row: Body = dict(fixed)
        walk(element, table, row, found, path)
        if len(row) > len(fixed):
            target.setdefault(name, []).append(row)

    return handle


def number(name: str, unit: str = "", attribute: str = "", default: str = "") -> Handler:
    """Return a handler for a number with its unit or currency in an attribute."""

    def handle(element: Element, target: Body, found: Findings) -> None:
        text = (element.text or "").strip()
        if not text:
            return
        value = decimal(text)
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
