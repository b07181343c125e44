"""Walking an XML message once: a table says of every element what it means.

Elements are found by local name, in any order; the namespace does not count. What no table knows,
and what stands twice where one value has its place, is kept as national data under its path, so
that nothing is lost. Every element is touched once, and a pointer is worked out only for a fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from lxml import etree

from hub.connector.formats import xml
from hub.domain import moments
from hub.domain.declaration import Body
from hub.domain.faults import MAX_FAULTS, PLAUSIBILITY, Fault
from hub.domain.numbers import decimal

Element = etree._Element

MAX_NATIONAL = 500
MAX_TEXT = 512
MAX_TAGS, MAX_TAG = 512, 128
"""Full tags a table remembers, and the longest of them: strangers choose the tags."""

WITHHELD = frozenset({"AccessCode"})
"""Never leave their owner: that they were stated is kept, what was stated is not."""

# Most numbers are written as they are meant; the rest is left to `decimal`.
_EXACT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,12})?").fullmatch


class Number(NamedTuple):
    """An exact decimal number, and the field of the unit or currency in an attribute of it."""

    field: str
    unit: str = ""
    attribute: str = ""
    default: str = ""


class Unplaced(NamedTuple):
    """An element without a canonical place, and its path in the national data."""

    path: str


class Table(dict[str, Any]):
    """Local name of a child → what it means.

    A name of a field takes the text, a `Number` checks it, a `Table` goes on inside with the same
    target, `Rows` with a row of its own, None is passed over (it repeats what stands elsewhere), a
    function takes the element. A plain dictionary becomes a table whose path is one step longer.

    >>> table = Table({"Nbers": {"Forms": None}}, "Property/")
    >>> table["Nbers"].path, table["{urn:x}Nbers"] is table["Nbers"], table["{urn:x}CAP"]
    ('Property/Nbers/', True, Unplaced(path='Property/CAP'))
    """

    __slots__ = ("_names", "path")

    def __init__(self, entries: Mapping[str, Any], path: str = "") -> None:
        self.path = path
        self._names = {
            name: Table(meaning, f"{path}{name}/") if type(meaning) is dict else meaning
            for name, meaning in entries.items()
        }
        super().__init__(self._names)

    def __missing__(self, tag: str) -> Any:
        """Work out once what a tag with a namespace or an unknown one means, and remember it."""
        name = xml.local(tag)
        meaning = self._names.get(name, self)
        if meaning is self:
            meaning = Unplaced(f"{self.path}{name}"[:MAX_TEXT])
        if len(tag) <= MAX_TAG:
            if len(self) >= MAX_TAGS:
                self.clear()
                self.update(self._names)
            self[tag] = meaning
        return meaning

    def place(self, child: Element) -> str:
        """Return the path of a child in the national data."""
        return f"{self.path}{xml.local(child.tag)}"


class Rows(Table):
    """The table of an element that is a row of a list; `fixed` stands in every row."""

    __slots__ = ("field", "fixed")

    def __init__(
        self, field: str, entries: Mapping[str, Any], path: str = "", **fixed: str
    ) -> None:
        super().__init__(entries, path)
        self.field = field
        self.fixed: Body = dict(fixed)


Handler = Callable[[Element, Body, "Findings"], None]


class Findings:
    """What comes up while walking: warnings, and what has no canonical place."""

    __slots__ = ("_counts", "national", "warnings", "zone")

    def __init__(self, zone: str) -> None:
        self.zone = zone
        self.warnings: list[Fault] = []
        self.national: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def separate(self) -> tuple[dict[str, str], dict[str, int]]:
        """Begin the national data of an item; return what `resume` needs to go on after it."""
        before = (self.national, self._counts)
        self.national, self._counts = {}, {}
        return before

    def resume(self, before: tuple[dict[str, str], dict[str, int]], item: Body) -> None:
        """Give an item its national data and go on with that of the document."""
        if self.national:
            item["nationalData"] = self.national
        self.national, self._counts = before

    def keep(self, path: str, element: Element) -> None:
        """Keep an element that has no canonical place, with all that is in it."""
        text = element.text
        if text and (text := text.strip()):
            self.put(path, "withheld" if path.rpartition("/")[2] in WITHHELD else text)
        if len(element):
            self.keep_inside(path, element)

    def keep_inside(self, path: str, element: Element) -> None:
        """Keep what is in an element, not its own text."""
        for child in element:
            if child.text or len(child):
                self.keep(f"{path}/{xml.local(child.tag)}"[:MAX_TEXT], child)

    def put(self, path: str, text: str) -> None:
        """Keep a text; a path met again gets its number: `Item_tax_total[2]`."""
        national = self.national
        if len(national) >= MAX_NATIONAL:
            return
        if path in national:
            count = self._counts[path] = self._counts.get(path, 1) + 1
            path = f"{path}[{count}]"
        national[path] = text[:MAX_TEXT]

    def doubt(self, element: Element, text: str) -> None:
        """Warn of an implausible value; its place is only worked out while warnings count."""
        if len(self.warnings) < MAX_FAULTS:
            original = (element.text or "").strip()
            self.warn(PLAUSIBILITY, xml.pointer(element), text, original)

    def warn(self, code: str, pointer: str, text: str, original: str = "") -> None:
        """Warn of what was read leniently, a hundred times at most."""
        if len(self.warnings) < MAX_FAULTS:
            self.warnings.append(Fault(code, pointer, text, original))


def walk(element: Element, table: Table, target: Body, found: Findings) -> None:
    """Put every child of an element where the table says; what no table knows is kept."""
    # A slice makes all children in one step of C, at a fraction of what an iterator costs.
    for child in element[:]:  # type: ignore[index]  # the stubs know no slices
        meaning = table[child.tag]
        kind = meaning.__class__
        if kind is str:
            text = child.text
            if text and (text := text.strip()):
                if meaning in target:
                    found.put(table.place(child), text)
                else:
                    target[meaning] = text
            elif len(child):
                found.keep_inside(table.place(child), child)
        elif kind is Number:
            text = child.text
            if text and (text := text.strip()):
                field, unit, attribute, default = meaning
                if field in target or not _EXACT(text):
                    text = _exact(child, text, table, target, found)
                if text:
                    target[field] = text
                    if unit:
                        stated = child.get(attribute) or default
                        if stated:
                            target[unit] = stated
        elif kind is Rows:
            row = meaning.fixed.copy()
            walk(child, meaning, row, found)
            if len(row) > len(meaning.fixed):
                add(target, meaning.field, row)
        elif kind is Table:
            walk(child, meaning, target, found)
        elif kind is Unplaced:
            if child.text or len(child):
                found.keep(meaning.path, child)
        elif meaning is not None:
            meaning(child, target, found)


def _exact(child: Element, text: str, table: Table, target: Body, found: Findings) -> str:
    """Return a number written in an unusual way; keep what is none or stands there twice."""
    exact = decimal(text)
    if exact is None:
        found.doubt(child, "is no decimal number")
    if exact is None or table[child.tag].field in target:
        found.put(table.place(child), text)
        return ""
    return exact


def row(element: Element, table: Table, found: Findings) -> Body:
    """Return an element walked into a row of its own."""
    new: Body = {}
    walk(element, table, new, found)
    return new


def add(target: Body, field: str, value: Any) -> None:
    """Add a value to a list of the target."""
    if field in target:
        target[field].append(value)
    else:
        target[field] = [value]


def moment(field: str) -> Handler:
    """Return a handler for a time in an element or in its DateTimeString (102, 203, 204, 304)."""

    def handle(element: Element, target: Body, found: Findings) -> None:
        for part in (element, *element):
            text = (part.text or "").strip()
            if text:
                value = moments.compact(text, found.zone) or moments.iso(text, found.zone)
                if value is None:
                    found.doubt(part, "is no date or time")
                else:
                    target[field] = value
                return

    return handle
